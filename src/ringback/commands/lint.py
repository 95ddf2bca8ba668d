"""`ringback lint`: is the description valid?"""

import time
from pathlib import Path

from ringback.commands.options import LintOptions
from ringback.commands.rules import all_rules
from ringback.commands.telling import check_rules, ledger_for, relative, report_specs, tell
from ringback.config import load_settings
from ringback.finding import Finding
from ringback.laws import Knowledge
from ringback.lint import lint
from ringback.verdict import Run, conclude


def run(options: LintOptions) -> int:
    """Lint, tell, and answer the exit code."""
    started = time.monotonic()
    common = options.common
    specs = report_specs(common)
    check_rules(common, all_rules(Knowledge()))
    ledger = ledger_for(common)
    found: dict[str, Finding] = {}
    exercised = []
    for description, overlays in _subjects(options):
        exercised.append(" + ".join(path.name for path in (description, *overlays)))
        for each in lint(description, overlays, allow_remote=options.allow_remote):
            if ledger.wants(each.rule):
                placed = relative(each, common.config.resolve().parent)
                found.setdefault(placed.fingerprint, placed)
    result = Run(
        command="lint",
        verdict=conclude(list(found.values())),
        seconds=time.monotonic() - started,
        exercised=tuple(exercised),
    )
    return tell(result, specs, common, {})


def _subjects(options: LintOptions) -> list[tuple[Path, tuple[Path, ...]]]:
    """The description named, or the configured one under each of its readings."""
    if options.description is not None:
        return [(options.description, options.overlays)]
    settings = load_settings(options.common.config)
    return [(settings.description, overlays) for overlays in settings.readings.values()]
