"""What a campaign is to do, and what came of it."""

from dataclasses import dataclass, field

from ringback.campaign.known.patch import Patch
from ringback.campaign.run.asking_order import AskingTurn
from ringback.campaign.session.spent import Spent
from ringback.crashes import Crashes, doubts_of
from ringback.finding import Finding
from ringback.operation import Operation
from ringback.payload_map import PayloadMap
from ringback.shard import Shard, ShardPart
from ringback.verdict import Covered, NotJudged, PatchCoverage, ResourceTold, Restored, Skipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Which operations, and how many random cases of each kind; 0 leaves Schemathesis out.

    Random cases cost the most a piece and find the least: what the cases by design leave out. Where
    the plan is `deep` they go on as long as they show something new. `patch` is the change that the
    run is asked about, `first` what is asked before the rest. Of a run that is split `shard` is the
    part to play.
    """

    operations: tuple[Operation, ...]
    seed: int = 0
    random_cases: int = 8
    deep: bool = False
    patch: Patch | None = None
    first: tuple[AskingTurn, ...] = ()
    shard: Shard | None = None


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What came of a campaign, whole or cut short; `spent` is by the names of its phases.

    `part` is what a shard tells for the others.
    """

    findings: list[Finding] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    restored: Restored = field(default_factory=Restored)
    exercised: list[str] = field(default_factory=list)
    interrupted: bool = False
    not_judged: tuple[NotJudged, ...] = ()
    response_coverage: Covered = field(default_factory=Covered)
    request_coverage: Covered = field(default_factory=Covered)
    patch_coverage: PatchCoverage | None = None
    spent: dict[str, Spent] = field(default_factory=dict)
    resources: tuple[ResourceTold, ...] = ()
    part: ShardPart | None = None
    maps: tuple[PayloadMap, ...] = ()

    def close(self, crashes: Crashes) -> None:
        """Take in what could not be judged; by it, no verdict is green."""
        self.not_judged = crashes.entries
        self.doubts += doubts_of(crashes.entries)

    def skip(self, rule: str, why: str) -> None:
        """Note once that a rule is not judged."""
        skipped = Skipped(rule=rule, why=why)
        if skipped not in self.skipped:
            self.skipped.append(skipped)
