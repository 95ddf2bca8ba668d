"""Making a failing request smaller, step by step, as long as it still fails in the same way."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from ringback.exchange import Request
from ringback.payload import MISSING, at, decode, encode
from ringback.schema.breakage import paths, replaced

_PROBES = 48  # requests that one finding may cost


def smallest(request: Request, fails: Callable[[Request], bool]) -> Request:
    """The smallest request found that still fails; a body that is no JSON stays as it is.

    The bytes of each candidate are judged anew by `fails`, so a body that has become valid on the
    way is never taken for a refused one.
    """
    decoded = decode(request.body or b"")
    if not decoded.parsed or decoded.flaws:
        return request
    value, left = decoded.value, _PROBES
    progress = True
    while progress and left > 0:
        progress = False
        for candidate in _smaller(value):
            if left <= 0:
                break
            left -= 1
            smaller = replace(request, body=encode(candidate))
            if fails(smaller):
                request, value, progress = smaller, candidate, True
                break
    return request


def _smaller(value: Any) -> Iterator[Any]:
    """Simpler payloads, the boldest cuts first."""
    nodes = [path for path in paths(value) if path]
    for path in nodes:
        yield replaced(value, path, MISSING)
    for path in nodes:
        for simpler in _simpler(at(value, path)):
            yield replaced(value, path, simpler)


def _simpler(node: Any) -> Iterator[Any]:
    """Simpler values of the same type; halving finds a length or a bound in a few steps."""
    if isinstance(node, str) and len(node) > 1:
        half = len(node) // 2
        yield from ("", node[:half], node[half:], node[1:], node[:-1])
    elif isinstance(node, bool):
        return
    elif isinstance(node, int) and node not in (0, 1):
        sign = 1 if node > 0 else -1
        yield from (0, sign * (abs(node) // 2), node - sign)
    elif isinstance(node, list) and len(node) > 1:
        yield node[: len(node) // 2]
        yield node[len(node) // 2 :]


def fresh(request: Request, mark: str) -> Request | None:
    """The same request with a mark in the middle of each free text; None if it has none.

    Only texts with a space in them are taken as free: tags, names and uuids have none.
    """
    decoded = decode(request.body or b"")
    if not decoded.parsed:
        return None
    value: Any = decoded.value
    changed = False
    for path in paths(decoded.value):
        text = at(value, path)
        if isinstance(text, str) and " " in text:
            value = replaced(value, path, _marked(text, mark))
            changed = True
    return replace(request, body=encode(value)) if changed else None


def _marked(text: str, mark: str) -> str:
    half = len(text) // 2
    return f"{text[:half]}{mark}{text[half:]}"
