"""Between our values and httpx's: one place that knows both, for every target that uses it."""

import re
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx

from ringback import __version__
from ringback.coding import ACCEPTED, CodingError, TooLargeError, unpacked
from ringback.exchange import Headers, Lost, LostReason, Outcome, Request, Response
from ringback.targets.interface import Limits

OWN_HEADERS = {"user-agent": f"ringback/{__version__}", "accept-encoding": ACCEPTED}
"""What every request says of the client, unless the request itself says otherwise."""

TROUBLE = (httpx.HTTPError, httpx.InvalidURL, ValueError)
"""What sending may raise: httpx's own errors, and URLs or headers that no client sends."""

_REDIRECTS = 5
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
    pairs = [(_encoded(name), _encoded(value)) for name, value in headers]
    for name, value in pairs:
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name of a header")
        if not _VALUE.fullmatch(value):
            raise ValueError(f"the header {name.decode()} holds what no header can")
    return pairs


def _encoded(text: str) -> bytes:
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def followed(request: Request, once: Callable[[Request], Outcome | Request]) -> Outcome:
    """Send, and go on where an answer redirects to, a few times at most."""
    for _ in range(_REDIRECTS):
        outcome = once(request)
        if not isinstance(outcome, Request):
            return outcome
        request = outcome
    text = f"redirected {_REDIRECTS} times and more"
    return Lost(reason=LostReason.MALFORMED, detail=text)


def redirected(request: Request, response: httpx.Response, base_url: str) -> Request | None:
    """The request that a redirect asks for, if it stays with the same origin; else None.

    Credentials never leave for another host, so a redirect elsewhere is an answer like any other;
    so is one whose Location is no URL.
    """
    location = response.headers.get("location")
    if response.status_code not in {301, 302, 303, 307, 308} or not location:
        return None
    if response.status_code in {301, 302, 303} and request.method != "GET":
        return None  # clients differ on the method to go on with (RFC 9110 15.4)
    here = httpx.URL(join(base_url, request.url))
    try:
        there = here.join(location)
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
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers.raw
    )
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
    reason, detail = _named(error, str(error) or type(error).__name__)
    return Lost(reason=reason, detail=detail.format(seconds=f"{limits.timeout:g} s"))


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
        case _:
            named = LostReason.UNSENDABLE, f"can't be sent ({text})"
    return named
