"""Requests under way: each leaves as soon as there is room, and they are handed out in their order.

What is asked next is made from what came in the order of sending, never from what came first: the
same seed sends the same requests, whatever the latency and however many are under way.
"""

import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from ringback.campaign.session.asks import Ask, is_described
from ringback.campaign.session.endurance import SILENT
from ringback.campaign.session.session import Session
from ringback.exchange import Exchange, Lost, Outcome, Request, Response
from ringback.exercise import NOT_NOW, followed, patiently

_FAR = 0.01  # seconds that an answer takes from a target whose latency is worth hiding
_APART = 0.006  # seconds between two requests that are to arrive in their order
_FARTHEST = 0.03
_LATELY = 16  # answers that tell how far the target is


@dataclass(slots=True)
class _Sent:
    """A request under way: `shown` are the values it was signed with, `turn` when it left.

    A turn is an answer that had to be waited for; `watched` says that how it was answered has been
    taken note of already, with others. One that is `in_line` leaves behind another one.
    """

    ask: Ask
    request: Request
    shown: Mapping[str, str]
    turn: int
    outcome: Callable[[], Outcome]
    watched: bool = False
    in_line: bool = False


class Window:
    """As many requests as the run allows, under way at the same time."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._under_way: deque[_Sent] = deque()
        self._turn = 0
        self._apart = _APART
        self._lately: deque[float] = deque(maxlen=_LATELY)

    def __len__(self) -> int:
        """How many are under way."""
        return len(self._under_way)

    @property
    def has_room(self) -> bool:
        """Whether another one may leave now; Halt where the run has spent what it may."""
        session = self._session
        at_once = sum(not each.in_line for each in self._under_way)
        return at_once < session.width and len(self) < session.pace()

    def put(self, asks: Sequence[Ask], *, in_order: bool = False) -> None:
        """Send these at the same time, or in their order, whatever the room."""
        session, shown = self._session, self._session.account.values
        signed = [session.signed(each) for each in asks]
        for ask in asks:
            session.leaving(ask)
        if in_order:
            starts = self._in_line(asks, signed)
        elif len(asks) > 1:
            # A target in this process does one after the other, unless it is given all of them.
            came = self._followed(asks, signed, session.target.send_all(signed))
            starts = [_known(each) for each in came]
        else:
            starts = [
                session.target.start(partial(self._outcome, ask, request))
                for ask, request in zip(asks, signed, strict=True)
            ]
        for ask, request, outcome in zip(asks, signed, starts, strict=True):
            sent = _Sent(ask, request, shown, self._turn, outcome)
            sent.in_line = in_order and ask is not asks[0]
            self._under_way.append(sent)

    def _in_line(
        self, asks: Sequence[Ask], requests: Sequence[Request]
    ) -> list[Callable[[], Outcome]]:
        """Start each behind the one before it: once that is answered, or a moment after it left."""
        started: list[Callable[[], Outcome]] = []
        for number, (ask, request) in enumerate(zip(asks, requests, strict=True)):
            if self._is_far:
                send = partial(self._outcome, ask, request)
                send = partial(_later, number * self._apart, send) if number else send
            else:
                send = partial(self._patient, ask, request)
                send = partial(_behind, started[-1], send) if number else send
            started.append(self._session.target.start(send))
        return started

    def spread(self) -> None:
        """Requests did not arrive in their order: more time between them from now on."""
        self._apart = min(self._apart * 2, _FARTHEST)

    @property
    def _is_far(self) -> bool:
        """Whether answers take so long that waiting for one is time lost."""
        times = sorted(self._lately)
        return self._session.width > 1 and bool(times) and times[len(times) // 2] > _FAR

    def take(self) -> Exchange:
        """The oldest one's exchange, once it has come; Halt where nothing is answered any more."""
        session, first = self._session, self._under_way.popleft()
        outcome = first.outcome()
        if _is_evasive(outcome) and not first.watched:
            outcome = self._waited_out(first)
        elif not first.watched:
            session.watch([Exchange(request=first.request, outcome=outcome)])
        if isinstance(outcome, Response):
            self._lately.append(outcome.seconds)
        if self._turn <= first.turn:
            self._turn = first.turn + 1
            session.waits += 1
        return session.arrived(first.ask, first.request, outcome, first.shown)

    def settle(self) -> None:
        """Wait until nothing is on its way; what came is handed out later, in its order."""
        for each in self._under_way:
            each.outcome = _known(each.outcome())

    def _waited_out(self, first: _Sent) -> Outcome:
        """The outcome of the oldest one, waited out with all behind it that say "not now"."""
        self.settle()
        session, every = self._session, [first, *self._under_way]
        asks, requests = [each.ask for each in every], [each.request for each in every]
        came = [each.outcome() for each in every]
        waited = patiently(session.target, requests, came, session.patience)
        outcomes = self._followed(asks, requests, waited)
        for each, outcome in zip(every, outcomes, strict=True):
            each.outcome, each.watched = _known(outcome), True
        session.watch(_exchanges(requests, outcomes))
        return outcomes[0]

    def _outcome(self, ask: Ask, request: Request) -> Outcome:
        """What comes of a request, redirects followed; on whatever thread it is called."""
        return self._followed([ask], [request], [self._session.target.send(request)])[0]

    def _patient(self, ask: Ask, request: Request) -> Outcome:
        """What comes of a request that others wait behind: "not now" is waited out in place."""
        session, outcome = self._session, self._outcome(ask, request)
        if not _is_evasive(outcome):
            return outcome
        came = patiently(session.target, [request], [outcome], session.patience)
        return self._followed([ask], [request], came)[0]

    def _followed(
        self, asks: Sequence[Ask], requests: Sequence[Request], outcomes: Sequence[Outcome]
    ) -> list[Outcome]:
        """The outcomes, of redirects that nobody described those of the places they lead to."""
        session = self._session
        described = [
            partial(is_described, request, ask.operation)
            for ask, request in zip(asks, requests, strict=True)
        ]
        exchanges = _exchanges(requests, outcomes)
        found = followed(session.target, exchanges, described, session.patience)
        return [each.outcome for each in found]


def _later(seconds: float, send: Callable[[], Outcome]) -> Outcome:
    time.sleep(seconds)
    return send()


def _behind(last: Callable[[], Outcome], send: Callable[[], Outcome]) -> Outcome:
    last()
    return send()


def _is_evasive(outcome: Outcome) -> bool:
    """Whether an outcome says nothing of its request: "not now", or that nobody is there."""
    silent = isinstance(outcome, Lost) and outcome.reason in SILENT
    return silent or (isinstance(outcome, Response) and outcome.status in NOT_NOW)


def _exchanges(requests: Sequence[Request], outcomes: Sequence[Outcome]) -> list[Exchange]:
    pairs = zip(requests, outcomes, strict=True)
    return [Exchange(request=request, outcome=outcome) for request, outcome in pairs]


def _known(outcome: Outcome) -> Callable[[], Outcome]:
    return lambda: outcome
