"""How much of the description a body of recordings shows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ringback.contract import Contract
from ringback.coverage.choices import ChoiceKind
from ringback.coverage.points import Point
from ringback.coverage.points import points as points_of
from ringback.operation import Answer, Operation
from ringback.survey.counts.request_parameters import choices
from ringback.survey.counts.state import SurveySide, SurveyState
from ringback.survey.survey import request_schema
from ringback.verdict import Covered

_OF_REQUESTS = frozenset(
    {ChoiceKind.ABSENT, ChoiceKind.VACUOUS}
)  # an answer is not asked to leave a part out


@dataclass(frozen=True, slots=True)
class _Tally:
    """What is missing by its label: the operations and the place in the description."""

    seen: list[str] = field(default_factory=list)
    missing: dict[str, list[str]] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)

    def add(self, label: str, operation: str, place: str, *, seen: bool) -> None:
        """Count one point of an operation."""
        if seen:
            self.seen.append(label)
        else:
            self.missing.setdefault(label, []).append(operation)
            self.places.add(place)

    def covered(self) -> Covered:
        """The tally as a report tells it."""
        missing = sum(map(len, self.missing.values()))
        return Covered(
            covered=len(self.seen),
            total=len(self.seen) + missing,
            missing=tuple(sorted(self.places)),
            names=tuple(f"{name} of {' and '.join(of)}" for name, of in self.missing.items()),
        )


def covered(
    state: SurveyState, contract: Contract, operations: Iterable[Operation]
) -> tuple[Covered, Covered]:
    """The coverage of these operations' answers, and of their requests.

    Of answers: each documented status (a range and the default count as one each), and the points
    of the successes' bodies; of the default where no success is documented. Of requests: the
    choices that parameters leave, and the points of JSON bodies.
    """
    answers, requests = _Tally(), _Tally()
    known = list(operations)
    for operation in known:
        for answer in operation.answers:
            seen = state.statuses.get((operation.id, answer.status), 0) > 0
            answers.add(f"status {answer.status}", operation.id, answer.pointer, seen=seen)
    for operation in known:
        for side, tally in ((SurveySide.RESPONSE, answers), (SurveySide.REQUEST, requests)):
            shown = state.points.get((operation.id, side), frozenset())
            for point in dict.fromkeys(_points(contract, operation, side)):
                place = contract.description.origin(point.schema)
                tally.add(point.label, operation.id, place, seen=point in shown)
    return answers.covered(), requests.covered()


def _points(contract: Contract, operation: Operation, side: SurveySide) -> Iterator[Point]:
    """The points of one side of an operation, those of several media types one after the other."""
    view = contract.of(side).view
    if side is SurveySide.REQUEST:
        for choice in choices(contract, operation):
            yield from choice.points()
        schema = request_schema(operation)
        yield from points_of(view(schema)) if schema is not None else ()
        return
    for answer in _successes(operation):
        for media_type in answer.media_types:
            if media_type.schema is not None:
                known = points_of(view(media_type.schema))
                yield from (point for point in known if point.kind not in _OF_REQUESTS)


def _successes(operation: Operation) -> list[Answer]:
    """The documented successes; the default where there is none."""
    found = [each for each in operation.answers if each.status.startswith("2")]
    return found or [each for each in operation.answers if each.status == "default"]
