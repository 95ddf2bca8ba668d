"""One exchange for each form of answer that a campaign brings about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ringback.contract import Contract
from ringback.exchange import Exchange, Outcome, Request, Response, media_type_of
from ringback.operation import Operation
from ringback.payload import decode
from ringback.prove.places import SchemaNode, nodes
from ringback.targets.interface import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptExchange:
    """An exchange with a JSON answer: the payload, and the places of the description in it.

    `described` is False where the description does not have the request's method at its path.
    """

    operation: Operation
    status: str
    exchange: Exchange
    payload: Any
    nodes: tuple[SchemaNode, ...]
    described: bool = True


class Recorder:
    """A target that passes on to another, and keeps the shortest answer of each form.

    Two answers have one form when they have the same places, and the same values where the
    description names them. `contract` is the one whose places count.
    """

    def __init__(self, target: Target, contract: Contract) -> None:
        self.name = target.name
        self.base_url = target.base_url
        self.stateful = target.stateful
        self.width = target.width
        self._target = target
        self._contract = contract
        self._seen: set[tuple[str, str, bytes]] = set()
        self._kept: dict[tuple[object, ...], KeptExchange] = {}

    def send(self, request: Request) -> Outcome:
        """Send to the other target, and keep what came."""
        return self.send_all([request])[0]

    def send_all(self, requests: Sequence[Request], apart: float = 0.0) -> list[Outcome]:
        """Send to the other target, and keep what came of each."""
        outcomes = self._target.send_all(requests, apart)
        for request, outcome in zip(requests, outcomes, strict=True):
            if isinstance(outcome, Response) and outcome.body:
                self._keep(request, outcome)
        return outcomes

    def start(self, job: Callable[[], Outcome]) -> Callable[[], Outcome]:
        """Begin it as the other target does: it sends by this one."""
        return self._target.start(job)

    def close(self) -> None:
        """Close the other target."""
        self._target.close()

    def kept(self) -> list[KeptExchange]:
        """What was kept, in the order in which each form was first seen."""
        return list(self._kept.values())

    def _keep(self, request: Request, response: Response) -> None:
        """Keep an answer for its operation; one to a method that there is not, for all there."""
        operation = self._contract.operation_for(request)
        if operation is not None:
            self._keep_for(operation, request, response, described=True)
            return
        for each in self._contract.operations_at(request.path):
            self._keep_for(each, request, response, described=False)

    def _keep_for(
        self, operation: Operation, request: Request, response: Response, *, described: bool
    ) -> None:
        answer = operation.answer_for(response.status)
        name = media_type_of(response.headers) or ""
        media_type = self._contract.media_type(operation, response.status, name)
        if answer is None or media_type is None or not media_type.schema:
            return
        decoded = decode(response.body)
        key = (operation.id, answer.status, response.body)
        if key in self._seen or not decoded.parsed:
            return
        self._seen.add(key)
        schema = self._contract.responses.view(media_type.schema)
        found = tuple(nodes(schema, decoded.value, self._contract.responses.admits))
        form = frozenset((node.spot, node.choice) for node in found)
        earlier = self._kept.get((operation.id, answer.status, form))
        if earlier and _length(earlier.exchange) <= len(response.body):
            return
        self._kept[operation.id, answer.status, form] = KeptExchange(
            operation=operation,
            status=answer.status,
            exchange=Exchange(request=request, outcome=response),
            payload=decoded.value,
            nodes=found,
            described=described,
        )


def _length(exchange: Exchange) -> int:
    return len(exchange.response.body) if exchange.response else 0
