"""Coverage points that are counted, and what is said where too few of them were seen."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ringback.coverage.choices import ChoiceKind
from ringback.coverage.covered_points import covered_by
from ringback.coverage.points import Point
from ringback.finding import Finding
from ringback.operation import Operation
from ringback.shard import CoveragePoint, PointState
from ringback.verdict import Covered, PatchCoverage

TOO_LOW = "coverage/too-low"
PATCH_TOO_LOW = "coverage/patch-too-low"
_FIRST = 3  # missing points that a sentence names


@dataclass(frozen=True, slots=True)
class PointTally:
    """Points, each with the id of the operation that it belongs to, and whether it was seen.

    `origin` answers where the description has what stands at a pointer. Their order is that of the
    description, by which those of several runs are known for the same.
    """

    origin: Callable[[str], str]
    entries: list[tuple[str, Point, PointState]] = field(default_factory=list)

    def note(self, operation: Operation, kind: ChoiceKind, *, shown: bool) -> None:
        """Count a point of an operation as a whole."""
        point = Point(place="", kind=kind, schema=operation.pointer)
        self.take(operation.id, point, PointState.COVERED if shown else PointState.MISSING)

    def take(self, operation: str, point: Point, state: PointState) -> None:
        """Count a point of an operation."""
        self.entries.append((operation, point, state))

    @property
    def missing(self) -> list[tuple[str, Point]]:
        """Those that were not seen and count."""
        return [(name, each) for name, each, state in self.entries if state is PointState.MISSING]

    def within(self, wanted: Mapping[str, Container[Point]]) -> "PointTally":
        """The tally of some operations' points alone."""
        some = [each for each in self.entries if each[1] in wanted.get(each[0], ())]
        return PointTally(self.origin, some)

    def __add__(self, other: "PointTally") -> "PointTally":
        """Both sides of exchanges as one."""
        return PointTally(self.origin, self.entries + other.entries)

    def covered(self) -> Covered:
        """The tally as a report tells it."""
        return covered_by(
            [
                CoveragePoint(
                    operation=name, schema=self.origin(each.schema), label=each.label, state=state
                )
                for name, each, state in self.entries
            ]
        )


def too_low(side: str, covered: Covered, percent: float) -> Iterator[Finding]:
    """coverage/too-low: a side, request or response, of which less was seen than was asked for."""
    if covered.percent < percent:
        text = f"{side} coverage is {_share(covered, percent)}{_missing(covered.names)}"
        yield Finding(rule=TOO_LOW, message=text, cause=side)


def patch_too_low(patch: PatchCoverage, percent: float) -> Iterator[Finding]:
    """coverage/patch-too-low: of what the change touches less was seen than was asked for."""
    if patch.points.percent < percent:
        share = _share(patch.points, percent)
        what = f"coverage of what changed since {patch.against}"
        text = f"{what} is {share}{_missing(patch.points.names)}"
        yield Finding(rule=PATCH_TOO_LOW, message=text)


def _share(covered: Covered, percent: float) -> str:
    """How much was seen, and how much was asked for."""
    share = 100 * covered.covered // covered.total
    points = f"{covered.covered} of {covered.total} points"
    return f"{share} % ({points}), less than the {percent:g} % asked for"


def _missing(names: Sequence[str]) -> str:
    first = names[:_FIRST]
    rest = len(names) - len(first)
    return f": missing are {', '.join(first)}" + (f", and {rest} more" if rest else "")
