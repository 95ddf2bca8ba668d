"""Media types: which described one an actual one belongs to, and how its bodies are judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import lru_cache

from ringback.operation import MediaType


class BodyKind(StrEnum):
    """The ways in which bodies are judged, each by a reader of its own."""

    JSON = "json"
    LINES = "json-lines"
    JSON_SEQUENCE = "json-sequence"
    EVENTS = "event-stream"
    FORM = "form"
    MULTIPART = "multipart"
    YAML = "yaml"
    TEXT = "text"
    BYTES = "bytes"


_BY_NAME = {
    "application/json": BodyKind.JSON,
    "application/jsonl": BodyKind.LINES,
    "application/jsonlines": BodyKind.LINES,
    "application/json-lines": BodyKind.LINES,
    "application/ndjson": BodyKind.LINES,
    "application/stream+json": BodyKind.LINES,  # Spring's name, and not one JSON value
    "application/x-jsonlines": BodyKind.LINES,
    "application/x-json-lines": BodyKind.LINES,
    "application/x-ndjson": BodyKind.LINES,
    "text/x-ndjson": BodyKind.LINES,
    "application/json-seq": BodyKind.JSON_SEQUENCE,
    "text/event-stream": BodyKind.EVENTS,
    "application/x-www-form-urlencoded": BodyKind.FORM,
    "application/yaml": BodyKind.YAML,
    "application/x-yaml": BodyKind.YAML,
    "text/yaml": BodyKind.YAML,
    "text/x-yaml": BodyKind.YAML,
    "text/vnd.yaml": BodyKind.YAML,
}
_BY_SUFFIX = {
    "json": BodyKind.JSON,  # RFC 6839 3.1
    "json-seq": BodyKind.JSON_SEQUENCE,  # RFC 8091
    "yaml": BodyKind.YAML,  # RFC 9512 2.2
}


@dataclass(frozen=True, slots=True)
class _Named:
    """A media type taken apart: `type/subtype` in lower case, and its parameters."""

    essence: str
    parameters: Mapping[str, str]


@lru_cache(maxsize=1_024)
def _named(value: str) -> _Named:
    message = Message()
    message["content-type"] = value.replace("\r", " ").replace("\n", " ")
    first, *others = message.get_params([("", "")])
    parameters = {name.lower(): str(text) for name, text in others if name}
    return _Named(first[0].strip().lower(), parameters)


def essence_of(value: str) -> str:
    """The media type of a Content-Type without its parameters, in lower case."""
    return value.split(";", maxsplit=1)[0].strip().lower()


def charset_of(value: str) -> str:
    """The charset parameter of a Content-Type, in lower case; empty where it has none."""
    return _named(value).parameters.get("charset", "").strip().lower()


def pick(described: Sequence[MediaType], value: str) -> MediaType | None:
    """The described media type, or range, that an actual one belongs to; the most specific wins.

    Parameters that the description gives must not differ; what does not give them at all still
    belongs to it, after those that do (OpenAPI 3.1, 4.8.14; RFC 9110, 8.3.1 and 12.5.1).
    """
    ranked = [(rank, each) for each in described if (rank := _rank(each.name, value)) is not None]
    return max(ranked, key=lambda pair: pair[0])[1] if ranked else None


@lru_cache(maxsize=4_096)
def _rank(described: str, value: str) -> tuple[int, int, int] | None:
    """How well an entry describes a media type: how exact, how many parameters agree, how few lack.

    None where it does not describe it.
    """
    actual, entry = _named(value), _named(described)
    exact = 2 if "*" not in entry.essence else 0 if entry.essence == "*/*" else 1
    if not fnmatchcase(actual.essence, entry.essence.replace("[", "[[]")):
        return None
    agreeing = lacking = 0
    for name, text in entry.parameters.items():
        given = actual.parameters.get(name)
        if given is None:
            lacking += 1
        elif given.lower() == text.lower():
            agreeing += 1
        else:
            return None
    return exact, agreeing, -lacking


def is_json(value: str) -> bool:
    """Whether a media type, parameters and all, is one JSON value (RFC 8259 11, RFC 6839 3.1)."""
    return kind_of(value) is BodyKind.JSON


def is_sequence(value: str) -> bool:
    """Whether a body of a media type is several JSON values, one behind the other."""
    return kind_of(value) in {BodyKind.LINES, BodyKind.JSON_SEQUENCE}


@lru_cache(maxsize=1_024)
def kind_of(value: str) -> BodyKind | None:
    """How the bodies of a media type are judged; None where nothing here can."""
    name = essence_of(value)
    known = _BY_NAME.get(name) or _BY_SUFFIX.get(name.rpartition("+")[2] if "+" in name else "")
    if known is not None:
        return known
    if name.startswith("multipart/"):
        return BodyKind.MULTIPART
    if name.endswith(("/xml", "+xml", "/xml-dtd", "/xml-external-parsed-entity")):
        return None
    return BodyKind.TEXT if name.startswith("text/") else BodyKind.BYTES
