"""`ringback lint`: is the description valid, and does it say anything?"""

import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from ringback.commands.arguments import LintOptions
from ringback.commands.common.baseline_files import baseline_of
from ringback.commands.common.mistakes import Mistakes
from ringback.commands.common.overlays import check_overlay, write_overlay
from ringback.commands.common.reporting import (
    check_rules,
    ledger_for,
    relative,
    report_specs,
    tell,
    under,
)
from ringback.commands.common.rule_ids import all_rules
from ringback.commands.setup.subjects import known_settings, page, supplied_by
from ringback.config_reader import load_settings
from ringback.description.reading.remote import is_remote
from ringback.description.reading.sources import DescriptionSource, Piped
from ringback.finding import Finding
from ringback.laws import Knowledge
from ringback.lint import lint
from ringback.lint.fix import INVALID, fixed
from ringback.verdict import Run, RunScope, conclude

_Subject: TypeAlias = tuple[Path | DescriptionSource, tuple[Path, ...]]


def run(options: LintOptions) -> int:
    """Lint, tell, and answer the exit code."""
    started = time.monotonic()
    common = options.common
    # An overlay on standard output is for another program: no report stands before it.
    silent = options.fix == "-" and not common.reports
    mistakes = Mistakes()
    with mistakes.gathered():
        specs = report_specs(replace(common, quiet=common.quiet or silent))
    with mistakes.gathered():
        check_rules(common, all_rules(Knowledge()))
    with mistakes.gathered():
        check_overlay("--fix", options.fix)
    with mistakes.gathered():
        baseline = baseline_of(common)
    mistakes.tell()
    ledger = ledger_for(common)
    found: dict[str, Finding] = {}
    exercised = []
    subjects = _subjects(options)
    for description, overlays in subjects:
        named = (description.name if isinstance(description, Path) else str(description),)
        name = " + ".join((*named, *(path.name for path in overlays)))
        exercised.append(name)
        known = baseline.fingerprints
        for each in lint(description, overlays, allow_remote=options.allow_remote, told=known):
            if ledger.wants(each.rule):
                placed = relative(each, common.config.parent)
                found.setdefault(placed.fingerprint, placed)
    if options.fix is not None:
        exercised.append(_fixed(options, subjects[0], options.fix))
    findings = baseline.applied(found.values())
    root = common.config.parent
    places = (str(each) for place, overlays in subjects for each in (place, *overlays))
    files = tuple(under(each, root) for each in places)
    scope = RunScope(files=files, select=common.select, unasked=common.ignore)
    exercised += baseline.told("lint", None, scope, findings)
    result = Run(
        command="lint",
        verdict=conclude(findings),
        seconds=time.monotonic() - started,
        exercised=tuple(exercised),
        scope=scope,
    )
    return tell(result, specs, common, {})


def _fixed(options: LintOptions, subject: _Subject, path: str) -> str:
    """Write the overlay of the description named, or of the configured one as published."""
    description, overlays = subject
    text = fixed(description, overlays, allow_remote=options.allow_remote)
    write_overlay("--fix", path, text)
    if "\noverlay:" in text:
        return f"an overlay of what the description means in {path}"
    if INVALID in text:
        return f"the description is not valid, so nothing can be derived: no overlay in {path}"
    return f"the description means what it says: no overlay in {path}"


def _subjects(options: LintOptions) -> list[_Subject]:
    """The description named, or the configured one under each of its readings."""
    if options.description == "-":
        return [(Piped(sys.stdin.buffer.read()), options.overlays)]
    if options.description is not None:
        if is_remote(options.description):
            headers = supplied_by(options.credentials).plain_headers
            place = page(options.description, known_settings(options.common.config), headers)
            return [(place, options.overlays)]
        return [(Path(options.description), options.overlays)]
    settings = load_settings(options.common.config)
    return [(settings.description, overlays) for overlays in settings.readings.values()]
