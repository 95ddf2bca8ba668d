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
_ACCEPTING = 0.05  # seconds for connections that were accepted last to have their tasks


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
    _loop: asyncio.AbstractEventLoop | None = None
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _open: set[asyncio.StreamWriter] = field(default_factory=set)
    _thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        """Begin to listen, in a thread of its own."""
        ready = threading.Event()
        serving = self._serving(ready)
        self._thread = threading.Thread(target=asyncio.run, args=(serving,), daemon=True)
        self._thread.start()
        ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of every connection, and wait until all that was under way has ended."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._stopping.set)
        if self._thread is not None:
            self._thread.join(10)

    async def _serving(self, ready: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._stopping.wait()
        server.close()
        await asyncio.sleep(_ACCEPTING)
        # What is read from a connection ends with it: nothing has to be cancelled.
        while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
            for each in self._open:
                each.transport.abort()
            await asyncio.wait(tasks, timeout=0.1)
        await asyncio.sleep(0)  # the last ones are closed in the loop's next turn

    async def _serve(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        self._open.add(back)
        try:
            far, onward = await asyncio.open_connection("127.0.0.1", self.upstream)
        except OSError:
            await self._closed(back)
            return
        self._open.add(onward)
        line = _Line()
        await asyncio.gather(
            _passed(near, onward, lambda data: self._asked(line, data)),
            _passed(far, back, lambda data: self._answered(line, data)),
            return_exceptions=True,
        )
        await self._closed(onward)
        await self._closed(back)

    async def _closed(self, writer: asyncio.StreamWriter) -> None:
        """Close a connection, and wait until it is."""
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
        self._open.discard(writer)

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
