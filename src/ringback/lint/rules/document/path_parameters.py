"""lint/invalid, for path templates: names in braces and path parameters are the same."""

import re
from collections.abc import Iterator

from ringback.finding import Finding
from ringback.lint.interface import found
from ringback.lint.shared.subject import LintSubject

RULE = "lint/invalid"
_LACKS = "a path needs a path parameter for each name in its braces"
_SPARE = "a path parameter has no place in its path"
_NAME = re.compile(r"\{([^{}]+)\}")


def check(subject: LintSubject) -> Iterator[Finding]:
    """Names of a template without a parameter, and path parameters without a place in it."""
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
