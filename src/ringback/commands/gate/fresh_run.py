"""A check in a process of its own, whose modules are those that stand on the disk by now."""

import json
import os
import signal
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ringback.commands.arguments import CheckOptions
from ringback.errors import RingbackError

_MASKS = hasattr(signal, "pthread_sigmask") and hasattr(os, "setsid")


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshRun:
    """How a check ended: its JSON report, or the sentence that tells why it has none.

    `sources` are the modules of the project that it had loaded; `interrupted` tells that Ctrl-C
    has ended it, once all was put back.
    """

    code: int
    problem: str = ""
    report: Mapping[str, Any] | None = None
    sources: tuple[Path, ...] = ()
    interrupted: bool = False


def fresh_run(options: CheckOptions) -> FreshRun:
    """Run a check to its end; Ctrl-C is handed on to it, and waited for until it has put back."""
    context = get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="ringback-") as folder:
        file = Path(folder) / "report.json"
        here, there = context.Pipe(duplex=False)
        reports = (*options.common.reports, f"json={file}")
        common = replace(options.common, quiet=True, reports=reports)
        process = context.Process(target=_run, args=(replace(options, common=common), there))
        with _held_back():  # until it has a session of its own, a terminal's Ctrl-C reaches it too
            process.start()
        there.close()
        interrupted = False
        while True:
            try:
                ended = _received(here)
                process.join()
                break
            except KeyboardInterrupt:
                interrupted = True
                if process.pid is not None and process.is_alive():
                    os.kill(process.pid, signal.SIGINT)
        report = json.loads(file.read_bytes()) if file.exists() else None
    if ended is None:
        problem = f"the run's process ended by itself (exit code {process.exitcode})"
        ended = (3, "" if interrupted else problem, ())
    code, problem, sources = ended
    return FreshRun(
        code=code, problem=problem, report=report, sources=sources, interrupted=interrupted
    )


_Ended = tuple[int, str, tuple[Path, ...]]


def _received(pipe: Connection) -> _Ended | None:
    """What the process says of its end; None where it ended without a word."""
    try:
        found: _Ended = pipe.recv()
    except EOFError:
        return None
    return found


@contextmanager
def _held_back() -> Iterator[None]:
    """Keeps an interrupt waiting, also in a process that is started meanwhile."""
    if not _MASKS:
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _run(options: CheckOptions, pipe: Connection) -> None:
    """The check, in the process of its own: how it ended goes through the pipe."""
    code, problem = 3, "interrupted"
    try:
        _on_its_own()
        from ringback.commands.gate import check  # noqa: PLC0415 -- where a session stands already

        code, problem = check.run(options), ""
    except KeyboardInterrupt:
        pass
    except RingbackError as error:
        code, problem = error.exit_code, str(error)
    except Exception as error:  # noqa: BLE001 -- the last door: a sentence, not a traceback
        problem = f"ringback itself failed ({type(error).__name__}: {error})"
    from ringback.commands.gate.watched_files import loaded_sources  # noqa: PLC0415 -- the same

    with suppress(OSError):  # whoever watched is gone
        pipe.send((code, problem, loaded_sources([options.common.config.parent, Path.cwd()])))


def _on_its_own() -> None:
    """Take interrupts from the watching process alone, and end well where that is gone."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if _MASKS:
        os.setsid()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    parent = parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
            os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=follow, daemon=True).start()
