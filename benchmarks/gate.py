"""The gate beside Schemathesis' own command line, on the same served services, in turn.

First the right service, without and with latency: wall seconds to a verdict, exchanges, the ratio.
Then services with one planted fault each: how many each of the two catches in that time. Both get
a fresh server a run, the token, the account's number and the strict reading; medians are told.
Schemathesis calls the right service wrong (it asks for 401 where 403 is as right), so it catches a
fault when it says something that it does not say of the right one. Nothing leaves this machine.

    python benchmarks/gate.py [--rounds 3] [--latency 0 --latency 50] [--faults 24]
"""

import argparse
import asyncio
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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import uvicorn  # noqa: E402 -- the repository's folder has to be on the path first

from contracts.numbers.faults import FAULTS  # noqa: E402 -- as above
from contracts.numbers.reference import VALUES, create_app  # noqa: E402 -- as above
from contracts.planting import Fault  # noqa: E402 -- as above
from ringback.config import load_settings  # noqa: E402 -- as above
from ringback.description import load  # noqa: E402 -- as above

_BIN = Path(sys.executable).parent
_LONGEST = 600  # seconds that one run may take


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """One run: wall seconds, exchanges, exit code, and what was said of which operation."""

    seconds: float
    exchanges: int
    code: int
    said: frozenset[str]


class Slowed:
    """An ASGI app that counts the requests it passes on, and lets each wait."""

    def __init__(self, app: Any, seconds: float) -> None:
        self.app = app
        self.seconds = seconds
        self.count = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Count, wait, and pass on."""
        if scope["type"] == "http":
            self.count += 1
            await asyncio.sleep(self.seconds)
        await self.app(scope, receive, send)


@contextlib.contextmanager
def served(app: Any, seconds: float = 0.0) -> Iterator[tuple[str, Slowed]]:
    """An app on a free loopback port, each of its answers later by so many seconds."""
    slowed = Slowed(app, seconds)
    # With the protocol named, asyncio turns Nagle off; else every answer waits for an ACK.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(slowed, log_level="critical"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}", slowed
    server.should_exit = True
    thread.join(5)


def _run(command: Sequence[str], folder: Path, slowed: Slowed, report: Path) -> Ran:
    names = {f"RINGBACK_{key.upper()}": text for key, text in VALUES.items()}
    report.unlink(missing_ok=True)
    started = time.perf_counter()
    done = subprocess.run(
        command,
        env={**os.environ, **names},
        cwd=folder,
        capture_output=True,
        check=False,
        timeout=_LONGEST,
    )
    seconds = time.perf_counter() - started
    return Ran(seconds=seconds, exchanges=slowed.count, code=done.returncode, said=_said(report))


def _said(report: Path) -> frozenset[str]:
    """What either tool's JSON report finds wrong, with the operation."""
    try:
        told = json.loads(report.read_text())
    except (OSError, ValueError):
        return frozenset()
    ours = {
        f"{each['rule']} {each['operation']}"
        for each in told.get("findings", ())
        if each["severity"] == "error"
    }
    theirs = {
        f"{each['code']} {name}" for each in told.get("failures", ()) for name in each["operations"]
    }
    return frozenset(ours | theirs)


def ringback(url: str, slowed: Slowed, folder: Path) -> Ran:
    """One gate run."""
    report = folder / "ringback.json"
    command = [str(_BIN / "ringback"), "check", "--target", url, "-q"]
    return _run([*command, "--report", f"json={report}"], ROOT, slowed, report)


def schemathesis(url: str, slowed: Slowed, folder: Path) -> Ran:
    """One run of the peer, told all that it can use."""
    report = folder / "schemathesis.json"
    command = [
        *(str(_BIN / "schemathesis"), "run", str(folder / "strict.json"), "--url", url),
        *("--header", f"Authorization: Bearer {VALUES['token']}", "--no-color", "--seed", "0"),
        *("--report", "json", "--report-json-path", str(report)),
    ]
    return _run(command, folder, slowed, report)


TOOLS = {"ringback": ringback, "schemathesis": schemathesis}


def prepared(folder: Path) -> None:
    """The strict description as one file, and the peer's configuration."""
    settings = load_settings(ROOT / "ringback.toml")
    document = load(settings.description, settings.readings["strict"]).document
    (folder / "strict.json").write_text(json.dumps(document))
    number = VALUES["phone_number"]
    (folder / "schemathesis.toml").write_text(f'[parameters]\nphone_number = "{number}"\n')


def timed(rounds: int, milliseconds: int, folder: Path) -> dict[str, Ran]:
    """Both on the right service in turn: prints medians and ratio, answers a run of each."""
    ran: dict[str, list[Ran]] = {name: [] for name in TOOLS}
    for _ in range(rounds):
        for name, tool in TOOLS.items():
            with served(create_app(), milliseconds / 1000) as (url, slowed):
                ran[name].append(tool(url, slowed, folder))
    print(f"\nright service, {milliseconds} ms of latency, {rounds} rounds")
    print(f"{'':14}{'seconds':>9}{'exchanges':>11}{'ms each':>9}  exit codes")
    medians = {}
    for name, runs in ran.items():
        seconds = medians[name] = statistics.median(run.seconds for run in runs)
        count = statistics.median(run.exchanges for run in runs)
        codes = sorted({run.code for run in runs})
        print(f"{name:14}{seconds:9.2f}{count:11.0f}{seconds / count * 1000:9.2f}  {codes}")
    print(f"ringback / schemathesis: {medians['ringback'] / medians['schemathesis']:.2f}")
    return {name: runs[-1] for name, runs in ran.items()}


def chosen(count: int) -> list[Fault]:
    """So many of the planted faults, evenly spread over the kinds."""
    if count >= len(FAULTS):
        return list(FAULTS)
    step = len(FAULTS) / max(count, 1)
    return [FAULTS[int(index * step)] for index in range(count)]


def caught(faults: Sequence[Fault], right: dict[str, Ran], folder: Path) -> None:
    """How many faults each catches, and in how many seconds a verdict."""
    seconds: dict[str, list[float]] = {name: [] for name in TOOLS}
    found: dict[str, list[str]] = {name: [] for name in TOOLS}
    for fault in faults:
        for name, tool in TOOLS.items():
            with served(fault.app()) as (url, slowed):
                run = tool(url, slowed, folder)
            seconds[name].append(run.seconds)
            if run.said - right[name].said:
                found[name].append(fault.name)
    print(f"\n{len(faults)} services with one fault each, no latency")
    for name in TOOLS:
        missed = [fault.name for fault in faults if fault.name not in found[name]]
        median = statistics.median(seconds[name])
        print(f"{name:14}{len(found[name]):4} caught, {median:6.2f} s a verdict")
        if missed:
            print(f"{'':14}missed: {', '.join(missed)}")


def main() -> None:
    """Run both in turn and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--latency", type=int, action="append", metavar="MS")
    parser.add_argument("--faults", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepared(folder)
        right: dict[str, Ran] = {}
        for milliseconds in given.latency or [0, 50]:
            right = timed(given.rounds, milliseconds, folder)
        if given.faults:
            caught(chosen(given.faults), right, folder)


if __name__ == "__main__":
    main()
