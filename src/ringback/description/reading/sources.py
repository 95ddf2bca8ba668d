"""Where a description may come from besides a path and a URL: what all such places have."""

from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urljoin, urlsplit

from ringback.description.reading.remote import USUAL, FetchRoute, fetch

STDIN = "standard input"


class UnreachableError(ValueError):
    """A reference to a file that may not be read, or is not there; its text says why."""


class DescriptionSource(Protocol):
    """A file that stands somewhere; its text is the name that places and mistakes give it.

    Equal sources are the same file: each is read once.
    """

    def data(self) -> bytes:
        """The bytes; a DescriptionError where they can't be had."""
        ...

    def neighbour(self, path: str) -> "DescriptionSource":
        """The file at a relative path, seen from this one; an UnreachableError where none is."""
        ...


Location = str | DescriptionSource


@dataclass(frozen=True, slots=True)
class Page:
    """What stands behind a URL that the caller has allowed, with the rest of its origin.

    `headers` go with each request to that origin, and no text shows them. `content` is what was
    fetched already, None where nothing was. `way` is how to get there.
    """

    url: str
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False, compare=False)
    content: bytes | None = field(default=None, repr=False, compare=False)
    way: FetchRoute = field(default=USUAL, repr=False, compare=False)

    def __str__(self) -> str:
        """The URL."""
        return self.url

    def data(self) -> bytes:
        """The body of the answer; a DescriptionError where there is none."""
        if self.content is not None:
            return self.content
        return fetch(self.url, self.headers, self.way)

    def is_beside(self, reference: str) -> bool:
        """Whether a reference stays with the origin that was allowed (RFC 3986 section 5)."""
        return urlsplit(urljoin(self.url, reference))[:2] == urlsplit(self.url)[:2]

    def neighbour(self, path: str) -> "Page":
        """The page at a reference that stays with the origin."""
        return Page(urljoin(self.url, path), self.headers, way=self.way)


@dataclass(frozen=True, slots=True)
class Piped:
    """What came on standard input: it stands in no folder, so it has no neighbours."""

    content: bytes

    def __str__(self) -> str:
        """What it is, as no path names it."""
        return STDIN

    def data(self) -> bytes:
        """The bytes as they came."""
        return self.content

    def neighbour(self, path: str) -> "Piped":
        """Never: there is no folder to look in."""
        del path
        raise UnreachableError(f"names a file beside {STDIN}; give the description as a file")
