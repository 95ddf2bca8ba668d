"""Acknowledging answers at once, so that a service which writes in two parts is not held up.

Many servers send the headers and the body of an answer in two writes. With Nagle's algorithm on,
the second write waits until the first is acknowledged, and Linux delays that by 40 ms: a run of
thousands of exchanges would spend minutes on it. TCP_QUICKACK asks for the acknowledgement at
once, and has to be asked for again before each answer (tcp(7)).
"""

import contextlib
import socket
from typing import Any

_QUICKACK = getattr(socket, "TCP_QUICKACK", None)  # Linux alone has it
_READING = frozenset(
    {"http11.receive_response_headers.started", "http11.receive_response_body.started"}
)


class Promptness:
    """A trace for httpx (its `trace` extension): hears of connections and of answers."""

    def __init__(self) -> None:
        self._sockets: list[socket.socket] = []

    def watch(self, event: str, info: dict[str, Any]) -> None:
        """Keep each new connection's socket; before an answer is read, ask for prompt ACKs."""
        if _QUICKACK is None:
            return
        if event == "connection.connect_tcp.complete":
            made = info["return_value"].get_extra_info("socket")
            self._sockets = [each for each in self._sockets if each.fileno() >= 0]
            if isinstance(made, socket.socket):
                self._sockets.append(made)
        elif event in _READING:
            for each in self._sockets:
                with contextlib.suppress(OSError):  # closed meanwhile
                    each.setsockopt(socket.IPPROTO_TCP, _QUICKACK, 1)
