"""`ringback validate`: recorded payloads against the description."""

import difflib
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ringback.commands.arguments import Common, ValidateOptions
from ringback.commands.common.baseline_files import baseline_of
from ringback.commands.common.described_places import described
from ringback.commands.common.judged_counts import (
    asked_operations_of,
    exercised_by,
    operations_of,
)
from ringback.commands.common.mistakes import Mistakes
from ringback.commands.common.outside import outside
from ringback.commands.common.overlays import check_overlay
from ringback.commands.common.passed_files import is_recording
from ringback.commands.common.reporting import (
    check_rules,
    ledger_for,
    relative,
    report_specs,
    tell,
    under,
)
from ringback.commands.common.skipped_parts import left_out, placed
from ringback.commands.common.strictness import NOT_JUDGED, strictly
from ringback.commands.payloads.shown import shown
from ringback.commands.payloads.validate_workers import judge
from ringback.commands.setup.subjects import subject_of, supplied_by
from ringback.config import Settings
from ringback.contract import Contract
from ringback.crashes import doubts_of
from ringback.description import load
from ringback.errors import UsageError
from ringback.recordings import Mapping, Source, sources
from ringback.secrets import house_rules
from ringback.validate import Bare, payload_schema
from ringback.validate.pieces.spread import Gathered
from ringback.validate.setup import Looking, Setup
from ringback.validate.tally import Tally
from ringback.verdict import Counts, Inconclusive, Run, RunScope, Verdict, conclude


def run(options: ValidateOptions) -> int:
    """Judge everything, tell, and answer the exit code."""
    started = time.monotonic()
    common = options.common
    headers = supplied_by(options.credentials).plain_headers
    settings = subject_of(common.config, options.description, headers=headers).settings
    # An overlay on standard output is for another program: no report stands before it.
    silent = options.suggest == "-" and not common.reports
    mistakes = Mistakes()
    with mistakes.gathered():
        specs = report_specs(replace(common, quiet=common.quiet or silent))
    if common.select or common.ignore:
        with mistakes.gathered():
            _check_rules(common)
    with mistakes.gathered():
        baseline = baseline_of(common)
    with mistakes.gathered():
        check_overlay("--suggest", options.suggest)
    with mistakes.gathered():
        setup = _setup(options, settings)
    mistakes.tell()
    found, others = sources(options.paths), list[Source]()
    if options.skip_others and setup.bare is None:  # else bare payloads are meant
        others = [each for each in found if not is_recording(each, settings.recordings)]
        found = [each for each in found if each not in others]
    gathered = Gathered()
    cut_short = judge(options, setup, found, gathered)
    tally = gathered.tally
    ledger = ledger_for(common)
    seen = shown(tally, setup, options)
    found_ones = [*tally.findings(), *(relative(each, settings.root) for each in seen.findings)]
    not_judged = (*tally.unjudged.entries, *tally.not_judged)
    found_ones += strictly(not_judged) if options.strict_judged else []
    findings = baseline.applied(each for each in found_ones if ledger.wants(each.rule))
    doubts = [*tally.unjudged.doubts, *doubts_of(tally.not_judged)]
    idle = others and not found  # whoever passes any files has asked for nothing else
    if not (sum(tally.judged.values()) or findings or doubts or idle):
        doubts.append(_nothing(found, tally))
    verdict: Verdict = conclude(findings, doubts)
    if cut_short:  # no verdict is given on a part, whatever it showed
        verdict = Inconclusive(why=tuple(cut_short), findings=tuple(findings))
    scope = _scope(options, settings, [*cut_short, *doubts])
    result = Run(
        command="validate",
        verdict=verdict,
        reading=options.reading,
        seconds=time.monotonic() - started,
        skipped=(*outside(tally), *placed(left_out(setup.description), settings.root)),
        counts=Counts(recordings=tally.entries, operations=operations_of(tally)),
        exercised=(
            *exercised_by(tally),
            *seen.exercised,
            *(f"left out, as it is no recording: {each.name}" for each in others),
            *baseline.told("validate", None, scope, findings),
        ),
        scope=scope,
        response_coverage=seen.response,
        request_coverage=seen.request,
        not_judged=not_judged,
        asked=tuple(asked_operations_of(tally, setup.contract(), settings.root)),
        described=described(setup.description, findings),
    )
    return tell(result, specs, common, {})


def _scope(options: ValidateOptions, settings: Settings, doubts: list[str]) -> RunScope:
    """What was asked: these paths, and the rules that no option asks for beside them."""
    optional = {
        NOT_JUDGED: options.strict_judged,
        "coverage/too-low": options.min_coverage is not None,
        "recording/stale": options.max_age is not None,
        "secret": options.secrets,
        "recording/no-operation": options.strict_scope,
        "recording/other-host": options.strict_scope,
        "recording/expectation": options.expectations,
    }
    return RunScope(
        operations=None if options.operation is None else (options.operation,),
        files=tuple(under(str(Path(each).resolve()), settings.root) for each in options.paths),
        select=options.common.select,
        unasked=(*options.common.ignore, *(rule for rule, given in optional.items() if not given)),
        partial="; ".join(doubts) or None,
    )


def _check_rules(common: Common) -> None:
    """UsageError for a rule that there isn't; what knows them all takes its time to import."""
    from ringback.commands.common.rule_ids import all_rules  # noqa: PLC0415 -- slow, and rarely asked for
    from ringback.laws import Knowledge  # noqa: PLC0415 -- the same

    check_rules(common, all_rules(Knowledge()))


def _setup(options: ValidateOptions, settings: Settings) -> Setup:
    """What the options ask for; UsageError where they don't go together."""
    if options.reading not in settings.readings:
        known = ", ".join(settings.readings)
        raise UsageError((f"--reading {options.reading}: no such reading (configured: {known})",))
    description = load(
        settings.description, settings.readings[options.reading], seen_from=settings.root
    )
    setup = Setup(
        description=description,
        reading=options.reading,
        mapping=Mapping.parse(options.mapping) if options.mapping else None,
        hosts=(*settings.hosts, *options.hosts),
        strict_scope=options.strict_scope,
        expectations=options.expectations,
        looking=_looking(options),
        secrets=options.secrets,
        rules=house_rules(settings.secrets),
        max_age=options.max_age,
        today=datetime.now(UTC).date(),
        bare=_bare(options, Contract(description, options.reading)),
    )
    if setup.bare is not None and options.mapping:
        raise UsageError(("--map and --operation don't go together: lines are one or the other",))
    return setup


def _looking(options: ValidateOptions) -> Looking:
    """How many payloads are looked at for what they show."""
    whole = options.coverage or options.suggest or options.min_coverage is not None
    return Looking.ALL if whole else Looking.SAMPLE


def _bare(options: ValidateOptions, judged: Contract) -> tuple[str, int | None] | None:
    """What bare payloads are judged as; UsageError where the options don't go together."""
    if options.operation is None:
        if options.status is not None or options.request:
            raise UsageError(("--status and --request need --operation ID",))
        return None
    known = [operation.id for operation in judged.operations]
    if options.operation not in known:
        near = difflib.get_close_matches(options.operation, known)
        hint = f"did you mean {near[0]}?" if near else f"described: {', '.join(known)}"
        raise UsageError((f"--operation {options.operation}: no such operation; {hint}",))
    if (options.status is None) == (not options.request):
        raise UsageError(("say either --status N (an answer) or --request, not both, not none",))
    operation = judged.operation(options.operation)
    bare = Bare(operation=operation, status=None if options.request else options.status)
    if payload_schema(bare) is None:
        side = "request body" if options.request else f"answer {options.status}"
        statuses = ", ".join(answer.status for answer in operation.answers)
        text = f"{operation.id} documents no JSON {side} (answers: {statuses})"
        raise UsageError((text,))
    return operation.id, bare.status


def _nothing(found: list[Source], tally: Tally) -> str:
    """Why nothing was judged."""
    if not found:
        return "no file was found to judge"
    if tally.unjudged.entries:
        return "nothing was judged: no entry says anything about the contract"
    if tally.outside:
        return "nothing was judged: every entry is out of scope"
    return "nothing was judged: no entry was found"
