"""A recording: a stored exchange, where it comes from, and the findings it is known to have."""

from dataclasses import dataclass, field

from ringback.exchange import Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a recording comes from: documentation, mock or live; its date as YYYY-MM-DD.

    The date is empty where the file's format bears none (a cassette, a log without times).
    """

    source: str
    date: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A finding that a recording is known to have; under one reading, or under all if None."""

    rule: str
    instance: str | None = None
    reading: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One stored exchange, and which of its parts were stored.

    `with_headers` is False where the answer's headers were not kept, `with_body` where its body
    was not, `with_request_body`, `with_request_headers` and `with_query` where the request's were
    not: of such a part nothing is known, so that it is neither right nor wrong. `with_request` is
    False where the request stands for others (a stub's pattern, a variable that nobody filled in),
    `with_all_members` where the answer is what a consumer asks for: what is missing there may well
    come.
    `entry` says which of a file's entries it is (`entry 3`, `line 7`), empty where the file holds
    one; `file` is empty for an exchange that goes by and stands nowhere. `line` is where it begins,
    from 1, None where that is not known. `text` is the file's whole content where it holds one, for
    the lines of what is found in it.
    """

    file: str
    entry: str = ""
    line: int | None = None
    exchange: Exchange
    provenance: Provenance | None = None
    expect: tuple[Expected, ...] = ()
    with_headers: bool = True
    with_body: bool = True
    with_request_body: bool = True
    with_request_headers: bool = True
    with_query: bool = True
    with_request: bool = True
    with_all_members: bool = True
    text: bytes | None = field(default=None, compare=False, repr=False)

    @property
    def stands_for_others(self) -> bool:
        """Whether something of it was never said on the wire in this way."""
        asked = self.with_request_headers and self.with_query and self.with_request
        return not (asked and self.with_all_members)

    @property
    def date(self) -> str | None:
        """When it was taken, as YYYY-MM-DD; None where that is not known."""
        return (self.provenance.date or None) if self.provenance else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """What holds no recording; `rule` is recording/unreadable or recording/invalid.

    `entry` and `line` are the place in the file, as a recording has them.
    """

    file: str
    entry: str = ""
    rule: str
    problem: str
    line: int | None = None
    instance: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """JSON that is no exchange: one payload alone."""

    file: str
    body: bytes
    entry: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """What is well stored and no exchange with a service: `why` says what it is.

    It stands behind a count: `2 of a WebSocket`, `1 never answered`.
    """

    file: str
    entry: str = ""
    line: int | None = None
    why: str


Entry = Recording | Payload | Unreadable | Aside
