"""The resource that a run updates: how it is read, what it was, what it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ringback.campaign.session import Ask, Session
from ringback.contract import Contract
from ringback.exchange import Exchange, Request
from ringback.finding import steps
from ringback.generation.case import body_schema, request_for
from ringback.operation import Operation
from ringback.payload import MISSING, at, decode
from ringback.schema.given import filled

_LIST = "/list"  # no value of a configuration has such a name
_TRIES = 3  # reads until an answer that does not come is given up
_KEPT = 16  # an answer and the reads around it hold the same bytes: filled in once is enough
_THINGS = 64  # linked things that are remembered: a service may tell another id in every answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """An update, and the read that a link of the description names for it."""

    update: Operation
    read: Operation
    parameters: Mapping[str, str]


def watched(contract: Contract, values: Mapping[str, str]) -> Iterator[Watched]:
    """Each update whose answer links to a read by parameters that the values supply."""
    for operation in contract.operations:
        if operation.safe or body_schema(operation) is None:
            continue
        for answer in operation.answers:
            for link in answer.links:
                read = contract.operation(link.operation)
                names = {parameter.name for parameter in operation.parameters}
                if read.safe and set(link.parameters) <= names & set(values):
                    given = {name: values[name] for name in link.parameters}
                    yield Watched(update=operation, read=read, parameters=given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One look at the resource: the read and its value, the bystanders, the list."""

    exchange: Exchange
    value: Any
    bystanders: Mapping[str, Any]
    listing: Any
    listed_by: Exchange | None = None


class Watch:
    """Reads the watched resource and its bystanders, and remembers what it saw."""

    def __init__(self, session: Session, subject: Watched) -> None:
        self.session = session
        self.update = subject.update
        self.read_operation = subject.read
        self.parameters = subject.parameters
        self.state: Any = MISSING
        self.bystanders: Mapping[str, Any] = {}
        self.remembered: dict[str, Any] = {}
        self.first: dict[str, Any] = {}  # the resource when each thing was first seen linked to it
        self.touched: list[str] = []  # the things that were edited, other than the one at home
        self._filled: dict[tuple[str, bytes], Any] = {}

    def read(self) -> tuple[Exchange, Any]:
        """Read the resource; the value is `MISSING` where no JSON came with a 2xx."""
        seen = self.look_surely(bystanders=False)
        return seen.exchange, seen.value

    def look_surely(self, *, bystanders: bool = True) -> "Seen":
        """Look; again, a few times, where the connection did not hold."""
        seen = self.look(bystanders=bystanders, listed=bystanders)
        for _ in range(_TRIES - 1):
            if seen.exchange.response is not None:
                break
            seen = self.look(bystanders=bystanders, listed=bystanders)
        return seen

    def look(self, *, bystanders: bool = False, listed: bool = False) -> "Seen":
        """Read the resource and what stands around it, all at the same time: reads change nothing.

        The entries of other resources in a list are bystanders too. What is not asked for is as it
        was last seen, or `MISSING`.
        """
        asks = self.asks(bystanders=bystanders, listed=listed)
        return self.seen(asks, list(self.session.send_all(list(asks.values()))))

    def asks(self, *, bystanders: bool = False, listed: bool = False) -> dict[str, Ask]:
        """What a look asks for, the resource itself first."""
        asks = {"": Ask(request=self._read_of(self.parameters), operation=self.read_operation)}
        if bystanders:
            asks |= {name: self._bystander(name) for name in self._bystanders()}
        list_operation = self._list_operation() if listed else None
        if list_operation is not None:
            request = request_for(list_operation, {})
            asks[_LIST] = Ask(request=request, operation=list_operation)
        return asks

    def seen(self, asks: Mapping[str, Ask], exchanges: Sequence[Exchange]) -> "Seen":
        """What the answers to a look show."""
        found = dict(zip(asks, exchanges, strict=True))
        values = {name: self.value(found[name], asks[name].operation) for name in asks}
        around = {name: values[name] for name in self._bystanders() if name in values}
        ours = values[""] if self.state is MISSING else self.state
        around |= self._others(values.get(_LIST), ours)
        return Seen(
            exchange=found[""],
            value=values[""],
            bystanders={**self.bystanders, **around},
            listing=values.get(_LIST, MISSING),
            listed_by=found.get(_LIST),
        )

    def reads_around(self) -> list[Request]:
        """The reads of the bystanders."""
        return [self._bystander(name).request for name in self._bystanders()]

    def _bystanders(self) -> list[str]:
        """The configured resources that the run never writes, by their values' names."""
        known = self.session.knowledge.bystanders
        return [name for name in known if self.session.values.get(name)]

    def _bystander(self, name: str) -> Ask:
        key = next(iter(self.parameters))
        request = self._read_of({**self.parameters, key: self.session.values[name]})
        return Ask(request=request, operation=self.read_operation)

    def _read_of(self, parameters: Mapping[str, str]) -> Request:
        return request_for(self.read_operation, parameters)

    def _list_operation(self) -> Operation | None:
        """The operation that lists the resource, where the knowledge names one."""
        listed = self.session.knowledge.listed
        return None if listed is None else self.session.contract.operation(listed.operation)

    def _others(self, listing: Any, ours: Any) -> dict[str, Any]:
        """The entries of other resources in a list, by a name that tells where they stand."""
        listed = self.session.knowledge.listed
        if listed is None or not isinstance(listing, list):
            return {}
        keyed = [(at(each, [listed.key]), each) for each in listing]
        mine = at(ours, [listed.key])
        return {
            f"{key}, in the list": each
            for key, each in keyed
            if isinstance(key, str) and key != mine
        }

    def value(self, exchange: Exchange, operation: Operation) -> Any:
        """The JSON of a successful answer with every documented default filled in."""
        raw = self.raw(exchange)
        response = exchange.response
        if raw is MISSING or response is None:
            return MISSING
        answer = operation.answer_for(response.status)
        schema = answer.media_types[0].schema if answer and answer.media_types else None
        if schema is None:
            return raw
        key = (schema, response.body)
        if key not in self._filled:
            if len(self._filled) > _KEPT:
                self._filled.clear()
            forms = self.session.forms.responses
            self._filled[key] = filled(forms.view(schema), raw, forms.admits)
        return self._filled[key]

    def raw(self, exchange: Exchange) -> Any:
        """The JSON of a successful answer, as it was sent."""
        response = exchange.response
        if response is None or not response.succeeded:
            return MISSING
        decoded = decode(response.body)
        return decoded.value if decoded.parsed else MISSING

    def remember(self, value: Any) -> None:
        """Keep the linked thing as it was last seen, by its id.

        Where a read failed, any of them may have changed unseen: none is known any more.
        """
        if value is MISSING:
            self.remembered.clear()
        place = self.session.knowledge.linkable
        thing = at(value, steps(place)) if place else MISSING
        if isinstance(thing, dict) and isinstance(thing.get("id"), str):
            name = thing["id"].casefold()
            self.remembered[name] = thing
            self.first.setdefault(name, value)
            self._forget()

    def _forget(self) -> None:
        """Let go of the thing first seen the longest ago; what was edited has to be put back."""
        if len(self.first) <= _THINGS:
            return
        old = next((name for name in self.first if name not in self.touched), None)
        if old is not None:
            del self.first[old]
            self.remembered.pop(old, None)

    def touch(self) -> None:
        """Take note that the thing linked now is about to be edited: it has to be put back."""
        here = self.linked(self.state)
        if isinstance(here, str) and here.casefold() not in self.touched:
            self.touched.append(here.casefold())

    def recall(self, name: Any) -> Any:
        """The linked thing of this id as it was last seen, or `MISSING`."""
        return self.remembered.get(name.casefold(), MISSING) if isinstance(name, str) else MISSING

    def linked(self, value: Any) -> Any:
        """The id of what stands at the linkable place."""
        place = self.session.knowledge.linkable
        return at(value, [*steps(place), "id"]) if place else MISSING
