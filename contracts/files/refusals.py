"""Answers that are no success: what a step of answering raises, and what it then looks like."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(eq=False)
class RefusedError(Exception):
    """A refusal: its status, the two members of its body, and headers of its own."""

    status: int
    code: str
    message: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(eq=False)
class NotModifiedError(Exception):
    """The client has the current representation already: a 304 with these headers."""

    headers: dict[str, str]


def malformed(message: str) -> RefusedError:
    """A 400: bytes that can't be taken apart."""
    return RefusedError(400, "malformed", message)


def unknown(message: str) -> RefusedError:
    """A 404."""
    return RefusedError(404, "not_found", message)


def too_large(message: str) -> RefusedError:
    """A 413."""
    return RefusedError(413, "too_large", message)


def unsupported(message: str, **headers: str) -> RefusedError:
    """A 415: content in a form that is not taken here; headers are spelt with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return RefusedError(415, "unsupported_media_type", message, named)


def invalid(message: str) -> RefusedError:
    """A 422: what was understood, and may not be so."""
    return RefusedError(422, "invalid", message)
