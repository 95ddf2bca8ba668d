"""Making a failing request smaller, step by step, as long as it still fails in the same way."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ringback.exchange import Request
from ringback.payload import MISSING, at, decode, encode
from ringback.sampling.breakage import Path, paths, replaced

_PROBES = 48  # requests that one finding may cost


def smallest(request: Request, fails: Callable[[Request], bool]) -> Request:
    """The smallest request found that still fails; a body that is no JSON stays as it is.

    The bytes of each candidate are judged anew by `fails`, so a body that has become valid on the
    way is never taken for a refused one.
    """
    decoded = decode(request.body or b"")
    if not decoded.parsed or decoded.flaws:
        return request
    search = _Search(request, decoded.value, fails)
    search.take_away()
    for path in list(paths(search.value)):
        search.bisect(path)
    return search.request


class _Search:
    """The smallest failing request so far, and how many more may be asked."""

    def __init__(self, request: Request, value: Any, fails: Callable[[Request], bool]) -> None:
        self.request = request
        self.value = value
        self._fails = fails
        self._left = _PROBES

    def _try(self, candidate: Any) -> bool:
        """Take a smaller body when it still fails."""
        if self._left <= 0:
            return False
        self._left -= 1
        smaller = replace(self.request, body=encode(candidate))
        if not self._fails(smaller):
            return False
        self.request, self.value = smaller, candidate
        return True

    def take_away(self) -> None:
        """Leave out every part that the failure does not need, the boldest cuts first."""
        pending = [path for path in paths(self.value) if path]
        while pending:
            path = pending.pop(0)
            if at(self.value, path) is MISSING or not self._try(
                replaced(self.value, path, MISSING)
            ):
                continue
            # Indexes behind a removed item have moved; what is left is looked at again.
            done = {each for each in pending if at(self.value, each) is MISSING}
            pending = [each for each in pending if each not in done]

    def bisect(self, path: Path) -> None:
        """Find the shortest text or the smallest number at a path that still fails."""
        node = at(self.value, path)
        if isinstance(node, bool) or not isinstance(node, str | int) or not node:
            return
        whole = len(node) if isinstance(node, str) else abs(node)
        low, high = 0, whole  # high fails, and what is below low does not
        while low < high and self._left > 0:
            middle = (low + high) // 2
            if self._try(replaced(self.value, path, _sized(node, middle))):
                high = middle
            else:
                low = middle + 1


def _sized(node: str | int, size: int) -> str | int:
    """The text cut to a length, or the number brought down to a magnitude."""
    if isinstance(node, str):
        return node[:size]
    return size if node > 0 else -size


def fresh(request: Request, mark: str) -> Request | None:
    """The same request with a mark in the middle of each free text; None if it has none."""
    return _rewritten(request, lambda text: _marked(text, mark))


def recased(request: Request) -> Request | None:
    """The same request with each free text in the other case: to some readers it is the same."""
    return _rewritten(request, str.swapcase)


def _rewritten(request: Request, change: Callable[[str], str]) -> Request | None:
    """The same request with each free text changed; None if it has none.

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
            value = replaced(value, path, change(text))
            changed = True
    return replace(request, body=encode(value)) if changed else None


def _marked(text: str, mark: str) -> str:
    half = len(text) // 2
    return f"{text[:half]}{mark}{text[half:]}"
