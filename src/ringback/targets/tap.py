"""Listening in on the connection in use: which one it is, and the bytes as they come.

httpx hands over an answer that h11 has taken apart. What h11 has read past the answer's end stays
in its buffer, unseen, and is taken for the beginning of the next answer.
"""

import socket
from collections.abc import Mapping
from typing import Any

_CONNECTED = ("connect_tcp.complete", "start_tls.complete")
_BEGINS = "http11.send_request_headers.started"


class Tap:
    """Knows the stream in use, and every byte that it brought since the request was begun.

    `watch` is for httpx's `trace` extension, which hands over each new connection's stream, but
    not one that is used again: so each stream tells of its use itself. Past `limit` bytes nothing
    more is kept, and `whole` is False. One request after the other: a line has its own.
    """

    def __init__(self, limit: int) -> None:
        self.stream: Any = None
        self.heard = bytearray()
        self.whole = True
        self._limit = limit

    def watch(self, event: str, told: Mapping[str, Any]) -> None:
        """Attach to a connection that was opened or got TLS; forget what came before a request."""
        if event.endswith(_CONNECTED):
            self._attach(told["return_value"])
        elif event == _BEGINS:
            self.heard.clear()
            self.whole = True

    @property
    def socket(self) -> socket.socket | None:
        """The socket in use, if there is one; under TLS, the one that speaks it."""
        used = None if self.stream is None else self.stream.get_extra_info("socket")
        return used if isinstance(used, socket.socket) else None

    def _attach(self, stream: Any) -> None:
        """Have the stream's own two methods pass through here."""
        read, write = stream.read, stream.write

        def reading(*args: Any, **named: Any) -> bytes:
            self.stream = stream
            data: bytes = read(*args, **named)
            self._hear(data)
            return data

        def writing(*args: Any, **named: Any) -> None:
            self.stream = stream
            write(*args, **named)

        stream.read, stream.write = reading, writing
        self.stream = stream

    def _hear(self, data: bytes) -> None:
        if len(self.heard) + len(data) > self._limit:
            self.whole = False
        else:
            self.heard += data
