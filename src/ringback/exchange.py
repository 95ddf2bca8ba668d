"""One question to a service and what came back, as bytes: the value that everything judges."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never
from urllib.parse import parse_qsl, unquote, urlsplit

Headers = tuple[tuple[str, str], ...]


def header_values(headers: Headers, name: str) -> list[str]:
    """All values of the header `name`, in order; names compare without case (RFC 9110 5.1)."""
    wanted = name.lower()
    return [value for key, value in headers if key.lower() == wanted]


def media_type_of(headers: Headers) -> str | None:
    """The media type of the Content-Type header, lower case, without parameters; None if absent."""
    values = header_values(headers, "content-type")
    return values[0].split(";", 1)[0].strip().lower() if values else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request: `url` is absolute, or a path with its query that a target puts behind its base."""

    method: str
    url: str
    headers: Headers = ()
    body: bytes | None = None

    @property
    def path(self) -> str:
        """The path without the query, percent-encoding undone but for a slash inside a segment."""
        segments = urlsplit(self.url).path.split("/")
        return "/".join(unquote(each).replace("/", "%2F") for each in segments) or "/"

    @property
    def query(self) -> list[tuple[str, str]]:
        """The query's names and values in order; a raw `+` is a space, as servers read it."""
        return parse_qsl(urlsplit(self.url).query, keep_blank_values=True)

    def query_values(self, name: str) -> list[str]:
        """Every value that the query gives `name`."""
        return [value for key, value in self.query if key == name]

    def with_header(self, name: str, value: str | None) -> "Request":
        """The same request with this one value of the header, or without the header if None."""
        kept = tuple((key, old) for key, old in self.headers if key.lower() != name.lower())
        extra = () if value is None else ((name, value),)
        return Request(method=self.method, url=self.url, headers=(*kept, *extra), body=self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A whole answer: `seconds` is the time from sending to the last byte, 0 where unknown.

    `excess` is what came behind its end, as far as it was seen: bytes that no framing (length,
    chunks) gives a place to. The answer is whole all the same, and judged like any other.
    """

    status: int
    headers: Headers = ()
    body: bytes = b""
    seconds: float = 0.0
    excess: bytes = b""

    @property
    def succeeded(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status < 300

    @property
    def refused(self) -> bool:
        """Whether the status is 4xx: the service says that the request was at fault."""
        return 400 <= self.status < 500


class LostReason(StrEnum):
    """Why no whole answer came."""

    REFUSED = "refused"  # no connection: nothing listens, no such host, TLS fails
    TIMEOUT = "timeout"  # the service took longer than the target allows
    CLOSED = "closed"  # the connection ended without an answer
    TRUNCATED = "truncated"  # the connection ended inside the answer's body
    TOO_LARGE = "too-large"  # the answer passed the size limit; the rest was not read
    MALFORMED = "malformed"  # what came is not HTTP
    UNSENDABLE = "unsendable"  # the client could not put the request on the wire
    UNMATCHED = "unmatched"  # a mocked target has nothing for this request
    FAILED = "failed"  # the client itself failed: nothing is known of the service


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """No whole answer: `status` and `body` hold what did come before it ended."""

    reason: LostReason
    detail: str
    status: int | None = None


Outcome = Response | Lost


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and its outcome."""

    request: Request
    outcome: Outcome

    @property
    def response(self) -> Response | None:
        """The answer, or None where none came whole."""
        match self.outcome:
            case Response():
                return self.outcome
            case Lost():
                return None
            case _:
                assert_never(self.outcome)


def headers_from(pairs: Iterable[tuple[str, str]]) -> Headers:
    """Headers as a value."""
    return tuple((str(name), str(value)) for name, value in pairs)
