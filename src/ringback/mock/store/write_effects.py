"""What a write does besides: the state that an action leads to, times of changes, tags."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.reference_members import singular, words
from ringback.exchange import Request, header_values
from ringback.laws.acting import participles
from ringback.operation import Operation
from ringback.payload import encode
from ringback.schema.view import View

_BEGIN = datetime(2024, 2, 29, 12, tzinfo=UTC)  # when nothing was made yet, as samples have it
_MADE = frozenset({"created", "createdat", "createdon", "creationdate", "createtime"})
_CHANGED = frozenset(
    (
        *("updated", "updatedat", "updatedon", "updatetime", "lastupdated", "lastupdatedat"),
        *("modified", "modifiedat", "lastmodified", "lastmodifiedat", "changedat", "editedat"),
    )
)


def led_to(operation: Operation, told: View) -> dict[str, Any]:
    """The members that an action changes by its name: `cancel` leads to the status `cancelled`."""
    verb = operation.path.rstrip("/").rpartition("/")[2]
    found: dict[str, Any] = {}
    for name, member in told.properties.items():
        choices = member.raw.get("enum")
        texts = [each for each in choices or () if isinstance(each, str)]
        led = participles(verb) & set(texts)
        if led:
            found[name] = min(led)
        elif "boolean" in member.types and words(name).removeprefix("is") in participles(verb):
            found[name] = True
    return found


def times_of(told: View, made: int, changed: int) -> dict[str, Any]:
    """When a thing was made and changed last: each write is a second later than the one before."""
    found: dict[str, Any] = {}
    for name, member in told.properties.items():
        number = made if words(name) in _MADE else changed if words(name) in _CHANGED else None
        if number is None:
            continue
        when = _BEGIN + timedelta(seconds=number)
        form = member.raw.get("format")
        if form == "date-time":
            found[name] = when.isoformat().replace("+00:00", "Z")
        elif form == "unix-time":
            found[name] = int(when.timestamp())
    return found


def tag_of(payload: Any) -> str:
    """The entity tag of a representation (RFC 9110 8.8.3): another payload has another one."""
    body = payload if isinstance(payload, bytes) else encode(payload)
    return f'"{hashlib.sha256(body).hexdigest()[:16]}"'


def names_tag(request: Request, header: str, tag: str) -> bool | None:
    """Whether a condition of a request names the tag; None without such a condition.

    A weak tag names what is read, and nothing that is to be written (RFC 9110 13.1.1, 13.1.2).
    """
    given = header_values(request.headers, header)
    if not given:
        return None
    tags = {part.strip() for line in given for part in line.split(",")}
    if header == "if-none-match":
        tags = {each.removeprefix("W/") for each in tags}
    return "*" in tags or tag in tags


def is_documented(operation: Operation, status: int, header: str) -> bool:
    """Whether an answer documents a header."""
    answer = operation.answer_for(status)
    return answer is not None and any(each.name.lower() == header for each in answer.headers)


def counted_in(told: View, inside: Iterable[Resource]) -> dict[str, Resource]:
    """The members that count what stands in a thing, each with the resource that it counts."""
    found: dict[str, Resource] = {}
    for each in inside:
        names = {words(f"{it}count") for it in (singular(each.name), each.name.rpartition("/")[2])}
        for name, member in told.properties.items():
            if words(name) in names and "integer" in member.types:
                found[name] = each
    return found
