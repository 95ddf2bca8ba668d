"""The commands about runs that are over: told again, in any form, or merged."""

from typing import Any

import click

from ringback.cli.group import group, run
from ringback.cli.options import PERCENT, common, common_options
from ringback.commands.arguments import MergeOptions, ReportOptions


@group.command()
@click.argument("runs", metavar="[RUN]…", nargs=-1)
@click.option("--list", "listed", is_flag=True, help="Name the stored runs, the last one first.")
@common
def report(**given: Any) -> int:
    """Tell a stored run again, in any form.

    RUN is a name of --list, or the path of a JSON report; without it, the last run is told. Of
    several, the oldest first, the last one is told, with what is new, known and fixed in each. The
    exit code is 0 whatever the verdict was.
    """
    options = ReportOptions(common=common_options(given), **given)
    return run("stored.report", options)


@group.command()
@click.argument("runs", metavar="REPORT…", nargs=-1, required=True)
@click.option(
    "--min-coverage",
    type=PERCENT,
    metavar="PERCENT",
    help="A finding when less of the requests' or of the answers' points was seen by all.",
)
@click.option(
    "--min-patch-coverage",
    type=PERCENT,
    metavar="PERCENT",
    help="A finding when less was seen by all of what changed since their --against.",
)
@common
def merge(**given: Any) -> int:
    """One verdict of the shards of a check.

    REPORT is the JSON report of a run with --shard; all of them are needed.
    """
    return run("gate.merge", MergeOptions(common=common_options(given), **given))
