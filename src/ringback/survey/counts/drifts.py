"""What recordings show that the description rules out or does not name, as counts that add up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from ringback.survey.counts.inferred import FIELD, Inferred, merged

Scalar = str | int | float | bool | Decimal | None
_TEXTS = 20  # members of an enum that are told apart


class DriftKind(StrEnum):
    """In what a recording goes beyond the description."""

    NULL = "null"
    ENUM = "enum"
    FORMAT = "format"
    STATUS = "status"
    MEDIA_TYPE = "media type"
    OPERATION = "operation"
    QUERY = "query"
    HEADER = "header"
    ANSWER_HEADER = "answer header"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """One way of going beyond it, of an operation (its id, or `METHOD /path` where it has none).

    `place` is a pointer into the description, or the status that an answer came with; `name` that
    of a parameter, a header or a media type.
    """

    kind: DriftKind
    operation: str
    place: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenDrift:
    """How often it was met, what its values have in common, and which they are where that matters.

    `texts` are those of an enum alone, None where there were too many.
    """

    count: int = 0
    found: Inferred = field(default_factory=Inferred)
    texts: frozenset[Scalar] | None = frozenset()

    def merge(self, other: "SeenDrift") -> "SeenDrift":
        """Both together."""
        texts = None
        if self.texts is not None and other.texts is not None:
            both = self.texts | other.texts
            texts = both if len(both) <= _TEXTS else None
        return SeenDrift(
            count=self.count + other.count,
            found=merged((self.found, other.found), FIELD),
            texts=texts,
        )


@dataclass(slots=True)
class Drifts:
    """Gathers drifts; `told` hands them out."""

    _seen: dict[Drift, SeenDrift] = field(default_factory=dict)

    def see(
        self, drift: Drift, found: Inferred | None = None, texts: frozenset[Scalar] = frozenset()
    ) -> None:
        """Count one more."""
        more = SeenDrift(count=1, found=found or Inferred(), texts=texts)
        known = self._seen.get(drift)
        self._seen[drift] = more if known is None else known.merge(more)

    def told(self) -> Mapping[Drift, SeenDrift]:
        """What was counted so far."""
        return dict(self._seen)


def sorted_drifts(found: Mapping[Drift, SeenDrift]) -> Iterator[tuple[Drift, SeenDrift]]:
    """All of them in one order, whichever came first."""
    yield from sorted(
        found.items(),
        key=lambda each: (each[0].kind, each[0].operation, each[0].place, each[0].name),
    )


def scalar(value: Any) -> bool:
    """Whether a value is none that has parts."""
    return value is None or isinstance(value, str | int | float | bool | Decimal)
