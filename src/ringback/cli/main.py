"""The command line: every way to fail ends in one sentence and its code."""

import _thread
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import click

from ringback.cli import (
    diff_command,
    finding_commands,
    recording_commands,
    report_command,
    service_commands,
    serving_commands,
)
from ringback.cli.group import group
from ringback.errors import RingbackError

__all__ = [
    "diff_command",
    "finding_commands",
    "main",
    "recording_commands",
    "report_command",
    "service_commands",
    "serving_commands",
]  # imported for the commands that they add

_AGAIN = 0.05  # seconds until a swallowed interrupt is sent again


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
    number = signal.SIGTERM if signal.getsignal(signal.SIGINT) is signal.SIG_IGN else signal.SIGINT
    if hasattr(signal, "pthread_kill") and main_thread is not None:
        signal.pthread_kill(main_thread, number)
    else:
        _thread.interrupt_main(number)


def _terminated(_number: int, frame: FrameType | None) -> None:
    """Do on SIGTERM what Ctrl-C does at this moment, also where SIGINT itself is ignored."""
    ctrl_c = signal.getsignal(signal.SIGINT)
    (ctrl_c if callable(ctrl_c) else signal.default_int_handler)(signal.SIGINT, frame)


@contextmanager
def _ending_well() -> Iterator[None]:
    """Let SIGTERM do what Ctrl-C does, and let neither get lost.

    Who starts a command in the background (a shell's `&`, some CI runners) may have SIGINT
    ignored; it stays so, and SIGTERM ends the run. An interrupt that arrives in a callback of the
    garbage collector is only reported as unraisable, and the run would go on: it is sent once
    more, a moment later.
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

    earlier = signal.signal(signal.SIGTERM, _terminated)
    sys.unraisablehook = told
    try:
        yield
    finally:
        sys.unraisablehook = hook
        signal.signal(signal.SIGTERM, earlier)
