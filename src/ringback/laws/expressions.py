"""Runtime expressions of OpenAPI links (OpenAPI 3.1, 4.8.20.4), evaluated on an exchange."""

import re
from typing import Any

from ringback.contract.operation_matching import path_values
from ringback.exchange import Exchange, Headers, header_values
from ringback.finding import steps
from ringback.operation import Operation
from ringback.payload import MISSING, at, decode, show

_EMBEDDED = re.compile(r"\{(\$[^{}]*)\}")


def evaluate(expression: object, exchange: Exchange, operation: Operation) -> Any:
    """The value of an expression, of a text with expressions in braces, or the constant itself.

    `MISSING` where the exchange has no such value.
    """
    if not isinstance(expression, str):
        return expression
    if expression.startswith("$"):
        return _value(expression, exchange, operation)
    texts = {each: _value(each, exchange, operation) for each in _EMBEDDED.findall(expression)}
    if MISSING in texts.values():
        return MISSING
    return _EMBEDDED.sub(lambda found: _text(texts[found[1]]), expression)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else show(value, limit=10_000)


def _value(expression: str, exchange: Exchange, operation: Operation) -> Any:
    request, response = exchange.request, exchange.response
    side, _, source = expression.partition(".")
    if side == "$request":
        return _of_request(source, exchange, operation)
    if side == "$response" and response is not None:
        return _of_message(source, response.headers, response.body)
    whole: dict[str, Any] = {"$url": request.url, "$method": request.method}
    if response is not None:
        whole["$statusCode"] = response.status
    return whole.get(expression, MISSING)


def _of_request(source: str, exchange: Exchange, operation: Operation) -> Any:
    request = exchange.request
    kind, _, name = source.partition(".")
    if kind == "query":
        return next(iter(request.query_values(name)), MISSING)
    if kind == "path":
        return path_values(operation, request).get(name, MISSING)
    return _of_message(source, request.headers, request.body or b"")


def _of_message(source: str, headers: Headers, body: bytes) -> Any:
    if source.startswith("header."):
        return next(iter(header_values(headers, source.removeprefix("header."))), MISSING)
    name, _, place = source.partition("#")
    if name != "body" or (place and not place.startswith("/")):
        return MISSING
    decoded = decode(body)
    return at(decoded.value, steps(place)) if decoded.parsed else MISSING
