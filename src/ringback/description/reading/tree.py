"""A document as read: every value with the file and the line it stands on.

Overlays and bundled files are merged as such trees, so that a value keeps its own place whatever
document it ends up in. Trees are never changed, only rebuilt along a path.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

# Deeper documents are refused: everything that walks one may then recurse safely.
MAX_DEPTH = 200

Scalar = str | int | float | bool | None


class Node(NamedTuple):  # no dataclass: a description has a million, and they are soon made so
    """One value: a scalar, an object's members, or an array's items. `line` counts from 1."""

    value: "Scalar | dict[str, Node] | tuple[Node, ...]"
    file: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """What some readers refuse or take for something else, which is read here all the same.

    It is a scalar that YAML 1.1 and YAML 1.2 read differently, or the byte-order `mark` of JSON.
    """

    file: str
    line: int
    text: str
    mark: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A file's tree, and the traps met on reading it."""

    root: Node
    traps: tuple[Trap, ...] = ()


def plain(node: Node) -> Any:
    """The JSON value of a tree, every object and array its own copy."""
    if isinstance(node.value, dict):
        return {name: plain(member) for name, member in node.value.items()}
    if isinstance(node.value, tuple):
        return [plain(item) for item in node.value]
    return node.value


def child(node: Node, step: str | int) -> Node | None:
    """The member or item at one step of a pointer, None where there is none."""
    if isinstance(node.value, dict):
        return node.value.get(str(step))
    if isinstance(node.value, tuple) and is_index(str(step)) and int(step) < len(node.value):
        item: Node = node.value[int(step)]
        return item
    return None


def is_index(step: str) -> bool:
    """Whether a pointer's step can name an array's item (RFC 6901 section 4: no leading zeros)."""
    return step.isascii() and step.isdigit() and (step == "0" or not step.startswith("0"))


def edit(node: Node, path: Sequence[str | int], change: Callable[[Node], Node | None]) -> Node:
    """The tree with the node at `path` changed, or taken out where `change` answers None.

    The path must exist and must not be empty when the node is to be taken out.
    """
    if not path:
        return change(node) or node
    step = path[0]
    if isinstance(node.value, dict):
        members = dict(node.value)
        below = _below(members[str(step)], path[1:], change)
        if below is None:
            del members[str(step)]
        else:
            members[str(step)] = below
        return node._replace(value=members)
    if isinstance(node.value, tuple):
        place = int(step)
        below = _below(node.value[place], path[1:], change)
        kept = () if below is None else (below,)
        return node._replace(value=(*node.value[:place], *kept, *node.value[place + 1 :]))
    return node


def _below(
    node: Node, path: Sequence[str | int], change: Callable[[Node], Node | None]
) -> Node | None:
    return edit(node, path, change) if path else change(node)


def files_of(tree: Node) -> Iterator[str]:
    """The file of each value."""
    pending = [tree]
    while pending:
        node = pending.pop()
        yield node.file
        below = node.value
        if isinstance(below, dict):
            pending += below.values()
        elif isinstance(below, tuple):
            pending += below
