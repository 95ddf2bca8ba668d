"""change/operation-…: operations that went, moved, came, were named anew or deprecated."""

from collections.abc import Iterator
from typing import Any

from ringback.change import Change, Kind
from ringback.changes.pairs.change_places import Where, told
from ringback.changes.pairs.pairing import Pair, PairedSides, template
from ringback.description import Description
from ringback.finding import pointer
from ringback.operation import Operation

REMOVED = "change/operation-removed"
MOVED = "change/operation-moved"
ADDED = "change/operation-added"
RENAMED = "change/operation-id-changed"
DEPRECATED = "change/operation-deprecated"
RULES = (REMOVED, MOVED, ADDED, RENAMED, DEPRECATED)


def changes(sides: PairedSides) -> Iterator[Change]:
    """What became of each operation as a whole.

    One that went breaks who calls it, deprecated or not; a new operationId breaks nobody on the
    wire, but renames a function of generated clients. Deprecation asks for nothing yet.
    """
    for operation in sides.gone:
        yield _removed(sides, operation)
    for operation in sides.come:
        where = Where(head=operation.pointer)
        text = f"{name(operation)} is new"
        yield told(sides, Kind.COMPATIBLE, ADDED, text, where, operations=(operation.id,))
    for pair in sides.pairs:
        if pair.moved:
            text = (
                f"{name(pair.base)} stands at {name(pair.head)} now, and no more at its old place; "
                "keep the old one, or send clients from there to the new one"
            )
            where = Where(base=pair.base.pointer, head=pair.head.pointer)
            yield told(sides, Kind.BREAKS, MOVED, text, where, operations=pair.ids)
        else:
            yield from _renamed(sides, pair)
        yield from _deprecated(sides, pair)


def name(operation: Operation) -> str:
    """The operation as its requests show it."""
    return f"{operation.method} {operation.path}"


def _removed(sides: PairedSides, operation: Operation) -> Change:
    """An operation that went; the newer place is the path, or the paths where that went too."""
    alike = template(operation.path)
    path = next((each.path for each in sides.head.operations if template(each.path) == alike), None)
    node = _node(sides.base, operation)
    what = f"the path {operation.path} went, and" if path is None else "the path is there, but"
    sunset = node.get("x-sunset")
    until = f" with its end announced for {sunset}" if isinstance(sunset, str) else ""
    grace = f" (it was deprecated{until})" if node.get("deprecated") is True else ""
    text = (
        f"{what} {name(operation)} is described no more{grace}; "
        "keep it, or move its callers before it goes"
    )
    above = pointer(["paths"] if path is None else ["paths", path])
    return told(
        sides,
        Kind.BREAKS,
        REMOVED,
        text,
        Where(base=operation.pointer, head=above),
        operations=(operation.id,),
        cause=f"{operation.method} {alike}",
    )


def _renamed(sides: PairedSides, pair: Pair) -> Iterator[Change]:
    """Another operationId, or none, where there was one."""
    older = _node(sides.base, pair.base).get("operationId")
    newer = _node(sides.head, pair.head).get("operationId")
    if not isinstance(older, str) or older == newer:
        return
    now = f"is {newer} now" if isinstance(newer, str) else "went"
    text = f"the operationId {older} {now}, which renames it in generated clients; keep the old one"
    where = Where(base=f"{pair.base.pointer}/operationId", head=f"{pair.head.pointer}/operationId")
    yield told(sides, Kind.CAREFUL, RENAMED, text, where, operations=pair.ids, cause=older)


def _deprecated(sides: PairedSides, pair: Pair) -> Iterator[Change]:
    older = _node(sides.base, pair.base).get("deprecated") is True
    newer = _node(sides.head, pair.head).get("deprecated") is True
    if older == newer:
        return
    text = f"{name(pair.head)} is {'no more deprecated' if older else 'deprecated now'}"
    where = Where(
        base=f"{pair.base.pointer}/deprecated" if older else pair.base.pointer,
        head=f"{pair.head.pointer}/deprecated" if newer else pair.head.pointer,
    )
    yield told(sides, Kind.COMPATIBLE, DEPRECATED, text, where, operations=pair.ids)


def _node(description: Description, operation: Operation) -> dict[str, Any]:
    node = description.at(operation.pointer)
    return node if isinstance(node, dict) else {}
