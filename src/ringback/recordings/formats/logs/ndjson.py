"""One line of a log: an exchange in our form or a gateway's own, or a bare payload."""

import re
from dataclasses import replace

from ringback.payload import decode
from ringback.recordings.formats.logs.mapped import mapped_entry
from ringback.recordings.formats.logs.mapping import Mapping
from ringback.recordings.formats.native import parse
from ringback.recordings.formats.parts.records import RecordSpot
from ringback.recordings.recording import Entry, Payload, Unreadable

_PLACE = re.compile(r"at line \d+(?: column (\d+))?")


def entry_of_line(
    line: bytes, file: str, number: int, mapping: Mapping | None = None, *, bare: bool = False
) -> Entry:
    """What line `number` (from 1) of a file holds; it is not empty. With `bare`, a payload.

    Every number keeps its value, and whatever two readers would read differently is told.
    """
    entry = f"line {number}"
    text = line.strip()
    if number == 1:
        text = text.removeprefix(b"\xef\xbb\xbf")
    if bare:
        return Payload(file=file, body=text, entry=entry, line=number)
    if mapping is None:
        found = parse(text, file, entry=entry, line=number)
        if isinstance(found, Unreadable):
            return replace(found, problem=_of_line(found.problem), line=number)
        return found
    spot, decoded = RecordSpot(file=file, entry=entry, line=number), decode(text)
    if decoded.flaws:
        flaw = decoded.flaws[0 if decoded.parsed else -1]
        kind = "invalid" if decoded.parsed else "unreadable"
        return spot.unreadable(_of_line(flaw.text), f"recording/{kind}")
    return mapped_entry(decoded.value, mapping, spot)


def _of_line(problem: str) -> str:
    """The place within the line: its number is told beside it."""
    return _PLACE.sub(lambda it: f"at column {it[1]}" if it[1] else "", problem).rstrip()
