"""What answers requests: the one-method seam between ringback and a service."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ringback.exchange import Outcome, Request

IN_PROCESS = "http://127.0.0.1"
"""The origin of a target without a `base_url`: it is called, and nobody connects to it."""

App = Callable[..., Awaitable[Any]]
"""An ASGI app."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long an answer may take and how large it may be: seconds and bytes."""

    timeout: float = 10.0
    size: int = 16 * 1024 * 1024


class Target(Protocol):
    """Something that answers. `stateful` tells whether an update can be read back from it."""

    @property
    def name(self) -> str:
        """How the report calls it."""
        ...

    @property
    def base_url(self) -> str | None:
        """Where a curl command reaches it; None when nothing listens."""
        ...

    @property
    def stateful(self) -> bool:
        """Whether it keeps what it is told."""
        ...

    @property
    def width(self) -> int:
        """How many requests at the same time suit it, unless a run is told otherwise."""
        ...

    def send(self, request: Request) -> Outcome:
        """Send one request and wait for the whole answer; never raises for what the peer does.

        The answer is what came: a redirect is not followed, and no cookie is kept.
        """
        ...

    def send_all(self, requests: Sequence[Request], apart: float = 0.0) -> list[Outcome]:
        """Send these at the same time, as far as the target can; the outcomes in their order.

        With `apart` each leaves so many seconds behind the one before, without waiting for it.
        """
        ...

    def start(self, job: Callable[[], Outcome]) -> Callable[[], Outcome]:
        """Begin what sends by this target, beside others if it can; what waits for the outcome."""
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...
