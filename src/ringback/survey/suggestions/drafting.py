"""What was inferred of a field as a schema, and a made-up value of that schema."""

from typing import Any

from ringback.survey.counts.inferred import Inferred
from ringback.survey.suggestions.saying import types

_SURE = 20  # objects of which each must have a member before it is called required
_SCALARS = {"boolean": True, "integer": 1, "number": 0.5, "null": None}
# Made-up texts of the formats that are inferred; no text comes from a payload.
_TEXTS = {
    "date": "2026-01-31",
    "date-time": "2026-01-31T12:00:00Z",
    "email": "someone@example.com",
    "uri": "https://example.com/",
    "uuid": "00000000-0000-4000-8000-000000000000",
}


def drafted(found: Inferred, *, old: bool) -> dict[str, Any]:
    """The schema of a field, as JSON Schema, or in the dialect of OpenAPI 3.0 (`old`).

    A field that was always null may be anything. No enum and no bound is inferred: the next
    value may be another.
    """
    names = [name for name in types(found) if name != "null"]
    nullable = "null" in found.types
    if not names:
        return {}
    parts = {name: _keywords(name, found, old=old) for name in names}
    if not old:
        listed = [*names, *(["null"] if nullable else [])]
        said: dict[str, Any] = {"type": listed[0] if len(listed) == 1 else listed}
        for part in parts.values():
            said |= part
        return said
    # OpenAPI 3.0 knows one type a schema, and `nullable` only beside a type (3.0.3, 4.7.24.1).
    null = {"nullable": True} if nullable else {}
    branches = [{"type": name, **null, **part} for name, part in parts.items()]
    return branches[0] if len(branches) == 1 else {"anyOf": branches}


def made_up(found: Inferred) -> Any:
    """A value that the drafted schema admits."""
    names = types(found)
    match names[0] if names else "null":
        case "string":
            return _TEXTS.get(_format(found), "text")
        case "array":
            return [made_up(found.items)] if found.items is not None else []
        case "object":
            named = {name: made_up(member) for name, member in found.members.items()}
            return named if found.rest is None else {**named, "any": made_up(found.rest)}
        case name:
            return _SCALARS[name]


def _keywords(name: str, found: Inferred, *, old: bool) -> dict[str, Any]:
    """What is said of the values of one type, the type itself aside."""
    if name == "string":
        known = _format(found)
        return {"format": known} if known else {}
    if name == "array":
        items = drafted(found.items, old=old) if found.items is not None else {}
        return {"items": items} if items or old else {}
    if name != "object":
        return {}
    members = {each: drafted(member, old=old) for each, member in sorted(found.members.items())}
    sure = found.objects >= _SURE
    needed = [each for each in members if sure and found.members[each].count == found.objects]
    said: dict[str, Any] = {"required": needed} if needed else {}
    said |= {"properties": members} if members else {}
    if found.rest is not None:
        said["additionalProperties"] = drafted(found.rest, old=old)
    return said


def _format(found: Inferred) -> str:
    """The format that fits every text; the empty text where none does."""
    return min(found.formats or (), default="")
