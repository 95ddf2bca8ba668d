"""lint/invalid: what the metaschema of the document's OpenAPI version objects to, at the leaf."""

import re
from collections.abc import Iterator
from typing import Any

from ringback.contract.explain import Violation
from ringback.description import Description, Spot
from ringback.finding import Finding, steps
from ringback.lint.interface import found
from ringback.lint.metaschema import metaschema, schema_objections
from ringback.lint.subject import Subject
from ringback.payload import at, show
from ringback.schema.regular_expressions import is_readable, readable

RULE = "lint/invalid"
_SUBJECT = re.compile(r"^.*?(?=(needs|has no) )")


def check(subject: Subject) -> Iterator[Finding]:
    """Each member that is unknown, missing or of the wrong form, once."""
    description = subject.description
    told: set[tuple[str, str]] = set()
    for place, violation in _objections(description):
        pointer = place + violation.instance
        if (pointer, violation.message) not in told:
            told.add((pointer, violation.message))
            text = f"{_subject(pointer)} {_without_subject(violation)}"
            yield found(description, RULE, pointer, text, cause=violation.cause)
    yield from _patterns(description)


def _objections(description: Description) -> Iterator[tuple[str, Violation]]:
    """Each objection, with where the object stands that it points into."""
    official = metaschema(description.version)
    for violation in official.objections(description.written):
        yield "", violation
    for spot in description.spots:
        node = at(description.written, steps(spot.pointer))
        if spot.holder == "reference":
            for violation in official.objections(node, spot.kind):
                yield spot.pointer, violation
        elif _is_outermost(spot) and not official.judges_schemas and isinstance(node, dict):
            for violation in schema_objections(node):
                yield spot.pointer, violation


def _is_outermost(spot: Spot) -> bool:
    """Whether no other schema holds this one: JSON Schema judges the ones inside it."""
    return spot.kind == "schema" and spot.holder != "schema"


def _patterns(description: Description) -> Iterator[Finding]:
    """Regular expressions that can't be read; the metaschema takes any string for one."""
    for spot in description.spots:
        node: Any = at(description.written, steps(spot.pointer)) if spot.kind == "schema" else None
        pattern = node.get("pattern") if isinstance(node, dict) else None
        if isinstance(pattern, str) and not is_readable(readable(pattern)):
            text = f'"pattern" is no regular expression: {show(pattern)}'
            yield found(description, RULE, f"{spot.pointer}/pattern", text, cause="pattern")


def _subject(pointer: str) -> str:
    """The last named step, with the index behind it in an array."""
    parts = steps(pointer)
    if not parts:
        return "the document"
    named = [index for index, part in enumerate(parts) if not part.isdigit()]
    name = "/".join(parts[named[-1] :] if named else parts)
    return show(name)


def _without_subject(violation: Violation) -> str:
    """The sentence about a member without the subject that it was told for."""
    if violation.cause.startswith(("required ", "additionalProperties")):
        return _SUBJECT.sub("", violation.message)
    return violation.message
