"""What of a description has not the form that it needs to be compared with another."""

from collections.abc import Iterator

from ringback.description import Description
from ringback.finding import Finding, steps
from ringback.lint import Subject, invalid
from ringback.lint.metaschema import schema_objections
from ringback.payload import at

# Objections to what is missing, unknown, or too much: what is there can be compared all the same.
_HARMLESS = (
    *("required", "unknown ", "additionalProperties", "minProperties", "minItems"),
    *("oneOf", "not", "format", "dependent"),
)


def obstacles(description: Description) -> Iterator[Finding]:
    """What `lint/invalid` objects to, less what does not stand in the way.

    Schemas are compared as JSON Schema. What is one, and no Schema Object of OpenAPI 3.0, such as
    `type: "null"` or a list of types, means there what it means in 3.1.
    """
    outermost = {
        spot.pointer
        for spot in description.spots
        if spot.kind == "schema" and spot.holder != "schema"
    }
    for each in invalid.check(Subject(description)):
        if each.cause.startswith(_HARMLESS):
            continue
        pointer = each.schema or ""
        holders = [it for it in outermost if f"{pointer}/".startswith(f"{it}/")]
        unreadable = each.cause == "pattern"  # no metaschema looks into a regular expression
        if unreadable or not holders or _objected(description, min(holders, key=len), pointer):
            yield each


def _objected(description: Description, holder: str, pointer: str) -> bool:
    """Whether JSON Schema objects to the place as well, or to what stands in it."""
    found = schema_objections(at(description.document, steps(holder)))
    return any(f"{holder}{each.instance}/".startswith(f"{pointer}/") for each in found)
