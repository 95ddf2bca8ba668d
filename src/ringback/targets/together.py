"""Several requests at the same time, each on a thread of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from ringback.exchange import Outcome, Request

_THREADS = 64  # more than any --concurrency; idle ones cost nothing, because none is made early


class Together:
    """Sends by a function that may be called from several threads; outcomes keep the order."""

    def __init__(self, send: Callable[[Request], Outcome]) -> None:
        self._send = send
        self._pool: ThreadPoolExecutor | None = None

    def send_all(self, requests: Sequence[Request]) -> list[Outcome]:
        """The outcome of each request; one alone is sent on the caller's own thread."""
        if len(requests) == 1:
            return [self._send(requests[0])]
        if self._pool is None:
            self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="ringback")
        return list(self._pool.map(self._send, requests))

    def close(self) -> None:
        """Let the threads go; a request that still waits for its answer is not waited for."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
