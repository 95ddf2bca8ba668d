"""Which credentials an operation takes, and putting the account's own on a request.

A scheme takes the value that is named as the scheme is, else the value `token`. Of several
alternatives a run uses one: the first whose schemes have values of their own name, else the first
that the token fits.
"""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import quote, unquote_plus

from ringback.exchange import Request, header_values
from ringback.operation import Operation, Scheme

TOKEN = "token"  # noqa: S105 -- the name of a value, not a value
Alternative = tuple[Scheme, ...]
Values = Mapping[str, str]

_BEARERS = frozenset({"oauth2", "openIdConnect"})  # both end in a bearer token (RFC 6750)
_PLACES = frozenset({"header", "query", "cookie"})


def scheme_names(operations: Iterable[Operation]) -> frozenset[str]:
    """The names of all security schemes that the operations ask for."""
    return frozenset(
        scheme.key
        for operation in operations
        for alternative in operation.security
        for scheme in alternative
    )


def is_open(operation: Operation) -> bool:
    """Whether the operation asks nobody who they are.

    An empty alternative makes credentials optional (OpenAPI 3.1, 4.8.30).
    """
    return not operation.security or any(not each for each in operation.security)


def unsupported(scheme: Scheme) -> str | None:
    """Why ringback has no credentials to put where the scheme wants them; None where it has."""
    if scheme.kind in _BEARERS or (scheme.kind == "http" and scheme.http_scheme == "bearer"):
        return None
    if scheme.kind == "http" and scheme.http_scheme == "basic":
        return None
    if scheme.kind == "apiKey" and scheme.where in _PLACES and scheme.name:
        return None
    what = f"http {scheme.http_scheme}" if scheme.kind == "http" else scheme.kind or "unknown"
    return f"the security scheme {scheme.key} ({what}) is none that ringback can use"


def is_basic(scheme: Scheme) -> bool:
    """Whether the credentials are a name and a password (RFC 7617)."""
    return scheme.kind == "http" and scheme.http_scheme == "basic"


def in_authorization(scheme: Scheme) -> bool:
    """Whether the credentials travel in the Authorization header."""
    return scheme.kind != "apiKey" or (
        scheme.where == "header" and scheme.name.lower() == "authorization"
    )


def name_for(scheme: Scheme, values: Values) -> str:
    """The name of the value that the scheme takes."""
    return scheme.key if values.get(scheme.key) else TOKEN


def value_for(scheme: Scheme, values: Values) -> str:
    """The account's credentials for a scheme; empty where none are configured."""
    return values.get(name_for(scheme, values), "")


def usable(operation: Operation) -> list[Alternative]:
    """The alternatives whose schemes can all be put on one request."""
    return [
        each
        for each in operation.security
        if not any(map(unsupported, each)) and len(set(map(_place, each))) == len(each)
    ]


def used(operation: Operation, values: Values) -> Alternative:
    """The alternative that the run's requests use; empty where none is asked for or usable."""
    if is_open(operation):
        return ()
    found = usable(operation)
    return min(found, key=lambda each: _rank(each, values)) if found else ()


def barred(operation: Operation) -> str | None:
    """Why no request can carry what the operation asks for; None where one can."""
    if is_open(operation) or usable(operation):
        return None
    first = operation.security[0]
    why = next(filter(None, map(unsupported, first)), None)
    names = " and ".join(scheme.key for scheme in first)
    return why or f"the security schemes {names} want one place for two credentials"


def _rank(alternative: Alternative, values: Values) -> int:
    """How well the values fit: all by their own name, all somehow, by a token that is odd, not."""
    if all(values.get(scheme.key) for scheme in alternative):
        return 0
    told = [(scheme, value_for(scheme, values)) for scheme in alternative]
    if not all(value for _, value in told):
        return 3
    return 2 if any(is_basic(scheme) and ":" not in value for scheme, value in told) else 1


def authenticated(request: Request, operation: Operation, values: Values) -> Request:
    """The request with valid credentials, as far as there are values for them."""
    return signed(request, used(operation, values), values)


def signed(request: Request, schemes: Iterable[Scheme], values: Values) -> Request:
    """The request with the account's credentials for each of the schemes."""
    for scheme in schemes:
        value = value_for(scheme, values)
        if value:
            request = carrying(request, scheme, proper(scheme, value))
    return request


def proper(scheme: Scheme, token: str) -> str:
    """The token in the spelling of its scheme."""
    if scheme.kind == "apiKey":
        return token
    return f"Basic {encoded(token)}" if is_basic(scheme) else f"Bearer {token}"


def encoded(text: str) -> str:
    """The text in base64, as Basic credentials travel (RFC 7617 section 2)."""
    return base64.b64encode(text.encode("utf-8", "surrogateescape")).decode()


def carrying(request: Request, scheme: Scheme, value: str | None) -> Request:
    """The request with this text alone where the scheme has its place; None for without."""
    kind, name = _place(scheme)
    if kind == "header":
        return request.with_header(scheme.name or "Authorization", value)
    if kind == "cookie":
        return request.with_header("Cookie", _cookies(request, name, value))
    path, _, query = request.url.partition("?")
    pairs = query.split("&") if query else []
    kept = [pair for pair in pairs if unquote_plus(pair.partition("=")[0]) != name]
    if value is not None:
        kept.append(f"{quote(name, safe='')}={quote(value, safe='', errors='surrogateescape')}")
    if kept == pairs:
        return request
    return replace(request, url=path + ("?" + "&".join(kept) if kept else ""))


def _place(scheme: Scheme) -> tuple[str, str]:
    """Where credentials travel: the part of a request, and the name in it."""
    if scheme.kind != "apiKey":
        return "header", "authorization"
    return scheme.where, scheme.name.lower() if scheme.where == "header" else scheme.name


def _cookies(request: Request, name: str, value: str | None) -> str | None:
    """The request's Cookie header with this cookie set or taken away (RFC 6265 4.2.1)."""
    old = "; ".join(header_values(request.headers, "cookie")).split(";")
    kept = [each.strip() for each in old if each.strip() and each.partition("=")[0].strip() != name]
    if value is not None:
        kept.append(f"{name}={value}")
    return "; ".join(kept) or None
