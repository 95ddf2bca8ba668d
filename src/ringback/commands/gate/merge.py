"""`ringback merge`: the shards of a check as one run, with one verdict; nothing is judged anew."""

import sys
from dataclasses import replace

from ringback.campaign.known.point_tally import PATCH_TOO_LOW, TOO_LOW, patch_too_low, too_low
from ringback.commands.arguments import MergeOptions
from ringback.commands.common.baseline_files import baseline_of
from ringback.commands.common.mistakes import Mistakes
from ringback.commands.common.reporting import folder_in_repository, keep, report_specs
from ringback.commands.gate.merged_findings import merged_findings
from ringback.commands.gate.merged_run import answered, doubts_of_shards, merged_run
from ringback.commands.gate.shard_reports import shard_reports
from ringback.errors import UsageError
from ringback.finding import Finding
from ringback.reports.output import write
from ringback.reports.retelling import StoredScribe
from ringback.reports.run_store import RunStore
from ringback.reports.scribe import Scribe, ShownFinding
from ringback.reports.stored import as_finding
from ringback.verdict import Run, RunScope, Skipped, conclude, exit_code


def run(options: MergeOptions) -> int:
    """Merge, tell, store, and answer the exit code of the merged verdict."""
    common = options.common
    if common.select or common.ignore:
        told = "the shards are told as they were; --select and --ignore are for each check itself"
        raise UsageError((told,))
    store = RunStore(common.config.resolve().parent)
    folder = folder_in_repository(common.config)
    mistakes = Mistakes()
    with mistakes.gathered():
        specs = report_specs(common)
    with mistakes.gathered():
        baseline = baseline_of(common)
    with mistakes.gathered():
        reports = shard_reports([store.find(each) for each in options.runs], folder)
    mistakes.tell()
    whole, doubts = merged_run(reports), doubts_of_shards(reports)
    succeeded = {each.operation for each in answered(reports) if each.succeeded}
    found = merged_findings(reports, baseline.fingerprints, succeeded)
    whole, below = _coverage(whole, options, doubts)
    found += below
    said = [(each, baseline.word_on(each.fingerprint, each.severity)) for each in found]
    shown = [replace(each, accepted=now, lapsed=before) for each, (now, before) in said]
    scope = _partial(whole.scope or RunScope(), doubts)
    whole = replace(
        whole,
        verdict=conclude([as_finding(each, each.fingerprint) for each in shown], doubts),
        scope=scope,
        exercised=(*whole.exercised, *baseline.told(whole.command, whole.target, scope, shown)),
    )
    scribe = StoredScribe(
        secrets={}, findings={each.fingerprint: each for each in shown}, folder=folder
    )
    keep(whole, scribe, store)
    write(specs, whole, scribe, stdout=sys.stdout, colour=common.colour, verbose=common.verbose)
    return exit_code(whole.verdict)


def _partial(scope: RunScope, doubts: list[str]) -> RunScope:
    """The scope of a run with these doubts."""
    partial = "; ".join(filter(None, (*doubts, scope.partial)))
    return replace(scope, partial=partial or None)


def _coverage(
    whole: Run, options: MergeOptions, doubts: list[str]
) -> tuple[Run, list[ShownFinding]]:
    """Whether enough was seen by all together, where that is asked and can be told."""
    patch = whole.patch_coverage
    least, least_of_patch = options.min_coverage, options.min_patch_coverage
    if least_of_patch is not None and patch is None:
        told = "no shard was told of a change: give each --against REV"
        raise UsageError((f"--min-patch-coverage: {told}",))
    asked = {TOO_LOW: least, PATCH_TOO_LOW: least_of_patch}
    unasked = tuple(rule for rule, percent in asked.items() if percent is None)
    scope = whole.scope or RunScope()
    whole = replace(
        whole, scope=replace(scope, unasked=tuple(dict.fromkeys((*scope.unasked, *unasked))))
    )
    why = "no target was exercised" if whole.target is None else ""
    why = why or ("the shards could not judge" if doubts else "")
    if why:
        skipped = [Skipped(rule=rule, why=why) for rule in asked if rule not in unasked]
        return replace(whole, skipped=(*whole.skipped, *skipped)), []
    found: list[Finding] = []
    if least is not None:
        found += too_low("response", whole.response_coverage, least)
        found += too_low("request", whole.request_coverage, least)
    if least_of_patch is not None and patch is not None:
        found += patch_too_low(patch, least_of_patch)
    scribe = Scribe(secrets={})
    return whole, [scribe.shown(each) for each in found]
