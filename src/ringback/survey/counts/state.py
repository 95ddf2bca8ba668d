"""What a survey has counted, as a value that travels between processes and adds up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from ringback.coverage.points import Point
from ringback.survey.counts.drifts import Drift, SeenDrift
from ringback.survey.counts.inferred import Inferred, merged

K = TypeVar("K")
V = TypeVar("V")


class SurveySide(StrEnum):
    """Which payloads of an operation are meant."""

    REQUEST = "request"
    RESPONSE = "response"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenMember:
    """How a described member was met: in `count` of `objects` objects, under these operations.

    `some` says that it was not always null, `full` that it was not always null or empty.
    """

    count: int = 0
    objects: int = 0
    some: bool = False
    full: bool = False
    operations: frozenset[str] = frozenset()

    def merge(self, other: "SeenMember") -> "SeenMember":
        """Both together."""
        return SeenMember(
            count=self.count + other.count,
            objects=self.objects + other.objects,
            some=self.some or other.some,
            full=self.full or other.full,
            operations=self.operations | other.operations,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """The undocumented members of one described object, out of `objects` that were met.

    `found.members` tells of each by its name; of `found.rest`, where there are too many, together.
    `place` is where the object stands in a payload, None where that is not known.
    """

    objects: int = 0
    found: Inferred = field(default_factory=Inferred)
    place: str | None = None
    operations: frozenset[str] = frozenset()

    def merge(self, other: "Fields") -> "Fields":
        """Both together; of two places the shorter one is told."""
        places = [place for place in (self.place, other.place) if place is not None]
        return Fields(
            objects=self.objects + other.objects,
            found=merged((self.found, other.found)),
            place=min(places, key=lambda place: (len(place), place), default=None),
            operations=self.operations | other.operations,
        )


Chain = tuple[str, ...]  # the schemas that speak of one object: a union, then the branch of it


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyState:
    """Everything a survey counted; an empty one adds nothing.

    `statuses` counts answers by operation and documented status, `points` are the coverage points
    that the payloads of an operation's side showed. `members` goes by side, schema of the object
    and name, `fields` by side and the schemas that describe the object. `drifts` is what goes
    beyond the description, out of so many `exchanges` by operation.
    """

    statuses: Mapping[tuple[str, str], int] = field(default_factory=dict)
    points: Mapping[tuple[str, SurveySide], frozenset[Point]] = field(default_factory=dict)
    members: Mapping[tuple[SurveySide, str, str], SeenMember] = field(default_factory=dict)
    fields: Mapping[tuple[SurveySide, Chain], Fields] = field(default_factory=dict)
    drifts: Mapping[Drift, SeenDrift] = field(default_factory=dict)
    exchanges: Mapping[str, int] = field(default_factory=dict)

    def merge(self, other: "SurveyState") -> "SurveyState":
        """Both together, in whatever order they are taken; neither of them is changed."""
        return SurveyState(
            statuses=_joined(self.statuses, other.statuses, int.__add__),
            points=_joined(self.points, other.points, frozenset.union),
            members=_joined(self.members, other.members, SeenMember.merge),
            fields=_joined(self.fields, other.fields, Fields.merge),
            drifts=_joined(self.drifts, other.drifts, SeenDrift.merge),
            exchanges=_joined(self.exchanges, other.exchanges, int.__add__),
        )


def _joined(left: Mapping[K, V], right: Mapping[K, V], join: Callable[[V, V], V]) -> dict[K, V]:
    """Both mappings, with what stands under the same key joined."""
    found = dict(left)
    for key, value in right.items():
        found[key] = join(found[key], value) if key in found else value
    return found
