"""The commands and their options; what a command does is imported when it runs."""

import _thread
import importlib
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from ringback import __version__
from ringback.commands.options import (
    CheckOptions,
    Common,
    LintOptions,
    MockOptions,
    ProveOptions,
    ValidateOptions,
)
from ringback.errors import RingbackError

_AGAIN = 0.05  # seconds until a swallowed interrupt is sent again
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


_SECONDS = _Number("seconds", min=0, min_open=True, max=86_400)
_PERCENT = _Number("percent", min=0, max=100)
_READING = click.option(
    "--reading", default="strict", show_default=True, help="Which reading of the description."
)


def _common(command: _F) -> _F:
    """The options that mean the same everywhere."""
    for option in reversed(
        (
            click.option(
                "--config",
                type=click.Path(path_type=Path),
                default=Path("ringback.toml"),
                show_default=True,
                help="The configuration file.",
            ),
            click.option(
                "--report",
                "reports",
                multiple=True,
                metavar="FORMAT[=PATH]",
                help="Write a report: text, json, junit; to standard output without a path.",
            ),
            click.option("--select", multiple=True, metavar="RULE,…", help="Only these rules."),
            click.option("--ignore", multiple=True, metavar="RULE,…", help="Not these rules."),
            click.option("-q", "--quiet", is_flag=True, help="No text report, no progress."),
            click.option("-v", "--verbose", is_flag=True, help="Tracebacks of ringback's own."),
            click.option("--no-color", is_flag=True, help="No colour, also on a terminal."),
        )
    ):
        command = option(command)
    return command


def _common_options(given: dict[str, Any]) -> Common:
    """Take the common options out of what click parsed."""
    no_color = given.pop("no_color") or bool(os.environ.get("NO_COLOR"))
    return Common(
        config=given.pop("config"),
        reports=given.pop("reports"),
        select=_split(given.pop("select")),
        ignore=_split(given.pop("ignore")),
        quiet=given.pop("quiet"),
        verbose=given.pop("verbose"),
        colour=sys.stdout.isatty() and not no_color,
    )


def _split(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.strip() for text in texts for part in text.split(",") if part.strip())


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ringback")
def group() -> None:
    """Does this API still keep its promise?"""


@group.command()
@click.option("--target", default="reference", show_default=True, help="A configured name or URL.")
@click.option("--no-target", is_flag=True, help="The description and the recordings alone.")
@click.option("--dry-run", is_flag=True, help="Say what would be sent; nothing leaves.")
@_READING
@click.option("--seed", default="0", show_default=True, help="A number, or random.")
@click.option("--operation", "operations", multiple=True, metavar="ID", help="Only these.")
@click.option("--tag", "tags", multiple=True, help="Only operations with this tag.")
@click.option("--max-requests", type=click.IntRange(min=1), help="Send no more than these.")
@click.option("--max-time", type=_SECONDS, metavar="SECONDS", help="Stop after so long.")
@click.option(
    "--max-response-time",
    type=_SECONDS,
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
    type=_SECONDS,
    metavar="SECONDS",
    help="How long one answer may take; 10 where the configuration says nothing.",
)
@click.option(
    "--min-coverage",
    type=_PERCENT,
    metavar="PERCENT",
    help="A finding when less of the requests' or of the answers' points was seen.",
)
@click.option(
    "--replay",
    type=click.Path(path_type=Path),
    metavar="REPORT",
    help="Only the findings of this JSON report: which still fail?",
)
@_common
def check(rate: str | None, **given: Any) -> int:
    """Judge description, recordings and a target: one verdict."""
    options = CheckOptions(common=_common_options(given), rate=_rate(rate), **given)
    return _run("check", options)


def _rate(text: str | None) -> float | None:
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


@group.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@_READING
@click.option("--operation", metavar="ID", help="What bare payloads belong to.")
@click.option("--status", type=click.IntRange(100, 599), help="Bare payloads are this answer.")
@click.option("--request", is_flag=True, help="Bare payloads are the request body.")
@click.option("--no-expect", "expectations", flag_value=False, default=True, type=bool)
@_common
def validate(**given: Any) -> int:
    """Judge recorded payloads; - reads standard input."""
    return _run("validate", ValidateOptions(common=_common_options(given), **given))


@group.command()
@click.argument("description", required=False, type=click.Path(path_type=Path))
@click.option("--overlay", "overlays", multiple=True, type=click.Path(path_type=Path))
@click.option("--allow-remote", is_flag=True, help="Fetch references to other hosts.")
@_common
def lint(**given: Any) -> int:
    """Is the description valid?"""
    return _run("lint", LintOptions(common=_common_options(given), **given))


@group.command()
@click.option("--target", default="reference", show_default=True, help="A target with an app.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8642, show_default=True)
@_common
def mock(**given: Any) -> int:
    """Serve a target's app over HTTP."""
    return _run("mock", MockOptions(common=_common_options(given), **given))


@group.command()
@_READING
@click.option("--kind", "kinds", multiple=True, help="Only faults of this kind.")
@click.option("--only", "names", multiple=True, metavar="NAME", help="Only this fault, or *.")
@click.option("--seeds", type=click.IntRange(min=0), default=3, show_default=True)
@click.option("--habits", is_flag=True, help="Run the other right services as well.")
@click.option("--all", "everything", is_flag=True, help="Every hand-made fault, not one a sort.")
@click.option("--random-cases", type=click.IntRange(min=0), default=0, show_default=True)
@_common
def prove(**given: Any) -> int:
    """Plant faults, and show how many the gate sees."""
    return _run("prove", ProveOptions(common=_common_options(given), **given))


def _run(name: str, options: object) -> int:
    """Import the command's heavy half, and run it."""
    module = importlib.import_module(f"ringback.commands.{name}")
    return int(module.run(options))


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit; every way to fail ends in one sentence and its code."""
    given = sys.argv[1:] if arguments is None else arguments
    with _ending_well():
        code = _outcome(given)
    sys.exit(code)


def _outcome(arguments: list[str]) -> int:
    """The exit code; what was raised is told on standard error."""
    try:
        answer = group.main(args=arguments, prog_name="ringback", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        answer = 2
    except click.ClickException as error:
        error.show()
        answer = 2
    except RingbackError as error:
        _say(str(error))
        answer = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        _say("interrupted")
        answer = 3
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        answer = 3
    except Exception as error:  # noqa: BLE001 -- the last door: a sentence, not a traceback
        if {"-v", "--verbose"} & set(arguments):
            click.echo(traceback.format_exc(), err=True)
        _say(f"ringback itself failed ({type(error).__name__}: {error}); -v shows where")
        answer = 3
    return answer if isinstance(answer, int) else 0


def _say(text: str) -> None:
    for line in text.splitlines():
        click.echo(f"ringback: {line}", err=True)


def _interrupt() -> None:
    """Interrupt the main thread, also out of a system call where the platform can."""
    main_thread = threading.main_thread().ident
    if hasattr(signal, "pthread_kill") and main_thread is not None:
        signal.pthread_kill(main_thread, signal.SIGINT)
    else:
        _thread.interrupt_main()


@contextmanager
def _ending_well() -> Iterator[None]:
    """Let a polite kill do what Ctrl-C does, and let neither get lost.

    An interrupt that arrives in a callback of the garbage collector is only reported as
    unraisable, and the run would go on: it is sent once more, a moment later.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    hook = sys.unraisablehook

    def told(unraisable: Any) -> None:
        if isinstance(unraisable.exc_value, KeyboardInterrupt):
            threading.Timer(_AGAIN, _interrupt).start()
        else:
            hook(unraisable)

    earlier = signal.signal(
        signal.SIGTERM, lambda _number, _frame: signal.raise_signal(signal.SIGINT)
    )
    sys.unraisablehook = told
    try:
        yield
    finally:
        sys.unraisablehook = hook
        signal.signal(signal.SIGTERM, earlier)
