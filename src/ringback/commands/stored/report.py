"""`ringback report`: a stored run in another form; nothing is judged anew."""

import sys
from collections.abc import Iterator
from dataclasses import replace

from ringback.commands.arguments import ReportOptions
from ringback.commands.common.reporting import folder_in_repository, report_specs
from ringback.errors import UsageError
from ringback.reports.output import write
from ringback.reports.retelling import retold
from ringback.reports.run_store import RunStore
from ringback.reports.stored import whole_report
from ringback.reports.trend import trend_of


def run(options: ReportOptions) -> int:
    """Tell a run again, or list those that are stored: 0 whatever their verdicts were."""
    common = options.common
    if common.select or common.ignore:
        told = "a stored run is told as it was; --select and --ignore are for the run itself"
        raise UsageError((told,))
    specs = report_specs(common)
    store = RunStore(common.config.resolve().parent)
    if options.listed:
        if options.runs:
            raise UsageError(
                (f"--list names every run, and {options.runs[0]} is one: say one of them",)
            )
        sys.stdout.writelines(_lines(store))
        return 0
    paths = [store.find(name) for name in options.runs or (None,)]
    reports = [(path.stem, whole_report(path)) for path in paths]
    again, scribe = retold(reports[-1][1], folder_in_repository(common.config))
    if len(reports) > 1:
        again = replace(again, trend=trend_of(reports))
    write(specs, again, scribe, stdout=sys.stdout, colour=common.colour, verbose=common.verbose)
    return 0


def _lines(store: RunStore) -> Iterator[str]:
    """A line a run, the last one first."""
    told = False
    for each in store.runs():
        told = True
        verdict = each.verdict or "can't be read"
        parts = (each.name, each.time, each.command, each.target or "no target", verdict)
        yield "  ".join(filter(None, parts)) + "\n"
    if not told:
        yield f"no run is stored in {store.folder}\n"
