"""The operations that the server calls: webhooks, and the callbacks of other operations."""

from collections.abc import Iterator, Mapping
from typing import Any

from ringback.description.left_out import LeftOut, judged
from ringback.description.operations import Operations
from ringback.description.structure import METHODS
from ringback.finding import pointer
from ringback.operation import Operation

_Listed = tuple[str, str, str, dict[str, Any], dict[str, Any]]


class CalledOperations(Operations):
    """Reads the webhooks and callbacks of one document; `path` is a name that people know.

    A callback is known by the operation that it belongs to and its own name; the expression of its
    address is no part of that.
    """

    def _listed(self) -> Iterator[_Listed]:
        for name in self._names("/webhooks"):
            yield from self._item(f"webhook {name}", f"/webhooks{pointer([name])}")
        for path, method, place, _, _ in super()._listed():
            for name in self._names(f"{place}/callbacks"):
                here = f"{place}/callbacks{pointer([name])}"
                for index, expression in enumerate(self._names(here)):
                    more = f" {index + 1}" if index else ""
                    bare = path.replace("{", "").replace("}", "")
                    called = f"callback {name} of {method} {bare}{more}"
                    yield from self._item(called, here + pointer([expression]))

    def _item(self, name: str, place: str) -> Iterator[_Listed]:
        item = self._find(place)
        for method in METHODS:
            node = self._find(f"{place}/{method}")
            if node:
                yield name, method.upper(), f"{place}/{method}", item, node

    def _names(self, place: str) -> list[str]:
        return [name for name in self._find(place) if not name.startswith("x-")]


def called_operations(
    document: Mapping[str, Any], *, old: bool
) -> tuple[tuple[Operation, ...], tuple[LeftOut, ...]]:
    """Those that can be judged, and those of which a part is wrong."""
    return judged(document, CalledOperations(dict(document)), old=old)
