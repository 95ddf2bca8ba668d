"""One of several runs that share a check: what is its part, and what it tells for the others."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ringback.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """The run `index` (from 1) of so many (`of`) that play one check between them."""

    index: int = 1
    of: int = 1

    def __str__(self) -> str:
        """As it is asked for: 2/5."""
        return f"{self.index}/{self.of}"

    def owns(self, name: str, number: int = 0) -> bool:
        """Whether it is this run's to play or judge: the `number`th of what has this name.

        What has one name goes round the runs, from one that its name tells, so that each has about
        as much of it. It is the same on every machine, and whatever else there is.
        """
        first = zlib.crc32(name.encode("utf-8", "replace"))
        return (first + number) % self.of == self.index - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGroup:
    """What findings of one cause have in common (`key`), and what they are as one.

    Of so many places or operations (`least`) they are told as one finding, of this `fingerprint`.
    """

    key: str
    fingerprint: str
    least: int
    by_operation: bool


class PointState(StrEnum):
    """Whether a point was seen; aside is what no request of the run can bring about."""

    COVERED = "covered"
    MISSING = "missing"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveragePoint:
    """A point of coverage of an operation: its pointer into the description, and its name."""

    operation: str
    schema: str
    label: str
    state: PointState


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredOperation:
    """How often an operation was answered with each kind of status; `asked` tells if at all.

    `doubt` is why its share of the run alone would be no proof, empty where it is one.
    """

    operation: str
    where: str
    asked: bool
    succeeded: bool
    kinds: Mapping[str, int] = field(default_factory=dict)
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardPart:
    """What a run that is a shard tells besides, so that all of them can be merged.

    `subject` has by name a digest of each thing that must be the same for all. `doubts` are those
    of the run, whatever its verdict; `is_empty` tells that nothing was its to judge. `designed`
    counts the scenarios of all shards, by what they are, as far as the run came: None where it had
    a bound on its time, or was cut short. Of `groups`, by the fingerprints of findings, those in
    `folded` are told as one. Of what was seen once only `flaky` has the fingerprints that it would
    have, had it been seen again. `expected` counts the findings that recordings are known to have.
    `seconds` are those of answers, to three digits, by operation, each
    with its count.
    """

    shard: Shard
    subject: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
    is_empty: bool = False
    answered: tuple[AnsweredOperation, ...] = ()
    designed: Mapping[str, int] | None = None
    groups: Mapping[str, FindingGroup] = field(default_factory=dict)
    folded: tuple[Finding, ...] = ()
    flaky: Mapping[str, str] = field(default_factory=dict)
    expected: int = 0
    seconds: Mapping[str, Mapping[float, int]] = field(default_factory=dict)


def answered_told(operation: str, where: str, kinds: Mapping[str, int]) -> str:
    """One line of how an operation was answered."""
    told = [f"{count} \u00d7 {kind}" for kind, count in kinds.items() if count]
    return f"{operation} ({where}): {', '.join(told) or 'nothing'}"
