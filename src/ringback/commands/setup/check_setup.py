"""From the options of a check to what it needs: every mistake in them is told at once."""

import random
import re
from dataclasses import dataclass, replace
from functools import partial

from ringback.baseline import Baseline
from ringback.campaign.resource.configured import unknown_names
from ringback.campaign.resource.paths import resources_of
from ringback.campaign.run.asking_order import AskingTurn
from ringback.campaign.run.outcome import Plan
from ringback.campaign.session.budget import Budget
from ringback.commands.arguments import CheckOptions
from ringback.commands.common.baseline_files import baseline_of
from ringback.commands.common.mistakes import Mistakes
from ringback.commands.common.reporting import check_rules, report_specs
from ringback.commands.common.rule_ids import all_rules
from ringback.commands.setup import replaying
from ringback.commands.setup.asking_first import asked_first
from ringback.commands.setup.description_sources import Read, Side, Sides, read
from ringback.commands.setup.patches import patch_of
from ringback.commands.setup.subjects import subject_of, supplied_by
from ringback.config import ResponseTimes, Settings, TargetSettings
from ringback.contract import Contract
from ringback.errors import ConfigError, UsageError, did_you_mean
from ringback.generation.case_store import CaseStore
from ringback.laws import Knowledge
from ringback.operation import Operation
from ringback.reports.output import ReportSpec
from ringback.reports.run_store import FOLDER, RunStore
from ringback.reports.stored import StoredReport
from ringback.shard import Shard
from ringback.target_choice import chosen_target
from ringback.wiring import Aim, aim, contracts, knowledge

_MOST = 1_000  # shards
_SHARD = re.compile(r"([0-9]{1,4})/([0-9]{1,4})")
_DIGITS = 18  # of a seed: what any generator of numbers takes


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Everything that a check needs; `aim` is None where no target is wanted.

    `forms` is the contract whose concrete forms the laws go by; `report` is what is replayed;
    `against` is the older description that the one of the contract is compared with. `note` says
    where the description is from, where that is not the configuration. `budget` is what the run may
    spend: what the options say comes before what the target says.
    """

    settings: Settings
    specs: tuple[ReportSpec, ...]
    knowledge: Knowledge
    contract: Contract
    forms: Contract
    plan: Plan
    aim: Aim | None
    budget: Budget
    report: StoredReport | None = None
    against: Read | None = None
    note: str = ""
    baseline: Baseline


def asked(options: CheckOptions) -> Asked:
    """Build what the options name; nothing is sent. Raises ConfigError and UsageError."""
    common = options.common
    supplied = supplied_by(options.credentials)
    target = "" if options.no_target else options.target
    found = subject_of(common.config, options.description, target, supplied.plain_headers)
    settings = found.settings.at(options.target)
    mistakes = Mistakes()
    with mistakes.gathered():
        specs = report_specs(common)
    with mistakes.gathered():
        baseline = baseline_of(common)
    report = None
    with mistakes.gathered():
        report = replaying.report_of(options)
    with mistakes.gathered():
        seed = _seed(options.seed)
    with mistakes.gathered():
        known = knowledge(settings)
        check_rules(common, all_rules(known, settings.resources))
    with mistakes.gathered():
        judged, forms = contracts(settings, options.reading)
        with mistakes.gathered():
            operations = _operations(judged, options)
        with mistakes.gathered():
            _check_resources(settings, judged)
        aimed = (
            None
            if options.no_target
            else aim(
                settings,
                options.target,
                judged,
                options.timeout,
                dry=options.dry_run,
                supplied=supplied,
                allow_writes=options.allow_writes,
            )
        )
    shard = None
    with mistakes.gathered():
        shard = _shard(options)
    older = None
    with mistakes.gathered():
        older = _older(options, settings)
    mistakes.tell()
    side, against = older or (None, None)
    patch = None
    if side is not None and against is not None and report is None:
        chosen = [each.id for each in operations] if options.operations or options.tags else None
        patch = patch_of(judged, forms, against, partial(_over, options, side), chosen)
    budget = _budget(options, settings)
    first: tuple[AskingTurn, ...] = ()
    if aimed is not None and report is None:
        entries, store = baseline.entries, RunStore(settings.root)
        name = aimed.target.name
        first = asked_first(store, name, budget, forms, operations, accepted=entries, patch=patch)
    return Asked(
        settings=settings,
        specs=specs,
        knowledge=known,
        contract=judged,
        forms=forms,
        plan=Plan(
            operations=operations,
            seed=seed,
            deep=options.deep,
            patch=patch,
            first=first,
            shard=shard,
            cases=CaseStore(settings.root / FOLDER),
        ),
        aim=aimed,
        budget=budget,
        report=report,
        against=against,
        note=found.note,
        baseline=baseline,
    )


def _older(options: CheckOptions, settings: Settings) -> tuple[Side, Read] | None:
    """The older description that the run is held against, and where it stands; None for none."""
    if options.against is not None:
        side = Sides(options.common.config, _overlaid(options, options.reading))
        found = side.side(options.against)
        return found, read(found, settings.root)
    if options.min_patch_coverage is not None:
        what = "say since which REV or FILE the change is measured"
        raise UsageError((f"--min-patch-coverage needs --against: {what}",))
    return None


def _over(options: CheckOptions, side: Side, reading: str) -> Side:
    """The older side under another reading."""
    return Sides(options.common.config, _overlaid(options, reading)).over(side.source)


def _overlaid(options: CheckOptions, reading: str) -> str | None:
    """The reading of the older side: a description that the options name has no overlays."""
    return reading if options.description is None and options.common.config.exists() else None


def _budget(options: CheckOptions, settings: Settings) -> Budget:
    """What the run may spend, by the options, else by its target."""
    target = TargetSettings()
    if not options.no_target:
        target = chosen_target(settings, options.target) or target
    return Budget(
        requests=options.max_requests or target.max_requests,
        seconds=options.max_time or target.max_time or options.usual_seconds,
        rate=options.rate or target.rate,
        response_times=_response_times(options, settings, target),
    )


def _response_times(
    options: CheckOptions, settings: Settings, target: TargetSettings
) -> ResponseTimes:
    """What answers may take: the command line's word for all of them, else the file's for each.

    The nearer word wins: of an operation on this target, of it on any, of the target's others.
    """
    if options.max_response_time is not None:
        return ResponseTimes(usual=options.max_response_time)
    there = target.max_response_time
    return replace(there, named={**settings.response_times, **there.named})


def _seed(text: str) -> int:
    """The seed as a number; a random one is printed by the report."""
    if text == "random":
        return random.SystemRandom().randrange(2**32)
    if text.isascii() and text.isdecimal() and len(text) <= _DIGITS:
        return int(text)
    raise UsageError((f"--seed {text}: must be a whole number, or random",))


def _shard(options: CheckOptions) -> Shard | None:
    """The part of the check that is asked for; None for all of it."""
    text = options.shard
    if text is None:
        return None
    given = _SHARD.fullmatch(text)
    index, of = map(int, given.groups()) if given else (0, 0)
    if not 1 <= index <= of <= _MOST:
        problem = f"must be I/N with I from 1 to N, and N {_MOST} at most, such as 2/5"
        raise UsageError((f"--shard {text}: {problem}",))
    if options.replay is not None:
        raise UsageError(("--shard and --replay don't go together: a replay is short",))
    return Shard(index=index, of=of)


def _check_resources(settings: Settings, judged: Contract) -> None:
    """ConfigError for operations and parents that are named and nobody described."""
    known = {operation.id for operation in judged.operations}
    known |= {each.name for each in judged.description.left_out}  # which is told of elsewhere
    inferred = {each.name for each in resources_of(judged.operations)}
    problems = list(unknown_names(settings.resources, known, inferred))
    problems += [
        f"operations.{name}: no such operation{did_you_mean(name, known)}"
        for name in settings.operations
        if name not in known
    ]
    problems += [
        f"targets.{name}.irreversible: no such operation {each}{did_you_mean(each, known)}"
        for name, target in settings.targets.items()
        for each in target.irreversible
        if each not in known and settings.is_described
    ]
    problems += [
        f"targets.{name}.max_response_time.{each}: no such operation{did_you_mean(each, known)}"
        for name, target in settings.targets.items()
        for each in target.max_response_time.named
        if each not in known and settings.is_described
    ]
    if problems:
        raise ConfigError(str(settings.file), tuple(problems))


def _operations(judged: Contract, options: CheckOptions) -> tuple[Operation, ...]:
    """The operations asked for; UsageError names those that don't exist."""
    known = {operation.id: operation for operation in judged.operations}
    described = judged.description
    problems = [
        f"--operation {described.why_left_out(name)}"
        if described.why_left_out(name)
        else f"--operation {name}: no such operation (described: {', '.join(known)})"
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
