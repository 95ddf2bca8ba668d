"""What a mock is told to answer, and what it tells of an answer."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ringback.exchange import Exchange, Headers, Outcome
from ringback.mock.answering.failures import PlannedFailure
from ringback.operation import Operation


class Mode(StrEnum):
    """Where answers to right requests come from."""

    STATEFUL = "stateful"
    """The app, or a store that keeps what it is given; beside it recordings, and what is made."""

    RECORDED = "recorded"
    """The recordings that match; what has none is made."""

    GENERATED = "generated"
    """Payloads made from the description, examples first, then the smallest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What a right request is to be answered with, in the place of what would come.

    `status` is a documented one, `example` the name of an example beside its schema; `dynamic` asks
    for another payload each time. `members` are values by their names, or dotted paths, in the
    answer's body; `headers` are put on top. A `failure` comes in the place of any answer.
    """

    status: int | None = None
    example: str = ""
    dynamic: bool = False
    members: tuple[tuple[str, Any], ...] = ()
    headers: Headers = ()
    failure: PlannedFailure | None = None


USUAL = Chosen()
"""Nothing in particular."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An answer of a mock, and what there is to say of the request.

    `mistake` says in one sentence what the client did wrong; it is empty for a right request.
    `doubts` are what right servers may differ on: the request was taken all the same. `note` says
    why a right request was refused: there is no such thing. `flaw` says what is wrong with an
    answer that an app gave. The edge waits `delay` seconds; `cut` is after how many bytes of the
    body the connection is to be closed, None for a whole answer.
    """

    exchange: Exchange
    operation: Operation | None = None
    mistake: str = ""
    doubts: tuple[str, ...] = ()
    note: str = ""
    flaw: str = ""
    delay: float = 0.0
    cut: int | None = None
    source: str = field(default="", compare=False)

    @property
    def outcome(self) -> Outcome:
        """What the client gets."""
        return self.exchange.outcome
