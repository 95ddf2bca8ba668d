"""Requests and answers of a mock as httpx has them."""

from collections.abc import AsyncIterator, Iterator

import httpx

from ringback.exchange import Lost, LostReason, Request, Response
from ringback.targets.wire import CLOSED, TRUNCATED, raw_headers

_OF_TRANSPORT = frozenset({"content-encoding", "content-length", "transfer-encoding"})


def as_request(sent: httpx.Request) -> Request:
    """What a client of httpx has sent, as a request of ours."""
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in sent.headers.raw
    )
    url = sent.url.raw_path.decode("ascii")
    return Request(method=sent.method, url=url, headers=headers, body=sent.content or None)


def as_httpx(response: Response, cut: int | None = None) -> httpx.Response:
    """An answer; `cut` is after how many bytes of its body the connection is closed."""
    if cut is None:
        # httpx would undo codings that the body no longer has, and tells the length itself.
        pairs = [pair for pair in response.headers if pair[0].lower() not in _OF_TRANSPORT]
        return httpx.Response(
            response.status, headers=raw_headers(pairs), content=response.body or None
        )
    headers = [*response.headers, ("content-length", str(len(response.body)))]
    stream = CutStream(response.body[:cut])
    return httpx.Response(response.status, headers=raw_headers(headers), stream=stream)


class CutStream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that ends too early: reading it raises what httpx raises for such a connection."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        """For clients that wait."""
        yield self._body
        raise httpx.RemoteProtocolError(TRUNCATED)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """For clients of asyncio."""
        yield self._body
        raise httpx.RemoteProtocolError(TRUNCATED)


def as_error(lost: Lost, request: httpx.Request) -> Exception:
    """What httpx raises where no answer comes for such a reason."""
    match lost.reason:
        case LostReason.TIMEOUT:
            return httpx.ReadTimeout("The read operation timed out", request=request)
        case LostReason.REFUSED:
            return httpx.ConnectError("[Errno 111] Connection refused", request=request)
        case LostReason.CLOSED:
            return httpx.RemoteProtocolError(CLOSED, request=request)
        case _:
            return UnmatchedError(lost.detail)


class UnmatchedError(Exception):
    """There is no answer for a request: the mock can't make one."""
