"""From a run to what the user gets: the reports and the exit code."""

import difflib
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from ringback.commands.arguments import Common
from ringback.errors import UsageError
from ringback.finding import Finding
from ringback.ledger import Ledger
from ringback.reports import REPORTS
from ringback.reports.evidence.curl import NOWHERE, Reach
from ringback.reports.live_lines import LiveLines
from ringback.reports.output import LIVE, ReportSpec, parse_spec, problems_of, write
from ringback.reports.run_store import RunStore
from ringback.reports.scribe import Scribe
from ringback.verdict import AskedOperation, Run, exit_code


def report_specs(common: Common) -> tuple[ReportSpec, ...]:
    """The reports asked for; text on standard output unless told otherwise. Raises UsageError."""
    problems: list[str] = []
    specs: list[ReportSpec] = []
    for text in common.reports:
        try:
            specs.append(parse_spec(text))
        except UsageError as error:
            problems += error.problems
    problems += problems_of(specs)
    if problems:
        raise UsageError(tuple(problems))
    if not common.quiet and all(spec.path is not None for spec in specs):
        specs.insert(0, ReportSpec(format="text"))
    return tuple(specs)


def check_rules(common: Common, known: tuple[str, ...]) -> None:
    """UsageError for every rule id of --select and --ignore that names no rule and no area."""
    areas = {rule.split("/", maxsplit=1)[0] for rule in known}
    problems = []
    for option, rules in (("--select", common.select), ("--ignore", common.ignore)):
        for rule in rules:
            if rule in known or rule.rstrip("/") in areas:
                continue
            near = nearest(rule, known)
            hint = f"; did you mean {' or '.join(near[:3])}?" if near else ""
            problems.append(f"{option} {rule}: no such rule{hint}")
    if problems:
        raise UsageError(tuple(problems))


def nearest(rule: str, known: tuple[str, ...]) -> list[str]:
    """The rules that may be meant: of the same area, if there are such."""
    area, _, _ = rule.rpartition("/")
    alike = [each for each in known if rule.rpartition("/")[2] in each]
    near = difflib.get_close_matches(rule, known, n=3, cutoff=0.8)
    if not any(each.startswith(f"{area}/") for each in known):
        alike = near or alike  # the area itself is misspelt
    alike = alike or near or _near_name(rule, known)
    return [each for each in alike if each.startswith(f"{area}/")] or alike


def _near_name(rule: str, known: tuple[str, ...]) -> list[str]:
    """The rules whose own name, or whose area, is spelt nearly so."""
    names = {each.rpartition("/")[2]: each for each in known}
    areas = {each.partition("/")[0] for each in known}
    near = difflib.get_close_matches(rule.rpartition("/")[2], names)
    if near or rule.partition("/")[0] in areas:  # it is no area that was misspelt
        return [names[each] for each in near]
    return difflib.get_close_matches(rule.rstrip("/"), areas)


def ledger_for(common: Common) -> Ledger:
    """A ledger that keeps the rules which were asked for."""
    return Ledger(select=common.select, ignore=common.ignore)


def relative(finding: Finding, root: Path) -> Finding:
    """The finding with its file as seen from this folder, alike on every machine."""
    return replace(
        finding,
        file=_seen(finding.file or "", root) or None,
        message=under(finding.message, root),
        places=tuple(_seen(each, root) for each in finding.places),
    )


def located(asked: Iterable[AskedOperation], root: Path) -> tuple[AskedOperation, ...]:
    """The operations with their files as seen from this folder."""
    return tuple(replace(each, file=under(each.file or "", root) or None) for each in asked)


def _seen(name: str, root: Path) -> str:
    """The name of a file without the folder, however that is written."""
    for folder in _written(root):
        name = name.removeprefix(folder)
    return name


def _written(root: Path) -> tuple[str, ...]:
    """A folder as it is named and as it is found, each with what stands before a file in it."""
    return tuple(f"{each}/" for each in (root, root.resolve()) if each != Path())


def under(text: str, root: Path) -> str:
    """The text with the files in it as seen from this folder."""
    for folder in _written(root):
        text = text.replace(folder, "")
    return text


def folder_in_repository(config: Path) -> str:
    """The folder of the configuration as seen from the top of its repository; empty for the top.

    Findings name files as seen from the former, and code scanners from the latter.
    """
    folder = config.resolve().parent
    for top in (folder, *folder.parents):
        if (top / ".git").exists():
            return "" if top == folder else folder.relative_to(top).as_posix()
    return ""


def keep(run: Run, scribe: Scribe, store: RunStore) -> None:
    """Store a run for later; that it can't be is told, and no reason to fail."""
    try:
        store.keep(REPORTS["json"].render(run, scribe), run.command)
    except OSError as error:
        note = f"note: the run is not stored in {store.folder} ({error.strerror})"
        sys.stderr.write(f"ringback: {note}\n")


def tell(  # noqa: PLR0913 -- what is hidden is told apart by what is shown for it
    run: Run,
    specs: tuple[ReportSpec, ...],
    common: Common,
    secrets: Mapping[str, str],
    *,
    made_up: frozenset[str] = frozenset(),
    reach: Reach = NOWHERE,
    hidden: Mapping[str, str] = MappingProxyType({}),
    store: RunStore | None = None,
    lines: LiveLines | None = None,
) -> int:
    """Write the reports; the exit code is the verdict's. `hidden` is what the scribe hides too.

    Where there is a `store`, the run is kept for later; that it can't be is no reason to fail.
    `lines` have told of the run as it went on, and tell how it ended.
    """
    scribe = Scribe.for_run(
        run,
        secrets,
        made_up=made_up,
        reach=reach,
        hidden=hidden,
        folder=folder_in_repository(common.config),
    )
    if store is not None:
        keep(run, scribe, store)
    if lines is not None:
        lines.ended(run, scribe)
        specs = tuple(spec for spec in specs if spec.format != LIVE)
    write(specs, run, scribe, stdout=sys.stdout, colour=common.colour, verbose=common.verbose)
    if lines is not None:
        lines.complain()
    return exit_code(run.verdict)
