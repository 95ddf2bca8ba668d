"""The requests and answers of httpx and requests as exchanges of ours."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx

from ringback.coding import CodingError, TooLargeError, unpacked
from ringback.exchange import (
    Exchange,
    Headers,
    Lost,
    LostReason,
    Outcome,
    Request,
    Response,
    header_values,
)
from ringback.recordings import Recording

_SIZE = 16 * 1024 * 1024  # bytes of a streamed body that are kept
_GATHERED = "ringback.gathered"  # the extension of a request under which its body is gathered


class _Gathered(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A stream that hands on what another has, keeps it, and tells when it is closed.

    `whole` tells that it was read to its end, and that all of it was kept.
    """

    def __init__(self, stream: Any, closed: Callable[["_Gathered"], None]) -> None:
        self._stream = stream
        self._closed = closed
        self._told = False
        self._kept = self._ended = False
        self.data = bytearray()

    @property
    def whole(self) -> bool:
        return self._kept and self._ended

    def __iter__(self) -> Iterator[bytes]:
        self._begin()
        for chunk in self._stream:
            self._take(chunk)
            yield chunk
        self._ended = True

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self._begin()
        async for chunk in self._stream:
            self._take(chunk)
            yield chunk
        self._ended = True

    def close(self) -> None:
        self._stream.close()
        self._tell()

    async def aclose(self) -> None:
        await self._stream.aclose()
        self._tell()

    def _begin(self) -> None:
        """A request that is sent again is gathered anew."""
        self.data.clear()
        self._kept, self._ended = True, False

    def _take(self, chunk: bytes) -> None:
        self._kept = self._kept and len(self.data) + len(chunk) <= _SIZE
        if self._kept:
            self.data += chunk

    def _tell(self) -> None:
        if not self._told:
            self._told = True
            self._closed(self)


def gathering_request(request: httpx.Request) -> None:
    """Keep what a streamed request sends, as it is sent."""
    try:
        request.content  # noqa: B018 -- raises where it is not all there
    except httpx.RequestNotRead:
        stream = _Gathered(request.stream, lambda _stream: None)
        request.stream = stream
        request.extensions[_GATHERED] = stream


def gathering_body(response: httpx.Response, tell: Callable[[Recording], None]) -> None:
    """Tell of a streamed answer when it is closed, with its body if it was read to its end."""

    def closed(stream: _Gathered) -> None:
        tell(of_httpx(response.request, response, bytes(stream.data) if stream.whole else None))

    response.stream = _Gathered(response.stream, closed)


def of_httpx(
    request: httpx.Request,
    came: httpx.Response | httpx.TransportError,
    streamed: bytes | None = None,
) -> Recording:
    """An exchange of httpx; `streamed` is a body as it travelled, None where it was not kept."""
    gathered = request.extensions.get(_GATHERED)
    known = gathered is None or gathered.whole
    body = bytes(gathered.data) if gathered is not None else request.content
    sent = Request(
        method=request.method,
        url=str(request.url),
        headers=_latin(request.headers.raw),
        body=(body or None) if known else None,
    )
    if isinstance(came, httpx.TransportError):
        return _recording(sent, _lost(came), with_request_body=known)
    headers = _latin(came.headers.raw)
    content = _unpacked(streamed, headers) if streamed is not None else _content(came)
    response = Response(status=came.status_code, headers=headers, body=content or b"")
    return _recording(sent, response, with_request_body=known, with_body=content is not None)


def of_requests(request: Any, came: Any, *, streamed: bool = False) -> Recording:
    """An exchange of requests; the body of a `streamed` answer is left to whoever reads it."""
    body = request.body
    known = body is None or isinstance(body, str | bytes)
    content = body.encode() if isinstance(body, str) else body
    sent = Request(
        method=request.method,
        url=request.url,
        headers=_texts(request.headers),
        body=(content or None) if known else None,
    )
    if isinstance(came, Exception):
        return _recording(sent, _lost(came), with_request_body=known)
    response = Response(
        status=came.status_code,
        headers=_texts(came.headers),
        body=b"" if streamed else came.content or b"",
    )
    return _recording(sent, response, with_request_body=known, with_body=not streamed)


def _recording(
    request: Request, outcome: Outcome, *, with_request_body: bool = True, with_body: bool = True
) -> Recording:
    return Recording(
        file="",
        entry=f"{request.method} {request.path}",
        exchange=Exchange(request=request, outcome=outcome),
        with_request_body=with_request_body,
        with_body=with_body,
    )


def _content(response: httpx.Response) -> bytes | None:
    """The body of an answer, codings undone; None where nobody has read it."""
    try:
        return response.content
    except httpx.ResponseNotRead:
        return None


def _unpacked(body: bytes, headers: Headers) -> bytes | None:
    """A body without the codings in which it travelled; None where they can't be undone."""
    codings = ",".join(header_values(headers, "content-encoding")).lower().split(",")
    try:
        return unpacked(body, [name.strip() for name in codings], _SIZE)
    except (CodingError, TooLargeError):
        return None


def _latin(pairs: list[tuple[bytes, bytes]]) -> Headers:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in pairs)


def _texts(headers: Any) -> Headers:
    """Headers of requests, whose names and values may be bytes."""
    return tuple((_text(name), _text(value)) for name, value in headers.items())


def _text(part: str | bytes) -> str:
    return part.decode("latin-1") if isinstance(part, bytes) else str(part)


def _lost(error: Exception) -> Lost:
    """That no answer came: in a test that is nobody's breach, so it says nothing of the service."""
    return Lost(reason=LostReason.FAILED, detail=f"{type(error).__name__}: {error}")
