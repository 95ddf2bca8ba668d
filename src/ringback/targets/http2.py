"""One request after the other over HTTP/2 (RFC 9113), on one connection as long as it lasts."""

import time

import h11
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.events import (
    ConnectionTerminated,
    DataReceived,
    Event,
    ResponseReceived,
    StreamEnded,
    StreamReset,
)
from h2.exceptions import H2Error

from ringback.exchange import Headers, Request
from ringback.targets.address import Address
from ringback.targets.stream import Stream
from ringback.targets.wire import CLOSED, TRUNCATED, Pairs, latin

_IDLE = 1.0  # seconds after which a connection is not used again
# Of one connection alone, which HTTP/2 has other means for (RFC 9113 8.2.2).
_OF_CONNECTION = frozenset(
    {b"connection", b"host", b"keep-alive", b"proxy-connection", b"transfer-encoding", b"upgrade"}
)


class Http2Connection:
    """A stream of bytes on which HTTP/2 is spoken, one request at a time.

    Raises what its HTTP/1.1 counterpart raises, so that what is told of either is alike.
    """

    def __init__(self, to: Address, stream: Stream) -> None:
        self.status = 0
        self.reusable = False
        self.stream = stream
        self._to = to
        self._since = 0.0
        # What is sent is what the request says, right or wrong: the peer is to judge it.
        told = H2Configuration(client_side=True, header_encoding=None)
        self._peer = H2Connection(told)
        self._peer.initiate_connection()
        self._flush()

    @property
    def outworn(self) -> bool:
        """Whether it has brought an answer before, and not the status of the present one."""
        return self._since > 0 and not self.status

    def leads(self, to: Address) -> bool:
        """Whether a request to this address may be written now."""
        if self._to.origin != to.origin or time.monotonic() - self._since > _IDLE:
            return False
        while self.stream.stale(0):  # settings, pings, or the end
            data = self.stream.unread()
            if not data:
                return data is None
            try:
                events = self._peer.receive_data(data)
            except H2Error:
                return False
            if any(isinstance(each, ConnectionTerminated) for each in events):
                return False
        return True

    def exchange(
        self, request: Request, to: Address, headers: Pairs, size: int
    ) -> tuple[Headers, bytes] | None:
        """Write the request, read its answer: None where that is larger than it may be."""
        self.status = 0
        number = self._peer.get_next_available_stream_id()
        body = request.body or b""
        try:
            self._peer.send_headers(number, _fields(request, to, headers), end_stream=not body)
        except H2Error as error:
            raise h11.LocalProtocolError(str(error)) from error
        self._flush()
        answer = _Answer(number)
        while body and not answer.ended:
            room = self._peer.local_flow_control_window(number)
            room = min(room, self._peer.max_outbound_frame_size)
            if not room:
                self._read(answer)
                continue
            part, body = body[:room], body[room:]
            self._peer.send_data(number, part, end_stream=not body)
            self._flush()
        while not answer.ended:
            self._read(answer)
            self.status = answer.status
            if len(answer.body) > size:
                return None
        self.status = answer.status
        self.reusable, self._since = not answer.closing and not body, time.monotonic()
        return answer.headers, bytes(answer.body)

    def excess(self) -> bytes:
        """Never anything: frames tell where an answer ends (RFC 9113 8.1)."""
        return b""

    def _read(self, answer: "_Answer") -> None:
        data = self.stream.read()
        if not data:
            raise h11.RemoteProtocolError(TRUNCATED if answer.status else CLOSED)
        try:
            events = self._peer.receive_data(data)
        except H2Error as error:
            raise h11.RemoteProtocolError(str(error)) from error
        for event in events:
            if isinstance(event, DataReceived) and event.flow_controlled_length:
                self._peer.acknowledge_received_data(event.flow_controlled_length, answer.number)
            answer.take(event)
        self._flush()

    def _flush(self) -> None:
        self.stream.write(self._peer.data_to_send())


class _Answer:
    """What has come of an answer so far."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.status = 0
        self.headers: Headers = ()
        self.body = bytearray()
        self.ended = False
        self.closing = False

    def take(self, event: Event) -> None:
        """Take in what came."""
        if isinstance(event, ConnectionTerminated):
            self.closing = True
            if (event.last_stream_id or 0) < self.number or event.error_code:
                raise h11.RemoteProtocolError(f"{CLOSED} ({_named(event.error_code)})")
        if getattr(event, "stream_id", None) != self.number:
            return
        if isinstance(event, ResponseReceived):
            pairs = [(bytes(name), bytes(value)) for name, value in event.headers or ()]
            self.status = int(dict(pairs)[b":status"])
            self.headers = latin(pair for pair in pairs if not pair[0].startswith(b":"))
        elif isinstance(event, DataReceived):
            self.body += event.data or b""
        elif isinstance(event, StreamEnded):
            self.ended = True
        elif isinstance(event, StreamReset):
            said = TRUNCATED if self.status else CLOSED
            raise h11.RemoteProtocolError(f"{said} ({_named(event.error_code)})")


def _named(code: object) -> str:
    """An error code by its name in RFC 9113 7."""
    return code.name if isinstance(code, ErrorCodes) else f"error {code}"


def _fields(request: Request, to: Address, headers: Pairs) -> Pairs:
    """All fields of a request: its control data, then what travels end to end, in lower case."""
    hosts = [value for name, value in headers if name.lower() == b"host"]
    authority = hosts[0] if hosts else to.netloc.encode("ascii")
    control = [
        (b":method", request.method.upper().encode()),
        (b":scheme", to.scheme.encode()),
        (b":authority", authority),
        (b":path", to.target.encode()),
    ]
    lower = [(name.lower(), value) for name, value in headers]
    return control + [pair for pair in lower if pair[0] not in _OF_CONNECTION]
