"""What comes behind an answer's own end: bytes that its framing has no place for.

"If the final response to the last request on a connection has been completely received and there
remains additional data to read", its length is wrong or a second answer was made up; it must not
be taken for the answer to another request (RFC 9112 6.3).
"""

import re
import ssl
from collections.abc import Mapping, Sequence
from typing import Any

from ringback.targets.tap import Tap

_SEEN = 65536  # bytes behind an answer that are looked at
_BLANK = re.compile(rb"\n\r?\n")
_INTERIM = re.compile(rb"HTTP/\d\.\d 1(?!01)\d\d")
_SIZE = re.compile(rb"([0-9a-fA-F]+)[^\n]*\n")

Fields = Sequence[tuple[bytes, bytes]]


class Overrun:
    """A trace for httpx: after each whole answer, `excess` holds what came past its end.

    A connection that brought more than it may is closed before it can be used again.
    """

    def __init__(self, tap: Tap) -> None:
        self.excess = b""
        self._tap = tap
        self._method = b""
        self._status = 0
        self._fields: Fields = ()

    def watch(self, event: str, told: Mapping[str, Any]) -> None:
        """Take note of what is asked and answered; look once the body is there."""
        match event:
            case "http11.send_request_headers.started":
                self.excess = b""
                self._method = told["request"].method
            case "http11.receive_response_headers.complete":
                _, self._status, _, self._fields = told["return_value"]
            case "http11.receive_response_body.complete":
                self._look()

    def _look(self) -> None:
        """See what h11 was given too much, and what nobody has read yet."""
        tap = self._tap
        bodiless = self._method == b"HEAD" or self._status in {204, 304}
        end = answer_end(bytes(tap.heard), self._fields, bodiless=bodiless) if tap.whole else None
        if self._status == 101 or (tap.whole and end is None):
            return  # what comes then is no HTTP, or the answer goes on to the connection's end
        read = b"" if end is None else bytes(tap.heard[end:])
        more = _unread(tap)
        self.excess = read + (more or b"")
        if self.excess or more is not None:
            tap.stream.close()


def answer_end(raw: bytes, fields: Fields, *, bodiless: bool) -> int | None:
    """Where a whole answer ends in the bytes that begin with it (RFC 9112 6.3).

    None where the connection's end alone tells. `fields` are its header's; interim answers
    (1xx) before it are passed over.
    """
    at = 0
    while True:
        head, blank = at, _BLANK.search(raw, at)
        if blank is None:
            return None
        at = blank.end()
        if not _INTERIM.match(raw, head):
            break
    told = {name.lower(): value for name, value in fields}
    if bodiless:
        return at
    if b"transfer-encoding" in told:
        return _last_chunk(raw, at)
    if b"content-length" in told:
        # Said twice alike, it is one: h11 has refused everything else.
        return at + int(told[b"content-length"].split(b",")[0])
    return None


def _last_chunk(raw: bytes, at: int) -> int | None:
    """Where a chunked body ends, trailers and all (RFC 9112 7.1)."""
    while size := _SIZE.match(raw, at):
        at = size.end() + int(size[1], 16)
        if at != size.end():
            at += 2
            continue
        # The last chunk's own line end is taken along, so that no trailers look like a blank line.
        blank = _BLANK.search(raw, at - 1)
        return blank.end() if blank else None
    return None


def _unread(tap: Tap) -> bytes | None:
    """What waits unread on the connection, without waiting; empty at its end, None for nothing."""
    used = tap.socket
    if used is None:
        return None
    if tap.stream.get_extra_info("ssl_object") and not isinstance(used, ssl.SSLSocket):
        return None  # TLS within a proxy's TLS: the socket's bytes are not the answer's
    try:
        used.setblocking(False)  # httpcore sets a time before each use of its own
        return used.recv(_SEEN)
    except OSError:  # nothing there yet, or the connection is over
        return None
