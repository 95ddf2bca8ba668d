"""lint/required-undefined: a member that must be there, and that nothing describes."""

import re
from collections.abc import Iterator

from ringback.finding import Finding
from ringback.lint.interface import found
from ringback.lint.shared.place_names import called
from ringback.lint.shared.subject import LintSubject
from ringback.payload import show
from ringback.schema.document import Schema
from ringback.schema.value_schema import ValueSchema

RULE = "lint/required-undefined"


def check(subject: LintSubject) -> Iterator[Finding]:
    """Each name in `required` that no schema of the same object knows."""
    description = subject.description
    told: set[str] = set()
    for value in subject.every:
        for schema in value.schemas:
            place, required = schema.pointer, schema.keywords.get("required")
            for index, name in enumerate(required if isinstance(required, list) else ()):
                pointer = f"{place}/required/{index}"
                if pointer in told or _describes(value, name, set()):
                    continue
                told.add(pointer)
                text = (
                    f"{called(description, place)} requires {show(name)}, which it does not "
                    'describe: add it to "properties", or take it out of "required"'
                )
                alike = (
                    f"schemas require {show(name)}, which they do not describe: "
                    'add it to "properties", or take it out of "required"'
                )
                yield found(description, RULE, pointer, text, cause=name, alike=alike)


def _describes(value: ValueSchema, name: str, seen: set[Schema]) -> bool:
    """Whether any schema that can hold for the object knows the member."""
    for schema in value.whole:
        if schema in seen:
            continue
        seen.add(schema)
        condition = schema.one("if")
        if any(each and _has(each, name) for each in (schema, condition)):
            return True
        if any(schema.keywords.get(each) not in (None, True, False, {}) for each in _REST):
            return True
        if any(_fits(pattern, name) for pattern in schema.named("patternProperties")):
            return True
    return any(
        _describes(branch, name, seen)
        for branch in value.branches
        if not seen >= set(branch.schemas)
    )


def _has(schema: Schema, name: str) -> bool:
    """Whether a schema describes the member itself."""
    described = schema.keywords.get("properties")
    return isinstance(described, dict) and name in described


_REST = ("additionalProperties", "unevaluatedProperties")


def _fits(pattern: str, name: str) -> bool:
    """Whether a pattern is for the name; one that Python can't read may well be."""
    try:
        return re.search(pattern, name) is not None
    except re.error:
        return True
