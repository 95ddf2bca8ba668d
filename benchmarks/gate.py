"""The gate beside Schemathesis' own command line, on the same served services, in turn.

For each API of this repository its right service, without and with latency: wall seconds to a
verdict, exchanges, the ratio; beside them what each phase of the gate takes. Then services with one
planted fault each: how many each of the two catches. Both get a fresh server a run, the
credentials, the strict reading and what the description names a value for; Schemathesis runs with
its defaults, and both with bytecode written. Medians are told.
Schemathesis calls the right service wrong (it asks for 401 where 403 is as right), so it catches a
fault when it says something that it does not say of the right one. Nothing leaves this machine.

A run starts without the cases that an earlier one made, unless `--warm` keeps them.

    python benchmarks/gate.py [--api shop] [--rounds 3] [--latency 0 --latency 50] [--faults 24]
"""

import argparse
import asyncio
import compileall
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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import uvicorn  # noqa: E402 -- the repository's folder has to be on the path first

from ringback import wiring  # noqa: E402 -- as above
from ringback.campaign.access.credentials import authenticated  # noqa: E402 -- as above
from ringback.config_reader import load_settings  # noqa: E402 -- as above
from ringback.exchange import Request  # noqa: E402 -- as above
from ringback.prove.interface import Planted, ProofStage  # noqa: E402 -- as above

_BIN = Path(sys.executable).parent
_LONGEST = 900  # seconds that one run may take
_READING = "strict"
CONFIGS = {
    "numbers": ROOT / "ringback.toml",
    "shop": ROOT / "contracts" / "shop" / "ringback.toml",
    "files": ROOT / "contracts" / "files" / "ringback.toml",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """One API: what is served of it, what the gate's variables are, and the peer's folder.

    The peer gets the description as it is written, unless the reading has overlays. `warm` runs of
    ringback have the cases that Schemathesis made for an earlier one.
    """

    config: Path
    description: Path
    stage: ProofStage
    variables: Mapping[str, str]
    folder: Path
    warm: bool

    @property
    def headers(self) -> list[str]:
        """The headers that credentials travel in."""
        signed = {
            header: None
            for operation in self.stage.contract.operations
            for header in authenticated(
                Request(method=operation.method, url=operation.path), operation, self.stage.values
            ).headers
        }
        return [f"{name}: {value}" for name, value in signed]


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


def _run(command: Sequence[str], api: Api, slowed: Slowed, report: Path) -> Ran:
    report.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as made:
        # What Schemathesis made for an earlier run is made again: both start from nothing.
        kept = {} if api.warm else {"RINGBACK_CACHE_DIR": made}
        started = time.perf_counter()
        done = subprocess.run(
            command,
            env={**_environment(api), **kept},
            cwd=api.folder,
            capture_output=True,
            check=False,
            timeout=_LONGEST,
        )
        seconds = time.perf_counter() - started
    return Ran(seconds=seconds, exchanges=slowed.count, code=done.returncode, said=_said(report))


def _environment(api: Api) -> dict[str, str]:
    """The variables that a run needs; both write their bytecode."""
    inherited = {name: text for name, text in os.environ.items() if "DONTWRITE" not in name}
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    return {**inherited, **api.variables, "PYTHONPATH": paths}


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


def ringback(url: str, slowed: Slowed, api: Api) -> Ran:
    """One gate run."""
    report = api.folder / "ringback.json"
    command = [sys.executable, "-m", "ringback", "check", "--target", url, "-q"]
    command += ["--config", str(api.config), "--report", f"json={report}"]
    return _run(command, api, slowed, report)


def schemathesis(url: str, slowed: Slowed, api: Api) -> Ran:
    """One run of the peer, told all that it can use."""
    report = api.folder / "schemathesis.json"
    command = [
        *(str(_BIN / "schemathesis"), "run", str(api.description), "--url", url),
        *(part for header in api.headers for part in ("--header", header)),
        *("--no-color", "--seed", "0"),
        *("--report", "json", "--report-json-path", str(report)),
    ]
    return _run(command, api, slowed, report)


TOOLS = {"ringback": ringback, "schemathesis": schemathesis}


def prepared(name: str, folder: Path, *, warm: bool) -> Api:
    """The API, with the peer's configuration in a folder."""
    config = CONFIGS[name]
    settings, stage = load_settings(config), wiring.stage(config, _READING)
    folder.mkdir()
    contract, description = stage.contract, settings.description
    if settings.overlays(_READING):
        description = folder / "description.json"
        description.write_text(json.dumps(contract.description.document))
    known = {each.name for operation in contract.operations for each in operation.parameters}
    told = [f'{key} = "{text}"' for key, text in stage.values.items() if key in known]
    (folder / "schemathesis.toml").write_text("\n".join(["[parameters]", *told, ""]))
    variables = {settings.values[key].variable: text for key, text in stage.values.items()}
    for account, values in stage.accounts.items():
        table = settings.accounts[account]
        variables |= {table[key].variable: text for key, text in values.items()}
    return Api(
        config=config,
        description=description,
        stage=stage,
        variables=variables,
        folder=folder,
        warm=warm,
    )


def timed(api: Api, rounds: int, milliseconds: int) -> dict[str, Ran]:
    """Both on the right service in turn: prints medians and ratio, answers a run of each."""
    ran: dict[str, list[Ran]] = {name: [] for name in TOOLS}
    for _ in range(rounds):
        for name, tool in TOOLS.items():
            with served(api.stage.app(), milliseconds / 1000) as (url, slowed):
                ran[name].append(tool(url + api.stage.path, slowed, api))
    print(f"\n{api.folder.name}, right service, {milliseconds} ms of latency, {rounds} rounds")
    print(f"{'':14}{'seconds':>9}{'exchanges':>11}{'ms each':>9}  exit codes")
    medians = {}
    for name, runs in ran.items():
        seconds = medians[name] = statistics.median(run.seconds for run in runs)
        count = statistics.median(run.exchanges for run in runs)
        codes = sorted({run.code for run in runs})
        print(f"{name:14}{seconds:9.2f}{count:11.0f}{seconds / count * 1000:9.2f}  {codes}")
    print(f"ringback / schemathesis: {medians['ringback'] / medians['schemathesis']:.2f}")
    phases(api, milliseconds)
    return {name: runs[-1] for name, runs in ran.items()}


def phases(api: Api, milliseconds: int) -> None:
    """What each phase of one more run of the gate takes."""
    script = ROOT / "benchmarks" / "phases.py"
    with served(api.stage.app(), milliseconds / 1000) as (url, _):
        command = [sys.executable, str(script), str(api.config), url + api.stage.path]
        done = subprocess.run(
            command,
            env=_environment(api),
            cwd=api.folder,
            capture_output=True,
            check=True,
            timeout=_LONGEST,
        )
    told = json.loads(done.stdout)
    print(f"{'phase':20}{'waits':>7}{'requests':>10}{'seconds':>9}{'CPU s':>7}")
    for name, each in told.items():
        took = f"{each['waits']:7}{each['requests']:10}{each['seconds']:9.2f}"
        print(f"{name:20}{took}{each['processor']:7.2f}")


def chosen(faults: Sequence[Planted], count: int) -> list[Planted]:
    """So many of the planted faults, evenly spread over the kinds."""
    if count >= len(faults):
        return list(faults)
    step = len(faults) / max(count, 1)
    return [faults[int(index * step)] for index in range(count)]


def caught(api: Api, faults: Sequence[Planted], right: Mapping[str, Ran]) -> None:
    """How many faults each catches, and in how many seconds a verdict."""
    seconds: dict[str, list[float]] = {name: [] for name in TOOLS}
    found: dict[str, list[str]] = {name: [] for name in TOOLS}
    for fault in faults:
        for name, tool in TOOLS.items():
            with served(fault.app()) as (url, slowed):
                run = tool(url + api.stage.path, slowed, api)
            seconds[name].append(run.seconds)
            if run.said - right[name].said:
                found[name].append(fault.name)
    print(f"\n{api.folder.name}, {len(faults)} services with one fault each, no latency")
    for name in TOOLS:
        missed = [fault.name for fault in faults if fault.name not in found[name]]
        median = statistics.median(seconds[name])
        print(f"{name:14}{len(found[name]):4} caught, {median:6.2f} s a verdict")
        if missed:
            print(f"{'':14}missed: {', '.join(missed)}")


def main() -> None:
    """Run both in turn and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--api", choices=[*CONFIGS], action="append")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--latency", type=int, action="append", metavar="MS")
    parser.add_argument("--faults", type=int, default=0)
    parser.add_argument("--warm", action="store_true", help="keep made cases from run to run")
    given = parser.parse_args()
    for folder in ("src", "contracts"):
        compileall.compile_dir(ROOT / folder, quiet=1)
    with tempfile.TemporaryDirectory() as parent:
        for name in given.api or CONFIGS:
            api = prepared(name, Path(parent) / name, warm=given.warm)
            right: dict[str, Ran] = {}
            for milliseconds in given.latency or [0, 50]:
                right = timed(api, given.rounds, milliseconds)
            if given.faults:
                caught(api, chosen(api.stage.faults, given.faults), right)


if __name__ == "__main__":
    main()
