"""Coverage points that are counted, and what is said where too few of them were seen."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ringback.coverage.choices import ChoiceKind
from ringback.coverage.points import Point
from ringback.finding import Finding
from ringback.operation import Operation
from ringback.verdict import Covered, PatchCoverage

TOO_LOW = "coverage/too-low"
PATCH_TOO_LOW = "coverage/patch-too-low"
_FIRST = 3  # missing points that a sentence names


@dataclass(frozen=True, slots=True)
class PointTally:
    """Points with the id of the operation that they belong to.

    `origin` answers where the description has what stands at a pointer.
    """

    origin: Callable[[str], str]
    seen: list[tuple[str, Point]] = field(default_factory=list)
    missing: list[tuple[str, Point]] = field(default_factory=list)
    aside: list[tuple[str, Point]] = field(default_factory=list)

    def note(self, operation: Operation, kind: ChoiceKind, *, shown: bool) -> None:
        """Count a point of an operation as a whole."""
        point = Point(place="", kind=kind, schema=operation.pointer)
        (self.seen if shown else self.missing).append((operation.id, point))

    def within(self, wanted: Mapping[str, Container[Point]]) -> "PointTally":
        """The tally of some operations' points alone."""

        def some(points: Iterable[tuple[str, Point]]) -> list[tuple[str, Point]]:
            return [each for each in points if each[1] in wanted.get(each[0], ())]

        return PointTally(
            self.origin, seen=some(self.seen), missing=some(self.missing), aside=some(self.aside)
        )

    def __add__(self, other: "PointTally") -> "PointTally":
        """Both sides of exchanges as one."""
        return PointTally(
            self.origin,
            seen=self.seen + other.seen,
            missing=self.missing + other.missing,
            aside=self.aside + other.aside,
        )

    def covered(self) -> Covered:
        """The tally as a report tells it."""
        return Covered(
            covered=len(self.seen),
            total=len(self.seen) + len(self.missing),
            missing=tuple(sorted({self.origin(point.schema) for _, point in self.missing})),
            names=_named(self.missing),
            aside=_named(self.aside),
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


def _named(points: Iterable[tuple[str, Point]]) -> tuple[str, ...]:
    """Each point once, with the operations that it belongs to."""
    found: dict[str, list[str]] = {}
    for operation, point in points:
        found.setdefault(point.label, []).append(operation)
    return tuple(
        f"{label} of {' and '.join(dict.fromkeys(names))}" for label, names in found.items()
    )
