"""lint/required-undefined: a member that must be there, and that nothing describes."""

import re
from collections.abc import Iterator, Mapping

from ringback.finding import Finding
from ringback.lint.interface import found
from ringback.lint.naming import called
from ringback.lint.subject import Subject
from ringback.lint.values import Value, Values
from ringback.payload import show

RULE = "lint/required-undefined"


def check(subject: Subject) -> Iterator[Finding]:
    """Each name in `required` that no schema of the same object knows."""
    values, description = subject.values, subject.description
    told: set[str] = set()
    for value in subject.every:
        for place in value.places:
            required = values.raw(place).get("required")
            for index, name in enumerate(required if isinstance(required, list) else ()):
                pointer = f"{place}/required/{index}"
                if pointer in told or _describes(values, value, name, set()):
                    continue
                told.add(pointer)
                text = (
                    f"{called(description, place)} requires {show(name)}, which it does not "
                    'describe: add it to "properties", or take it out of "required"'
                )
                yield found(description, RULE, pointer, text, cause=name)


def _describes(values: Values, value: Value, name: str, seen: set[str]) -> bool:
    """Whether any schema that can hold for the object knows the member."""
    for place in value.whole:
        if place in seen:
            continue
        seen.add(place)
        raw = values.raw(place)
        condition = raw.get("if")
        if name in raw.get("properties", {}) or (
            isinstance(condition, Mapping) and name in condition.get("properties", {})
        ):
            return True
        if any(raw.get(each) not in (None, True, False, {}) for each in _REST):
            return True
        if any(_fits(pattern, name) for pattern in raw.get("patternProperties", {})):
            return True
    return any(
        _describes(values, branch, name, seen)
        for branch in values.branches(value)
        if not seen >= set(branch.places)
    )


_REST = ("additionalProperties", "unevaluatedProperties")


def _fits(pattern: str, name: str) -> bool:
    """Whether a pattern is for the name; one that Python can't read may well be."""
    try:
        return re.search(pattern, name) is not None
    except re.error:
        return True
