"""Where the exchanges of httpx and requests are seen, whoever made the client: patched, and undone.

This is the one place that patches. The clients' public hooks (`event_hooks`, `transport`,
`Session.hooks`) are given to one client when it is made, and whoever tests a program does not make
its clients. So the public `send` of the client classes is wrapped, which stands above all
that answers in a test: transports of any kind, respx, responses, pytest-httpx, vcrpy. They may be
started before or behind. What is sent by something else (urllib3, aiohttp, a transport that is
called without its client) is not seen.
"""

import contextlib
import functools
import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx

from ringback.recordings import Recording
from ringback.traffic.client_messages import (
    gathering_body,
    gathering_request,
    of_httpx,
    of_requests,
)

try:
    import requests
except ImportError:  # who has not installed it sends nothing by it
    requests = None  # type: ignore[assignment]  # told apart where it is used

Observer = Callable[[Recording], None]

_LOCK = threading.RLock()
_OBSERVERS: list[Observer] = []
_UNDO = contextlib.ExitStack()


@contextlib.contextmanager
def observed(observer: Observer) -> Iterator[None]:
    """Show each exchange of httpx and requests to the observer, on the thread that made it.

    Several may look at once; the classes are put back as they were when the last one leaves. One
    that is streamed is shown when its answer is closed.
    """
    with _LOCK:
        _OBSERVERS.append(observer)
        if len(_OBSERVERS) == 1:
            _install()
    try:
        yield
    finally:
        with _LOCK:
            _OBSERVERS.remove(observer)
            if not _OBSERVERS:
                _UNDO.close()


def _tell(entry: Recording) -> None:
    for observer in tuple(_OBSERVERS):
        observer(entry)


def _install() -> None:
    _wrap(httpx.Client, _httpx_send)
    _wrap(httpx.AsyncClient, _httpx_send_async)
    if requests is not None:
        _wrap(requests.Session, _requests_send)


def _wrap(owner: Any, around: Callable[[Any], Any]) -> None:
    """Put what is made around `send` into its place until all is undone."""
    whole = owner.send
    owner.send = functools.wraps(whole)(around(whole))
    _UNDO.callback(setattr, owner, "send", whole)


def _httpx_send(whole: Callable[..., Any]) -> Callable[..., Any]:
    def send(client: httpx.Client, request: httpx.Request, **given: Any) -> httpx.Response:
        gathering_request(request)
        try:
            response: httpx.Response = whole(client, request, **given)
        except httpx.TransportError as error:
            _tell(of_httpx(request, error))
            raise
        _told(response, streamed=bool(given.get("stream")))
        return response

    return send


def _httpx_send_async(whole: Callable[..., Any]) -> Callable[..., Any]:
    async def send(
        client: httpx.AsyncClient, request: httpx.Request, **given: Any
    ) -> httpx.Response:
        gathering_request(request)
        try:
            response: httpx.Response = await whole(client, request, **given)
        except httpx.TransportError as error:
            _tell(of_httpx(request, error))
            raise
        _told(response, streamed=bool(given.get("stream")))
        return response

    return send


def _told(response: httpx.Response, *, streamed: bool) -> None:
    """Show what led to a response, and the response itself, now or when its stream is closed."""
    for earlier in response.history:
        _tell(of_httpx(earlier.request, earlier))
    if streamed and not response.is_closed:
        gathering_body(response, _tell)
    else:
        _tell(of_httpx(response.request, response))


class _Sending(threading.local):
    """The answers of the calls within the outermost one of this thread; None outside of any."""

    within: list[Any] | None = None


def _requests_send(whole: Callable[..., Any]) -> Callable[..., Any]:
    sending = _Sending()

    def send(session: Any, request: Any, **given: Any) -> Any:
        if sending.within is not None:  # a redirect is sent by the same method within the first
            response = whole(session, request, **given)
            sending.within.append(response)
            return response
        within: list[Any] = []
        sending.within = within
        try:
            response = whole(session, request, **given)
        except requests.RequestException as error:
            for each in within:
                _tell(of_requests(each.request, each))
            if error.response is None:
                _tell(of_requests(request, error))
            raise
        finally:
            sending.within = None
        streamed = bool(given.get("stream", session.stream))
        ordered = {id(each): each for each in (*response.history, response, *within)}
        for each in ordered.values():
            _tell(of_requests(each.request, each, streamed=streamed and each is response))
        return response

    return send
