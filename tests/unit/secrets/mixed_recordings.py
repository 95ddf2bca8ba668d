"""Recordings as services write them: what of each must go, and what beside it must stay."""

import base64
import json
from dataclasses import dataclass
from typing import Any

from ringback.exchange import Exchange, Headers, Request, Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixed:
    """One exchange, the texts in it that must be gone, and those that must stay as they are."""

    exchange: Exchange
    gone: tuple[str, ...]
    kept: tuple[str, ...]


def coded(text: str) -> str:
    """The text in base64url without padding, as tokens have it."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _text(body: Any) -> bytes:
    if isinstance(body, str):
        return body.encode()
    return b"" if body is None else json.dumps(body, ensure_ascii=False).encode()


def mixed(
    line: str,
    gone: tuple[str, ...],
    kept: tuple[str, ...],
    *,
    sent: Any = None,
    told: Any = None,
    sent_as: str = "application/json",
    told_as: str = "application/json",
    headers: Headers = (),
    answer_headers: Headers = (),
    status: int = 200,
) -> Mixed:
    """A recording: `line` is the method and the URL; bodies are texts, or values for JSON."""
    method, url = line.split(" ", 1)
    kind = (("Content-Type", sent_as),) if sent is not None else ()
    told_kind = (("Content-Type", told_as),) if told is not None else ()
    return Mixed(
        exchange=Exchange(
            request=Request(
                method=method, url=url, headers=(*kind, *headers), body=_text(sent) or None
            ),
            outcome=Response(
                status=status, headers=(*told_kind, *answer_headers), body=_text(told)
            ),
        ),
        gone=gone,
        kept=kept,
    )
