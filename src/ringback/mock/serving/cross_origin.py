"""What browsers want to be told before a page of another origin may ask (CORS, Fetch 3.3)."""

from collections.abc import Iterable

from ringback.exchange import Headers, Request, Response, header_values

_A_DAY = "86400"  # seconds for which a preflight's answer may be remembered


def is_preflight(request: Request) -> bool:
    """Whether a browser asks if it may ask (Fetch 3.3.2)."""
    names = ("origin", "access-control-request-method")
    return request.method == "OPTIONS" and all(
        header_values(request.headers, name) for name in names
    )


def preflight_answer(request: Request, methods: Iterable[str]) -> Response:
    """That it may: with every method that there is at the path, and the headers that it names."""
    asked = header_values(request.headers, "access-control-request-headers")
    allowed = ", ".join(sorted(set(methods)))
    wanted = next(iter(header_values(request.headers, "access-control-request-method")), "")
    headers = [
        ("access-control-allow-methods", allowed or wanted),
        *([("access-control-allow-headers", ", ".join(asked))] if asked else []),
        ("access-control-max-age", _A_DAY),
    ]
    return Response(status=204, headers=(*_allowed(request), *headers))


def with_cors(request: Request, headers: Headers) -> Headers:
    """The headers of an answer with those that let a page of the request's origin read it."""
    if not header_values(request.headers, "origin"):
        return headers
    kept = tuple(
        (name, value)
        for name, value in headers
        if not name.lower().startswith("access-control-allow-")
    )
    # With credentials no wildcard counts (Fetch 3.3.3): all that is there is named.
    exposed = ", ".join(dict.fromkeys(name.lower() for name, _ in kept))
    return (*kept, *_allowed(request), ("access-control-expose-headers", exposed))


def _allowed(request: Request) -> Headers:
    origin = header_values(request.headers, "origin")[0]
    return (
        ("access-control-allow-origin", origin),
        ("access-control-allow-credentials", "true"),
        ("vary", "Origin"),
    )
