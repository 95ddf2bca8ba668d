"""The gate beside Schemathesis' own command line, on the same served reference, in turn.

Prints wall seconds and exchanges of each, and the ratio. Both get a fresh server a round, the
token, and the strict reading; the medians of the rounds are told. Nothing leaves this machine.

    python benchmarks/gate.py [--rounds 3]
"""

import argparse
import contextlib
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import uvicorn  # noqa: E402 -- the repository's folder has to be on the path first

from contracts.numbers.reference import VALUES, create_app  # noqa: E402
from ringback.config import load_settings  # noqa: E402
from ringback.description import load  # noqa: E402

_BIN = Path(sys.executable).parent


class Counted:
    """An ASGI app that counts the requests it passes on, and may make each wait."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.count = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Count, and pass on."""
        self.count += scope["type"] == "http"
        await self.app(scope, receive, send)


@contextlib.contextmanager
def served() -> Iterator[tuple[str, Counted]]:
    """A fresh reference on a free loopback port."""
    app = Counted(create_app())
    # With the protocol named, asyncio turns Nagle off; else every answer waits for an ACK.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}", app
    server.should_exit = True
    thread.join(5)


def timed(command: list[str], env: dict[str, str], folder: str) -> tuple[float, int]:
    """Wall seconds and exit code of a command."""
    started = time.perf_counter()
    done = subprocess.run(command, env=env, cwd=folder, capture_output=True, check=False)
    return time.perf_counter() - started, done.returncode


def ringback(url: str) -> tuple[float, int]:
    """One gate run."""
    names = {f"RINGBACK_{key.upper()}": text for key, text in VALUES.items()}
    command = [str(_BIN / "ringback"), "check", "--target", url, "-q"]
    return timed(command, {**os.environ, **names}, str(ROOT))


def schemathesis(url: str, description: Path, folder: str) -> tuple[float, int]:
    """One run of the peer, as its documentation has a newcomer start it."""
    command = [
        *(str(_BIN / "schemathesis"), "run", str(description), "--url", url),
        *("--header", f"Authorization: Bearer {VALUES['token']}", "--no-color"),
        *("--seed", "0"),
    ]
    return timed(command, dict(os.environ), folder)


def main() -> None:
    """Run both in turn and print the medians and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    settings = load_settings(ROOT / "ringback.toml")
    figures: dict[str, list[tuple[float, int, int]]] = {"ringback": [], "schemathesis": []}
    with tempfile.TemporaryDirectory() as folder:
        description = Path(folder) / "strict.json"
        document = load(settings.description, settings.readings["strict"]).document
        description.write_text(json.dumps(document))
        for _ in range(rounds):
            with served() as (url, app):
                seconds, code = ringback(url)
                figures["ringback"].append((seconds, app.count, code))
            with served() as (url, app):
                seconds, code = schemathesis(url, description, folder)
                figures["schemathesis"].append((seconds, app.count, code))
    print(f"{'':14}{'seconds':>9}{'exchanges':>11}{'ms each':>9}  exit codes")
    medians = {}
    for name, rows in figures.items():
        seconds = statistics.median(row[0] for row in rows)
        count = statistics.median(row[1] for row in rows)
        medians[name] = seconds
        codes = sorted({row[2] for row in rows})
        print(f"{name:14}{seconds:9.2f}{count:11.0f}{seconds / count * 1000:9.2f}  {codes}")
    print(f"ringback / schemathesis: {medians['ringback'] / medians['schemathesis']:.2f}")


if __name__ == "__main__":
    main()
