"""Commands that serve: a mock of an API, and a proxy before a service."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ringback.cli.group import group, run
from ringback.cli.options import (
    DESCRIPTION,
    READING,
    REDACT,
    SECONDS,
    common,
    common_options,
    credentials,
    credentials_of,
)
from ringback.commands.arguments import (
    MockOptions,
    ProxyOptions,
)

_F = TypeVar("_F", bound=Callable[..., Any])


_HOST = click.option(
    "--host", default="127.0.0.1", show_default=True, help="The address to listen at."
)


def _port(usual: int) -> Callable[[_F], _F]:
    return click.option(
        "--port",
        type=click.IntRange(0, 65535),
        default=usual,
        show_default=True,
        help="The port to listen at; 0 for a free one.",
    )


@group.command()
@click.option("--target", metavar="NAME", help="Serve this target's app as it stands.")
@DESCRIPTION
@READING
@click.option(
    "--stateful", metavar="MODULE:NAME", help="An ASGI app, or what makes one, to keep things."
)
@click.option(
    "--mode",
    type=click.Choice(["stateful", "recorded", "generated"]),
    help="Where answers come from; stateful where nothing is said.",
)
@click.option(
    "--recordings",
    multiple=True,
    metavar="PATH",
    help="Recordings, cassettes, HAR: answered with besides the configured ones.",
)
@click.option(
    "--fault",
    metavar="NAME",
    help="latency, rate-limited, unavailable, closed, truncated, timeout, or a planted one.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Which of several answers is made.",
)
@click.option(
    "--stub",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Write a stub of the router for editors and type checkers, and serve nothing.",
)
@click.option("--cors", is_flag=True, help="Pages of every origin may ask.")
@click.option("--hot-reload", is_flag=True, help="Load anew what changes on the disk.")
@_HOST
@_port(8642)
@credentials
@common
def mock(**given: Any) -> int:
    """Serve an API as its description has it: `Prefer: code=404` chooses an answer.

    What was called stands under /__ringback/exchanges.
    """
    given["credentials"] = credentials_of(given)
    return run("serving.mock", MockOptions(common=common_options(given), **given))


@group.command()
@click.option("--target", required=True, metavar="NAME|URL", help="Where requests are passed on.")
@DESCRIPTION
@READING
@_HOST
@_port(8643)
@click.option("--timeout", type=SECONDS, metavar="SECONDS", help="For each step of an answer; 60.")
@click.option(
    "--record",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Write recordings there in the end, one a shape, without secrets.",
)
@click.option(
    "--har",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write all that went by there in the end, without secrets.",
)
@click.option("--strict-scope", is_flag=True, help="Calls of no operation are errors.")
@REDACT
@credentials
@common
def proxy(**given: Any) -> int:
    """Pass requests on to a server and judge what goes by; the verdict comes with Ctrl-C."""
    given["credentials"] = credentials_of(given)
    return run("serving.proxy", ProxyOptions(common=common_options(given), **given))
