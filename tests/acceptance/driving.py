"""How the acceptance tests drive the command: in this process, or as one of its own."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import uvicorn

from contracts.numbers.reference import VALUES
from ringback.cli import main

ROOT = Path(__file__).parents[2]
VARIABLES = {f"RINGBACK_{name.upper()}": value for name, value in VALUES.items()}

# Hypothesis makes a table of all characters where it finds none: two seconds of a core a folder.
TABLES = {"HYPOTHESIS_STORAGE_DIRECTORY": str(ROOT / ".hypothesis")}

Variables = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Both streams; a traceback in them fails the test that looks."""
        whole = self.out + self.err
        assert "Traceback" not in whole, whole
        return whole


def ringback(capsys: pytest.CaptureFixture[str], *arguments: str) -> Ended:
    """Run a command in this process."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    told = capsys.readouterr()
    assert isinstance(ended.value.code, int)
    return Ended(code=ended.value.code, out=told.out, err=told.err)


def environment(more: Variables = MappingProxyType({})) -> dict[str, str]:
    """The variables of a process of its own: nothing of ours but made cases and what is given."""
    kept = {
        key: text
        for key, text in os.environ.items()
        if key == "RINGBACK_CACHE_DIR" or not key.startswith("RINGBACK_")
    }
    found = os.pathsep.join([str(ROOT), *filter(None, [kept.get("PYTHONPATH")])])
    return {**kept, **TABLES, "PYTHONPATH": found, "PYTHONUNBUFFERED": "1", **more}


def process(
    *arguments: str,
    cwd: Path = ROOT,
    stdin: bytes = b"",
    variables: Variables = MappingProxyType({}),
) -> Ended:
    """Run a command as a process of its own."""
    done = subprocess.run(  # noqa: S603 -- this interpreter, with arguments of the test
        [sys.executable, "-m", "ringback.cli", *arguments],
        cwd=cwd,
        env=environment(variables),
        input=stdin,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return Ended(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())


@contextlib.contextmanager
def started(
    *arguments: str,
    variables: Variables,
    stdout: int = subprocess.PIPE,
    stderr: int = subprocess.PIPE,
    background: bool = False,
    cwd: Path = ROOT,
) -> Iterator[subprocess.Popen[str]]:
    """A command that goes on while the test does something else; ended with the test.

    In the background it has SIGINT ignored, as a shell's `&` starts it.
    """
    with _interrupts_ignored() if background else contextlib.nullcontext():
        command = subprocess.Popen(  # noqa: S603 -- this interpreter, with arguments of the test
            [sys.executable, "-m", "ringback.cli", *arguments],
            cwd=cwd,
            env=environment(variables),
            stdout=stdout,
            stderr=stderr,
            text=True,
        )
    with command:
        try:
            yield command
        finally:
            if command.poll() is None:
                command.kill()


@contextlib.contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """What is started meanwhile ignores SIGINT: a disposition is inherited, a handler is not."""
    earlier = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, earlier)


def copied(folder: Path) -> Path:
    """A copy of the repository's configuration, description and recordings."""
    shutil.copy(ROOT / "ringback.toml", folder)
    shutil.copytree(ROOT / "openapi", folder / "openapi")
    recordings = Path("contracts/numbers/recordings")
    shutil.copytree(ROOT / recordings, folder / recordings)
    return folder


def changed(file: Path, old: str, new: str) -> None:
    """Put one text in the place of another that the file must hold."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


@contextlib.contextmanager
def served(app: Any, **tls: Any) -> Iterator[str]:
    """The URL of an app that is served on a loopback port as long as the test wants.

    With settings of uvicorn for TLS it is one of https.
    """
    # The protocol is named because asyncio turns Nagle's delay off for such sockets alone.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="critical", server_header=False, **tls)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    wait_for(lambda: server.started)
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()


def wait_for(done: Any, seconds: float = 60.0) -> None:
    """Wait until something is so; the test fails where it never is."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


class Counting:
    """An app around an app that counts the requests by method."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.methods: list[str] = []

    async def __call__(self, scope: Mapping[str, Any], receive: Any, send: Any) -> None:
        """Count, and pass on."""
        if scope["type"] == "http":
            self.methods.append(scope["method"])
        await self.app(scope, receive, send)
