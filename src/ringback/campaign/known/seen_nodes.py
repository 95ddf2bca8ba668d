"""What payloads have shown of each place in them, and the maps that a report draws of it."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ringback.coverage.choices import ChoiceKind
from ringback.coverage.points import Chart, Point
from ringback.finding import pointer
from ringback.payload import encode
from ringback.payload_map import MapNode, PayloadMap
from ringback.shard import PointState

NODES = 300  # of one map, the nearest to its root
ALL_NODES = 6_000  # of all maps of a run; the operations behind have none
_TEXT = 80  # characters of a text in an example
_KEPT = 6  # members or items of an example
_WHOLE = frozenset({ChoiceKind.ASKED, ChoiceKind.SUCCESS})  # of an operation, and of no place

Key = tuple[str, str]  # a place in the payload, and the schema that stands there


@dataclass(slots=True)
class SeenNode:
    """How often something stood at a place, and what stood there first, as JSON text."""

    count: int = 0
    example: str | None = None


@dataclass(slots=True)
class SeenNodes:
    """Of each operation, side and schema: what was seen at each place."""

    _seen: dict[tuple[str, str, str], dict[Key, SeenNode]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def watcher(self, operation: str, side: str, schema: str) -> Callable[[Chart, Any], None]:
        """What is to be called with each part of a payload and what stands there."""
        seen = self._seen[operation, side, schema]

        def met(part: Chart, value: Any) -> None:
            node = seen.setdefault((part.place, part.view.pointer), SeenNode())
            node.count += 1
            if node.example is None:
                node.example = _shortened(value)

        return met

    def at(self, operation: str, side: str, schema: str) -> Mapping[Key, SeenNode]:
        """What was seen of one payload."""
        return self._seen.get((operation, side, schema), {})


@dataclass(frozen=True, slots=True, kw_only=True)
class MapMaker:
    """Draws maps. `states` has each point of an operation; `origin` is as a tally has it."""

    seen: SeenNodes
    states: Mapping[tuple[str, Point], PointState]
    origin: Callable[[str], str]

    def drawn(self, wanted: Iterable[tuple[str, str, str, Chart]]) -> Iterator[PayloadMap]:
        """A map for each operation, side and title with its chart, as long as there is room."""
        room = ALL_NODES
        for operation, side, title, chart in wanted:
            found = self._map(operation, side, title, chart)
            room -= len(found.nodes)
            if room < 0:
                return
            yield found

    def _map(self, operation: str, side: str, title: str, chart: Chart) -> PayloadMap:
        at = _points_at(self.states, operation, chart)
        seen = self.seen.at(operation, side, chart.view.pointer)
        nodes: list[MapNode] = []
        cut = 0
        for node, key in _nodes(chart):
            if len(nodes) >= NODES:
                cut += 1
                continue
            told = seen.get(key, SeenNode())
            points = at.get(node.place, []) if not node.recurs else []
            missing = [each for each, state in points if state is PointState.MISSING]
            counted = [each for each, state in points if state is not PointState.ASIDE]
            nodes.append(
                replace(
                    node,
                    schema=self.origin(node.schema),
                    seen=told.count,
                    example=told.example,
                    covered=len(counted) - len(missing),
                    total=len(counted),
                    missing=tuple(f"{each.kind} {each.name}".rstrip() for each in missing),
                )
            )
        return PayloadMap(operation=operation, side=side, title=title, nodes=tuple(nodes), cut=cut)


def _points_at(
    states: Mapping[tuple[str, Point], PointState], operation: str, chart: Chart
) -> dict[str, list[tuple[Point, PointState]]]:
    """The points of a chart by their places in the payload."""
    found: dict[str, list[tuple[Point, PointState]]] = defaultdict(list)
    for point in chart.points:
        state = states.get((operation, point))
        if state is not None and point.kind not in _WHOLE:
            found[point.place].append((point, state))
    return found


def _nodes(chart: Chart) -> Iterator[tuple[MapNode, Key]]:
    """Every node, the nearest first, with what its part is known by where it was seen."""
    root = MapNode(name="", kind=_kind(chart), place=chart.place, schema=chart.view.pointer)
    pending: deque[tuple[MapNode, Chart | None, Key]] = deque([(root, chart, _key(chart))])
    count = 0
    while pending:
        node, part, key = pending.popleft()
        yield node, key
        at, count = count, count + 1
        if part is None:
            continue
        pending += [(replace(each, parent=at), below, key) for each, below, key in _below(part)]


def _below(part: Chart) -> Iterator[tuple[MapNode, Chart | None, Key]]:
    """What stands in a part: its branches, its members, its items."""
    for branch in part.branches.values():
        below, schema = branch.part, branch.view.pointer
        name = branch.point.place.rpartition("[")[2].removesuffix("]")
        node = MapNode(
            name=name.replace("~1", "/").replace("~0", "~"),
            kind="branch" if below is None else f"branch, {_kind(below)}",
            place=branch.point.place,
            schema=schema,
            recurs=below is None,
        )
        yield node, below, (below.place if below else node.place, schema)
    for name, view in part.view.properties.items():
        member = part.members.get(name)
        place = part.place + pointer((name,))
        yield _member(name, place, view.pointer, member)
    if part.view.items is not None:
        yield _member("*", f"{part.place}/*", part.view.items.pointer, part.items)


def _member(
    name: str, place: str, schema: str, part: Chart | None
) -> tuple[MapNode, Chart | None, Key]:
    kind = "leads back" if part is None else _kind(part)
    node = MapNode(name=name, kind=kind, place=place, schema=schema, recurs=part is None)
    return node, part, (place, schema)


def _key(part: Chart) -> Key:
    return part.place, part.view.pointer


def _kind(part: Chart) -> str:
    """What may stand there, in a few words."""
    if part.view.branches:
        return "one of several"
    return " or ".join(part.view.types) or "any value"


def _shortened(value: Any) -> str:
    """What stands at a place as JSON text, without what is nested in it."""
    if isinstance(value, dict):
        told = {str(key)[:_TEXT]: _leaf(each) for key, each in [*value.items()][:_KEPT]}
        rest = len(value) - len(told)
        return _text({**told, "…": f"{rest} more"} if rest else told)
    if isinstance(value, list):
        items = [_leaf(each) for each in value[:_KEPT]]
        rest = len(value) - len(items)
        return _text([*items, f"… {rest} more"] if rest else items)
    return _text(_leaf(value))


def _leaf(value: Any) -> Any:
    if isinstance(value, str):
        cut = f"{value[:_TEXT]}… ({len(value)} characters)"
        return value if len(value) <= _TEXT else cut
    if isinstance(value, dict):
        return "{…}" if value else {}
    if isinstance(value, list):
        return "[…]" if value else []
    told = _text(value)
    return value if len(told) <= _TEXT else f"{told[:_TEXT]}… ({len(told)} digits)"


def _text(value: Any) -> str:
    return encode(value).decode("utf-8", "backslashreplace")
