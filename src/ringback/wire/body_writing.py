"""A value written as the body of a described media type."""

from collections.abc import Sequence
from typing import Any, assert_never

from ringback.operation import MediaType
from ringback.payload import encode
from ringback.wire.forms import write_form
from ringback.wire.item_sequences import write_events, write_json_lines, write_json_sequence
from ringback.wire.media_types import BodyKind, essence_of, kind_of
from ringback.wire.multipart_bodies import octets, write_multipart
from ringback.wire.typed_texts import spelt

# Where an operation takes several media types, requests are written in the first of these.
_PREFERRED = (
    *(BodyKind.JSON, BodyKind.FORM, BodyKind.MULTIPART, BodyKind.YAML, BodyKind.LINES),
    *(BodyKind.JSON_SEQUENCE, BodyKind.TEXT, BodyKind.BYTES, BodyKind.EVENTS),
)


_JSON_RANGES = frozenset({"*/*", "application/*"})


class UnwritableError(ValueError):
    """A value that a media type has no spelling for; its text says why."""


def writable(media_types: Sequence[MediaType]) -> MediaType | None:
    """The media type that a request's body is best written in; None where none can be."""
    known = [each for each in media_types if kind_of(each.name) is not None]
    ranked = sorted(known, key=_preference)
    return next(iter(ranked), None)


def _preference(media_type: MediaType) -> int:
    kind = _kind(media_type)
    return _PREFERRED.index(kind) if kind in _PREFERRED else len(_PREFERRED)


def write_body(value: Any, media_type: MediaType) -> tuple[bytes, str]:
    """The bytes of a value and the Content-Type that they are sent with.

    Raises UnwritableError for a value that the media type has no spelling for.
    """
    kind = _kind(media_type)
    match kind:
        case BodyKind.JSON | BodyKind.YAML:  # JSON is YAML (YAML 1.2.2, 1.3)
            return encode(value), _concrete(media_type.name)
        case BodyKind.LINES | BodyKind.JSON_SEQUENCE | BodyKind.EVENTS:
            return _sequence(kind, value), media_type.name
        case BodyKind.FORM if isinstance(value, dict):
            return write_form(value, media_type), media_type.name
        case BodyKind.MULTIPART if isinstance(value, dict):
            return write_multipart(value, media_type)
        case BodyKind.TEXT if not isinstance(value, dict | list):
            return spelt(value).encode("utf-8", "surrogatepass"), _concrete(media_type.name)
        case BodyKind.BYTES if isinstance(value, str):
            return octets(value), _concrete(media_type.name)
        case None | BodyKind.FORM | BodyKind.MULTIPART | BodyKind.TEXT | BodyKind.BYTES:
            raise UnwritableError(f"{media_type.name} has no spelling for such a value")
        case _:
            assert_never(kind)


def _sequence(kind: BodyKind, value: Any) -> bytes:
    values = value if isinstance(value, list) else [value]
    if kind is BodyKind.LINES:
        return write_json_lines(values)
    if kind is BodyKind.JSON_SEQUENCE:
        return write_json_sequence(values)
    if not all(isinstance(each, dict) for each in values):
        raise UnwritableError("an event is an object")
    return write_events(values)


def writes_json(media_type: MediaType) -> bool:
    """Whether a body in this media type, or range, is written as JSON."""
    return _kind(media_type) is BodyKind.JSON


def _kind(media_type: MediaType) -> BodyKind | None:
    """How a body is written: as JSON in a range that holds it."""
    return (
        BodyKind.JSON if essence_of(media_type.name) in _JSON_RANGES else kind_of(media_type.name)
    )


def _concrete(name: str) -> str:
    """A media type of a range: no body is of a range."""
    if essence_of(name) in _JSON_RANGES:
        return "application/json"
    return name.replace("text/*", "text/plain").replace("/*", "/octet-stream")
