"""Sequences of items in one body: JSON lines, JSON text sequences (RFC 7464), event streams."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ringback.payload import Flaw, FlawKind, decode, encode

_RECORD = b"\x1e"
_LINES = re.compile(r"\r\n|\r|\n")
_CUT_SHORT = re.compile(rb"-?[0-9][0-9.eE+-]*|true|false|null")


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """The items that could be read, each with its number from 0, and the flaws of the others."""

    values: tuple[tuple[int, Any], ...]
    flaws: tuple[Flaw, ...] = ()


def json_lines(body: bytes) -> Items:
    """One JSON value a line; empty lines are passed over, and the last needs no line break."""
    lines = [line for line in body.split(b"\n") if line.strip()]
    cut = bool(lines) and not body.endswith(b"\n")
    return _items(lines, cut=cut)


def json_sequence(body: bytes) -> Items:
    """One JSON value behind each record separator (RFC 7464); what is empty is passed over."""
    first, *records = body.split(_RECORD)
    before = []
    if first.strip():
        text = "does not begin with a record separator (RFC 7464 2.1)"
        before = [Flaw(kind=FlawKind.MALFORMED, text=text)]
    found = _items(
        [each for each in records if each.strip()], cut=bool(records) and _is_cut(records[-1])
    )
    return replace(found, flaws=(*before, *found.flaws))


def _is_cut(record: bytes) -> bool:
    """Whether the last record may be cut off: only what ends by itself tells (RFC 7464 2.4)."""
    return bool(_CUT_SHORT.fullmatch(record)) or not record.endswith(b"\n")


def _items(texts: Sequence[bytes], *, cut: bool) -> Items:
    """The items of their texts; a flaw is told at the first item that has it.

    With `cut` the last text lacks its end, so that what is wrong in it is told as that.
    """
    values: list[tuple[int, Any]] = []
    flaws: dict[tuple[str, str], Flaw] = {}
    for at, text in enumerate(texts):
        decoded = decode(text)
        for flaw in decoded.flaws:
            where = f"in item {at + 1} {flaw.text}"
            if cut and at == len(texts) - 1 and flaw.kind is FlawKind.NOT_JSON:
                where = f"is cut off in item {at + 1}, which {flaw.text}"
            flaws.setdefault((flaw.kind, flaw.detail), replace(flaw, text=where))
        if decoded.parsed:
            values.append((at, decoded.value))
    return Items(values=tuple(values), flaws=tuple(flaws.values()))


def events(text: str) -> Items:
    """The events of a stream, as the HTML standard reads it (9.2.6): objects of their fields.

    `data` and `event` are strings, `id` too, `retry` is a number of milliseconds (OpenAPI 3.2,
    4.14.4). An event that no empty line ends never happened, as every client has it.
    """
    found = list(_events(text.removeprefix("\ufeff")))
    return Items(values=tuple(enumerate(found)))


def _events(text: str) -> Iterator[dict[str, Any]]:
    event: dict[str, Any] = {}
    for line in _LINES.split(text)[:-1]:
        if not line:
            if event:
                yield event
            event = {}
            continue
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            event["data"] = f"{event['data']}\n{value}" if "data" in event else value
        elif name == "event" or (name == "id" and "\0" not in value):
            event[name] = value
        elif name == "retry" and value.isascii() and value.isdigit():
            event["retry"] = int(value)


def write_json_lines(values: Sequence[Any]) -> bytes:
    """One JSON value a line."""
    return b"".join(encode(value) + b"\n" for value in values)


def write_json_sequence(values: Sequence[Any]) -> bytes:
    """A record separator before each JSON value, a line break behind it."""
    return b"".join(_RECORD + encode(value) + b"\n" for value in values)


def write_events(values: Sequence[Any]) -> bytes:
    """The fields of each event, line by line, and an empty line behind it."""
    blocks = []
    for event in values:
        lines = [
            f"{name}: {line}" for name, value in event.items() for line in _LINES.split(str(value))
        ]
        blocks.append("\n".join(lines) + "\n\n")
    return "".join(blocks).encode("utf-8", "surrogatepass")
