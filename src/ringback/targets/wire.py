"""Between our values and what clients send, get and raise: the same for every target."""

import re
import time
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from ringback import __version__
from ringback.coding import ACCEPTED, CodingError, TooLargeError, unpacked
from ringback.errors import reason
from ringback.exchange import Headers, Lost, LostReason, Request, Response, header_values
from ringback.targets.address import Address
from ringback.targets.interface import Limits

Pairs = list[tuple[bytes, bytes]]

CLOSED = "Server disconnected without sending a response."
"""What httpx says of a connection that ends before an answer begins, and so do we."""

TRUNCATED = "peer closed connection without sending complete message body"
"""What h11 says of one that ends before the answer does."""

_ASCII = "".join(map(chr, range(0x21, 0x7F)))
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(rb"([^\x00\s\x7f]+([ \t]+[^\x00\s\x7f]+)*)?")
_LENGTHS = frozenset({b"content-length", b"transfer-encoding"})
_WITH_LENGTH = frozenset({"POST", "PUT", "PATCH"})
_REFUSED = frozenset({"ConnectError", "ConnectTimeout", "ProxyError"})
_UNSENDABLE = frozenset({"HTTPError", "InvalidURL", "LocalProtocolError", "ValueError"})


def join(base_url: str, url: str) -> str:
    """The absolute URL of a request; one that is absolute already stays as it is."""
    return url if urlsplit(url).scheme else base_url.rstrip("/") + url


def header_bytes(headers: Headers) -> Pairs:
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


def raw_headers(pairs: Iterable[tuple[str, str]]) -> Pairs:
    """The bytes that headers stand for, whatever they hold: httpx spells texts in ASCII alone."""
    return [(_encoded(name), _encoded(value)) for name, value in pairs]


def latin(pairs: Iterable[tuple[bytes, bytes]]) -> Headers:
    """The headers of an answer, each byte a character, as they came."""
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in pairs)


def _encoded(text: str) -> bytes:
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


_OWN = raw_headers(
    [
        ("Accept", "*/*"),
        ("Connection", "keep-alive"),
        ("user-agent", f"ringback/{__version__}"),
        ("accept-encoding", ACCEPTED),
    ]
)


def sent_headers(request: Request, to: Address) -> Pairs:
    """All that stands above the body, in httpx's order; what the request says itself prevails.

    But for credentials: those of the URL do, as with httpx.
    """
    given = header_bytes(request.headers)
    names = {name.lower() for name, _ in given}
    pairs = [pair for pair in _OWN if pair[0].lower() not in names] + given
    if request.body and b"content-length" not in names:
        pairs.append((b"Content-Length", b"%d" % len(request.body)))
    elif request.method.upper() in _WITH_LENGTH and not names & _LENGTHS:
        pairs.insert(0, (b"Content-Length", b"0"))
    if to.host and b"host" not in names:
        pairs.insert(0, (b"Host", to.netloc.encode("ascii")))
    for basic in to.basic:
        places = [at for at, (name, _) in enumerate(pairs) if name.lower() == b"authorization"]
        at = places[0] if places else len(pairs)
        pairs = [pair for index, pair in enumerate(pairs) if index not in places]
        pairs.insert(at, (b"Authorization", basic))
    return pairs


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
    import httpx  # noqa: PLC0415 -- slow to import, and redirects are rare

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


def answered(
    status: int, headers: Headers, body: bytes, limits: Limits, started: float
) -> Response | Lost:
    """The whole answer, its content codings undone; `started` is of `time.perf_counter`."""
    codings = ",".join(header_values(headers, "content-encoding")).lower().split(",")
    try:
        body = unpacked(body, [name.strip() for name in codings], limits.size)
    except TooLargeError:
        return too_large(limits, status)
    except CodingError as error:
        return Lost(reason=LostReason.MALFORMED, detail=str(error), status=status)
    seconds = time.perf_counter() - started
    return Response(status=status, headers=headers, body=body, seconds=seconds)


def lost(error: Exception, limits: Limits) -> Lost:
    """What became of a request that a client or the URL parser gave up on.

    httpx, h11 and our own client call the same things by the same names: these are gone by, so
    that nobody has to import them all.
    """
    said = str(error) or type(error).__name__
    names = {each.__name__ for each in type(error).__mro__}
    if names & _REFUSED:
        why, detail = LostReason.REFUSED, f"no connection ({said})"
    elif "TimeoutException" in names:
        why, detail = LostReason.TIMEOUT, f"nothing for {limits.timeout:g} s"
    elif "RemoteProtocolError" in names:
        why, detail = _no_answer(said)
    elif "NetworkError" in names:
        why, detail = LostReason.CLOSED, "the connection was reset"
    elif "UnmatchedError" in names:
        why, detail = LostReason.UNMATCHED, said
    elif names & _UNSENDABLE:
        why, detail = LostReason.UNSENDABLE, f"can't be sent ({said})"
    else:
        why, detail = LostReason.FAILED, reason(error)
    return Lost(reason=why, detail=detail)


def _no_answer(said: str) -> tuple[LostReason, str]:
    """What came in place of a whole answer."""
    if CLOSED in said:
        return LostReason.CLOSED, "the connection closed without an answer"
    if TRUNCATED in said:
        return LostReason.TRUNCATED, "the connection closed inside the answer"
    return LostReason.MALFORMED, f"what came is not HTTP ({said})"
