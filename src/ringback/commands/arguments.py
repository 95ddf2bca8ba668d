"""What a command was asked to do, as values: light, so that the command line starts fast."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

USUAL_SECONDS = 300.0  # seconds of a run on a target that is named by its URL


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What every command takes; `baseline` is None for the one beside the configuration."""

    config: Path = Path("ringback.toml")
    reports: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    baseline: Path | None = None
    quiet: bool = False
    verbose: bool = False
    colour: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What the command line gives for requests: `Name: value` lines, USER:PASSWORD, a variable."""

    headers: tuple[str, ...] = field(default=(), repr=False)
    auth: str | None = field(default=None, repr=False)
    token_from_env: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """What `ringback check` takes. `seed` is a number, or random.

    `description` is a path or a URL, None for the configured one, or what the target tells. `shard`
    is I/N as it was written. `wait`
    is how many seconds another run is waited for, None for none.
    """

    common: Common = field(default_factory=Common)
    target: str = "reference"
    description: str | None = None
    credentials: Credentials = field(default_factory=Credentials)
    no_target: bool = False
    dry_run: bool = False
    reading: str = "strict"
    seed: str = "0"
    deep: bool = False
    operations: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    max_requests: int | None = None
    max_time: float | None = None
    max_response_time: float | None = None
    rate: float | None = None
    concurrency: int | None = None
    timeout: float | None = None
    allow_writes: bool = False
    wait: float | None = None
    min_coverage: float | None = None
    strict_judged: bool = False
    max_age: int | None = None
    replay: Path | None = None
    against: str | None = None
    shard: str | None = None
    min_patch_coverage: float | None = None

    @property
    def usual_seconds(self) -> float | None:
        """How long a run may take that nobody has bounded: on a mere URL, not for ever."""
        return USUAL_SECONDS if "://" in self.target else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidateOptions:
    """What `ringback validate` takes.

    `mapping` holds `NAME=POINTER` for a log with names of its own. `hosts` are in scope besides
    those of the description. `suggest` is the path of an overlay to write, `-` for standard output.
    `workers` is None for as many as there are cores; `block` is how many bytes of a file make one
    piece of work. With `skip_others`, files that are no recordings are left out.
    """

    paths: tuple[str, ...]
    common: Common = field(default_factory=Common)
    credentials: Credentials = field(default_factory=Credentials)
    description: str | None = None
    reading: str = "strict"
    operation: str | None = None
    status: int | None = None
    request: bool = False
    expectations: bool = True
    mapping: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    strict_scope: bool = False
    strict_judged: bool = False
    workers: int | None = None
    block: int = 8_000_000
    dask: str | None = None
    coverage: bool = False
    min_coverage: float | None = None
    suggest: str | None = None
    secrets: bool = False
    max_age: int | None = None
    skip_others: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOptions:
    """What `ringback record` takes: recordings of these operations of a target, into a folder.

    `redact_names` is a file of names under which everything is secret.
    """

    common: Common = field(default_factory=Common)
    credentials: Credentials = field(default_factory=Credentials)
    target: str = "reference"
    reading: str = "strict"
    operations: tuple[str, ...] = ()
    folder: Path = Path("recordings")
    seed: str = "0"
    timeout: float | None = None
    max_requests: int | None = None
    max_time: float | None = None
    rate: float | None = None
    allow_writes: bool = False
    wait: float | None = None
    redact_names: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What `ringback import` takes: recordings of what these files hold, into a folder.

    `redact_names` is a file of names under which everything is secret.
    """

    paths: tuple[str, ...]
    common: Common = field(default_factory=Common)
    reading: str = "strict"
    folder: Path = Path("recordings")
    mapping: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    redact_names: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LintOptions:
    """What `ringback lint` takes; without a description, every configured reading is linted.

    A description `-` is standard input. `fix` is the path of an overlay to write, `-` for
    standard output. With `skip_others`, files that are no description are left out.
    """

    common: Common = field(default_factory=Common)
    credentials: Credentials = field(default_factory=Credentials)
    descriptions: tuple[str, ...] = ()
    overlays: tuple[Path, ...] = ()
    allow_remote: bool = False
    fix: str | None = None
    skip_others: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffOptions:
    """What `ringback diff` takes: two sides, each a path, a URL, `REV:path` of git, or `-`.

    Without `head` the configured description is the newer side. `pinned` is one more older side
    that the newer one is held against. The overlays are of one side each (the pinned one has those
    of the base); `overlays` are of both. `reading` names configured ones, for every side.
    """

    base: str
    head: str | None = None
    common: Common = field(default_factory=Common)
    credentials: Credentials = field(default_factory=Credentials)
    operations: tuple[str, ...] = ()
    reading: str | None = None
    overlays: tuple[str, ...] = ()
    base_overlays: tuple[str, ...] = ()
    head_overlays: tuple[str, ...] = ()
    pinned: str | None = None
    allow_remote: bool = False
    strict_unknown: bool = False
    everything: bool = False
    semver: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProveOptions:
    """What `ringback prove` takes. `kinds` and `names` narrow the faults.

    Without `everything`, one hand-made fault stands for those of its sort.
    """

    common: Common = field(default_factory=Common)
    reading: str = "strict"
    kinds: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    seeds: int = 3
    habits: bool = False
    everything: bool = False
    random_cases: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class InitOptions:
    """What `ringback init` takes; the bounds are of the check that it ends with."""

    common: Common = field(default_factory=Common)
    description: str | None = None
    target: str | None = None
    credentials: Credentials = field(default_factory=Credentials)
    max_requests: int | None = None
    max_time: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOptions:
    """What `ringback report` takes: names of stored runs or paths; without any, the last run."""

    common: Common = field(default_factory=Common)
    runs: tuple[str, ...] = ()
    listed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeOptions:
    """What `ringback merge` takes: the reports of all shards, by their paths or names."""

    common: Common = field(default_factory=Common)
    runs: tuple[str, ...] = ()
    min_coverage: float | None = None
    min_patch_coverage: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MockOptions:
    """What `ringback mock` takes. With a `target` its app is served as it stands."""

    common: Common = field(default_factory=Common)
    credentials: Credentials = field(default_factory=Credentials)
    target: str | None = None
    description: str | None = None
    reading: str = "strict"
    recordings: tuple[str, ...] = ()
    stateful: str | None = None
    mode: str | None = None
    fault: str | None = None
    seed: int = 0
    cors: bool = False
    hot_reload: bool = False
    stub: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8642


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyOptions:
    """What `ringback proxy` takes; `timeout` is seconds for each step of an answer.

    Recordings go into `folder`, everything into the file `har`, both without their secrets.
    """

    target: str
    common: Common = field(default_factory=Common)
    credentials: Credentials = field(default_factory=Credentials)
    description: str | None = None
    reading: str = "strict"
    host: str = "127.0.0.1"
    port: int = 8643
    timeout: float | None = None
    folder: Path | None = None
    har: Path | None = None
    strict_scope: bool = False
    redact_names: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineOptions:
    """What `ringback baseline` takes: `action` is update, prune or show; `report` of the first two.

    What is None is not said: a new entry has no owner then and no end, an old one keeps its own.
    """

    action: str
    common: Common = field(default_factory=Common)
    report: Path | None = None
    owner: str | None = None
    reason: str | None = None
    expires: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainOptions:
    """What `ringback explain` takes; without a rule, all of them are listed."""

    rule: str | None = None
