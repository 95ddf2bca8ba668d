"""Acknowledging answers at once, so that a service which writes in two parts is not held up.

Many servers send the headers and the body of an answer in two writes. With Nagle's algorithm on,
the second write waits until the first is acknowledged, and Linux delays that by 40 ms: a run of
thousands of exchanges would spend minutes on it. TCP_QUICKACK asks for the acknowledgement at
once, and has to be asked for again before each answer (tcp(7)).
"""

import contextlib
import socket

from ringback.targets.tap import Tap

_QUICKACK = getattr(socket, "TCP_QUICKACK", None)  # Linux alone has it
_READING = frozenset(
    {"http11.receive_response_headers.started", "http11.receive_response_body.started"}
)


class Promptness:
    """A trace for httpx (its `trace` extension): before an answer is read, asks for prompt ACKs."""

    def __init__(self, tap: Tap) -> None:
        self._tap = tap

    def watch(self, event: str) -> None:
        """Ask on the connection in use, each time that an answer is about to be read."""
        if _QUICKACK is None or event not in _READING:
            return
        used = self._tap.socket
        if used is not None:
            with contextlib.suppress(OSError):  # closed meanwhile
                used.setsockopt(socket.IPPROTO_TCP, _QUICKACK, 1)
