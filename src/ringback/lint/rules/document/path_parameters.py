"""lint/invalid, for path templates: a parameter for each name in braces, and no path twice."""

import re
from collections.abc import Iterator

from ringback.finding import Finding, pointer
from ringback.lint.interface import found
from ringback.lint.shared.subject import LintSubject

RULE = "lint/invalid"
_LACKS = "a path needs a path parameter for each name in its braces"
_SPARE = "a path parameter has no place in its path"
_TWICE = "two paths that differ in the names of their parameters alone are one"
_NAME = re.compile(r"\{([^{}]+)\}")


def check(subject: LintSubject) -> Iterator[Finding]:
    """Names of a template without a parameter, path parameters without a place, paths twice."""
    yield from _twice(subject)
    description = subject.description
    for operation in description.described:
        named = dict.fromkeys(_NAME.findall(operation.path))
        declared = {each.name: each for each in operation.parameters if each.where == "path"}
        for name in named:
            if name not in declared:
                text = f'the path {operation.path} needs a path parameter "{name}"'
                yield found(
                    description, RULE, operation.pointer, text, cause=f"path {name}", alike=_LACKS
                )
        for name, parameter in declared.items():
            if name not in named:
                text = f'the path parameter "{name}" has no place in the path {operation.path}'
                yield found(
                    description, RULE, parameter.pointer, text, cause=f"path {name}", alike=_SPARE
                )


def _twice(subject: LintSubject) -> Iterator[Finding]:
    """Each path after the first of its hierarchy and other names (OpenAPI 3.1, 4.8.8.1)."""
    description = subject.description
    paths = description.document.get("paths")
    first: dict[str, str] = {}
    for path in paths if isinstance(paths, dict) else ():
        alike = _NAME.sub("{}", path)
        if path.startswith("/") and alike in first:
            text = f"the path {path} is {first[alike]} with other names in the braces"
            place = f"/paths{pointer([path])}"
            yield found(description, RULE, place, text, cause=f"twice {path}", alike=_TWICE)
        first.setdefault(alike, path)
