"""lint/invalid: what the metaschema of the document's OpenAPI version objects to, at the leaf."""

import re
from collections.abc import Iterator
from typing import Any

from ringback.contract.explain import Violation
from ringback.description import Description, SchemaSpot
from ringback.finding import Finding, pointer, steps
from ringback.lint.interface import found
from ringback.lint.metaschema import metaschema, schema_objections
from ringback.lint.subject import LintSubject
from ringback.payload import at, show
from ringback.schema.regular_expressions import is_readable, readable

RULE = "lint/invalid"
_SUBJECT = re.compile(r"^.*?(?=(needs|has no) )")


def check(subject: LintSubject) -> Iterator[Finding]:
    """Each member that is unknown, missing or of the wrong form, once."""
    description = subject.description
    told: set[tuple[str, str]] = set()
    for place, violation in _objections(description):
        where = place + violation.instance
        if (where, violation.message) not in told:
            told.add((where, violation.message))
            text = f"{_subject(where)} {_without_subject(violation)}"
            yield found(description, RULE, where, text, cause=violation.cause, written=True)
    yield from _patterns(description)


def _objections(description: Description) -> Iterator[tuple[str, Violation]]:
    """Each objection, with where the object stands that it points into."""
    official = metaschema(description.version)
    for violation in official.objections(description.written):
        yield "", violation
    for spot in description.written_spots:
        node = at(description.written, steps(spot.pointer))
        if spot.holder == "reference":
            for violation in official.objections(node, spot.kind):
                yield spot.pointer, violation
        elif _is_outermost(spot) and not official.judges_schemas and isinstance(node, dict):
            for violation in schema_objections(node):
                yield spot.pointer, violation


def _is_outermost(spot: SchemaSpot) -> bool:
    """Whether no other schema holds this one: JSON Schema judges the ones inside it."""
    return spot.kind == "schema" and spot.holder != "schema"


def _patterns(description: Description) -> Iterator[Finding]:
    """Regular expressions that can't be read; the metaschema takes any string for one."""
    for spot in description.written_spots:
        node: Any = at(description.written, steps(spot.pointer))
        if not isinstance(node, dict) or spot.kind not in {"schema", "swagger-parameter"}:
            continue
        pattern, named = node.get("pattern"), node.get("patternProperties")
        wrong = {"pattern": pattern} if isinstance(pattern, str) else {}
        if spot.kind == "schema" and isinstance(named, dict):
            wrong |= {f"patternProperties{pointer([name])}": name for name in named}
        for place, text in wrong.items():
            if is_readable(readable(text)):
                continue
            said = f'"{place.partition("/")[0]}" is no regular expression: {show(text)}'
            where = f"{spot.pointer}/{place}"
            yield found(description, RULE, where, said, cause="pattern", written=True)


def _subject(place: str) -> str:
    """The last named step, with the index behind it in an array."""
    parts = steps(place)
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
