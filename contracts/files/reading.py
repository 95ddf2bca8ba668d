"""What a request says, as values: forms, numbers, texts, ids, and folders out of JSON."""

import codecs
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

from contracts import wire
from contracts.files.parts import Part, essence_of, parameters_of
from contracts.files.refusals import invalid, malformed, too_large, unsupported
from contracts.files.store import Folder

MEDIA_TYPES = ("application/octet-stream", "image/png", "text/plain")
"""What a document may be."""

COLUMNS = ("id", "title", "size", "sha256")
"""What a row of the catalog may hold."""

TOPICS = ("search", "upload", "download", "other")
"""What a feedback may be about."""

DEEPEST = 64
"""How far folders may stand inside each other."""

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# Any spelling of a whole number that JSON has, 3.0 and 3e0 too, as far as a limit here can reach.
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,40})(\.[0-9]{1,40})?([eE][-+]?[0-9]{1,3})?")
_CHARSETS = frozenset({"utf-8", "ascii", "iso8859-1"})

Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a listed document must be; None for whatever."""

    label: str | None = None
    media_type: str | None = None
    min_size: int | None = None
    max_size: int | None = None


def id_of(text: str) -> str:
    """The uuid that a path names, in lower case."""
    if not _UUID.fullmatch(text):
        raise invalid("The id is no uuid.")
    return text.lower()


def whole(text: str, name: str, low: int, high: int) -> int:
    """The whole number that a text spells, within its bounds."""
    value = Decimal(text) if _NUMBER.fullmatch(text) else None
    if value is None or not low <= value <= high or value != int(value):
        raise invalid(f"{name} must be a whole number from {low} to {high}.")
    return int(value)


def one(values: Sequence[str], name: str) -> str:
    """The one value of a field that must be there."""
    if len(values) != 1:
        raise invalid(f"{name} must be given once.")
    return values[0]


def text(values: Sequence[str], name: str, most: int) -> str:
    """A text of a field that must be there; lengths count characters."""
    value = one(values, name)
    if not 1 <= len(value) <= most:
        raise invalid(f"{name} must have 1 to {most} characters.")
    return value


def labels(values: Sequence[str]) -> tuple[str, ...]:
    """The labels of a document, in the order given."""
    if len(values) > 20 or not all(1 <= len(each) <= 40 for each in values):
        raise invalid("labels must be at most 20, each of 1 to 40 characters.")
    return tuple(values)


def chosen(values: Sequence[str], name: str, known: Sequence[str]) -> tuple[str, ...]:
    """Values out of a few known ones."""
    if not set(values) <= set(known):
        raise invalid(f"{name} may hold {', '.join(known)} alone.")
    return tuple(values)


def fields_of(body: bytes) -> Fields:
    """The values of each name of an application/x-www-form-urlencoded body."""
    found: dict[str, list[str]] = {}
    try:
        for name, value in parse_qsl(body.decode("utf-8"), keep_blank_values=True, errors="strict"):
            found.setdefault(name, []).append(value)
    except UnicodeDecodeError:
        raise malformed("The form is not UTF-8.") from None
    return found


def texts_of(parts: Sequence[Part], name: str) -> list[str]:
    """The texts of a form's parts of one name."""
    return [_text_of(part) for part in parts if part.name == name]


def _text_of(part: Part) -> str:
    """The text of a part, in the charset that it names (RFC 7578 4.4 and 5.1.2)."""
    if essence_of(part.content_type or "text/plain") != "text/plain":
        raise unsupported(f"The part {part.name} must be text/plain.")
    charset = parameters_of(part.content_type).get("charset", "utf-8")
    try:
        known = codecs.lookup(charset).name
    except (LookupError, ValueError):
        known = ""
    if known not in _CHARSETS:
        raise unsupported(f"The part {part.name} is in an unknown charset.")
    try:
        return part.content.decode(known)
    except UnicodeDecodeError:
        raise malformed(f"The part {part.name} is not {known}.") from None


def file_of(parts: Sequence[Part]) -> tuple[bytes, str]:
    """The bytes of the part `file` and their media type; text/plain if none is told (RFC 7578)."""
    files = [each for each in parts if each.name == "file"]
    if len(files) != 1:
        raise invalid("file must be given once.")
    media_type = essence_of(files[0].content_type or "text/plain")
    if media_type not in MEDIA_TYPES:
        raise unsupported("The part file must be one of " + ", ".join(MEDIA_TYPES) + ".")
    return files[0].content, media_type


def filter_members(query: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The members of the object `filter` as a query in the style deepObject spells them."""
    found: dict[str, str] = {}
    for name, value in query:
        if name != "filter" and not (name.startswith("filter[") and name.endswith("]")):
            continue
        member = name[len("filter[") : -1]
        if member in found or member not in Filter.__dataclass_fields__:
            raise invalid(f"{name} is not known, or given twice.")
        found[member] = value
    return found


def folder_of(value: Any, depth: int = 1) -> Folder:
    """The folder that a JSON value describes, with all in it."""
    if depth > DEEPEST:
        raise too_large(f"Folders may stand {DEEPEST} deep.")
    if not isinstance(value, dict):
        raise invalid("A folder must be an object.")
    name, children = value.get("name"), value.get("children", [])
    if not isinstance(name, str) or not 1 <= len(name) <= 120 or "/" in name:
        raise invalid("name must have 1 to 120 characters, and no slash.")
    if not isinstance(children, list) or len(children) > 50:
        raise invalid("children must be a list of at most 50 folders.")
    return Folder(name, tuple(folder_of(child, depth + 1) for child in children))


def json_of(body: bytes) -> Any:
    """The JSON value of a body."""
    try:
        return wire.parse(body)
    except wire.MalformedError as error:
        if isinstance(error.__cause__, RecursionError):
            raise too_large(f"Folders may stand {DEEPEST} deep.") from None
        raise malformed(str(error)) from None
