"""`ringback check`: description, recordings, then the target; one verdict."""

import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from rich.console import Console
from rich.progress import Progress

from ringback.campaign.ledger import Ledger
from ringback.campaign.names import Names
from ringback.campaign.outcome import Outcome, Plan
from ringback.campaign.run import Campaign
from ringback.campaign.session import Budget, Session
from ringback.commands.options import CheckOptions
from ringback.commands.rules import all_rules
from ringback.commands.telling import check_rules, ledger_for, report_specs, tell
from ringback.config import Settings, load_settings
from ringback.contract import Contract
from ringback.errors import UsageError
from ringback.finding import Finding
from ringback.laws import Knowledge
from ringback.lint import lint
from ringback.operation import Operation
from ringback.recordings import files, read
from ringback.validate import judge_entry
from ringback.verdict import Counts, Inconclusive, Restored, Run, Skipped, Verdict, conclude
from ringback.wiring import Aim, aim, contracts, knowledge


@dataclass(slots=True, kw_only=True)
class _Gathered:
    """What the parts of a check have brought so far."""

    findings: list[Finding] = field(default_factory=list)
    exercised: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    recordings: int = 0
    exchanges: int = 0
    operations: int = 0
    restored: Restored = field(default_factory=Restored)
    interrupted: bool = False


def run(options: CheckOptions) -> int:
    """Judge, tell, and answer the exit code."""
    started = time.monotonic()
    common = options.common
    settings = load_settings(common.config)
    known = knowledge(settings)
    specs = report_specs(common)
    check_rules(common, all_rules(known))
    judged, forms = contracts(settings, options.reading)
    plan = Plan(operations=_operations(judged, options), seed=_seed(options.seed))
    aimed = None if options.no_target else aim(settings, options.target, judged)
    if options.dry_run:
        return _dry_run(options, plan, judged, aimed)
    gathered = _Gathered()
    ledger = ledger_for(common)
    _description(settings, options, gathered, ledger)
    _recordings(settings, judged, gathered, ledger)
    made_up: frozenset[str] = frozenset()
    if aimed is not None:
        made_up = _target(options, plan, (judged, forms), known, aimed, gathered, ledger)
    elif not gathered.recordings:
        gathered.doubts.append("nothing was exercised: no target, and no recordings")
    result = Run(
        command="check",
        verdict=_verdict(gathered),
        target=aimed.target.name if aimed else None,
        reading=options.reading,
        seed=plan.seed,
        seconds=time.monotonic() - started,
        restored=gathered.restored,
        skipped=tuple(gathered.skipped),
        counts=Counts(
            exchanges=gathered.exchanges,
            recordings=gathered.recordings,
            operations=gathered.operations,
        ),
        exercised=tuple(gathered.exercised),
    )
    base_url = aimed.target.base_url if aimed else None
    secrets = aimed.secrets if aimed else {}
    return tell(result, specs, common, secrets, made_up=made_up, base_url=base_url)


def _verdict(gathered: _Gathered) -> Verdict:
    """The verdict of all parts; an interrupted run gives none, whatever it had found."""
    if gathered.interrupted:
        return Inconclusive(why=tuple(gathered.doubts), findings=tuple(gathered.findings))
    return conclude(gathered.findings, gathered.doubts)


def _seed(text: str) -> int:
    """The seed as a number; a random one is printed by the report."""
    if text == "random":
        return random.SystemRandom().randrange(2**32)
    if text.isdigit():
        return int(text)
    raise UsageError((f"--seed {text}: must be a whole number, or random",))


def _operations(judged: Contract, options: CheckOptions) -> tuple[Operation, ...]:
    """The operations asked for; UsageError names those that don't exist."""
    known = {operation.id: operation for operation in judged.operations}
    problems = [
        f"--operation {name}: no such operation (described: {', '.join(known)})"
        for name in options.operations
        if name not in known
    ]
    tags = {tag for operation in known.values() for tag in operation.tags}
    problems += [
        f"--tag {tag}: no operation has it (there are: {', '.join(sorted(tags)) or 'none'})"
        for tag in options.tags
        if tag not in tags
    ]
    if problems:
        raise UsageError(tuple(problems))
    if not options.operations and not options.tags:
        return tuple(known.values())
    wanted = set(options.tags)
    return tuple(
        operation
        for operation in known.values()
        if operation.id in options.operations or wanted & set(operation.tags)
    )


def _description(
    settings: Settings, options: CheckOptions, gathered: _Gathered, ledger: Ledger
) -> None:
    """Lint the description under the reading that is judged."""
    overlays = settings.readings[options.reading]
    found = [each for each in lint(settings.description, overlays) if ledger.wants(each.rule)]
    gathered.findings += found
    name = settings.description.name
    gathered.exercised.append(f"description {name}, {options.reading} reading")


def _recordings(
    settings: Settings, judged: Contract, gathered: _Gathered, ledger: Ledger
) -> None:
    """Judge every recording of the configuration."""
    known = 0
    for file in files([str(path) for path in settings.recordings]):
        entry = read(file)
        gathered.recordings += 1
        found = list(judge_entry(entry, judged))
        known += len(list(judge_entry(entry, judged, expectations=False))) - len(found)
        gathered.findings += [
            _relative(each, settings) for each in found if ledger.wants(each.rule)
        ]
    if gathered.recordings:
        note = f", {known} known findings as expected" if known > 0 else ""
        gathered.exercised.append(f"{gathered.recordings} recordings{note}")


def _relative(finding: Finding, settings: Settings) -> Finding:
    """The finding with its file as seen from the configuration's folder."""
    root = f"{settings.root}/"
    return replace(finding, file=(finding.file or "").removeprefix(root) or None)


def _target(
    options: CheckOptions,
    plan: Plan,
    judged_and_forms: tuple[Contract, Contract],
    known: Knowledge,
    aimed: Aim,
    gathered: _Gathered,
    ledger: Ledger,
) -> frozenset[str]:
    """Run the campaign; answers the ids that the target made up."""
    judged, forms = judged_and_forms
    names = Names(known.names, aimed.values, plan.seed)
    with _progress(options) as tick:
        session = Session(
            target=aimed.target,
            contract=judged,
            forms=forms,
            knowledge=known,
            values=aimed.values,
            names=names,
            ledger=ledger,
            budget=Budget(
                requests=options.max_requests, seconds=options.max_time, rate=options.rate
            ),
            progress=tick,
        )
        try:
            outcome = Campaign(session, plan).run()
        finally:
            aimed.target.close()
    _take(outcome, gathered)
    gathered.exchanges = session.sent
    gathered.operations = sum(
        1 for operation in plan.operations if session.answered[operation.id, "2xx"]
    )
    return frozenset(names.made_up)


def _take(outcome: Outcome, gathered: _Gathered) -> None:
    gathered.findings += outcome.findings
    gathered.doubts += outcome.doubts
    gathered.skipped += outcome.skipped
    gathered.exercised += outcome.exercised
    gathered.restored = outcome.restored
    gathered.interrupted = outcome.interrupted


@contextmanager
def _progress(options: CheckOptions) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, nothing elsewhere: how many requests were sent."""
    if options.common.quiet or not sys.stderr.isatty():
        yield lambda _count: None
        return
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(f"asking {options.target}", total=options.max_requests)
        yield lambda count: progress.update(
            task, completed=count, description=f"asking {options.target}: {count} requests"
        )


def _dry_run(
    options: CheckOptions, plan: Plan, judged: Contract, aimed: Aim | None
) -> int:
    """Say what would be sent and written; nothing leaves."""
    lines = [f"dry run: nothing is sent, {options.reading} reading, seed {plan.seed}"]
    if aimed is None:
        lines.append("no target: the description and the recordings alone would be judged")
    else:
        lines.append(f"target {aimed.target.name}")
        lines += [_would(operation) for operation in plan.operations]
    lines += [f"would write {spec}" for spec in options.common.reports if "=" in spec]
    sys.stdout.write("\n".join(lines) + "\n")
    del judged
    return 0


def _would(operation: Operation) -> str:
    kind = "reads" if operation.safe else "updates, put back at the end,"
    return f"would send {kind} by {operation.method} {operation.path} ({operation.id})"

