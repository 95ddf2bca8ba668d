"""How much memory one long run takes: exchanges are to be streamed, not kept.

The service runs in a process of its own. The process that is measured holds what `ringback check`
holds, and one campaign with so many random cases that its budget of requests ends it. Told are its
resident memory (VmRSS) on the way and its peak (VmHWM), for the right reference and for one whose
answers are wrong in ever new ways: new ids, new members, new refusals.

Before that, a short run makes what Hypothesis keeps in its folder: a table of all characters, which
takes much memory once, in a fresh folder. Its peak is told as well. Nothing leaves this machine.

    python benchmarks/memory.py [--requests 20000]
"""

import argparse
import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import tracemalloc
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

_MARKS = (1_000, 5_000, 10_000, 20_000)
_LONGEST = 1_800  # seconds that one run may take
_SHORT = 400  # requests of the run that warms Hypothesis' folder
_ID = re.compile(rb'"id":\s*"[0-9a-fA-F-]{36}"')


class Broken:
    """An ASGI app around a right one: each answer wrong in another way, and never twice alike."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.count = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass on, and spoil the answer on its way out."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        said: list[Any] = []

        async def hear(message: Any) -> None:
            said.append(message)

        await self.app(scope, receive, hear)
        self.count += 1
        body = b"".join(each.get("body", b"") for each in said)
        status, body = self._spoilt(said[0]["status"], body)
        headers = [each for each in said[0]["headers"] if each[0].lower() != b"content-length"]
        headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _spoilt(self, status: int, body: bytes) -> tuple[int, bytes]:
        number = self.count
        if status >= 300:
            words = f'{{"detail": "no {number}", "trace_{number}": []}}'.encode()
            return (status, words) if number % 3 else (500, words)
        if number % 11 == 0:
            return 500, f"Traceback {number}".encode()
        if number % 7 == 0:
            return status, body[: len(body) // 2]
        if number % 2:
            body = _ID.sub(lambda _found: f'"id": "{uuid.uuid4()}"'.encode(), body)
        return status, body.replace(b"{", f'{{"member_{number}": {{"a": {number}}},'.encode(), 3)


def serve(kind: str) -> None:
    """Serve until killed; the port is the first line of the output."""
    import uvicorn  # noqa: PLC0415 -- the measured process has none of it

    from contracts.numbers.reference import VALUES, create_app  # noqa: PLC0415 -- when needed

    app = create_app()
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    print(json.dumps([listener.getsockname()[1], VALUES]), flush=True)
    config = uvicorn.Config(Broken(app) if kind == "broken" else app, log_level="critical")
    uvicorn.Server(config).run(sockets=[listener])


@contextlib.contextmanager
def served(kind: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The service in a process of its own: its URL, and the values that a run needs."""
    command = [sys.executable, __file__, "--serve", kind]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            port, values = json.loads(next(iter(process.stdout or ())))
            names = {f"RINGBACK_{key.upper()}": text for key, text in values.items()}
            yield f"http://127.0.0.1:{port}", names
        finally:
            process.kill()


def memory(field: str = "VmRSS") -> float:
    """Megabytes of this process, by a field of /proc/self/status."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition(f"{field}:")[2].split()[0]) / 1024


class Marks:
    """Takes the resident memory when so many requests were sent."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._waiting = list(_MARKS)
        self._tell = tell
        self._traced: Any = None

    def pass_by(self, count: int) -> None:
        """Be told how many requests were sent."""
        while self._waiting and count >= self._waiting[0]:
            mark = self._waiting.pop(0)
            self._tell(f"after {mark:,}")
            if tracemalloc.is_tracing():
                self._compare()

    def _compare(self) -> None:
        """Where memory grew since the mark before (--trace)."""
        now = tracemalloc.take_snapshot()
        if self._traced is not None:
            for each in now.compare_to(self._traced, "lineno")[:25]:
                print(each, file=sys.stderr, flush=True)
            print(file=sys.stderr, flush=True)
        self._traced = now


def measure(url: str, requests: int, *, trace: bool) -> None:
    """One campaign on a URL: prints a JSON line a mark, and what came of it."""
    started = time.perf_counter()

    def tell(what: str) -> None:
        seconds = time.perf_counter() - started
        print(json.dumps([what, memory(), seconds]), flush=True)

    tell("Python alone")
    import ringback.commands.gate.check  # noqa: F401, PLC0415 -- what `check` costs is told apart
    from ringback.campaign.known.identifiers import Identifiers  # noqa: PLC0415 -- when needed
    from ringback.campaign.run.campaign import Campaign  # noqa: PLC0415 -- when needed
    from ringback.campaign.run.outcome import Plan  # noqa: PLC0415 -- when needed
    from ringback.campaign.session.budget import Budget  # noqa: PLC0415 -- when needed
    from ringback.campaign.session.session import Session  # noqa: PLC0415 -- when needed
    from ringback.config_reader import load_settings  # noqa: PLC0415 -- when needed
    from ringback.ledger import Ledger  # noqa: PLC0415 -- when needed
    from ringback.wiring import aim, contracts, knowledge  # noqa: PLC0415 -- when needed

    tell("after import")
    settings = load_settings(ROOT / "ringback.toml")
    judged, forms = contracts(settings, "strict")
    known = knowledge(settings)
    aimed = aim(settings, url, judged)
    if trace:
        tracemalloc.start(10)
    ledger = Ledger()
    session = Session(
        target=aimed.target,
        contract=judged,
        forms=forms,
        knowledge=known,
        values=aimed.values,
        names=Identifiers(known.names, aimed.values, 0),
        ledger=ledger,
        budget=Budget(requests=requests, response_time=60.0),
        progress=Marks(tell).pass_by,
    )
    tell("before the first request")
    plan = Plan(operations=tuple(judged.operations), random_cases=requests // 3)
    outcome = Campaign(session, plan).run()
    aimed.target.close()
    tell("at the end")
    print(json.dumps(["peak", memory("VmHWM"), time.perf_counter() - started]), flush=True)
    rules = Counter(each.rule for each in outcome.findings).most_common(5)
    told = f"{session.sent:,} requests, {len(outcome.findings)} findings {rules} {outcome.doubts}"
    print(json.dumps([told, 0, 0]), flush=True)


def run(kind: str, requests: int, folder: Path, *, trace: bool = False) -> None:
    """A run on the service in a process of its own: prints the figures as they come."""
    command = [sys.executable, __file__, "--measure", "", "--requests", str(requests)]
    with served(kind) as (url, names):
        command[3] = url
        process = subprocess.Popen(
            [*command, *(["--trace"] if trace else [])],
            env={**os.environ, **names},
            cwd=folder,
            stdout=subprocess.PIPE,
        )
        watchdog = threading.Timer(_LONGEST, process.kill)
        watchdog.start()
        with process:
            for line in process.stdout or ():
                what, megabytes, seconds = json.loads(line)
                told = f"{what:26}{megabytes:8.1f} MB{seconds:8.1f} s" if megabytes else what
                print(told, flush=True)
        watchdog.cancel()
    if process.returncode:
        sys.exit(f"the measured process ended with {process.returncode}")


def main() -> None:
    """Run both services, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=_MARKS[-1])
    parser.add_argument("--trace", action="store_true", help="tell where it grows (slow)")
    parser.add_argument("--only", choices=["right", "broken"])
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve(given.serve)
    elif given.measure:
        measure(given.measure, given.requests, trace=given.trace)
    else:
        with tempfile.TemporaryDirectory() as name:
            print("a short run, in a fresh folder")
            run("right", _SHORT, Path(name))
            for kind in [given.only] if given.only else ["right", "broken"]:
                print(f"\n{kind} service, one run of {given.requests:,} requests")
                run(kind, given.requests, Path(name), trace=given.trace)


if __name__ == "__main__":
    main()
