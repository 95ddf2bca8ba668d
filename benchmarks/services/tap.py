"""A tap between a client and a service: bytes pass as they are, and each exchange is noted."""

import asyncio
import contextlib
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

_REQUEST = re.compile(rb"([A-Z]+) (\S+) HTTP/1\.[01]\r?\n")
_STATUS = re.compile(rb"HTTP/1\.[01] ([1-5][0-9]{2})\b")
_CHUNK = 65536  # bytes


@dataclass(slots=True)
class _Line:
    """What one connection is at: the request under way, and whether its answer has begun."""

    asked: tuple[str, str] | None = None


@dataclass(slots=True)
class Tap:
    """Listens on a port of 127.0.0.1 and hands all bytes on to another one there.

    `seen` holds method, target and status of each request that was answered; a request whose first
    line is none that HTTP/1.1 knows is counted under the method `?`.
    """

    upstream: int
    port: int = 0
    seen: list[tuple[str, str, int]] = field(default_factory=list)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        """Begin to listen, in a thread of its own."""
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of every connection."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        if self._thread is not None:
            self._thread.join(10)

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        starting = asyncio.start_server(self._serve, "127.0.0.1", self.port)
        server = self._loop.run_until_complete(starting)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        self._loop.run_forever()
        server.close()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    async def _serve(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        try:
            far, onward = await asyncio.open_connection("127.0.0.1", self.upstream)
        except OSError:
            back.close()
            return
        line = _Line()
        await asyncio.gather(
            _passed(near, onward, lambda data: self._asked(line, data)),
            _passed(far, back, lambda data: self._answered(line, data)),
            return_exceptions=True,
        )
        onward.close()
        back.close()

    def _asked(self, line: _Line, data: bytes) -> None:
        """A request begins with the first bytes that come after the last answer."""
        if line.asked is None:
            found = _REQUEST.match(data)
            parts = found.groups() if found else (b"?", b"")
            line.asked = (parts[0].decode(), parts[1].decode("latin-1"))

    def _answered(self, line: _Line, data: bytes) -> None:
        """An answer begins with the first bytes that come after a request; 1xx is none."""
        found = _STATUS.match(data) if line.asked is not None else None
        if found and line.asked is not None and not found[1].startswith(b"1"):
            self.seen.append((*line.asked, int(found[1])))
            line.asked = None


async def _passed(
    source: asyncio.StreamReader, drain: asyncio.StreamWriter, note: Callable[[bytes], None]
) -> None:
    """Hand on what comes until it ends; then the other side is told so."""
    try:
        while data := await source.read(_CHUNK):
            note(data)
            drain.write(data)
            await drain.drain()
    except OSError:
        pass
    finally:
        with contextlib.suppress(OSError):
            drain.write_eof()
