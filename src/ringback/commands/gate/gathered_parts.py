"""What the parts of a check have brought so far."""

from dataclasses import dataclass, field

from ringback.campaign.replay import Fate
from ringback.change import Comparison
from ringback.checks.unjudged import Unjudged
from ringback.commands.gate.following import LiveCheck
from ringback.crashes import Contained, Crashes
from ringback.errors import RingbackError
from ringback.finding import Finding
from ringback.payload_map import PayloadMap
from ringback.shard import ShardPart
from ringback.verdict import (
    AskedOperation,
    Covered,
    NotJudged,
    PatchCoverage,
    ResourceTold,
    Restored,
    RunScope,
    Skipped,
)


@dataclass(slots=True, kw_only=True)
class GatheredParts:
    """What the parts of a check have brought so far; who follows the run is told by `live`.

    `sources` are the files of recordings, `expected` counts the findings that they are known to
    have, `part_told` is what a shard tells for the others.
    """

    live: LiveCheck
    findings: list[Finding] = field(default_factory=list)
    exercised: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    recordings: int = 0
    exchanges: int = 0
    operations: int = 0
    restored: Restored = field(default_factory=Restored)
    resources: tuple[ResourceTold, ...] = ()
    asked: tuple[AskedOperation, ...] = ()
    maps: tuple[PayloadMap, ...] = ()
    response_coverage: Covered = field(default_factory=Covered)
    request_coverage: Covered = field(default_factory=Covered)
    patch_coverage: PatchCoverage | None = None
    interrupted: bool = False
    hidden: dict[str, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    fates: dict[str, Fate] = field(default_factory=dict)
    comparison: Comparison | None = None
    scope: RunScope = field(default_factory=RunScope)
    # Whatever fails in a part, ours or not: what the others found is told all the same.
    crashes: Crashes = field(default_factory=lambda: Crashes(RingbackError))
    failures: list[NotJudged] = field(default_factory=list)
    judged: int = 0
    unjudged: Unjudged = field(default_factory=Unjudged)
    sources: tuple[str, ...] = ()
    expected: int = 0
    part_told: ShardPart | None = None

    @property
    def not_judged(self) -> tuple[NotJudged, ...]:
        """What no check can judge, and what failed while it was judged."""
        return (*self.unjudged.entries, *self.failures)

    def part(self, what: str) -> Contained:
        """A part of the run that ends alone; what those before it have found is told."""
        self.live.lines.found(self.findings)
        self.live.lines.phase(what)
        return self.crashes.contained(what)
