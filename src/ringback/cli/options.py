"""The options that several commands share, and the numbers that options take."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ringback.commands.arguments import Common, Credentials

_F = TypeVar("_F", bound=Callable[..., Any])


class _Number(click.FloatRange):
    """A number of something; a NaN passes every comparison, so the range alone would let it in."""

    def __init__(self, what: str, **bounds: Any) -> None:
        super().__init__(**bounds)
        self.what = what

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The number as a float; BadParameter for what can't be counted so."""
        number = float(super().convert(value, param, ctx))
        if number != number:  # noqa: PLR0124 -- only a NaN differs from itself
            self.fail(f"{value} is no number of {self.what}", param, ctx)
        return number


SECONDS = _Number("seconds", min=0, min_open=True, max=86_400)
PERCENT = _Number("percent", min=0, max=100)
MAX_AGE = click.option(
    "--max-age",
    type=click.IntRange(min=0),
    metavar="DAYS",
    help="A warning for recordings that are older, or bear no date.",
)
STRICT_JUDGED = click.option(
    "--strict-judged", is_flag=True, help="What could not be judged is an error."
)
ALLOW_WRITES = click.option(
    "--allow-writes",
    is_flag=True,
    help="Write as the target's table says: to production, and what nothing takes back.",
)
WAIT = click.option(
    "--wait",
    type=SECONDS,
    is_flag=False,
    flag_value=86_400,
    metavar="[SECONDS]",
    help="Wait until another run on the same account has ended, so long at most.",
)
SKIP_OTHERS = click.option(
    "--skip-others",
    is_flag=True,
    help="Leave out files that are none of these, and say so: for hooks, which name any file.",
)
DESCRIPTION = click.option(
    "--description",
    metavar="FILE|URL",
    help="The description, in the place of the configured one.",
)
READING = click.option(
    "--reading", default="strict", show_default=True, help="Which reading of the description."
)

REDACT = click.option(
    "--redact-names",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Names of what is secret besides, one name or glob a line.",
)

CONFIG = click.option(
    "--config",
    type=click.Path(path_type=Path),
    default=Path("ringback.toml"),
    show_default=True,
    help="The configuration file.",
)
BASELINE = click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Accepted findings; ringback.baseline.toml beside the configuration, if it is there.",
)


def common(command: _F) -> _F:
    """The options that mean the same everywhere."""
    for option in reversed(
        (
            CONFIG,
            click.option(
                "--report",
                "reports",
                multiple=True,
                metavar="FORMAT[=PATH]",
                help="Write text, json, jsonl, junit, markdown, sarif, github or gitlab; to "
                "standard output without a path.",
            ),
            click.option("--select", multiple=True, metavar="RULE,…", help="Only these rules."),
            click.option("--ignore", multiple=True, metavar="RULE,…", help="Not these rules."),
            BASELINE,
            click.option("-q", "--quiet", is_flag=True, help="No text report, no progress."),
            click.option(
                "-v", "--verbose", is_flag=True, help="Latencies, and tracebacks of ringback's own."
            ),
            click.option("--no-color", is_flag=True, help="No colour, also on a terminal."),
        )
    ):
        command = option(command)
    return command


def credentials(command: _F) -> _F:
    """What goes on requests, and never into a report."""
    for option in reversed(
        (
            click.option(
                "-H",
                "--header",
                "headers",
                multiple=True,
                metavar="'NAME: VALUE'",
                help="A header for every request; never in a report.",
            ),
            click.option(
                "--auth", metavar="USER:PASSWORD", help="Basic credentials; never in a report."
            ),
            click.option(
                "--token-from-env", metavar="NAME", help="The variable that holds the token."
            ),
        )
    ):
        command = option(command)
    return command


def credentials_of(given: dict[str, Any]) -> Credentials:
    """Take the credentials out of what click parsed."""
    return Credentials(
        headers=given.pop("headers"),
        auth=given.pop("auth"),
        token_from_env=given.pop("token_from_env"),
    )


def common_options(given: dict[str, Any]) -> Common:
    """Take the common options out of what click parsed."""
    no_color = given.pop("no_color") or bool(os.environ.get("NO_COLOR"))
    return Common(
        config=given.pop("config"),
        reports=given.pop("reports"),
        select=_split(given.pop("select")),
        ignore=_split(given.pop("ignore")),
        baseline=given.pop("baseline"),
        quiet=given.pop("quiet"),
        verbose=given.pop("verbose"),
        colour=sys.stdout.isatty() and not no_color,
    )


def _split(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.strip() for text in texts for part in text.split(",") if part.strip())


def rate_of(text: str | None) -> float | None:
    """`N/s` as requests a second."""
    if text is None:
        return None
    try:
        rate = float(text.removesuffix("/s"))
    except ValueError:
        rate = 0.0
    if not rate > 0 or rate == float("inf"):
        raise click.BadParameter(f"{text!r} is not N/s, such as 5/s", param_hint="--rate")
    return rate


def overlay_path(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> str | None:
    """The path behind `overlay=`; `-` for standard output where none is given."""
    if value is None:
        return None
    what, _, path = value.partition("=")
    if what != "overlay":
        raise click.BadParameter(f"{value!r} is not overlay[=PATH]")
    return path or "-"
