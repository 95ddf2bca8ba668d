"""The commands that judge services and descriptions, and those that serve and prove."""

from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from ringback.cli.group import group, run
from ringback.cli.options import (
    ALLOW_WRITES,
    DESCRIPTION,
    MAX_AGE,
    PERCENT,
    READING,
    SECONDS,
    SKIP_OTHERS,
    STRICT_JUDGED,
    WAIT,
    common,
    common_options,
    credentials,
    credentials_of,
    overlay_path,
    rate_of,
)
from ringback.commands.arguments import (
    CheckOptions,
    InitOptions,
    LintOptions,
    ProveOptions,
)

_ONCE = ("dry_run", "replay", "shard")  # of check: what a run is a part or a plan of


@group.command()
@click.option("--target", default="reference", show_default=True, help="A configured name or URL.")
@DESCRIPTION
@credentials
@click.option("--no-target", is_flag=True, help="The description and the recordings alone.")
@click.option("--dry-run", is_flag=True, help="Say what would be sent; nothing leaves.")
@READING
@click.option("--seed", default="0", show_default=True, help="A number, or random.")
@click.option("--operation", "operations", multiple=True, metavar="ID", help="Only these.")
@click.option(
    "--deep",
    is_flag=True,
    help="Send random cases as long as they show something new; takes minutes.",
)
@click.option("--tag", "tags", multiple=True, help="Only operations with this tag.")
@click.option("--max-requests", type=click.IntRange(min=1), help="Send no more than these.")
@click.option(
    "--max-time",
    type=SECONDS,
    metavar="SECONDS",
    help="Stop after so long; 300 for a target that is named by its URL.",
)
@click.option(
    "--max-response-time",
    type=SECONDS,
    metavar="SECONDS",
    help="A finding when the 95th percentile of an operation is above it.",
)
@click.option("--rate", metavar="N/s", help="No more than N requests a second.")
@click.option(
    "--concurrency",
    type=click.IntRange(1, 64),
    metavar="N",
    help="How many requests that change nothing go out together; else what suits the target.",
)
@click.option(
    "--timeout",
    type=SECONDS,
    metavar="SECONDS",
    help="How long one answer may take; 10 where the configuration says nothing.",
)
@click.option(
    "--min-coverage",
    type=PERCENT,
    metavar="PERCENT",
    help="A finding when less of the requests' or of the answers' points was seen.",
)
@STRICT_JUDGED
@ALLOW_WRITES
@WAIT
@MAX_AGE
@click.option(
    "--against",
    metavar="REV|FILE",
    help="Compare the description with an older one as well: what does the change break?",
)
@click.option(
    "--min-patch-coverage",
    type=PERCENT,
    metavar="PERCENT",
    help="A finding when less was seen of what changed since --against.",
)
@click.option(
    "--replay",
    type=click.Path(path_type=Path),
    metavar="REPORT",
    help="Only the findings of this JSON report: which still fail?",
)
@click.option(
    "--shard", metavar="I/N", help="The Ith of N parts; ringback merge makes one verdict of them."
)
@click.option(
    "--watch", is_flag=True, help="Stay, and judge anew what a changed file touches; Ctrl-C ends."
)
@common
def check(rate: str | None, *, watch: bool, **given: Any) -> int:
    """Judge description, recordings and a target: one verdict."""
    source = click.get_current_context().get_parameter_source("target")
    if given["no_target"] and source is not ParameterSource.DEFAULT:
        raise click.UsageError("--no-target and --target don't go together: say one of them")
    once = [f"--{name.replace('_', '-')}" for name in _ONCE if watch and given.get(name)]
    if once:
        raise click.UsageError(
            f"--watch does not go with {' and '.join(once)}: it stays and runs again"
        )
    options = CheckOptions(
        common=common_options(given),
        credentials=credentials_of(given),
        rate=rate_of(rate),
        **given,
    )
    return run("gate.watch" if watch else "gate.check", options)


@group.command()
@click.option("--target", required=True, help="The URL or the name of the target.")
@DESCRIPTION
@credentials
@READING
@ALLOW_WRITES
@WAIT
@common
def restore(**given: Any) -> int:
    """Put right what a run that was killed has left."""
    options = CheckOptions(common=common_options(given), credentials=credentials_of(given), **given)
    return run("gate.restore", options)


@group.command()
@click.argument("descriptions", nargs=-1, metavar="[DESCRIPTION]…")
@click.option(
    "--overlay",
    "overlays",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Judge the description with this overlay.",
)
@click.option("--allow-remote", is_flag=True, help="Fetch references to other hosts.")
@click.option(
    "--fix",
    metavar="overlay[=PATH]",
    callback=overlay_path,
    help="Write an overlay that makes the description say what it plainly means.",
)
@SKIP_OTHERS
@credentials
@common
def lint(**given: Any) -> int:
    """Is the description valid, and does it say anything?

    DESCRIPTION is a file, a URL, or - for standard input; of several there is one verdict. Without
    one, it is the configured description under each of its readings.
    """
    given["credentials"] = credentials_of(given)
    return run("descriptions.lint", LintOptions(common=common_options(given), **given))


@group.command()
@click.argument("description", required=False)
@click.option("--target", metavar="URL", help="Where the service runs, if the URL does not say.")
@credentials
@click.option(
    "--max-requests", type=click.IntRange(min=1), help="Of the check; no more than these."
)
@click.option(
    "--max-time", type=SECONDS, metavar="SECONDS", help="Of the check; stop after so long."
)
@common
def init(**given: Any) -> int:
    """The files that an API needs to start, and its first verdict.

    DESCRIPTION is a file, a URL, or the URL of a service. Nothing is overwritten.
    """
    options = InitOptions(common=common_options(given), credentials=credentials_of(given), **given)
    return run("projects.init", options)


@group.command()
@READING
@click.option("--kind", "kinds", multiple=True, help="Only faults of this kind.")
@click.option("--only", "names", multiple=True, metavar="NAME", help="Only this fault, or *.")
@click.option(
    "--seeds",
    type=click.IntRange(min=0),
    default=3,
    show_default=True,
    help="Under how many seeds nothing may be found on right services.",
)
@click.option("--habits", is_flag=True, help="Run the other right services as well.")
@click.option("--all", "everything", is_flag=True, help="Every hand-made fault, not one a sort.")
@click.option(
    "--random-cases",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="How many random cases of each operation are sent besides.",
)
@common
def prove(**given: Any) -> int:
    """Plant faults, and show how many the gate sees."""
    return run("prove", ProveOptions(common=common_options(given), **given))
