"""What the parts of the shop hand to each other: what is asked, the reply, and refusals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from contracts.shop.fields import Mistake
from contracts.shop.store import Account

PROBLEM = "application/problem+json"
"""The media type of every refusal (RFC 9457)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """How one method of one path is answered: by the service's method `act`.

    `query` and `body` name forms; `media` are the types that a body may come in. A body without a
    form is taken as bytes, of at most `largest`.
    """

    act: str
    query: str = ""
    body: str = ""
    media: tuple[str, ...] = ()
    largest: int = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it came: `path` are the texts of the path's names, header names lower case."""

    method: str
    operation: Operation
    path: Mapping[str, str]
    query: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def values(self, name: str) -> list[str]:
        """Every value of a header, by its lower case name."""
        return [value for key, value in self.headers if key == name]

    def value(self, name: str) -> str | None:
        """A header's values as one list (RFC 9110 5.3), None where there is none."""
        found = self.values(name)
        return ", ".join(found) if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A valid request of an account: its path, query and body as values."""

    account: Account
    asked: Asked
    path: Mapping[str, Any]
    query: Mapping[str, Any]
    body: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer: a JSON `value`, or `data` of the given media type, or neither."""

    status: int = 200
    value: Any = None
    data: bytes | None = None
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(eq=False)
class RefusedError(Exception):
    """A request that is not done: the members of its problem, and headers of its own."""

    status: int
    detail: str
    headers: Mapping[str, str] = field(default_factory=dict)
    errors: Iterable[Mistake] = ()

    def problem(self) -> dict[str, Any]:
        """The problem's JSON (RFC 9457)."""
        title = HTTPStatus(self.status).phrase
        told: dict[str, Any] = {"type": "about:blank", "title": title, "status": self.status}
        told["detail"] = self.detail
        errors = [{"pointer": at, "message": text} for at, text in self.errors]
        return {**told, "errors": errors} if errors else told
