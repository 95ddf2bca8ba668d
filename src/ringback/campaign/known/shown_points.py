"""How much of the description a run has shown: gathered while it goes, no exchange kept."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from ringback.campaign.known.patch import Patch, success_media_types, success_schemas
from ringback.campaign.known.point_tally import PointTally
from ringback.campaign.known.seen_nodes import MapMaker, SeenNodes
from ringback.checks import INFRASTRUCTURE
from ringback.contract import Admission, Admitted, Contract
from ringback.coverage.choices import ChoiceKind
from ringback.coverage.points import Chart, Point
from ringback.coverage.reach import settable
from ringback.coverage.touched_points import touched_points
from ringback.coverage.value_points import value_points, values_observed
from ringback.exchange import Exchange, Response, header_values
from ringback.generation.case import body_schema
from ringback.operation import Operation
from ringback.payload import decode
from ringback.payload_map import PayloadMap
from ringback.shard import PointState
from ringback.verdict import PatchCoverage
from ringback.wire.body_content import BodyContent

_OF_REQUESTS = frozenset(
    {ChoiceKind.ABSENT, ChoiceKind.VACUOUS}
)  # an answer is not asked to leave a part out
_LATE = 4_096  # bodies whose hash is kept: a read after an update holds what the update answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """An update, and the operations whose answers show the thing that it writes."""

    update: Operation
    shown_by: tuple[Operation, ...]


class Coverage:
    """Sees every exchange of a run and remembers the points that it showed.

    `forms` is the contract whose concrete forms tell the branches of a union apart.
    """

    def __init__(self, forms: Contract) -> None:
        self._forms = forms
        self._charts: dict[tuple[str, str], Chart] = {}
        self._answered: dict[str, set[Point]] = defaultdict(set)
        self._asked: dict[str, set[Point]] = defaultdict(set)
        self._values: dict[str, set[Point]] = defaultdict(set)
        self._late: set[int] = set()
        self._nodes = SeenNodes()

    def answer(self, operation: Operation, response: Response) -> None:
        """Take in the body of a successful answer."""
        name = next(iter(header_values(response.headers, "content-type")), "")
        media_type = self._forms.media_type(operation, response.status, name)
        if media_type is None or not self._new(operation, media_type.name, response.body):
            return
        content = self._forms.content(media_type, response.headers, response.body)
        for each in content.values if isinstance(content, BodyContent) else ():
            chart = self._answered_chart(each.schema)
            met = self._nodes.watcher(operation.id, "response", chart.view.pointer)
            shown = chart.observed(each.value, self._forms.responses.admits, met)
            self._answered[operation.id].update(shown)

    def request(self, operation: Operation, exchange: Exchange, admission: Admission) -> None:
        """Take in the body of an admitted request that was answered, and not by infrastructure."""
        schema, body, response = body_schema(operation), exchange.request.body, exchange.response
        if schema is None or not body or not isinstance(admission, Admitted):
            return
        if response is None or response.status in INFRASTRUCTURE:
            return
        if self._new(operation, schema, body):
            decoded = decode(body)
            if not decoded.parsed:
                return  # a form
            value = decoded.value
            chart, admits = self._asked_chart(schema), self._forms.requests.admits
            met = self._nodes.watcher(operation.id, "request", chart.view.pointer)
            self._asked[operation.id].update(chart.observed(value, admits, met))
            shown = values_observed(chart, value, admits)
            self._values[operation.id].update(shown)

    def count(self, operation: Operation) -> int:
        """How many points of an operation requests and answers have shown so far."""
        name = operation.id
        return len(self._asked[name]) + len(self._values[name]) + len(self._answered[name])

    def of_requests(
        self, operations: Iterable[Operation], asked_at_all: Container[str], *, whole: bool = False
    ) -> PointTally:
        """What the run's requests have shown of what the description lets them say.

        Each operation counts, whatever its requests have to say: `asked_at_all` are those that
        were asked. Of the `whole` description what a flaw leaves out counts as well.
        """
        tally = self._tally(ChoiceKind.ASKED, whole=whole)
        for operation in operations:
            tally.note(operation, ChoiceKind.ASKED, shown=operation.id in asked_at_all)
            asked = self._asked[operation.id] | self._values[operation.id]
            for point in (*self._request_points(operation), *self._value_points(operation)):
                seen = point in asked
                tally.take(operation.id, point, PointState.COVERED if seen else PointState.MISSING)
        return tally

    def of_answers(
        self,
        operations: Iterable[Operation],
        effects: Iterable[Effect],
        succeeded: Container[str],
        *,
        whole: bool = False,
    ) -> PointTally:
        """What the run's answers have shown of what its requests can bring about.

        What none of them can is set aside, unless it was seen. Of an operation that never
        `succeeded` nothing is: all that it could have answered is missing.
        """
        tally = self._tally(ChoiceKind.SUCCESS, whole=whole)
        known = list(effects)
        for operation in operations:
            came = operation.id in succeeded
            if operation.has_success:
                tally.note(operation, ChoiceKind.SUCCESS, shown=came)
            answered, within = self._answered[operation.id], self._settable(operation, known)
            for point in self._answer_points(operation):
                other = PointState.MISSING if point in within or not came else PointState.ASIDE
                tally.take(operation.id, point, PointState.COVERED if point in answered else other)
        return tally

    def maps(
        self, operations: Iterable[Operation], answers: PointTally, requests: PointTally
    ) -> tuple[PayloadMap, ...]:
        """What payloads of each operation look like by the description, and what was seen of it.

        The tallies are those of the same operations.
        """
        told = list(operations)
        charts = [
            (each.id, "response", f"{status} {media_type}", schema)
            for each in told
            for status, media_type, schema in success_media_types(each)
        ]
        asked = [
            (each.id, "request", "body", schema)
            for each in told
            if (schema := body_schema(each)) is not None
        ]
        drawn = [
            MapMaker(
                seen=self._nodes,
                states={(name, point): state for name, point, state in tally.entries},
                origin=self._forms.description.origin,
            ).drawn(
                (name, side, title, self._chart(side, schema))
                for name, side, title, schema in wanted
            )
            for tally, wanted in ((answers, charts), (requests, asked))
        ]
        return tuple(each for some in drawn for each in some)

    def of_patch(
        self, patch: Patch, both: PointTally, asked_at_all: Container[str]
    ) -> PatchCoverage:
        """What the run has shown of what a change touches; `both` is the tally of both sides.

        `asked_at_all` are the operations that were asked.
        """
        known = [name for name in patch.touched.ids if patch.wants(name)]
        described = {each.id: each for each in self._forms.operations}
        wanted = {
            name: self._touched_points(described[name], patch)
            for name in known
            if name in described
        }
        counted = both.within(wanted)
        for name, point in both.missing:
            if name in patch.touched.left_out:
                counted.take(name, point, PointState.MISSING)
        return PatchCoverage(
            against=patch.against,
            touched=tuple(known),
            exercised=tuple(name for name in known if name in asked_at_all),
            points=counted.covered(),
        )

    def _touched_points(self, operation: Operation, patch: Patch) -> frozenset[Point]:
        """The points of a touched operation that the change touches: itself, and choices of it."""
        older = patch.older_charts(operation)
        schema = body_schema(operation)
        asked = [] if schema is None else [self._asked_chart(schema)]
        whole = (
            Point(place="", kind=kind, schema=operation.pointer)
            for kind in (ChoiceKind.ASKED, ChoiceKind.SUCCESS)
        )
        answered = self._answer_charts(operation)
        return frozenset(
            (
                *whole,
                *touched_points(older.asked, asked),
                *touched_points(older.answered, answered),
            )
        )

    def _tally(self, kind: ChoiceKind, *, whole: bool) -> PointTally:
        """Nothing counted yet but what is left out of the whole description for a flaw."""
        description = self._forms.description
        left = description.left_out if whole else ()
        tally = PointTally(description.origin)
        for each in left:
            tally.take(each.name, Point(place="", kind=kind, schema=each.place), PointState.MISSING)
        return tally

    def _new(self, operation: Operation, schema: str, body: bytes) -> bool:
        """Whether these bytes have not been looked at of late."""
        key = hash((operation.id, schema, body))
        if key in self._late:
            return False
        if len(self._late) >= _LATE:
            self._late.clear()
        self._late.add(key)
        return True

    def _asked_chart(self, schema: str) -> Chart:
        return self._chart("request", schema)

    def _answered_chart(self, schema: str) -> Chart:
        return self._chart("response", schema)

    def _chart(self, side: str, schema: str) -> Chart:
        if (side, schema) not in self._charts:
            self._charts[side, schema] = Chart(self._forms.of(side).view(schema))
        return self._charts[side, schema]

    def _request_points(self, operation: Operation) -> tuple[Point, ...]:
        schema = body_schema(operation)
        return () if schema is None else self._asked_chart(schema).points

    def _value_points(self, operation: Operation) -> Iterator[Point]:
        """The texts and numbers that a request may hold: what answers are not asked for."""
        schema = body_schema(operation)
        return iter(()) if schema is None else value_points(self._asked_chart(schema))

    def _answer_points(self, operation: Operation) -> Iterator[Point]:
        charts = self._answer_charts(operation)
        found = dict.fromkeys(point for chart in charts for point in chart.points)
        return (point for point in found if point.kind not in _OF_REQUESTS)

    def _answer_charts(self, operation: Operation) -> list[Chart]:
        """The charts of the documented successes; of the default where none is documented."""
        return [self._answered_chart(schema) for schema in success_schemas(operation)]

    def _settable(self, operation: Operation, effects: Iterable[Effect]) -> frozenset[Point]:
        """The points of an operation's answers that a request of an update sets."""
        found: set[Point] = set()
        for effect in effects:
            schema = body_schema(effect.update)
            if schema is not None and operation in effect.shown_by:
                for chart in self._answer_charts(operation):
                    found |= settable(chart, self._asked_chart(schema))
        return frozenset(found)
