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


FORM = "application/x-www-form-urlencoded"
_PLACE = "https://api.acme.io/v1/things"


def padded(value: Any) -> str:
    """A text, or JSON of a value, in base64."""
    return base64.b64encode(_text(value)).decode()


def _one(request: Request, response: Response) -> Exchange:
    return Exchange(request=request, outcome=response)


def answer(value: Any) -> Exchange:
    """An answer in JSON."""
    return text(json.dumps(value, ensure_ascii=False), "application/json")


def text(body: str, kind: str = "text/plain") -> Exchange:
    """An answer of a media type."""
    told = Response(status=200, headers=(("Content-Type", kind),), body=body.encode())
    return _one(Request(method="GET", url=_PLACE), told)


def answer_header(name: str, value: str) -> Exchange:
    """An answer with a header."""
    return _one(Request(method="GET", url=_PLACE), Response(status=200, headers=((name, value),)))


def header(name: str, value: str) -> Exchange:
    """A request with a header."""
    return _one(Request(method="GET", url=_PLACE, headers=((name, value),)), Response(status=204))


def asked(url: str) -> Exchange:
    """A request for a URL."""
    return _one(Request(method="GET", url=url), Response(status=204))


def sent(body: Any, kind: str = "application/json") -> Exchange:
    """A request with a body: a text, or a value for JSON."""
    headers = (("Content-Type", kind),)
    request = Request(method="POST", url=_PLACE, headers=headers, body=_text(body))
    return _one(request, Response(status=204))


def graphql(query: str, variables: Any = None) -> Exchange:
    """A request of GraphQL."""
    return sent({"query": query, "variables": variables or {}})


def parts(*fields: tuple[str, str]) -> Exchange:
    """A request with a multipart form."""
    body = "".join(
        f'--zz\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields
    )
    return sent(f"{body}--zz--\r\n", "multipart/form-data; boundary=zz")
