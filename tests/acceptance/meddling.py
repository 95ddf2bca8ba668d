"""A proxy between ringback and a service that delays, drops, doubles and reorders what passes."""

import contextlib
import random
import re
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from types import TracebackType
from typing import Self

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_TOGETHER = 0.01  # seconds that a request waits for others to be reordered with


class Meddling(Enum):
    """What becomes of one request."""

    NONE = auto()  # passed on, and its answer back
    BEFORE = auto()  # the connection is dropped, and the service never hears of it
    AFTER = auto()  # the service has handled it, and the connection is dropped without the answer
    INSIDE = auto()  # the connection is dropped in the middle of the answer
    TWICE = auto()  # the service gets it twice in a row, and the second answer goes back
    SILENCE = auto()  # the service never hears of it, and nothing is answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A request on its way through: how many came before it, and its bytes."""

    index: int
    raw: bytes

    @property
    def method(self) -> str:
        """How it asks: GET, POST and so on."""
        return self.raw.split(b" ", 1)[0].decode()

    @property
    def path(self) -> str:
        """The path, without the query."""
        return self.raw.split(b" ", 2)[1].partition(b"?")[0].decode()


Plan = Callable[[Seen], Meddling]


def nothing(_seen: Seen) -> Meddling:
    """Pass everything on."""
    return Meddling.NONE


@dataclass(slots=True, kw_only=True)
class Delay:
    """Seconds that an answer is held back: always the same, or up to as much more, by a seed."""

    seconds: float = 0.0
    jitter: float = 0.0
    seed: int = 0
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        """Begin the seed's own series."""
        self._random = random.Random(self.seed)  # noqa: S311 -- the same delays each time

    def wait(self) -> None:
        """Hold one answer back."""
        seconds = self.seconds + self.jitter * self._random.random()
        if seconds:
            time.sleep(seconds)


class Proxy:
    """Listens on a loopback port, and passes requests on to a service as `plan` says.

    With `reorder`, requests that are under way at the same time reach the service in another
    order than they came in. `dealt` tells what became of each, in the order of their arrival.
    """

    def __init__(
        self, url: str, plan: Plan = nothing, *, delay: Delay | None = None, reorder: bool = False
    ) -> None:
        host, _, port = url.removeprefix("http://").partition(":")
        self._service = (host, int(port))
        self._plan = plan
        self._delay = delay or Delay()
        self._queue = _Queue() if reorder else None
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.dealt: list[tuple[Seen, Meddling]] = []
        self._ending = threading.Event()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def __enter__(self) -> Self:
        """It listens already."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop listening, and wait for what is under way."""
        self._ending.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(10)

    def met(self, meddling: Meddling) -> int:
        """How many requests that became of."""
        return sum(1 for _, each in self.dealt if each is meddling)

    def _accept(self) -> None:
        while not self._ending.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, near: socket.socket) -> None:
        """One connection of the client's, request after request."""
        with near, contextlib.suppress(OSError):
            near.settimeout(30)
            for raw in self._requests(near):
                if not self._deal(self._take_up(raw), near):
                    return

    def _requests(self, near: socket.socket) -> Iterator[bytes]:
        """The requests of a connection, until it or the test ends."""
        while not self._ending.is_set():
            ready, _, _ = select.select([near], [], [], 0.1)
            raw = _message(near) if ready else None
            if raw == b"":
                return
            if raw:
                yield raw

    def _take_up(self, raw: bytes) -> tuple[Seen, Meddling]:
        """Decide about a request, in the order of arrival."""
        with self._lock:
            seen = Seen(index=len(self.dealt), raw=raw)
            dealt = (seen, self._plan(seen))
            self.dealt.append(dealt)
            return dealt

    def _deal(self, dealt: tuple[Seen, Meddling], near: socket.socket) -> bool:
        """Do what was decided; False when the connection is over."""
        seen, meddling = dealt
        if meddling is Meddling.BEFORE:
            return False
        if meddling is Meddling.SILENCE:
            self._ending.wait(60)
            return False
        if self._queue:
            self._queue.pass_through(seen.index)
        answer = self._ask(seen, twice=meddling is Meddling.TWICE)
        self._delay.wait()
        if meddling is Meddling.AFTER:
            return False
        if meddling is Meddling.INSIDE:
            near.sendall(answer[: len(answer) - 2])
            return False
        near.sendall(answer)
        return bool(answer)

    def _ask(self, seen: Seen, *, twice: bool) -> bytes:
        """The service's answer; a connection a request, so that none is closed for idling."""
        answer = b""
        with socket.create_connection(self._service) as far:
            far.settimeout(30)
            far.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for _ in range(2 if twice else 1):
                far.sendall(seen.raw)
                answer = _message(far, head_only=seen.method == "HEAD")
        return answer


class _Queue:
    """Lets requests that wait at the same time pass in the opposite order."""

    def __init__(self) -> None:
        self._waiting: set[int] = set()
        self._changed = threading.Condition()

    def pass_through(self, index: int) -> None:
        """Wait a moment for others, then until all that came later have passed."""
        with self._changed:
            self._waiting.add(index)
        time.sleep(_TOGETHER)
        with self._changed:
            self._changed.wait_for(lambda: index == max(self._waiting), timeout=5)
            self._waiting.remove(index)
            self._changed.notify_all()


def _message(connection: socket.socket, *, head_only: bool = False) -> bytes:
    """The bytes of one request or answer, its body as long as it says; nothing at the end."""
    got = b""
    while b"\r\n\r\n" not in got:
        more = connection.recv(65536)
        if not more:
            return got
        got += more
    head, _, body = got.partition(b"\r\n\r\n")
    found = None if head_only else _LENGTH.search(head)
    while found and len(body) < int(found[1]):
        more = connection.recv(65536)
        if not more:
            break
        body += more
    return head + b"\r\n\r\n" + body
