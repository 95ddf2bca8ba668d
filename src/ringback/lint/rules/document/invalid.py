"""lint/invalid: what the metaschema of the document's OpenAPI version objects to, at the leaf."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ringback.contract.explain import Violation
from ringback.description import Description, SchemaSpot
from ringback.finding import Finding, pointer, steps
from ringback.lint.interface import found
from ringback.lint.rules.document.metaschema import metaschema, schema_objections
from ringback.lint.shared.subject import LintSubject
from ringback.payload import show
from ringback.schema.references.lookup import at_places
from ringback.schema.validators.regular_expressions import is_readable, readable

RULE = "lint/invalid"
_UNKNOWN = ("additionalProperties ", "unevaluatedProperties ", "unknown ")
_ALLOWED = re.compile(r" must be .*, not ")
_PREDICATE = re.compile(r"^.*?(?=(needs|has no) )")
# What an object is called that stands in a map or a list: where it stands there is no matter of
# what is wrong with it.
_CALLED = {
    "path-item": "a path item",
    "operation": "an operation",
    "parameter": "a parameter",
    "request-body": "a request body",
    "response": "a response",
    "media-type": "a media type",
    "header": "a header",
    "schema": "a schema",
    "example": "an example",
    "link": "a link",
    "callback": "a callback",
    "encoding": "an encoding",
    "security-scheme": "a security scheme",
}


def check(subject: LintSubject) -> Iterator[Finding]:
    """Each object with members that are unknown, and each that is missing or of the wrong form."""
    description = subject.description
    told: dict[str, dict[str, Violation]] = {}
    for place, violation in _objections(description):
        where = place + violation.instance
        told.setdefault(where, {}).setdefault(violation.message, violation)
    kinds = {spot.pointer: spot.kind.removeprefix("swagger-") for spot in description.written_spots}
    for where, violations in told.items():
        for violation in _together(violations.values()):
            text, cause = _sentence(where, kinds.get(where, ""), violation), violation.cause
            # Which values there are may differ: parameters of a form may be files.
            alike = _ALLOWED.sub(" must not be ", text) if cause == "enum" else ""
            yield found(description, RULE, where, text, cause=cause, alike=alike, written=True)
    yield from _patterns(description)


def _together(violations: Iterable[Violation]) -> Iterator[Violation]:
    """What is wrong with one object, its unknown members as one."""
    unknown: list[Violation] = []
    others: list[Violation] = []
    for each in violations:
        (unknown if each.cause.startswith(_UNKNOWN) else others).append(each)
    if unknown:
        keyword = unknown[0].cause.partition(" ")[0]
        names = sorted(each.cause.partition(" ")[2] for each in unknown)
        if "$ref" in names:  # what it lacks stands where the reference leads
            others = [each for each in others if not each.cause.startswith("required ")]
        shown = [show(name) for name in names]
        text = (
            f"has no {', '.join(shown[:-1])} or {shown[-1]}" if shown[1:] else f"has no {shown[0]}"
        )
        yield replace(unknown[0], message=f"{text} here", cause=f"{keyword} {', '.join(names)}")
    yield from others


def _sentence(where: str, kind: str, violation: Violation) -> str:
    """What is wrong with an object, in the same words wherever it stands."""
    if kind == "parameter" and violation.cause == "required required":
        return 'a path parameter needs "required": true'  # it is asked of no other one
    text = violation.message
    if violation.cause.startswith(("required ", *_UNKNOWN)):
        text = _PREDICATE.sub("", text)
    return f"{_subject(where, kind)} {text}"


def _objections(description: Description) -> Iterator[tuple[str, Violation]]:
    """Each objection, with where the object stands that it points into."""
    official = metaschema(description.version)
    for violation in official.objections(description.written):
        yield "", violation
    spots = description.written_spots
    nodes = at_places(description.written, (each.pointer for each in spots))
    for spot, (_, node) in zip(spots, nodes, strict=True):
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
    spots = [it for it in description.written_spots if it.kind in {"schema", "swagger-parameter"}]
    nodes = at_places(description.written, (each.pointer for each in spots))
    for spot, (_, node) in zip(spots, nodes, strict=True):
        if not isinstance(node, dict):
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


def _subject(place: str, kind: str) -> str:
    """What stands at a place: what it is called, else its name or that of the list it is in."""
    parts = steps(place)
    if not parts:
        return "the document"
    if kind in _CALLED:
        return _CALLED[kind]
    named = [part for part in parts if not part.isdigit()]
    if parts[-1].isdigit() and named:
        return f"an item of {show(named[-1])}"
    return show(parts[-1])
