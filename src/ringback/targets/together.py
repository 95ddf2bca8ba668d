"""Several requests at the same time, each on a thread of its own."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from ringback.exchange import Outcome, Request

_THREADS = 64  # more than any --concurrency; idle ones cost nothing, because none is made early


class Together:
    """Sends by a function that may be called from several threads; outcomes keep the order."""

    def __init__(self, send: Callable[[Request], Outcome]) -> None:
        self._send = send
        self._pool: ThreadPoolExecutor | None = None

    def send_all(self, requests: Sequence[Request], apart: float = 0.0) -> list[Outcome]:
        """The outcome of each request; one alone is sent on the caller's own thread.

        `apart` is how many seconds lie between one leaving and the next.
        """
        if len(requests) == 1:
            return [self._send(requests[0])]
        pool = self._threads()
        under_way: list[Future[Outcome]] = []
        for request in requests:
            if under_way and apart:
                time.sleep(apart)
            under_way.append(pool.submit(self._send, request))
        return [each.result() for each in under_way]

    def start(self, job: Callable[[], Outcome]) -> Callable[[], Outcome]:
        """Begin a job; what waits for its outcome."""
        return self._threads().submit(job).result

    def _threads(self) -> ThreadPoolExecutor:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="ringback")
        return self._pool

    def close(self) -> None:
        """Let the threads go; a request that still waits for its answer is not waited for."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
