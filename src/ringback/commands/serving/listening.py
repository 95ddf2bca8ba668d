"""A port that is listened on, and an app served there by uvicorn until Ctrl-C."""

import contextlib
import socket
import struct
from typing import Any

from ringback.errors import UsageError

try:
    import uvicorn
    from uvicorn.protocols.http.auto import AutoHTTPProtocol
except ImportError:  # the extra `mock` is not installed
    uvicorn = None  # type: ignore[assignment]  # told in one sentence when the command runs
    AutoHTTPProtocol = None  # type: ignore[assignment]  # as above

QUIET = "critical"
"""The level of the log of an app that cuts answers on purpose, which is no error to tell of."""

_AT_ONCE = struct.pack("ii", 1, 0)  # what waits to be sent is dropped, and a reset sent (socket(7))
_LAST = 2  # seconds that answers under way have when the server is told to end


def check_uvicorn(command: str) -> None:
    """UsageError where nothing can be served."""
    if uvicorn is None:
        raise UsageError((f"ringback {command} needs uvicorn: pip install 'ringback[mock]'",))


class OpenConnections:
    """The connections of a server by the address and port of their clients."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, int] | None, Any] = {}

    def end(self, client: tuple[str, int] | None, *, reset: bool = False) -> None:
        """Close one: after what was written, or at once with a reset."""
        transport = self._open.get(client and (client[0], client[1]))
        if transport is None:
            return
        if reset:
            peer = transport.get_extra_info("socket")
            with contextlib.suppress(OSError):  # it has gone by itself
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
            transport.abort()
        else:
            transport.close()

    def protocol(self) -> Any:
        """Uvicorn's protocol, which notes its connections here."""
        known = self._open

        class Noted(AutoHTTPProtocol):  # type: ignore[misc, valid-type]  # chosen as it is imported
            def connection_made(self, transport: Any) -> None:
                super().connection_made(transport)
                known[self.client] = transport

            def connection_lost(self, exc: Exception | None) -> None:
                known.pop(self.client, None)
                super().connection_lost(exc)

        return Noted


def serve(
    app: Any, listener: socket.socket, connections: OpenConnections, level: str = QUIET
) -> None:
    """Serve until interrupted; what is raised then is caught. `level` is that of uvicorn's log."""
    config = uvicorn.Config(
        app,
        log_level=level,
        http=connections.protocol(),
        ws="none",
        lifespan="off",
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=_LAST,
    )
    try:
        uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:  # how it is meant to end
        return


def url_of(listener: socket.socket) -> str:
    """Where a bound socket is reached."""
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def listen(host: str, port: int) -> socket.socket:
    """A bound socket. It names TCP, or asyncio would leave Nagle's delay on: 40 ms an answer.

    UsageError where it can't be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()  # before the URL is printed: whoever reads it may connect at once
    except OSError as error:
        listener.close()
        text = f"can't listen on {host}:{port} ({error.strerror}); try --port 0 for a free one"
        raise UsageError((text,)) from None
    return listener
