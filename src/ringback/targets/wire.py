"""Between our values and httpx's: one place that knows both, for every target that uses it."""

from urllib.parse import urlsplit

import httpx

from ringback.exchange import Headers, Lost, LostReason, Request

_REDIRECTS = 5
_CLOSED = "without sending a response"
_TRUNCATED = "without sending complete message body"


def join(base_url: str, url: str) -> str:
    """The absolute URL of a request; one that is absolute already stays as it is."""
    return url if urlsplit(url).scheme else base_url.rstrip("/") + url


def header_bytes(headers: Headers) -> list[tuple[bytes, bytes]]:
    """Headers as they go on the wire: Latin-1 where that spells them, else UTF-8 (RFC 9110 5.5)."""
    return [(_encoded(name), _encoded(value)) for name, value in headers]


def _encoded(text: str) -> bytes:
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def headers_of(response: httpx.Response) -> Headers:
    """The answer's headers as they came, in order."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers.raw
    )


def redirected(request: Request, response: httpx.Response, base_url: str) -> Request | None:
    """The request that a redirect asks for, if it stays with the same origin; else None.

    Credentials never leave for another host, so a redirect elsewhere is an answer like any other.
    """
    location = response.headers.get("location")
    if response.status_code not in {301, 302, 303, 307, 308} or not location:
        return None
    if response.status_code in {301, 302, 303} and request.method != "GET":
        return None  # clients differ on the method to go on with (RFC 9110 15.4)
    here = httpx.URL(join(base_url, request.url))
    there = here.join(location)
    if (here.scheme, here.host, here.port) != (there.scheme, there.host, there.port):
        return None
    return Request(
        method=request.method, url=str(there), headers=request.headers, body=request.body
    )


REDIRECTS = _REDIRECTS


def lost(error: Exception, timeout: float) -> Lost:
    """What became of a request that httpx or the URL parser gave up on."""
    text = str(error) or type(error).__name__
    match error:
        case httpx.ConnectError() | httpx.ConnectTimeout() | httpx.ProxyError():
            return Lost(reason=LostReason.REFUSED, detail=f"no connection ({text})")
        case httpx.TimeoutException():
            return Lost(reason=LostReason.TIMEOUT, detail=f"nothing for {timeout:g} s")
        case httpx.RemoteProtocolError() if _CLOSED in text:
            return Lost(reason=LostReason.CLOSED, detail="the connection closed without an answer")
        case httpx.RemoteProtocolError() if _TRUNCATED in text:
            return Lost(
                reason=LostReason.TRUNCATED, detail="the connection closed inside the answer"
            )
        case httpx.RemoteProtocolError() | httpx.DecodingError():
            return Lost(reason=LostReason.MALFORMED, detail=f"what came is not HTTP ({text})")
        case httpx.NetworkError():
            return Lost(reason=LostReason.CLOSED, detail="the connection was reset")
        case _:
            return Lost(reason=LostReason.UNSENDABLE, detail=f"can't be sent ({text})")


# What the two calls above may meet: httpx's own errors, and URLs or headers that no client sends.
TROUBLE = (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError)
