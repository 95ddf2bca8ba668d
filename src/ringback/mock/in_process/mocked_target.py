"""No service at all: a target whose answers are made of the description and the recordings.

It asks the router as a client does, without one: nothing is patched. It shows that description and
recordings fit each other, and it can't drift from either.
"""

import time
from collections.abc import Callable, Sequence

import httpx

from ringback.exchange import Lost, LostReason, Outcome, Request, Response
from ringback.mock.api_mock import ApiMock
from ringback.mock.in_process.api_router import ApiRouter
from ringback.targets.address import address
from ringback.targets.interface import IN_PROCESS, Limits
from ringback.targets.wire import join, latin, lost, sent_headers


class MockedTarget:
    """Answers as a mock does. `stateful` is told by whoever knows whether the mock keeps anything.

    A request that fits no path is `UNMATCHED`: that is a mistake in asking, never the service's.
    `name` and `base_url` are those of the target that it stands for in a dry run.
    """

    width = 1  # it works in this process, and waits for nobody

    def __init__(
        self,
        mock: ApiMock,
        *,
        name: str = "mocked",
        base_url: str | None = None,
        stateful: bool = False,
    ) -> None:
        self.name = name
        self.base_url = base_url
        self.stateful = stateful
        self._mock = mock
        self.router = ApiRouter(mock, mistakes="answer")

    def send(self, request: Request) -> Outcome:
        """Ask the router."""
        started = time.perf_counter()
        contract = self._mock.contract
        if not self.stateful and not contract.operations_at(request.path):
            text = f"nothing is mocked for {request.method} {request.path}"
            return Lost(reason=LostReason.UNMATCHED, detail=text)
        try:
            came = self.router.handler(_as_sent(request))
        except MemoryError:
            raise
        # Whatever is raised is about this one request: none of it may end the run.
        except Exception as error:  # noqa: BLE001 -- told as what it is, see `lost`
            return lost(error, Limits())
        return Response(
            status=came.status_code,
            headers=latin(came.headers.raw),
            body=came.content,
            seconds=time.perf_counter() - started,
        )

    def send_all(self, requests: Sequence[Request], apart: float = 0.0) -> list[Outcome]:
        """Answer one after the other, whatever is asked for."""
        del apart
        return [self.send(request) for request in requests]

    def start(self, job: Callable[[], Outcome]) -> Callable[[], Outcome]:
        """Do it at once."""
        outcome = job()
        return lambda: outcome

    def close(self) -> None:
        """Nothing is held."""


def _as_sent(request: Request) -> httpx.Request:
    """The request as a client of httpx sends it."""
    url = join(IN_PROCESS, request.url)
    headers = sent_headers(request, address(url))
    return httpx.Request(request.method, url, headers=headers, content=request.body)
