"""The commands about recordings: judge them, make them, take them over."""

from pathlib import Path
from typing import Any

import click

from ringback.cli.group import group, run
from ringback.cli.options import (
    ALLOW_WRITES,
    DESCRIPTION,
    MAX_AGE,
    PERCENT,
    READING,
    REDACT,
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
from ringback.commands.arguments import ImportOptions, RecordOptions, ValidateOptions

_MAP = click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="NAME=POINTER",
    help="Where an NDJSON log of other names holds a part: method=/http/verb.",
)
_INTO = click.option(
    "--into",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("recordings"),
    show_default=True,
    help="The folder to write to.",
)
_HOST = click.option(
    "--host", "hosts", multiple=True, metavar="NAME", help="Entries of this host are ours, too."
)


@group.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@READING
@click.option("--operation", metavar="ID", help="What bare payloads belong to.")
@click.option("--status", type=click.IntRange(100, 599), help="Bare payloads are this answer.")
@click.option("--request", is_flag=True, help="Bare payloads are the request body.")
@click.option(
    "--no-expect",
    "expectations",
    flag_value=False,
    default=True,
    type=bool,
    help="Tell the findings that recordings are known to have as any others.",
)
@_MAP
@_HOST
@click.option("--strict-scope", is_flag=True, help="What is not ours is an error.")
@STRICT_JUDGED
@click.option("--workers", type=click.IntRange(1, 256), metavar="N", help="Else one a core.")
@click.option(
    "--block",
    type=click.IntRange(min=1),
    default=8_000_000,
    show_default=True,
    metavar="BYTES",
    help="How much of a file is one piece of work.",
)
@click.option("--dask", metavar="SCHEDULER", help="Judge on a Dask cluster: its address.")
@click.option("--coverage", is_flag=True, help="Look at every payload, not at a sample of many.")
@click.option(
    "--min-coverage",
    type=PERCENT,
    metavar="PERCENT",
    help="A finding when the recordings show less of the description's points.",
)
@click.option(
    "--suggest",
    metavar="overlay[=PATH]",
    callback=overlay_path,
    help="Write an overlay that documents what the recordings show and the description lacks.",
)
@click.option("--secrets", is_flag=True, help="Look for secrets in them as well.")
@MAX_AGE
@SKIP_OTHERS
@DESCRIPTION
@credentials
@common
def validate(**given: Any) -> int:
    """Judge recorded payloads; - reads standard input."""
    given["credentials"] = credentials_of(given)
    return run("payloads.validate", ValidateOptions(common=common_options(given), **given))


@group.command()
@click.option("--target", default="reference", show_default=True, help="A configured name or URL.")
@READING
@click.option("--operation", "operations", multiple=True, metavar="ID", help="Only these.")
@_INTO
@click.option("--seed", default="0", show_default=True, help="A number, or random.")
@click.option("--timeout", type=SECONDS, metavar="SECONDS", help="How long one answer may take.")
@click.option("--max-requests", type=click.IntRange(min=1), help="Send no more than these.")
@click.option("--max-time", type=SECONDS, metavar="SECONDS", help="Stop after so long.")
@click.option("--rate", metavar="N/s", help="No more than N requests a second.")
@ALLOW_WRITES
@WAIT
@REDACT
@credentials
@common
def record(rate: str | None, **given: Any) -> int:
    """Make recordings of a target, one a coverage point; secrets never reach the disk."""
    given["credentials"] = credentials_of(given)
    options = RecordOptions(common=common_options(given), rate=rate_of(rate), **given)
    return run("payloads.record", options)


@group.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="FILE…")
@READING
@_INTO
@_MAP
@_HOST
@REDACT
@common
def import_(**given: Any) -> int:
    """Make recordings from what other tools stored, one a distinct shape; secrets stay out."""
    return run("payloads.importing", ImportOptions(common=common_options(given), **given))
