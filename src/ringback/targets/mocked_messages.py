"""Requests and answers of a mocked target as httpx has them, and whether two are alike."""

import re

import httpx

from ringback.exchange import Request, Response
from ringback.payload import decode, same
from ringback.targets.address import address
from ringback.targets.interface import IN_PROCESS
from ringback.targets.wire import join, raw_headers, sent_headers

_OF_TRANSPORT = frozenset({"content-encoding", "content-length", "transfer-encoding"})


def as_sent(request: Request) -> httpx.Request:
    """The request as a client of httpx sends it."""
    url = join(IN_PROCESS, request.url)
    headers = sent_headers(request, address(url))
    return httpx.Request(request.method, url, headers=headers, content=request.body)


def as_request(sent: httpx.Request) -> Request:
    """What a client of httpx has sent, as a request of ours."""
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in sent.headers.raw
    )
    url = sent.url.raw_path.decode("ascii")
    return Request(method=sent.method, url=url, headers=headers, body=sent.content or None)


def as_httpx(response: Response) -> httpx.Response:
    """A recorded answer; its body is kept without the codings that it travelled in."""
    kept = [pair for pair in response.headers if pair[0].lower() not in _OF_TRANSPORT]
    return httpx.Response(response.status, headers=raw_headers(kept), content=response.body)


def is_same_request(one: Request, other: Request) -> bool:
    """Whether two requests of one path ask for the same, in whatever order and spelling."""
    return sorted(one.query) == sorted(other.query) and _same_body(one.body, other.body)


def _same_body(one: bytes | None, other: bytes | None) -> bool:
    if not one or not other:
        return not one and not other
    left, right = decode(one), decode(other)
    if not left.parsed or not right.parsed:
        return one == other
    return same(left.value, right.value)


def path_pattern(template: str) -> str:
    """The template as a regular expression of the whole path."""
    parts = re.split(r"\{[^{}]*\}", template)
    return "^" + "[^/]+".join(re.escape(part) for part in parts) + "$"
