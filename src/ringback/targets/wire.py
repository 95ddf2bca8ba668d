"""Between our values and httpx's: one place that knows both, for every target that uses it."""

import re
import time
from collections.abc import Iterable
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import quote, urlsplit

import httpx

from ringback import __version__
from ringback.coding import ACCEPTED, CodingError, TooLargeError, unpacked
from ringback.errors import reason
from ringback.exchange import Headers, Lost, LostReason, Outcome, Request, Response, header_values
from ringback.targets.interface import Limits

OWN_HEADERS = {"user-agent": f"ringback/{__version__}", "accept-encoding": ACCEPTED}
"""What every request says of the client, unless the request itself says otherwise."""

_ASCII = "".join(map(chr, range(0x21, 0x7F)))
_CAME = "ringback.headers"
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(rb"([^\x00\s\x7f]+([ \t]+[^\x00\s\x7f]+)*)?")
_CLOSED = "without sending a response"
_TRUNCATED = "without sending complete message body"


def join(base_url: str, url: str) -> str:
    """The absolute URL of a request; one that is absolute already stays as it is."""
    return url if urlsplit(url).scheme else base_url.rstrip("/") + url


def header_bytes(headers: Headers) -> list[tuple[bytes, bytes]]:
    """Headers as they go on the wire: Latin-1 where that spells them, else UTF-8 (RFC 9110 5.5).

    Raises ValueError for what can't stand in a header, alike for every target.
    """
    pairs = raw_headers(headers)
    for name, value in pairs:
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name of a header")
        if not _VALUE.fullmatch(value):
            raise ValueError(f"the header {name.decode()} holds what no header can")
    return pairs


def raw_headers(pairs: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    """The bytes that headers stand for, whatever they hold: httpx spells texts in ASCII alone."""
    return [(_encoded(name), _encoded(value)) for name, value in pairs]


def _encoded(text: str) -> bytes:
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


class UnmatchedError(httpx.TransportError):
    """A mocked target has no answer for a request."""


class NoCookies(CookieJar):
    """A client's jar that stays empty: a request carries the cookies that it names, and no others.

    What one answer sets would make another request look as if it had brought credentials.
    """

    def extract_cookies(self, response: Any, request: Any) -> None:
        """Keep none of the cookies of an answer."""


def keep_headers(response: httpx.Response) -> None:
    """Put an answer's headers aside as they came, for `answered`; a hook for httpx.

    httpx makes a request of each Location, followed or not, and gives the whole answer up where
    that is no URL: so it is not shown any.
    """
    response.extensions[_CAME] = tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers.raw
    )
    if "location" in response.headers:
        del response.headers["location"]


def redirected(request: Request, response: Response, base_url: str) -> Request | None:
    """The request that a redirect asks for, if it stays with the same origin; else None.

    Credentials never leave for another host, so a redirect elsewhere is an answer like any other;
    so is one whose Location is no URL.
    """
    locations = header_values(response.headers, "location")
    if response.status not in {301, 302, 303, 307, 308} or not any(locations):
        return None
    if response.status in {301, 302, 303} and request.method != "GET":
        return None  # clients differ on the method to go on with (RFC 9110 15.4)
    try:
        here = httpx.URL(join(base_url, request.url))
        # Bytes that no URL may hold are asked for as they came (RFC 3986 2.1).
        there = here.join(quote(locations[0].encode("latin-1"), safe=_ASCII))
    except (httpx.InvalidURL, ValueError):
        return None
    if (here.scheme, here.host, here.port) != (there.scheme, there.host, there.port):
        return None
    if there.userinfo != here.userinfo:
        return None
    return Request(
        method=request.method, url=str(there), headers=request.headers, body=request.body
    )


def too_large(limits: Limits, status: int) -> Lost:
    """An answer that passed the size limit."""
    size = limits.size
    shown = f"{size // 1024**2} MB" if size >= 1024**2 else f"{size} bytes"
    text = f"the answer passes {shown}"
    return Lost(reason=LostReason.TOO_LARGE, detail=text, status=status)


def overdue(limits: Limits) -> Lost:
    """An answer that took longer than it may."""
    text = f"the answer was not whole after {limits.timeout:g} s"
    return Lost(reason=LostReason.TIMEOUT, detail=text)


def answered(response: httpx.Response, body: bytes, limits: Limits, started: float) -> Outcome:
    """The whole answer, its content codings undone; `started` is of `time.perf_counter`."""
    headers: Headers = response.extensions[_CAME]
    codings = response.headers.get_list("content-encoding", split_commas=True)
    status = response.status_code
    try:
        body = unpacked(body, [name.strip().lower() for name in codings], limits.size)
    except TooLargeError:
        return too_large(limits, status)
    except CodingError as error:
        return Lost(reason=LostReason.MALFORMED, detail=str(error), status=status)
    seconds = time.perf_counter() - started
    return Response(status=status, headers=headers, body=body, seconds=seconds)


def lost(error: Exception, limits: Limits) -> Lost:
    """What became of a request that httpx or the URL parser gave up on."""
    why, detail = _named(error, str(error) or type(error).__name__)
    return Lost(reason=why, detail=detail.format(seconds=f"{limits.timeout:g} s"))


def _named(error: Exception, said: str) -> tuple[LostReason, str]:
    """The reason, and the words for it; `{seconds}` stands for the time limit."""
    text = said.replace("{", "{{").replace("}", "}}")
    match error:
        case httpx.ConnectError() | httpx.ConnectTimeout() | httpx.ProxyError():
            named = LostReason.REFUSED, f"no connection ({text})"
        case httpx.TimeoutException():
            named = LostReason.TIMEOUT, "nothing for {seconds}"
        case httpx.RemoteProtocolError() if _CLOSED in text:
            named = LostReason.CLOSED, "the connection closed without an answer"
        case httpx.RemoteProtocolError() if _TRUNCATED in text:
            named = LostReason.TRUNCATED, "the connection closed inside the answer"
        case httpx.RemoteProtocolError():
            named = LostReason.MALFORMED, f"what came is not HTTP ({text})"
        case httpx.NetworkError():
            named = LostReason.CLOSED, "the connection was reset"
        case UnmatchedError():
            named = LostReason.UNMATCHED, text
        case httpx.HTTPError() | httpx.InvalidURL() | ValueError():
            named = LostReason.UNSENDABLE, f"can't be sent ({text})"
        case _:
            named = LostReason.FAILED, reason(error).replace("{", "{{").replace("}", "}}")
    return named
