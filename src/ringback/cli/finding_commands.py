"""The commands about findings: which are accepted, and what their rules mean."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from ringback.cli.group import group, run
from ringback.cli.options import BASELINE, CONFIG
from ringback.commands.arguments import BaselineOptions, Common, ExplainOptions

_FROM = click.option(
    "--from",
    "report",
    type=click.Path(path_type=Path),
    required=True,
    metavar="REPORT",
    help="The JSON report of a run.",
)


@group.group()
def baseline() -> None:
    """Findings that are accepted for now: by whom, why, and until when."""


def _common(given: dict[str, Any]) -> Common:
    """What every one of them takes."""
    return Common(config=given.pop("config"), baseline=given.pop("baseline"))


@baseline.command()
@_FROM
@click.option("--owner", metavar="NAME", help="Who answers for them.")
@click.option("--reason", metavar="TEXT", help="Why they are accepted; else a TODO stands there.")
@click.option(
    "--expires",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The last day on which they are held, such as 2027-01-31; else there is none.",
)
@CONFIG
@BASELINE
def update(expires: datetime | None, **given: Any) -> int:
    """Accept the errors of a report that are not accepted yet, and anew what has run out."""
    until: date | None = expires.date() if expires else None
    options = BaselineOptions(action="update", common=_common(given), expires=until, **given)
    return run("stored.baseline", options)


@baseline.command()
@_FROM
@CONFIG
@BASELINE
def prune(**given: Any) -> int:
    """Take out what a report asked for and shows no more."""
    return run("stored.baseline", BaselineOptions(action="prune", common=_common(given), **given))


@baseline.command()
@CONFIG
@BASELINE
def show(**given: Any) -> int:
    """List the accepted findings, with the days that they are held yet."""
    return run("stored.baseline", BaselineOptions(action="show", common=_common(given), **given))


@group.command()
@click.argument("rule", required=False)
def explain(rule: str | None) -> int:
    """What does a rule mean, and what is to be done? Without RULE, all are listed."""
    return run("explaining", ExplainOptions(rule=rule))
