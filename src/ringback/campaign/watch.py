"""The resource that a run updates: how it is read, what it was, what it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ringback.campaign.session import Session
from ringback.contract import Contract
from ringback.exchange import Exchange
from ringback.finding import steps
from ringback.generation.case import body_schema, request_for
from ringback.operation import Operation
from ringback.payload import MISSING, at, decode
from ringback.schema.given import filled

_TRIES = 3  # reads until an answer that does not come is given up
_KEPT = 16  # an answer and the reads around it hold the same bytes: filled in once is enough


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


class Watch:
    """Reads the watched resource and its bystanders, and remembers what it saw."""

    def __init__(self, session: Session, subject: Watched) -> None:
        self.session = session
        self.update = subject.update
        self.read_operation = subject.read
        self.parameters = subject.parameters
        self.state: Any = MISSING
        self.bystanders: dict[str, Any] = {}
        self.remembered: dict[str, Any] = {}
        self._filled: dict[tuple[str, bytes], Any] = {}

    def read(self) -> tuple[Exchange, Any]:
        """Read the resource; the value is `MISSING` where no JSON came with a 2xx."""
        request = request_for(self.read_operation, self.parameters)
        exchange = self.session.send(request, self.read_operation)
        return exchange, self.value(exchange, self.read_operation)

    def read_surely(self) -> tuple[Exchange, Any]:
        """Read the resource; again, a few times, where the connection did not hold."""
        found = self.read()
        for _ in range(_TRIES - 1):
            if found[0].response is not None:
                break
            found = self.read()
        return found

    def read_bystanders(self) -> dict[str, Any]:
        """Read each configured resource that the run never writes, by its value's name."""
        found = {}
        for name in self.session.knowledge.bystanders:
            if not self.session.values.get(name):
                continue
            key = next(iter(self.parameters))
            parameters = {**self.parameters, key: self.session.values[name]}
            request = request_for(self.read_operation, parameters)
            exchange = self.session.send(request, self.read_operation)
            found[name] = self.value(exchange, self.read_operation)
        return found

    def read_listed(self) -> Any:
        """The resource's entry in the list that the knowledge names; `MISSING` without one."""
        listed = self.session.knowledge.listed
        if listed is None:
            return MISSING
        operation = self.session.contract.operation(listed.operation)
        exchange = self.session.send(request_for(operation, {}), operation)
        entries = self.value(exchange, operation)
        key = at(self.state, [listed.key])
        found = (
            [each for each in entries if at(each, [listed.key]) == key]
            if isinstance(entries, list)
            else []
        )
        return found[0] if found else MISSING

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
            forms = self.session.forms
            self._filled[key] = filled(forms.view(schema), raw, forms.schemas.admits)
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
            self.remembered[thing["id"].casefold()] = thing

    def recall(self, name: Any) -> Any:
        """The linked thing of this id as it was last seen, or `MISSING`."""
        return self.remembered.get(name.casefold(), MISSING) if isinstance(name, str) else MISSING

    def linked(self, value: Any) -> Any:
        """The id of what stands at the linkable place."""
        place = self.session.knowledge.linkable
        return at(value, [*steps(place), "id"]) if place else MISSING
