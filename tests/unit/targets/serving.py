"""A server of plain sockets: it answers with whatever bytes a test wants, or does not."""

import contextlib
import re
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

Script = Callable[["Peer"], None]
CERTIFICATE = Path(__file__).with_name("localhost.pem")
"""A key made for the tests, and its certificate for this machine, signed by itself."""

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Peer:
    """One connection after its request was read: `asked` is the request's bytes."""

    def __init__(self, connection: socket.socket, asked: bytes, ending: threading.Event) -> None:
        self.connection = connection
        self.asked = asked
        self.ending = ending

    def write(self, data: bytes) -> None:
        """Send all of it."""
        self.connection.sendall(data)

    def wait(self, seconds: float = 60.0) -> bool:
        """Do nothing until the server is closed or the time is over; True when it is closed."""
        return self.ending.wait(seconds)

    def next(self) -> bool:
        """Read one more request on the connection; False when the client has hung up."""
        self.asked = _request(self.connection)
        return bool(self.asked)

    def reset(self) -> None:
        """End the connection with a RST in place of a FIN."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


class RawServer:
    """Listens on a loopback port, plays the script on each connection, remembers what was asked."""

    def __init__(
        self,
        script: Script,
        *,
        eager: bool = False,
        tls: bool | ssl.SSLContext = False,
        host: str = "127.0.0.1",
    ) -> None:
        """With `eager`, the script is played before anything is read.

        Over TLS the certificate is that of the tests, unless a context has another one.
        """
        self._script = script
        self._eager = eager
        self._tls = tls if isinstance(tls, ssl.SSLContext) else None
        if tls is True:
            self._tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            self._tls.load_cert_chain(CERTIFICATE)
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.create_server((host, 0), family=family)
        self.port: int = self._listener.getsockname()[1]
        place = f"[{host}]" if ":" in host else host
        self.url = f"{'https' if tls else 'http'}://{place}:{self.port}"
        self.asked: list[bytes] = []
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
        """Hang up, and wait for every connection's script."""
        self._ending.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(10)

    def _accept(self) -> None:
        while not self._ending.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        # The client may hang up at any point: that is what several tests are about.
        with contextlib.ExitStack() as stack, contextlib.suppress(OSError):
            stack.enter_context(connection)
            connection.settimeout(30)
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
                stack.enter_context(connection)
            asked = b"" if self._eager else _request(connection)
            if asked or self._eager:
                self.asked.append(asked)
                self._script(Peer(connection, asked, self._ending))


def _request(connection: socket.socket) -> bytes:
    """The bytes of one request, its body as long as it says."""
    got = b""
    while b"\r\n\r\n" not in got:
        more = connection.recv(65536)
        if not more:
            return got
        got += more
    head, _, body = got.partition(b"\r\n\r\n")
    found = _LENGTH.search(head)
    while found and len(body) < int(found[1]):
        more = connection.recv(65536)
        if not more:
            break
        body += more
    return head + b"\r\n\r\n" + body


def saying(*parts: bytes) -> Script:
    """A script that sends these bytes and hangs up."""

    def play(peer: Peer) -> None:
        for part in parts:
            peer.write(part)

    return play


def keeping(*parts: bytes) -> Script:
    """A script that answers with these bytes, request after request on the same connection."""

    def play(peer: Peer) -> None:
        peer.write(b"".join(parts))
        while peer.next():
            peer.write(b"".join(parts))

    return play


def answer(status: str, body: bytes = b"", *headers: str, length: int | None = None) -> bytes:
    """The bytes of an answer; `length` is what it says of its length, the body's if None."""
    said = len(body) if length is None else length
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {said}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def relaying(greeted: bytes, port: int) -> Script:
    """A script that greets, and passes on what comes and goes from then on."""

    def play(peer: Peer) -> None:
        peer.write(greeted)
        with socket.create_connection(("127.0.0.1", port)) as far:
            back = threading.Thread(target=_copy, args=(far, peer.connection))
            back.start()
            _copy(peer.connection, far)
            back.join()

    return play


def _copy(one: socket.socket, other: socket.socket) -> None:
    try:
        while data := one.recv(65536):
            other.sendall(data)
        other.shutdown(socket.SHUT_WR)
    except OSError:
        return
