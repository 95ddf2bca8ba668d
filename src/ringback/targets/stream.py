"""A connection's bytes, with or without TLS, each step of which ends by a deadline.

Answers are acknowledged at once. Many servers send the headers and the body of an answer in two
writes; with Nagle's algorithm on, the second write waits until the first is acknowledged, and Linux
delays that by 40 ms: a run of thousands of exchanges would spend minutes on it. TCP_QUICKACK asks
for the acknowledgement at once, and has to be asked for again before each read (tcp(7)).
"""

import contextlib
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

_SIZE = 65536  # bytes that are read at a time
_PLAIN = ("http/1.1",)
_ALPN = threading.Lock()
_QUICKACK = getattr(socket, "TCP_QUICKACK", None)  # Linux alone has it

T = TypeVar("T")


class ConnectError(Exception):
    """There is no connection; the text says why."""


class NetworkError(Exception):
    """The connection broke."""


class Stream:
    """Works until `until`, a time of `time.monotonic`; TimeoutError is raised then."""

    def __init__(self, places: Sequence[tuple[str, int]], until: float) -> None:
        """The first of the places where somebody listens is connected to."""
        self.until = until
        try:
            self._socket: Any = self._connected(places)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            raise ConnectError(str(error)) from error

    def _connected(self, places: Sequence[tuple[str, int]]) -> socket.socket:
        *others, last = places
        for place in others:
            with contextlib.suppress(OSError):
                return socket.create_connection(place, self._left())
        return socket.create_connection(last, self._left())

    def start_tls(
        self, trust: ssl.SSLContext, host: str, protocols: Sequence[str] = _PLAIN
    ) -> None:
        """Speak TLS from here on; where an https proxy speaks it already, within its own.

        The peer chooses one of the protocols (RFC 7301).
        """
        try:
            self._socket.settimeout(self._left())
            with _ALPN:  # what is offered stands in the context, which several lines share
                trust.set_alpn_protocols([*protocols])
                if isinstance(self._socket, ssl.SSLSocket):
                    self._socket = _Nested(self._socket, trust, host)
                else:
                    self._socket = trust.wrap_socket(
                        self._socket, server_hostname=host, do_handshake_on_connect=False
                    )
            self._step(self._socket.do_handshake)
        except OSError as error:
            raise ConnectError(_refused(error)) from error

    @property
    def protocol(self) -> str | None:
        """What the peer chose to speak; None where it does not say."""
        chosen = getattr(self._socket, "selected_alpn_protocol", None)
        return chosen() if chosen else None

    def read(self, size: int = _SIZE) -> bytes:
        """Some bytes, none at the end. Raises NetworkError."""
        try:
            if _QUICKACK is not None:
                self._socket.setsockopt(socket.IPPROTO_TCP, _QUICKACK, 1)
            data: bytes = self._step(lambda: self._socket.recv(size))
        except OSError as error:
            raise NetworkError(str(error)) from error
        return data

    def write(self, data: bytes) -> None:
        """Send all of it, or as much as the peer takes: one that hangs up may have answered."""
        left = memoryview(data)
        try:
            while left:
                self._socket.settimeout(self._left())
                left = left[self._socket.send(left) :]
        except OSError:
            self._left()  # raises where the time is up

    def unread(self) -> bytes | None:
        """What waits to be read, without waiting; empty at the end, None for nothing."""
        self._socket.settimeout(0)
        try:
            data: bytes = self._socket.recv(_SIZE)
        except OSError:  # nothing there yet, or the connection is over
            return None
        return data

    def stale(self, patience: float) -> bool:
        """Whether something comes within so many seconds, be it the end: no answer is had then."""
        if not hasattr(select, "poll"):
            return bool(select.select([self._socket], [], [], patience)[0])
        poll = select.poll()
        poll.register(self._socket, select.POLLIN)
        return bool(poll.poll(patience * 1000))

    def abort(self) -> None:
        """End it from another thread: whoever reads meanwhile is told that it is over."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of the connection."""
        with contextlib.suppress(OSError):
            self._socket.close()

    def _step(self, act: Callable[[], T]) -> T:
        """What comes of it, over as many reads as a record of TLS within TLS takes."""
        while True:
            self._socket.settimeout(self._left())
            with contextlib.suppress(ssl.SSLWantReadError):
                return act()

    def _left(self) -> float:
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def _refused(error: OSError) -> str:
    """Why there is no TLS, with what to try where the peer speaks none of our protocols."""
    if "NO_APPLICATION_PROTOCOL" in str(error).upper().replace(" ", "_"):
        return f"{error}; if it wants HTTP/2, say http2 = true of the target"
    return str(error)


class _Nested:
    """TLS within TLS, as a socket can't have it; SSLWantReadError where more has to be read."""

    def __init__(self, outer: ssl.SSLSocket, trust: ssl.SSLContext, host: str) -> None:
        self._outer = outer
        self._came, self._gone = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = trust.wrap_bio(self._came, self._gone, server_hostname=host)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._outer, name)

    def selected_alpn_protocol(self) -> str | None:
        return self._tls.selected_alpn_protocol()

    def do_handshake(self) -> None:
        self._over(self._tls.do_handshake)

    def recv(self, size: int) -> bytes:
        return self._over(lambda: self._tls.read(size))

    def send(self, data: memoryview) -> int:
        return self._over(lambda: self._tls.write(data))

    def _over(self, act: Callable[[], T]) -> T:
        """What comes of it over the outer TLS."""
        try:
            return act()
        except ssl.SSLWantReadError:
            self._flush()
            came = self._outer.recv(_SIZE)
            self._came.write(came) if came else self._came.write_eof()
            raise
        finally:
            self._flush()

    def _flush(self) -> None:
        if self._gone.pending:
            self._outer.sendall(self._gone.read())
