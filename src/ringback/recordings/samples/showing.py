"""What one exchange shows of the description: a status, and the points of its bodies."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringback.contract import Contract, Schemas
from ringback.coverage.choices import ChoiceKind
from ringback.coverage.points import Chart, Point
from ringback.coverage.value_points import value_points, values_observed
from ringback.exchange import Exchange, Headers, Request, media_type_of
from ringback.operation import Answer, MediaType, Operation
from ringback.payload import decode
from ringback.wire.media_types import is_json, pick

STATUS, REQUEST, ANSWER = "status", "request", "answer"

_OF_REQUESTS = frozenset(
    {ChoiceKind.ABSENT, ChoiceKind.VACUOUS}
)  # an answer is not asked to leave a part out
_CHOICES = frozenset({ChoiceKind.BRANCH, ChoiceKind.VACUOUS, ChoiceKind.ENUM})
# Nobody reads such an example, and the service tells it again in every later answer.
_TOO_LONG = frozenset({ChoiceKind.HUNDREDS, ChoiceKind.THOUSANDS, ChoiceKind.TENS_OF_THOUSANDS})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownThings:
    """One thing that an exchange may show of an operation.

    `side` is status, request or answer; `label` is the status as the description names it (404,
    4XX, default), or the point for a person (`/a (present)`).
    """

    operation: str
    side: str
    label: str

    def __str__(self) -> str:
        """The thing for a person: `status 404`, `answer /a (present)`."""
        return f"{self.side} {self.label}"


class Showing:
    """Looks at exchanges; `forms` is the contract whose concrete forms tell branches apart.

    The points of requests are those that a successful answer accepted, the points of answers
    those of successes. Texts of hundreds of characters and more are left out.
    """

    def __init__(self, forms: Contract) -> None:
        self._forms = forms
        self._charts: dict[tuple[str, str], Chart] = {}
        self._all: dict[str, tuple[ShownThings, ...]] = {}

    def all_of(self, operation: Operation) -> tuple[ShownThings, ...]:
        """Everything that an exchange of the operation may show, in the description's order."""
        if operation.id not in self._all:
            self._all[operation.id] = tuple(self._found(operation))
        return self._all[operation.id]

    def _found(self, operation: Operation) -> dict[ShownThings, None]:
        found: dict[ShownThings, None] = {}
        for answer in operation.answers:
            found[_shown(operation, STATUS, answer.status)] = None
        for schema in _schemas(operation.body.media_types if operation.body else ()):
            chart = self._chart(REQUEST, schema)
            for point in (*chart.points, *value_points(chart)):
                if point.kind not in _TOO_LONG:
                    found[_shown(operation, REQUEST, point.label)] = None
        for answer in _successes(operation):
            for schema in _schemas(answer.media_types):
                for point in self._chart(ANSWER, schema).points:
                    if point.kind not in _OF_REQUESTS:
                        found[_shown(operation, ANSWER, point.label)] = None
        return found

    def shown_by(self, exchange: Exchange, operation: Operation) -> frozenset[ShownThings]:
        """What an exchange shows; nothing without an answer that the description knows."""
        request, response = exchange.request, exchange.response
        answer = operation.answer_for(response.status) if response else None
        if response is None or answer is None:
            return frozenset()
        found = {_shown(operation, STATUS, answer.status)}
        if response.succeeded:
            found |= self.asked_by(request, operation)
            found |= {
                _shown(operation, ANSWER, point.label)
                for point in self._points(
                    ANSWER, answer.media_types, response.headers, response.body
                )
                if point.kind not in _OF_REQUESTS
            }
        return frozenset(found).intersection(self.all_of(operation))

    def asked_by(self, request: Request, operation: Operation) -> frozenset[ShownThings]:
        """What a request shows where a success answers it."""
        described = operation.body.media_types if operation.body else ()
        points = self._points(REQUEST, described, request.headers, request.body)
        found = {_shown(operation, REQUEST, point.label) for point in points}
        return frozenset(found).intersection(self.all_of(operation))

    def choices(self, exchange: Exchange, operation: Operation) -> frozenset[str]:
        """The branches and enum members that the bodies of any exchange take."""
        request, response = exchange.request, exchange.response
        asked = operation.body.media_types if operation.body else ()
        sides = [
            (REQUEST, self._points(REQUEST, asked, request.headers, request.body, values=False))
        ]
        answer = operation.answer_for(response.status) if response else None
        if response and answer:
            described, headers, body = answer.media_types, response.headers, response.body
            sides.append((ANSWER, self._points(ANSWER, described, headers, body, values=False)))
        return frozenset(
            f"{side} {point.label}"
            for side, points in sides
            for point in points
            if point.kind in _CHOICES
        )

    def _points(
        self,
        side: str,
        described: tuple[MediaType, ...],
        headers: Headers,
        body: bytes | None,
        *,
        values: bool = True,
    ) -> Iterator[Point]:
        """The points of a body; with `values`, those of its texts and numbers among them."""
        entry = pick(described, media_type_of(headers) or "")
        schema = entry.schema if entry else None
        decoded = decode(body) if body and schema else None
        if schema is None or decoded is None or not decoded.parsed:
            return
        chart, admits = self._chart(side, schema), self._of(side).admits
        yield from chart.observed(decoded.value, admits)
        if values:
            yield from values_observed(chart, decoded.value, admits)

    def _of(self, side: str) -> Schemas:
        return self._forms.requests if side == REQUEST else self._forms.responses

    def _chart(self, side: str, schema: str) -> Chart:
        if (side, schema) not in self._charts:
            self._charts[side, schema] = Chart(self._of(side).view(schema))
        return self._charts[side, schema]


def _shown(operation: Operation, side: str, label: str) -> ShownThings:
    return ShownThings(operation=operation.id, side=side, label=label)


def _schemas(described: tuple[MediaType, ...]) -> Iterator[str]:
    """The schemas of the media types that are JSON."""
    for each in described:
        if each.schema is not None and (is_json(each.name) or "*" in each.name):
            yield each.schema


def _successes(operation: Operation) -> list[Answer]:
    """The documented successes; the default where none is documented."""
    found = [each for each in operation.answers if each.status.startswith("2")]
    return found or [each for each in operation.answers if each.status == "default"]
