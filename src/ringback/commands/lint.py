"""`ringback lint`: is the description valid, and does it say anything?"""

import time
from dataclasses import replace
from pathlib import Path

from ringback.commands.options import LintOptions
from ringback.commands.overlays import check_overlay, write_overlay
from ringback.commands.rules import all_rules
from ringback.commands.telling import check_rules, ledger_for, relative, report_specs, tell
from ringback.config import load_settings
from ringback.finding import Finding
from ringback.laws import Knowledge
from ringback.lint import lint
from ringback.lint.fix import fixed
from ringback.verdict import Run, conclude


def run(options: LintOptions) -> int:
    """Lint, tell, and answer the exit code."""
    started = time.monotonic()
    common = options.common
    # An overlay on standard output is for another program: no report stands before it.
    silent = options.fix == "-" and not common.reports
    specs = report_specs(replace(common, quiet=common.quiet or silent))
    check_rules(common, all_rules(Knowledge()))
    check_overlay("--fix", options.fix)
    ledger = ledger_for(common)
    found: dict[str, Finding] = {}
    exercised = []
    for description, overlays in _subjects(options):
        exercised.append(" + ".join(path.name for path in (description, *overlays)))
        for each in lint(description, overlays, allow_remote=options.allow_remote):
            if ledger.wants(each.rule):
                placed = relative(each, common.config.resolve().parent)
                found.setdefault(placed.fingerprint, placed)
    if options.fix is not None:
        exercised.append(_fixed(options, options.fix))
    result = Run(
        command="lint",
        verdict=conclude(list(found.values())),
        seconds=time.monotonic() - started,
        exercised=tuple(exercised),
    )
    return tell(result, specs, common, {})


def _fixed(options: LintOptions, path: str) -> str:
    """Write the overlay of the description named, or of the configured one as published."""
    description, overlays = _subjects(options)[0]
    text = fixed(description, overlays, allow_remote=options.allow_remote)
    write_overlay("--fix", path, text)
    if "\noverlay:" in text:
        return f"an overlay of what the description means in {path}"
    return f"the description means what it says: no overlay in {path}"


def _subjects(options: LintOptions) -> list[tuple[Path, tuple[Path, ...]]]:
    """The description named, or the configured one under each of its readings."""
    if options.description is not None:
        return [(options.description, options.overlays)]
    settings = load_settings(options.common.config)
    return [(settings.description, overlays) for overlays in settings.readings.values()]
