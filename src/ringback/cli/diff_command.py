"""The command about two descriptions: what changed between them, and whom it hurts."""

from typing import Any

import click

from ringback.cli.group import group, run
from ringback.cli.options import common, common_options, credentials, credentials_of
from ringback.commands.arguments import DiffOptions


@group.command()
@click.argument("base")
@click.argument("head", required=False)
@click.option("--operation", "operations", multiple=True, metavar="ID", help="Only these.")
@click.option("--overlay", "overlays", multiple=True, metavar="FILE", help="Of both sides.")
@click.option(
    "--base-overlay", "base_overlays", multiple=True, metavar="FILE", help="Of the older side."
)
@click.option(
    "--head-overlay", "head_overlays", multiple=True, metavar="FILE", help="Of the newer side."
)
@click.option("--reading", metavar="NAME", help="With the overlays of a configured reading.")
@click.option(
    "--pinned",
    metavar="FILE|REV[:PATH]",
    help="Hold the newer side against this one as well: steps that break nobody can add up.",
)
@click.option("--allow-remote", is_flag=True, help="Fetch references to other hosts.")
@click.option("--strict-unknown", is_flag=True, help="What is not proved is an error.")
@click.option("--all", "everything", is_flag=True, help="List what hurts nobody, too.")
@click.option("--semver", is_flag=True, help="Say which version the change needs.")
@credentials
@common
def diff(**given: Any) -> int:
    """What breaks between two descriptions?

    BASE and HEAD are paths, URLs, REV:PATH of git, or - for standard input. A revision alone is
    the configured description as it was then; without HEAD it is held against the one of today.
    """
    given["credentials"] = credentials_of(given)
    return run("descriptions.diff", DiffOptions(common=common_options(given), **given))
