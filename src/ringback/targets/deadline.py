"""One bound for a whole answer: httpx's own timeouts begin anew with every byte that comes."""

import contextlib
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

_CONNECTED = ("connect_tcp.complete", "start_tls.complete")


class Deadline:
    """Cuts the connection off when the time is up; `passed` tells that it did.

    `watch` is for httpx's `trace` extension, and learns from it which connection is in use. A
    target sends one request after the other, so it is the last one that was opened.
    """

    def __init__(self) -> None:
        self.passed = False
        self._stream: Any = None

    def watch(self, event: str, told: Mapping[str, Any]) -> None:
        """Take note of a connection that was opened, or that TLS was put on."""
        if event.endswith(_CONNECTED):
            self._stream = told["return_value"]

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Let what happens inside take no longer than this."""
        self.passed = False
        timer = threading.Timer(seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _cut(self) -> None:
        self.passed = True
        used = None if self._stream is None else self._stream.get_extra_info("socket")
        if isinstance(used, socket.socket):
            with contextlib.suppress(OSError):  # it has ended by itself meanwhile
                # The plain method also under TLS, whose own one takes the session from the reader.
                socket.socket.shutdown(used, socket.SHUT_RDWR)
