"""A change of the description as a run is asked about it: what it touches, and what was before."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringback.change import Touched
from ringback.contract import Contract
from ringback.coverage.points import Chart
from ringback.generation.case import body_schema
from ringback.operation import Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class OlderCharts:
    """The schemas of an operation as it was: of its requests, and of its successful answers."""

    asked: tuple[Chart, ...] = ()
    answered: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """What a change touches, and the contract of the older description, which `against` names.

    `chosen` are the operations that a run is of, None for all of them.
    """

    against: str
    older: Contract
    touched: Touched
    chosen: frozenset[str] | None = None

    def wants(self, name: str) -> bool:
        """Whether the run is of this operation."""
        return self.chosen is None or name in self.chosen

    def older_charts(self, operation: Operation) -> OlderCharts:
        """The schemas of an operation of the newer description as they were; none of a new one."""
        before = self.touched.operations.get(operation.id)
        if before is None:
            return OlderCharts()
        schema = body_schema(before)
        requests, responses = self.older.of("request"), self.older.of("response")
        return OlderCharts(
            asked=() if schema is None else (Chart(requests.view(schema)),),
            answered=tuple(Chart(responses.view(each)) for each in success_schemas(before)),
        )


def success_schemas(operation: Operation) -> Iterator[str]:
    """The schemas of the documented successes; of the default where none is documented."""
    return (schema for _, _, schema in success_media_types(operation))


def success_media_types(operation: Operation) -> Iterator[tuple[str, str, str]]:
    """The same with the status and the media type that each is of."""
    answers = [each for each in operation.answers if each.status.startswith("2")]
    answers = answers or [each for each in operation.answers if each.status == "default"]
    for answer in answers:
        for media_type in answer.media_types:
            if media_type.schema is not None:
                yield answer.status, media_type.name, media_type.schema
