"""From the options of a check to what it needs: every mistake in them is told at once."""

import random
from dataclasses import dataclass

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
from ringback.config import Settings, TargetSettings
from ringback.contract import Contract
from ringback.errors import ConfigError, UsageError, did_you_mean
from ringback.laws import Knowledge
from ringback.operation import Operation
from ringback.reports.output import ReportSpec
from ringback.reports.run_store import RunStore
from ringback.reports.stored import StoredReport
from ringback.target_choice import chosen_target
from ringback.wiring import Aim, aim, contracts, knowledge

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
    against = patch = None

    def overlaid(reading: str) -> str | None:
        """The reading of the older side: a description that the options name has no overlays."""
        return reading if options.description is None and common.config.exists() else None

    if options.against is not None:
        with mistakes.gathered():
            side = Sides(common.config, overlaid(options.reading)).side(options.against)
            against = read(side, settings.root)
    elif options.min_patch_coverage is not None:
        with mistakes.gathered():
            what = "say since which REV or FILE the change is measured"
            raise UsageError((f"--min-patch-coverage needs --against: {what}",))
    mistakes.tell()
    if against is not None and report is None:
        chosen = [each.id for each in operations] if options.operations or options.tags else None

        def elsewhere(reading: str) -> Side:
            return Sides(common.config, overlaid(reading)).over(side.source)

        patch = patch_of(judged, forms, against, elsewhere, chosen)
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
        plan=Plan(operations=operations, seed=seed, deep=options.deep, patch=patch, first=first),
        aim=aimed,
        budget=budget,
        report=report,
        against=against,
        note=found.note,
        baseline=baseline,
    )


def _budget(options: CheckOptions, settings: Settings) -> Budget:
    """What the run may spend, by the options, else by its target."""
    target = TargetSettings()
    if not options.no_target:
        target = chosen_target(settings, options.target) or target
    return Budget(
        requests=options.max_requests or target.max_requests,
        seconds=options.max_time or target.max_time or options.usual_seconds,
        rate=options.rate or target.rate,
        response_time=options.max_response_time or target.max_response_time,
    )


def _seed(text: str) -> int:
    """The seed as a number; a random one is printed by the report."""
    if text == "random":
        return random.SystemRandom().randrange(2**32)
    if text.isascii() and text.isdecimal() and len(text) <= _DIGITS:
        return int(text)
    raise UsageError((f"--seed {text}: must be a whole number, or random",))


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
