"""One request passed on to a service as it comes, and the answer handed back as it comes."""

import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import h11

from ringback.exchange import Headers, header_values
from ringback.targets.address import Address
from ringback.targets.proxies import authorization, opened, received
from ringback.targets.route import Route
from ringback.targets.wire import Pairs, latin

# What is said of one connection alone (RFC 9110 7.6.1), and to the proxy that is next (11.7).
_OF_CONNECTION = frozenset(
    (
        *("connection", "proxy-connection", "keep-alive", "te", "transfer-encoding", "upgrade"),
        *("proxy-authenticate", "proxy-authorization", "proxy-authentication-info"),
    )
)
_LARGEST = 100 * 1024  # bytes of an answer's headers


def end_to_end(headers: Headers) -> Headers:
    """The headers that are passed on: none of the connection, nor those that Connection names."""
    named = {
        name.strip().lower()
        for value in header_values(headers, "connection")
        for name in value.split(",")
    }
    return tuple(
        (name, value)
        for name, value in headers
        if name.lower() not in _OF_CONNECTION and name.lower() not in named
    )


def is_websocket(headers: Headers) -> bool:
    """Whether a request wants to go on as a WebSocket (RFC 6455 4.1); another wish may be ignored.

    Java's client asks for HTTP/2 in this way with every first request (RFC 9110 7.8).
    """
    wishes = ",".join(header_values(headers, "upgrade")).lower().split(",")
    return "websocket" in {each.strip() for each in wishes}


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedHead:
    """The beginning of an answer: its status, and its headers as they came."""

    status: int
    headers: Headers


class Passage:
    """A connection for one request, whose every step ends within `patience` seconds.

    `to` is the address of the service, with the request's own target in it. Nothing is added to the
    headers but what frames the body. Steps raise what a target's client does: see
    `ringback.targets.wire.lost`.
    """

    def __init__(
        self, to: Address, route: Route, trust: Callable[[], ssl.SSLContext], patience: float
    ) -> None:
        self._to = to
        self._patience = patience
        self._proxy = route.proxy_to(to)
        self._stream = opened(to, self._proxy, self._until(), trust, private=route.private)
        self._parser = h11.Connection(h11.CLIENT, max_incomplete_event_size=_LARGEST)

    def _until(self) -> float:
        return time.monotonic() + self._patience

    def begin(self, method: str, headers: Pairs) -> None:
        """Write the head of the request; the body follows, framed as the headers say."""
        target, proxy = self._to.target, self._proxy
        if proxy is not None and self._to.scheme == "http" and proxy.scheme in {"http", "https"}:
            target = f"http://{self._to.netloc}{target}"
            headers = authorization(proxy) + headers
        self._write(h11.Request(method=method, target=target, headers=headers))

    def send(self, data: bytes) -> None:
        """Write a piece of the body."""
        if data:
            self._write(h11.Data(data=data))

    def head(self) -> PassedHead:
        """End the request, and read the head of its answer."""
        self._write(h11.EndOfMessage())
        while True:
            event = self._received()
            if isinstance(event, h11.Response):
                return PassedHead(
                    status=event.status_code, headers=latin(event.headers.raw_items())
                )
            if not isinstance(event, h11.InformationalResponse):
                raise h11.RemoteProtocolError("no answer came")

    def piece(self) -> bytes:
        """The next piece of the answer's body, as it travelled; none at its end."""
        while not isinstance(event := self._received(), h11.EndOfMessage):
            if isinstance(event, h11.Data) and event.data:
                return bytes(event.data)
            if not isinstance(event, h11.Data):
                return b""
        return b""

    def abort(self) -> None:
        """End it from another thread."""
        self._stream.abort()

    def close(self) -> None:
        """Let go of the connection."""
        self._stream.close()

    def _received(self) -> object:
        self._stream.until = self._until()
        return received(self._parser, self._stream)

    def _write(self, event: h11.Event) -> None:
        self._stream.until = self._until()
        self._stream.write(self._parser.send(event) or b"")


def passed_headers(
    headers: Headers, to: Address, body: bool, more: Iterable[tuple[str, str]] = ()
) -> Headers:
    """The headers of a request that is passed on: the service's own host, and its body's framing.

    A body whose length nobody has told is sent in chunks (RFC 9112 6.1).
    """
    kept = [pair for pair in end_to_end(headers) if pair[0].lower() not in {"host", "expect"}]
    known = bool(header_values(tuple(kept), "content-length"))
    framing = [("Transfer-Encoding", "chunked")] if body and not known else []
    return (("Host", replace(to, user=None).netloc), *kept, *framing, *more)
