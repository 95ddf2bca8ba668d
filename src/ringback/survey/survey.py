"""What a body of recordings shows of the description, gathered payload by payload."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from ringback.contract import Contract
from ringback.coverage.points import Point
from ringback.exchange import Exchange, Headers, Request
from ringback.operation import Operation
from ringback.payload import decode
from ringback.survey.counts.drifting import Drifting
from ringback.survey.counts.inferred import Room
from ringback.survey.counts.request_parameters import Choice, choices
from ringback.survey.counts.state import Chain, Fields, SeenMember, SurveySide, SurveyState
from ringback.survey.places.schema_parts import Tree

K = TypeVar("K")
V = TypeVar("V")
_KINDS = 1_000  # of media types and statuses whose schema is remembered


class Survey:
    """Counts what payloads show; `state` gives the counts out as a value.

    It keeps no payload and no value of one: points, counts, names of undocumented members, and
    the types and formats of these.
    """

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._room = Room()
        self._statuses: Counter[tuple[str, str]] = Counter()
        self._trees: dict[tuple[str, SurveySide, str], Tree] = {}
        self._answers: dict[tuple[str, int, str], Tree | None] = {}
        self._requests: dict[str, Tree | None] = {}
        self._choices: dict[str, list[Choice]] = {}
        self._chosen: dict[str, set[Point]] = {}
        self._drifting = Drifting(contract, self._room)
        self._exchanges: Counter[str] = Counter()

    def status(self, operation: Operation, status: int) -> None:
        """Count an answer; one whose status is not documented shows nothing."""
        answer = operation.answer_for(status)
        if answer is not None:
            self._statuses[operation.id, answer.status] += 1

    def answer(
        self, operation: Operation, status: int, media_type: str, value: Any, *, sound: bool = True
    ) -> None:
        """Take in the JSON of an answer; `sound` says that its schema admits it.

        `media_type` comes without parameters, in lower case.
        """
        key = (operation.id, status, media_type)
        if key not in self._answers:
            if len(self._answers) >= _KINDS:
                self._answers.clear()
            found = self._contract.media_type(operation, status, media_type)
            schema = found.schema if found else None
            self._answers[key] = self._tree(operation, SurveySide.RESPONSE, schema)
        tree = self._answers[key]
        if tree is not None:
            tree.see(value, sound=sound)

    def request(self, operation: Operation, value: Any, *, sound: bool = True) -> None:
        """Take in the JSON body of a request; `sound` says that its schema admits it."""
        if operation.id not in self._requests:
            schema = request_schema(operation)
            self._requests[operation.id] = self._tree(operation, SurveySide.REQUEST, schema)
        tree = self._requests[operation.id]
        if tree is not None:
            tree.see(value, sound=sound)

    def parameters(self, operation: Operation, request: Request) -> None:
        """Take in the parameters of a request, those that nobody describes as well."""
        self._exchanges[operation.id] += 1
        self._drifting.parameters(operation, request)
        if operation.id not in self._choices:
            self._choices[operation.id] = choices(self._contract, operation)
            self._chosen[operation.id] = set()
        left = self._choices[operation.id]
        if left:
            shown = self._chosen[operation.id]
            shown.update(point for choice in left for point in choice.shown(request))
            self._choices[operation.id] = [it for it in left if not shown.issuperset(it.points())]

    def drifted(self, operation: Operation, exchange: Exchange) -> None:
        """Take in what of an exchange goes beyond the description, its parameters aside."""
        request, response = exchange.request, exchange.response
        if response is None:
            return
        self._drifting.headers(operation, response.status, response.headers)
        self._drifting.answer(operation, response)
        schema, asked = request_schema(operation), decode(request.body or b"")
        if schema is not None and asked.parsed and not response.refused:
            self._drifting.asked(operation, schema, asked.value)

    def headers(self, operation: Operation, status: int, headers: Headers) -> None:
        """Take in the headers of an answer."""
        self._drifting.headers(operation, status, headers)

    def unknown(self, exchange: Exchange) -> None:
        """Take in an exchange of an operation that the description does not have."""
        self._drifting.unknown(exchange)

    def state(self) -> SurveyState:
        """What was counted so far; what comes later does not change it."""
        points = {
            (operation, SurveySide.REQUEST): frozenset(shown)
            for operation, shown in self._chosen.items()
        }
        members: dict[tuple[SurveySide, str, str], SeenMember] = {}
        fields: dict[tuple[SurveySide, Chain], Fields] = {}
        for (operation, side, _), tree in self._trees.items():
            key = (operation, side)
            points[key] = points.get(key, frozenset()) | tree.points()
            met = (((side, owner, name), it) for owner, name, it in tree.members(operation))
            _add(members, met, SeenMember.merge)
            _add(fields, (((side, each), it) for each, it in tree.fields(operation)), Fields.merge)
        return SurveyState(
            statuses=dict(self._statuses),
            points=points,
            members=members,
            fields=fields,
            drifts=self._drifting.drifts.told(),
            exchanges=dict(self._exchanges),
        )

    def _tree(self, operation: Operation, side: SurveySide, schema: str | None) -> Tree | None:
        if schema is None:
            return None
        key = (operation.id, side, schema)
        if key not in self._trees:
            self._trees[key] = Tree(self._contract.of(side), schema, self._room)
        return self._trees[key]


def request_schema(operation: Operation) -> str | None:
    """The schema of an operation's JSON requests; None where it describes none."""
    entries = operation.body.media_types if operation.body else ()
    return next((each.schema for each in entries if "json" in each.name), None)


def _add(found: dict[K, V], pairs: Iterable[tuple[K, V]], join: Callable[[V, V], V]) -> None:
    """Put each value under its key, joined with what stands there."""
    for key, value in pairs:
        found[key] = join(found[key], value) if key in found else value
