"""What a request costs: a live target beside a plain client of httpx, on the same small server.

The server is a process of its own, so that the figures are the client's alone; both take turns,
and the best of their rounds is told. Nothing leaves this machine.

    python benchmarks/transport.py [--requests 500] [--rounds 5]
"""

import argparse
import asyncio
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

import httpx  # noqa: E402 -- as below

from ringback.exchange import Request, Response  # noqa: E402 -- the folder has to be on the path
from ringback.targets.live import LiveTarget  # noqa: E402 -- as above

_BODY = b'{"label":"one","active":true,"tags":["a","b","c"]}'
_HEADERS = (("Content-Type", "application/json"), ("Authorization", "Bearer of-the-benchmark"))
_ANSWER = (
    b"HTTP/1.1 200 OK\r\ndate: Mon, 01 Jan 2024 00:00:00 GMT\r\nserver: uvicorn\r\n"
    b"content-length: 300\r\ncontent-type: application/json\r\n\r\n" + b'"' + b"x" * 298 + b'"'
)


class Answering(asyncio.Protocol):
    """Answers each request alike, as cheaply as may be."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        self.transport = transport
        self.came = b""

    def data_received(self, data: bytes) -> None:
        """Answer once the request is whole."""
        self.came += data
        if self.came.endswith(_BODY):
            self.came = b""
            self.transport.write(_ANSWER)  # type: ignore[attr-defined]  # TCP's can write


async def serve() -> None:
    """Serve on a free loopback port, and print it."""
    server = await asyncio.get_running_loop().create_server(Answering, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def plain(url: str) -> Callable[[], None]:
    """A client of httpx as it comes."""
    client = httpx.Client()

    def ask() -> None:
        answer = client.post(f"{url}/v1/thing?x=1", headers=dict(_HEADERS), content=_BODY)
        assert len(answer.content) == 300  # noqa: S101 -- a benchmark that fails has no figures

    return ask


def live(url: str) -> Callable[[], None]:
    """A live target."""
    target = LiveTarget("live", url)
    request = Request(method="POST", url="/v1/thing?x=1", headers=_HEADERS, body=_BODY)

    def ask() -> None:
        outcome = target.send(request)
        assert isinstance(outcome, Response), outcome  # noqa: S101 -- as above

    return ask


def measured(ask: Callable[[], None], count: int) -> tuple[float, float]:
    """Milliseconds of this process' CPU, and of the clock, that a request takes."""
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(count):
        ask()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return cpu / count * 1000, wall / count * 1000


def main() -> None:
    """Run both in turn and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        asyncio.run(serve())
        return
    command = [sys.executable, __file__, "--serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None  # noqa: S101 -- as above
        url = f"http://127.0.0.1:{int(server.stdout.readline())}"
        asking = {"plain httpx": plain(url), "live target": live(url)}
        told: dict[str, list[tuple[float, float]]] = {name: [] for name in asking}
        for _ in range(given.rounds):
            for name, ask in asking.items():
                told[name].append(measured(ask, given.requests))
        server.kill()
    best = {name: [min(each) for each in zip(*runs, strict=True)] for name, runs in told.items()}
    print(f"{given.requests} requests, the best of {given.rounds} rounds: ms a request")
    print(f"{'':14}{'CPU':>8}{'wall':>8}")
    for name, (cpu, wall) in best.items():
        print(f"{name:14}{cpu:8.3f}{wall:8.3f}")
    ratios = [ours / theirs for ours, theirs in zip(*reversed(best.values()), strict=True)]
    print(f"{'ratio':14}{ratios[0]:8.2f}{ratios[1]:8.2f}")


if __name__ == "__main__":
    main()
