"""The one answer a run gives, and what a report tells about the run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from ringback.change import Comparison
from ringback.finding import Finding
from ringback.payload_map import PayloadMap
from ringback.shard import CoveragePoint, ShardPart


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The contract was exercised and nothing broke it but what the baseline holds."""

    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """At least one finding of severity error that the baseline does not hold."""

    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inconclusive:
    """Could not judge: `why` holds one sentence a reason. Never green on nothing."""

    why: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


Verdict = Kept | Broken | Inconclusive


def conclude(findings: Sequence[Finding], doubts: Sequence[str] = ()) -> Verdict:
    """The verdict: an error breaks it; without one, any doubt makes it inconclusive."""
    held = tuple(findings)
    if any(finding.counts for finding in held):
        return Broken(findings=held)
    if doubts:
        return Inconclusive(why=tuple(doubts), findings=held)
    return Kept(findings=held)


def exit_code(verdict: Verdict) -> int:
    """The exit code that the interface gives a verdict."""
    match verdict:
        case Kept():
            return 0
        case Broken():
            return 1
        case Inconclusive():
            return 3
        case _:
            assert_never(verdict)


def name_of(verdict: Verdict) -> str:
    """The verdict's word: kept, broken or inconclusive."""
    return type(verdict).__name__.lower()


class RestoreState(StrEnum):
    """Whether what the run wrote is as it was before, by what was read again."""

    UNTOUCHED = "untouched"
    RESTORED = "restored"
    NOT_RESTORED = "not-restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """How the run left the target; `notes` tell what the API gives no way to undo.

    `things` name what was written and how it stands, and the collections that were compared.
    """

    state: RestoreState = RestoreState.UNTOUCHED
    notes: tuple[str, ...] = ()
    things: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A rule that was not judged, by name, with the reason."""

    rule: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotJudged:
    """Something that could not be judged, and why; `count` is how often that was met."""

    what: str
    why: str
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much was exercised: exchanges sent, recordings judged, operations answered."""

    exchanges: int = 0
    recordings: int = 0
    operations: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """Coverage points of one side: how many were seen, of how many, and which are missing.

    `missing` are JSON Pointers into the description, `names` the same points for a person.
    `aside` names what is not counted, because no request of the run can bring it about. `points`
    are all of them, as a shard tells them for the others.
    """

    covered: int = 0
    total: int = 0
    missing: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    points: tuple[CoveragePoint, ...] = field(default=(), repr=False, compare=False)

    @property
    def percent(self) -> float:
        """The share that was seen, in percent; 100 where there is nothing to see."""
        return 100 * self.covered / self.total if self.total else 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PatchCoverage:
    """What a change of the description touches, and how much of that the run exercised.

    `against` names the older description; `touched` and `exercised` are ids of operations.
    """

    against: str
    touched: tuple[str, ...] = ()
    exercised: tuple[str, ...] = ()
    points: Covered = field(default_factory=Covered)

    @property
    def missing(self) -> tuple[str, ...]:
        """The operations that it touches and that nothing exercised."""
        return tuple(each for each in self.touched if each not in self.exercised)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySlot:
    """A place that takes a resource's key (`where` as of a parameter, or body), or tells it.

    `where` is answer for one that tells it: `place` is then a runtime expression of OpenAPI.
    """

    operation: str
    where: str
    place: str
    inferred: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """Something that was seen of a resource, and how often."""

    what: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceTold:
    """A resource as the run took it: what was inferred, from what, and what was observed.

    `roles` holds the ids of operations by what they do, `dropped` what did not hold.
    """

    name: str
    path: str
    inferred: str
    key: str | None = None
    parent: str | None = None
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keys: tuple[KeySlot, ...] = ()
    observed: tuple[Observation, ...] = ()
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """How long an operation's answers took: percentiles in seconds, of how many answers."""

    answers: int
    p50: float
    p95: float
    p99: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedOperation:
    """An operation that was exercised: where it is described, and what was asked of it.

    `rules` holds how often each rule was put to the test, and `law` for the laws, which stories
    of several requests ask together; `seconds` is what its answers took.
    """

    operation: str
    file: str | None = None
    line: int | None = None
    seconds: float = 0.0
    rules: Mapping[str, int] = field(default_factory=dict)
    latency: Latency | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunScope:
    """What a run asked, so that what it did not find is known to be gone.

    `operations` and `files` are None for all there are; `select` are the rules asked for, empty
    for all, `unasked` those that were not, as rules or areas. `partial` says why nothing is known
    of what was not found.
    """

    operations: tuple[str, ...] | None = None
    files: tuple[str, ...] | None = None
    select: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()
    partial: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendStep:
    """A run among others before it: the fingerprints of what is new, and what is fixed by name.

    `known` counts the findings that a run before it has met.
    """

    run: str
    verdict: str
    new: tuple[str, ...] = ()
    known: int = 0
    fixed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Everything a report may tell about one run. `exercised` names what was, one line each.

    `comparison` and `patch_coverage` are None for a run that compared no descriptions, `scope` for
    one without findings, `part` for one that is no shard. `described` has what the description says
    at the places of findings, as JSON text by their pointers. `trend` are the runs up to this one,
    where several are told together.
    """

    command: str
    verdict: Verdict
    target: str | None = None
    reading: str | None = None
    seed: int | None = None
    seconds: float = 0.0
    restored: Restored = field(default_factory=Restored)
    skipped: tuple[Skipped, ...] = ()
    counts: Counts = field(default_factory=Counts)
    response_coverage: Covered = field(default_factory=Covered)
    request_coverage: Covered = field(default_factory=Covered)
    exercised: tuple[str, ...] = ()
    patch_coverage: PatchCoverage | None = None
    comparison: Comparison | None = None
    scope: RunScope | None = None
    not_judged: tuple[NotJudged, ...] = ()
    resources: tuple[ResourceTold, ...] = ()
    asked: tuple[AskedOperation, ...] = ()
    part: ShardPart | None = None
    maps: tuple[PayloadMap, ...] = ()
    described: Mapping[str, str] = field(default_factory=dict)
    trend: tuple[TrendStep, ...] = ()
