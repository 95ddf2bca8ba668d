"""One record of a foreign format, whose bodies stand in it as strings: read fast, told in place."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypedDict, Unpack

import orjson

from ringback.exchange import Exchange, Headers, Request, Response
from ringback.payload import decode
from ringback.recordings.byte_streams.attached import Attached, AttachedError
from ringback.recordings.formats.parts.typed_parts import ShapeError
from ringback.recordings.recording import Aside, Entry, Provenance, Recording, Unreadable


class StoredParts(TypedDict, total=False):
    """Which parts of an exchange were stored, by the names that a Recording has for them."""

    with_headers: bool
    with_body: bool
    with_request_body: bool
    with_request_headers: bool
    with_query: bool
    with_request: bool
    with_all_members: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSpot:
    """Where a record stands: the file's name, which entry it is, and the line it begins at.

    `path` is that of the array that it stands in, where a file has several; `attached` finds what
    stands beside the file, None where nothing can be looked for.
    """

    file: str
    entry: str
    line: int | None
    path: tuple[str, ...] = ()
    attached: Attached | None = None

    def at(self, place: str, line: int | None) -> "RecordSpot":
        """The spot of what stands at this place of it."""
        return replace(self, entry=f"{self.entry}{place}", line=line)

    def attached_bytes(self, name: str, place: str, folder: str | None = None) -> bytes | None:
        """A body that stands in a file of this name; None where none can be looked for from here.

        Raises ShapeError.
        """
        if self.attached is None:
            return None
        try:
            return self.attached.read(name, folder)
        except AttachedError as error:
            raise ShapeError(f"{place} {error}") from None

    def recording(
        self,
        request: Request,
        came: tuple[int, Headers, bytes | None],
        *,
        source: str = "live",
        date: str = "",
        **stored: Unpack[StoredParts],
    ) -> Recording:
        """The exchange that stands here: the answer is its status, headers and body.

        An answer without headers kept none, a body that is None was not kept, unless `stored`
        says otherwise; `date` is YYYY-MM-DD, empty where the format bears none.
        """
        status, headers, body = came
        told: StoredParts = {"with_headers": bool(headers), "with_body": body is not None, **stored}
        return Recording(
            file=self.file,
            entry=self.entry,
            line=self.line,
            exchange=Exchange(
                request=request,
                outcome=Response(status=status, headers=headers, body=body or b""),
            ),
            provenance=Provenance(source=source, date=date),
            **told,
        )

    def aside(self, why: str) -> Aside:
        """It is no exchange."""
        return Aside(file=self.file, entry=self.entry, line=self.line, why=why)

    def unreadable(self, problem: str, rule: str = "recording/unreadable") -> Unreadable:
        """It can't be read."""
        return Unreadable(
            file=self.file, entry=self.entry, rule=rule, problem=problem, line=self.line
        )


_FATAL = "is not UTF-8"
Reader = Callable[[Any, RecordSpot], Recording | Aside]


def shaped(value: Any, spot: RecordSpot, form: str, reader: Reader) -> Entry:
    """What the reader makes of a record, or why it is none of its form."""
    try:
        return reader(value, spot)
    except ShapeError as error:
        return spot.unreadable(f"is no {form}: {error}", "recording/invalid")


def from_json(raw: bytes, spot: RecordSpot, form: str, reader: Reader) -> Entry:
    """The same for a record's JSON text.

    Its own numbers are read as doubles: only what stands in its strings is judged.
    """
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        # It stops at what is tolerable as well: half a surrogate pair in a stored body.
        decoded = decode(raw)
        value = decoded.value
        flaw = next((each.text for each in decoded.flaws if each.text.startswith(_FATAL)), None)
        if flaw or not decoded.parsed:
            return spot.unreadable(_without_place(flaw or decoded.flaws[-1].text))
    return shaped(value, spot, form, reader)


def decoded_record(raw: bytes, spot: RecordSpot) -> Any:
    """The value of a record whose bodies stand in it as JSON: every number as it is spelt.

    What two readers would read differently, a name that is given twice, is an Unreadable.
    """
    decoded = decode(raw)
    if not decoded.flaws:
        return decoded.value
    if not decoded.parsed:
        return spot.unreadable(_without_place(decoded.flaws[-1].text))
    return spot.unreadable(_without_place(decoded.flaws[0].text), "recording/invalid")


def _without_place(problem: str) -> str:
    """The problem without the line within the record: the record's own is told."""
    return problem.partition(" at line ")[0]
