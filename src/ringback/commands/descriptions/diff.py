"""`ringback diff`: what a change of the description breaks."""

import time
from dataclasses import dataclass
from pathlib import Path

from ringback.baseline import Baseline
from ringback.change import Comparison
from ringback.changes import semver
from ringback.commands.arguments import DiffOptions
from ringback.commands.common.baseline_files import baseline_of, today
from ringback.commands.common.collecting import seldom_collected
from ringback.commands.common.mistakes import Mistakes
from ringback.commands.common.reporting import check_rules, ledger_for, report_specs, tell
from ringback.commands.common.rule_ids import all_rules
from ringback.commands.common.skipped_parts import left_out, placed
from ringback.commands.setup.compared_descriptions import (
    compared,
    findings,
    life_cycle,
    wanted,
)
from ringback.commands.setup.description_sources import Read, Side, Sides, read
from ringback.commands.setup.subjects import known_settings, supplied_by
from ringback.laws import Knowledge
from ringback.reports.output import ReportSpec
from ringback.verdict import Counts, Run, RunScope, conclude


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Everything that a comparison needs."""

    specs: tuple[ReportSpec, ...]
    base: Read
    head: Read
    pinned: Read | None
    baseline: Baseline


@seldom_collected()
def run(options: DiffOptions) -> int:
    """Compare, tell, and answer the exit code."""
    started = time.monotonic()
    common, root = options.common, options.common.config.resolve().parent
    subject = _asked(options, root)
    sides = [each.description for each in (subject.base, subject.head, subject.pinned) if each]
    life = life_cycle(known_settings(common.config), today())
    found = compared(subject.base, subject.head, subject.pinned, options.operations, life)
    bump = [found.version] if options.semver else []
    told = (*found.changes, *(each.change for each in bump if each.change is not None))
    changes = wanted(told, ledger_for(common).wants, root)
    doubts = [] if found.operations else ["nothing was compared: neither side has an operation"]
    told_ones = findings(changes, strict_unknown=options.strict_unknown)
    held = subject.baseline.applied(told_ones)
    scope = RunScope(
        operations=options.operations or None,
        select=common.select,
        unasked=(*common.ignore, *([] if options.semver else [semver.RULE])),
        partial="; ".join(doubts) or None,
    )
    result = Run(
        command="diff",
        verdict=conclude(held, doubts),
        reading=options.reading,
        seconds=time.monotonic() - started,
        exercised=(
            *found.sides,
            found.counted,
            *(each.sentence for each in bump),
            *subject.baseline.told("diff", None, scope, held),
        ),
        skipped=tuple(dict.fromkeys(placed(left_out(*sides, in_part=True), root))),
        counts=Counts(operations=found.operations),
        comparison=Comparison(changes=tuple(changes), everything=options.everything),
        scope=scope,
    )
    return tell(result, subject.specs, common, {})


def _asked(options: DiffOptions, root: Path) -> _Asked:
    """Find and read the sides; UsageError with every mistake of the command line and in them."""
    common, mistakes = options.common, Mistakes()
    headers = supplied_by(options.credentials).plain_headers
    sides = Sides(common.config, options.reading, headers)
    older = (*options.overlays, *options.base_overlays)
    newer = (*options.overlays, *options.head_overlays)

    def side(found: Side) -> Read:
        return read(found, root, allow_remote=options.allow_remote)

    pinned: Read | None = None
    with mistakes.gathered():
        specs = report_specs(common)
    with mistakes.gathered():
        check_rules(common, all_rules(Knowledge()))
    with mistakes.gathered():
        baseline = baseline_of(common)
    with mistakes.gathered():
        base = side(sides.side(options.base, older))
    with mistakes.gathered():
        name = options.head
        head = side(sides.configured(newer) if name is None else sides.side(name, newer))
    if options.pinned is not None:
        with mistakes.gathered():
            pinned = side(sides.side(options.pinned, older))
    mistakes.tell()
    return _Asked(specs=specs, base=base, head=head, pinned=pinned, baseline=baseline)
