"""Calls a second of a mock beside respx with a fixed answer, validation included, and their ratio.

Both are asked by the same client of httpx, through a transport, in turn; seconds are of a core, and
the best round of each is told. No request is like the one before: nothing could be remembered.

    python benchmarks/mocks.py [--calls 1000] [--rounds 5] [--prism PATH]

With Prism (`npm install @stoplight/prism-cli`) both serve the same description over HTTP, and the
seconds are those of the servers.
"""

import argparse
import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

import httpx  # noqa: E402 -- as below
import respx  # noqa: E402 -- as below

from ringback.mock import router  # noqa: E402 -- the folder has to be on the path

_HEADERS = {"Authorization": "Bearer of-the-benchmark"}
Asked = tuple[str, str, dict[str, Any]]
_BASE = "http://mocked.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """Requests of one kind to one description; `setup` is asked once before they begin."""

    name: str
    description: str
    overlays: tuple[str, ...]
    requests: Callable[[], Iterator[Asked]]
    setup: Callable[[httpx.Client], object] = lambda _client: None


def _reads() -> Iterator[Asked]:
    for number in count():
        yield "GET", "/v1/numbers", {"params": {"phone_number": f"+1555{number:07d}"}}


def _updates() -> Iterator[Asked]:
    for number in count():
        agent = {"inbound_agent": {"prompt": f"Say {number}", "actions": []}}
        more = {"params": {"phone_number": f"+1555{number:07d}"}, "json": agent}
        yield "POST", "/v1/numbers/update", more


def _creates() -> Iterator[Asked]:
    for number in count():
        given = {"name": f"Somebody {number}", "email": f"{number}@example.com"}
        yield "POST", "/customers", {"json": given}


def _stored() -> Iterator[Asked]:
    key = "00000000-0000-4000-8000-000000000001"
    for number in count():
        yield "GET", f"/customers/{key}", {"headers": {"X-Number": str(number)}}


def _asked(client: httpx.Client, asked: Asked) -> httpx.Response:
    method, path, more = asked
    return client.request(method, path, **more)


def _one_customer(client: httpx.Client) -> None:
    _asked(client, next(_creates()))


_NUMBERS = ("openapi/numbers.yaml", ("openapi/strict.overlay.yaml",))
JOURNEYS = (
    Journey(name="read, generated", requests=_reads, description=_NUMBERS[0], overlays=_NUMBERS[1]),
    Journey(
        name="update, generated", requests=_updates, description=_NUMBERS[0], overlays=_NUMBERS[1]
    ),
    Journey(name="create, stored", requests=_creates, description="openapi/shop.yaml", overlays=()),
    Journey(
        name="read, stored",
        requests=_stored,
        description="openapi/shop.yaml",
        overlays=(),
        setup=_one_customer,
    ),
)


def _client(handler: Callable[[httpx.Request], httpx.Response]) -> httpx.Client:
    return httpx.Client(transport=httpx.MockTransport(handler), base_url=_BASE, headers=_HEADERS)


def _seconds(client: httpx.Client, requests: Iterator[Asked], calls: int) -> float:
    """Seconds of a core that so many calls take, as a client makes them."""
    started = time.process_time()
    for each in islice(requests, calls):
        _asked(client, each)
    return time.process_time() - started


def measured(journey: Journey, calls: int, rounds: int) -> tuple[float, float]:
    """Calls a second of the mock, and of respx with the answer that the mock gives first."""
    overlays = [ROOT / each for each in journey.overlays]
    api = router(ROOT / journey.description, overlays=overlays)
    ours = _client(api.handler)
    journey.setup(ours)
    first = _asked(ours, next(journey.requests()))
    if not first.is_success:
        sys.exit(f"{journey.name}: the mock refuses what it is asked: {first.text}")
    bare = respx.Router()
    operation = api.mock.contract.operation_for(api.exchanges[-1].request)
    pattern = r"/[^/]+$" if operation is not None and "{" in operation.path else first.url.path
    answer = httpx.Response(first.status_code, headers=first.headers, content=first.content)
    bare.route(method=first.request.method, path__regex=pattern).mock(return_value=answer)
    theirs = _client(bare.handler)
    requests = {id(ours): journey.requests(), id(theirs): journey.requests()}
    best = {id(ours): float("inf"), id(theirs): float("inf")}
    for _ in range(rounds):
        for client in (ours, theirs):
            taken = _seconds(client, requests[id(client)], calls)
            best[id(client)] = min(best[id(client)], taken)
        api.reset()
        bare.reset()
        journey.setup(ours)
    return calls / best[id(ours)], calls / best[id(theirs)]


@dataclass(frozen=True, slots=True)
class Server:
    """A mock over HTTP: a process that listens at a port of this machine."""

    process: subprocess.Popen[str]
    port: int

    def seconds(self) -> float:
        """Seconds of cores that it has taken, its threads included."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self) -> None:
        """End it, by its id."""
        self.process.terminate()
        self.process.wait(30)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _started(command: Sequence[str], port: int) -> Server:
    """The server, once it listens."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": os.environ.get("PYTHONPATH", str(ROOT / "src"))},
    )
    for _ in range(600):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return Server(process, port)
        if process.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit(f"{' '.join(command)} does not listen")


_OVER_HTTP = (
    ("list", "GET", "/orders?limit=5", None),
    ("create", "POST", "/customers", b'{"name": "Somebody", "email": "a@example.com"}'),
    ("refusal", "POST", "/customers", b'{"name": 7}'),
)


def _calls(server: Server, method: str, path: str, body: bytes | None, calls: int) -> float:
    """Seconds of cores that the server takes for so many calls on one connection."""
    headers = {"Authorization": "Bearer x", "Accept": "application/json"}
    headers |= {"Content-Type": "application/json"} if body else {}
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    before = server.seconds()
    for _ in range(calls):
        connection.request(method, path, body, headers)
        connection.getresponse().read()
    connection.close()
    return server.seconds() - before


def over_http(prism: str, calls: int, rounds: int) -> None:
    """Print calls a second of a core of both servers, on the same description, in turn."""
    description = str(ROOT / "openapi/shop.yaml")
    ports = _free_port(), _free_port()
    ours = [sys.executable, "-m", "ringback", "mock", "--description", description]
    theirs = [prism, "mock", description, "--host", "127.0.0.1", "--port", str(ports[1])]
    servers = [
        _started([*ours, "--port", str(ports[0])], ports[0]),
        _started(theirs, ports[1]),
    ]
    print(f"\n{'over HTTP':26}{'ringback':>10}{'Prism':>10}{'ratio':>8}")
    try:
        for name, method, path, body in _OVER_HTTP:
            best = [float("inf"), float("inf")]
            for server in servers:
                _calls(server, method, path, body, calls // 4)  # what is compiled is compiled
            for _ in range(rounds):
                for at, server in enumerate(servers):
                    best[at] = min(best[at], _calls(server, method, path, body, calls))
            mine, other = (calls / each for each in best)
            print(f"  {name:24}{mine:10,.0f}{other:10,.0f}{mine / other:8.2f}")
            sys.stdout.flush()
    finally:
        for server in servers:
            server.end()


def main() -> None:
    """Print a row for each kind of requests."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--calls", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--prism", help="the command prism, where it is installed")
    options = parser.parse_args()
    print(f"{'calls a second of a core':26}{'ringback':>10}{'respx':>10}{'ratio':>8}")
    for journey in JOURNEYS:
        ours, theirs = measured(journey, options.calls, options.rounds)
        print(f"  {journey.name:24}{ours:10,.0f}{theirs:10,.0f}{ours / theirs:8.2f}")
        sys.stdout.flush()
    if options.prism:
        over_http(options.prism, options.calls, options.rounds)


if __name__ == "__main__":
    main()
