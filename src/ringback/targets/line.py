"""One request after the other over HTTP, on one connection as long as it lasts."""

import ssl
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import h11

from ringback.exchange import Headers, Outcome, Request, Response
from ringback.operation import SAFE_METHODS
from ringback.targets.address import Address, address
from ringback.targets.interface import Limits
from ringback.targets.proxies import authorization, opened, received
from ringback.targets.route import Route
from ringback.targets.stream import NetworkError, Stream
from ringback.targets.wire import (
    Pairs,
    answered,
    join,
    latin,
    lost,
    overdue,
    sent_headers,
    too_large,
)

if TYPE_CHECKING:
    from ringback.targets.http2 import Http2Connection

# Servers hang up on idle connections after 2 s (gunicorn), 5 s (uvicorn, Node) or more: what is
# written at that moment is lost, and nobody knows whether it was read.
_IDLE = 1.0  # seconds after which a connection is not used again
_PATIENCE = 0.002  # seconds after its first answer in which a server may hang up unasked
_LARGEST = 100 * 1024  # bytes of an answer's headers


class Line:
    """Sends within the limits, whatever the peer does; for one thread at a time."""

    def __init__(
        self, base_url: str, limits: Limits, route: Route, trust: Callable[[], ssl.SSLContext]
    ) -> None:
        self._base = base_url
        self._limits = limits
        self._route = route
        self._trust = trust
        self._kept: _Connection | Http2Connection | None = None

    def send(self, request: Request) -> Outcome:
        """Send; the answer is what came, also where it redirects."""
        until = time.monotonic() + self._limits.timeout
        try:
            return self._once(request, until)
        except MemoryError:
            raise
        # Whatever is raised is about this one request: none of it may end the run.
        except Exception as error:  # noqa: BLE001 -- told as what it is, see `lost`
            late = time.monotonic() >= until
            return overdue(self._limits) if late else lost(error, self._limits)

    def _once(self, request: Request, until: float) -> Outcome:
        """One request and its answer."""
        started = time.perf_counter()
        to = address(join(self._base, request.url))
        headers = sent_headers(request, to)
        connection = self._connected(to, until)
        try:
            try:
                answer = connection.exchange(request, to, headers, self._limits.size)
            except (NetworkError, h11.RemoteProtocolError):
                # The peer hung up while the request was on its way: it may be sent again where
                # that changes nothing (RFC 9112 9.3.1).
                if request.method.upper() not in SAFE_METHODS or not connection.outworn:
                    raise
                connection.stream.close()
                connection = self._opened(to, until)
                answer = connection.exchange(request, to, headers, self._limits.size)
            if answer is None:
                return too_large(self._limits, connection.status)
            excess = connection.excess()
            if connection.reusable:
                self._kept = connection
        finally:
            if self._kept is None:
                connection.stream.close()
        outcome = answered(connection.status, *answer, self._limits, started)
        return replace(outcome, excess=excess) if isinstance(outcome, Response) else outcome

    def _connected(self, to: Address, until: float) -> "_Connection | Http2Connection":
        """The connection that was kept, if it still leads there, else a new one."""
        kept, self._kept = self._kept, None
        if kept is not None and kept.leads(to):
            kept.stream.until = until
            return kept
        if kept is not None:
            kept.stream.close()
        return self._opened(to, until)

    def _opened(self, to: Address, until: float) -> "_Connection | Http2Connection":
        """A new connection, which speaks what the route and the service agree on."""
        route, proxy = self._route, self._route.proxy_to(to)
        protocols = ("h2", "http/1.1") if route.http2 else ("http/1.1",)
        stream = opened(to, proxy, until, self._trust, private=route.private, protocols=protocols)
        # Without TLS nobody chooses: it is known beforehand (RFC 9113 3.3).
        if route.http2 and stream.protocol == ("h2" if to.scheme == "https" else None):
            from ringback.targets.http2 import Http2Connection  # noqa: PLC0415 -- an extra

            return Http2Connection(to, stream)
        return _Connection(to, stream, proxy)

    def close(self) -> None:
        """Close the connection."""
        if self._kept is not None:
            self._kept.stream.close()


class _Connection:
    """A stream with the parser of what comes on it."""

    def __init__(self, to: Address, stream: Stream, proxy: Address | None) -> None:
        self.status = 0
        self.reusable = False
        self.stream = stream
        self._to = to
        self._proxy = proxy
        self._parser = h11.Connection(h11.CLIENT, max_incomplete_event_size=_LARGEST)
        self._since = 0.0
        self._patience = _PATIENCE

    @property
    def outworn(self) -> bool:
        """Whether it has brought an answer before, and not one byte of the present one."""
        unheard = self._parser.their_state is h11.SEND_RESPONSE
        return self._since > 0 and unheard and not self._parser.trailing_data[0]

    def leads(self, to: Address) -> bool:
        """Whether a request to this address may be written now."""
        idle = time.monotonic() - self._since
        if self._to.origin != to.origin or idle > _IDLE:
            return False
        patience, self._patience = max(0.0, self._patience - idle), 0.0
        return not self.stream.stale(patience)

    def exchange(
        self, request: Request, to: Address, headers: Pairs, size: int
    ) -> tuple[Headers, bytes] | None:
        """Write the request, read its answer: None where that is larger than it may be."""
        self._write(request, to, headers)
        came: Headers = ()
        body = bytearray()
        while True:
            event = received(self._parser, self.stream)
            if isinstance(event, h11.Data):
                body += event.data
                if len(body) > size:
                    return None
            elif isinstance(event, h11.Response | h11.InformationalResponse):
                self.status = event.status_code
                came = latin(event.headers.raw_items())
            else:  # the answer's end, or that of HTTP on this connection
                return came, bytes(body)

    def _write(self, request: Request, to: Address, headers: Pairs) -> None:
        target, proxy = to.target, self._proxy
        if proxy is not None and to.scheme == "http" and proxy.scheme in {"http", "https"}:
            target = f"http://{to.netloc}{target}"
            own = any(name.lower() == b"proxy-authorization" for name, _ in headers)
            headers = headers if own else authorization(proxy) + headers
        method = request.method.upper()
        parser = self._parser
        data = parser.send(h11.Request(method=method, target=target, headers=headers)) or b""
        if request.body:
            data += parser.send(h11.Data(data=request.body)) or b""
        data += parser.send(h11.EndOfMessage()) or b""
        self.stream.write(data)

    def excess(self) -> bytes:
        """What came behind a whole answer; what brought more than it may is not used again.

        "If the final response to the last request on a connection has been completely received and
        there remains additional data to read", its length is wrong or a second answer was made up;
        it must not be taken for the answer to another request (RFC 9112 6.3).
        """
        parser = self._parser
        self.reusable = False
        if parser.their_state is h11.SWITCHED_PROTOCOL:
            return b""  # what comes then is no HTTP
        more = self.stream.unread()
        excess = parser.trailing_data[0] + (more or b"")
        if not excess and more is None and parser.our_state is parser.their_state is h11.DONE:
            parser.start_next_cycle()
            self.reusable, self._since = True, time.monotonic()
        return excess
