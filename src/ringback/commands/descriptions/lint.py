"""`ringback lint`: is the description valid, and does it say anything?"""

import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from ringback.commands.arguments import Common, LintOptions
from ringback.commands.common.baseline_files import baseline_of
from ringback.commands.common.collecting import seldom_collected
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
from ringback.commands.setup.subjects import known_settings, page, supplied_by
from ringback.config_reader import load_settings
from ringback.description.reading.remote import is_remote
from ringback.description.reading.sources import DescriptionSource, Piped
from ringback.errors import DescriptionError, UsageError
from ringback.finding import Finding
from ringback.lint import FLOODS, RULES, Linting
from ringback.verdict import Run, RunScope, Skipped, conclude

_UNASKED = "it is asked of a description with overlays, which is to be strict, and with --select"
_Subject: TypeAlias = tuple[Path | DescriptionSource, tuple[Path, ...]]


@seldom_collected()
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
        _check_rules(common)
    with mistakes.gathered():
        check_overlay("--fix", options.fix)
    with mistakes.gathered():
        baseline = baseline_of(common)
    with mistakes.gathered():
        _check_single(options)
    mistakes.tell()
    ledger = ledger_for(common)
    found: dict[str, Finding] = {}
    exercised, unreadable = [], list[DescriptionError]()
    asked = {name for name in FLOODS if common.select and ledger.wants(name)}
    unasked: dict[str, None] = {}
    others = _others(options)
    options = replace(
        options, descriptions=tuple(each for each in options.descriptions if each not in others)
    )
    subjects = [] if others and not options.descriptions else _subjects(options)
    linting = Linting()
    for description, overlays in subjects:
        try:
            exercised.append(_named(description, overlays, options))
            known = baseline.fingerprints
            left = {} if overlays else {name: FLOODS[name] for name in FLOODS if name not in asked}
            unasked |= dict.fromkeys(name for name in left if ledger.wants(name))
            for each in linting(
                description,
                overlays,
                rules=[each for each in RULES if each not in left.values()],
                allow_remote=options.allow_remote,
                told=known,
            ):
                if ledger.wants(each.rule):
                    placed = relative(each, common.config.parent)
                    found.setdefault(placed.fingerprint, placed)
        except DescriptionError as error:
            unreadable.append(error)
    if unreadable and (len(unreadable) == len(subjects) or not options.descriptions):
        raise DescriptionError(tuple(dict.fromkeys(it for e in unreadable for it in e.problems)))
    # Beside others that could be read it is a doubt.
    doubts = [
        under(told, common.config.parent)
        for error in unreadable
        for told in str(error).splitlines()
    ]
    exercised += [f"left out, as it is no description: {name}" for name in others]
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
        verdict=conclude(findings, doubts),
        seconds=time.monotonic() - started,
        exercised=tuple(exercised),
        skipped=tuple(Skipped(rule=name, why=_UNASKED) for name in unasked),
        scope=scope,
    )
    return tell(result, specs, common, {})


def _check_rules(common: Common) -> None:
    """UsageError for what --select and --ignore name, and is no rule."""
    if not common.select and not common.ignore:
        return
    from ringback.commands.common.rule_ids import all_rules  # noqa: PLC0415 -- every command's
    from ringback.laws import Knowledge  # noqa: PLC0415 -- rules, of which lint has its own

    check_rules(common, all_rules(Knowledge()))


def _check_single(options: LintOptions) -> None:
    """UsageError for several descriptions with what goes with one alone."""
    if len(options.descriptions) < 2:
        return
    told = {"--overlay": bool(options.overlays), "--fix": options.fix is not None}
    told["-"] = "-" in options.descriptions
    problems = [f"{name} goes with one description, and several are named" for name in told]
    problems = [each for each, given in zip(problems, told.values(), strict=True) if given]
    if problems:
        raise UsageError(tuple(problems))


def _others(options: LintOptions) -> list[str]:
    """The files that are no description, where those are to be left out."""
    if not options.skip_others:
        return []
    from ringback.commands.common.passed_files import (  # noqa: PLC0415 -- it reads recordings
        is_description,
    )

    return [each for each in dict.fromkeys(options.descriptions) if not is_description(each)]


def _named(
    description: Path | DescriptionSource, overlays: tuple[Path, ...], options: LintOptions
) -> str:
    """What a report calls a description with its overlays; of several, the whole path."""
    alone = isinstance(description, Path) and len(options.descriptions) <= 1
    name = description.name if alone and isinstance(description, Path) else str(description)
    return " + ".join((name, *(path.name for path in overlays)))


def _fixed(options: LintOptions, subject: _Subject, path: str) -> str:
    """Write the overlay of the description named, or of the configured one as published."""
    from ringback.lint.fix import INVALID, fixed  # noqa: PLC0415 -- slow, and rarely asked for

    description, overlays = subject
    text = fixed(description, overlays, allow_remote=options.allow_remote)
    write_overlay("--fix", path, text)
    if "\noverlay:" in text:
        return f"an overlay of what the description means in {path}"
    if INVALID in text:
        return f"the description is not valid, so nothing can be derived: no overlay in {path}"
    return f"the description means what it says: no overlay in {path}"


def _subjects(options: LintOptions) -> list[_Subject]:
    """The descriptions named, or the configured one under each of its readings."""
    if options.descriptions:
        named = dict.fromkeys(options.descriptions)
        return [(_place(each, options), options.overlays) for each in named]
    settings = load_settings(options.common.config)
    return [(settings.description, overlays) for overlays in settings.readings.values()]


def _place(name: str, options: LintOptions) -> Path | DescriptionSource:
    """Where a description stands that is named on the command line."""
    if name == "-":
        return Piped(sys.stdin.buffer.read())
    if not is_remote(name):
        return Path(name)
    headers = supplied_by(options.credentials).plain_headers
    return page(name, known_settings(options.common.config), headers)
