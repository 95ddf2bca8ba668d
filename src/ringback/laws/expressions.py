"""Runtime expressions of OpenAPI links (OpenAPI 3.1, 4.8.20.4), evaluated on an exchange."""

from typing import Any

from ringback.exchange import Exchange, header_values
from ringback.finding import steps
from ringback.payload import MISSING, at, decode


def evaluate(expression: object, exchange: Exchange) -> Any:
    """The expression's value, the constant itself, or `MISSING` where the exchange has none."""
    if not isinstance(expression, str) or not expression.startswith("$"):
        return expression
    if expression == "$url":
        return exchange.request.url
    if expression == "$method":
        return exchange.request.method
    if expression == "$statusCode":
        return exchange.response.status if exchange.response else MISSING
    side, _, source = expression.partition(".")
    if side == "$request":
        return _request(source, exchange)
    if side == "$response" and exchange.response is not None:
        return _source(source, exchange.response.headers, exchange.response.body)
    return MISSING


def _request(source: str, exchange: Exchange) -> Any:
    kind, _, name = source.partition(".")
    if kind == "query":
        values = exchange.request.query_values(name)
        return values[0] if values else MISSING
    return _source(source, exchange.request.headers, exchange.request.body or b"")


def _source(source: str, headers: tuple[tuple[str, str], ...], body: bytes) -> Any:
    if source.startswith("header."):
        values = header_values(headers, source.removeprefix("header."))
        return values[0] if values else MISSING
    if source.startswith("body"):
        decoded = decode(body)
        return at(decoded.value, steps(source.partition("#")[2])) if decoded.parsed else MISSING
    return MISSING
