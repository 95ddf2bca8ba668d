"""One bound for a whole answer: httpx's own timeouts begin anew with every byte that comes."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ringback.targets.tap import Tap


class Deadline:
    """Cuts the connection in use off when the time is up; `passed` tells that it did."""

    def __init__(self, tap: Tap) -> None:
        self.passed = False
        self._tap = tap
        self._lock = threading.Lock()
        self._running: object = None

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Let what happens inside take no longer than this."""
        turn = object()
        self.passed, self._running = False, turn
        timer = threading.Timer(seconds, self._cut, [turn])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            with self._lock:
                self._running = None

    def _cut(self, turn: object) -> None:
        """End the turn; a timer that fires late must not end the one that came after."""
        with self._lock:
            if self._running is not turn:
                return
            self.passed = True
            used = self._tap.socket
            if used is not None:
                with contextlib.suppress(OSError):  # it has ended by itself meanwhile
                    # The plain method also under TLS, whose own one takes the session from the
                    # reader.
                    socket.socket.shutdown(used, socket.SHUT_RDWR)
