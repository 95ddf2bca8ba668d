"""The nested payload of an operation as a tree: what of it a run has seen, and what it has not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class MapNode:
    """One place of a payload: a member, a branch of a union, or each item of an array.

    `place` is the path in the payload, as a coverage point has it (`/part[kind]/items/*`), `schema`
    a JSON Pointer into the description. `parent` is the index of the node that it stands in, -1 for
    the first. `seen` is how many payloads or parts of one held it, `covered` how many of its
    `total` coverage points were shown, and `missing` names the others. `example` is JSON text of
    what stood there, cut where it is long; None where nothing did. A node that `recurs` leads back
    to one that it stands in, and is not followed.
    """

    name: str
    kind: str
    place: str
    schema: str
    parent: int = -1
    seen: int = 0
    covered: int = 0
    total: int = 0
    missing: tuple[str, ...] = ()
    example: str | None = None
    recurs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PayloadMap:
    """A payload of an operation; `side` is response or request.

    Each node stands behind the one that it stands in. `cut` is how many nodes a large one lacks.
    """

    operation: str
    side: str
    title: str
    nodes: tuple[MapNode, ...]
    cut: int = 0


def united_maps(maps: Iterable[Sequence[PayloadMap]]) -> tuple[PayloadMap, ...]:
    """What several runs on one description have seen together.

    A coverage point is missing where all of them miss it.
    """
    found: dict[tuple[str, str, str], PayloadMap] = {}
    for each in (one for some in maps for one in some):
        key = (each.operation, each.side, each.title)
        known = found.get(key)
        alike = known is not None and len(known.nodes) == len(each.nodes)
        found[key] = _both(known, each) if known is not None and alike else known or each
    return tuple(found.values())


def _both(one: PayloadMap, other: PayloadMap) -> PayloadMap:
    nodes = tuple(map(_joined, one.nodes, other.nodes))
    return replace(one, nodes=nodes)


def _joined(one: MapNode, other: MapNode) -> MapNode:
    total = max(one.total, other.total)
    missing = tuple(each for each in one.missing if each in other.missing)
    return replace(
        one,
        seen=one.seen + other.seen,
        total=total,
        covered=max(total - len(missing), 0),
        missing=missing,
        example=other.example if one.example is None else one.example,
    )
