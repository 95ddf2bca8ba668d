"""Putting credentials on a request, and taking or spoiling them, by the described scheme."""

import base64
from collections.abc import Iterator
from urllib.parse import quote

from ringback.exchange import Request
from ringback.operation import Operation, Scheme


def scheme_of(operation: Operation) -> Scheme | None:
    """The first scheme of the first alternative; None for an operation that is open to all.

    An empty alternative makes credentials optional (OpenAPI 3.1, 4.8.30).
    """
    if not operation.security or any(not alternative for alternative in operation.security):
        return None
    return operation.security[0][0]


def authenticated(request: Request, operation: Operation, token: str) -> Request:
    """The request with valid credentials."""
    scheme = scheme_of(operation)
    if scheme is None or not token:
        return request
    return _carrying(request, scheme, _proper(scheme, token))


def _proper(scheme: Scheme, token: str) -> str:
    if scheme.kind == "apiKey":
        return token
    if scheme.http_scheme == "basic":
        return f"Basic {base64.b64encode(token.encode()).decode()}"
    return f"Bearer {token}"


def _carrying(request: Request, scheme: Scheme, value: str | None) -> Request:
    """The request with this text where the scheme puts its credentials; None for without."""
    if scheme.kind != "apiKey" or scheme.where == "header":
        return request.with_header(scheme.name or "Authorization", value)
    if scheme.where == "cookie":
        cookie = None if value is None else f"{scheme.name}={value}"
        return request.with_header("Cookie", cookie)
    if value is None:
        return request
    sign = "&" if "?" in request.url else "?"
    url = f"{request.url}{sign}{quote(scheme.name, safe='')}={quote(value, safe='')}"
    return Request(method=request.method, url=url, headers=request.headers, body=request.body)


def spoilt(request: Request, operation: Operation, token: str) -> Iterator[tuple[str, Request]]:
    """The request with no valid credentials, in each way, with a label.

    The token itself is part of some: a service must not find it under another scheme, cut short,
    prolonged, or in another case.
    """
    scheme = scheme_of(operation)
    if scheme is None:
        return
    yield "no credentials", _carrying(request, scheme, None)
    yield "empty credentials", _carrying(request, scheme, "")
    wrong = dict(_wrong_tokens(token))
    for label, text in wrong.items():
        yield label, _carrying(request, scheme, _proper(scheme, text))
    if scheme.kind == "apiKey":
        return
    name = "Bearer" if scheme.http_scheme != "basic" else "Basic"
    yield "the scheme alone", _carrying(request, scheme, name)
    yield "the token without a scheme", _carrying(request, scheme, token)
    other = base64.b64encode(f"{token}:".encode()).decode() if name == "Bearer" else token
    yield (
        "another scheme",
        _carrying(request, scheme, f"{'Basic' if name == 'Bearer' else 'Bearer'} {other}"),
    )
    yield "an unknown scheme", _carrying(request, scheme, f"Token {token}")


def _wrong_tokens(token: str) -> Iterator[tuple[str, str]]:
    yield "a wrong token", "ringback-no-such-token"
    yield "the token and more", token + "x"
    if len(token) > 1:
        yield "the token cut short", token[:-1]
    if token.swapcase() != token:
        yield "the token in another case", token.swapcase()
