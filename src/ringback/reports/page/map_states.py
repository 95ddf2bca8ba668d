"""What is said of each node of a map: seen, never seen, or broken and by which findings."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ringback.payload_map import MapNode, PayloadMap
from ringback.reports.page.causes import Cause

_BRANCH = re.compile(r"\[[^\]/]*\]")
_INDEX = re.compile(r"/\d+(?=/|$)")
_DEEP = 100  # nodes in one another; what lies deeper is drawn beside them
_OF_REQUESTS = ("request/", "schema/request")
WORDS = {
    "broken": "broken",
    "never": "never seen",
    "partly": "seen in part",
    "seen": "seen",
    "beyond": "leads back",
}


@dataclass(slots=True, kw_only=True)
class NodeState:
    """A node with its `number` in the map, what stands below it, and the causes found at it.

    `inside` tells that something below it is broken.
    """

    number: int
    node: MapNode
    below: list["NodeState"] = field(default_factory=list)
    causes: list[int] = field(default_factory=list)
    inside: bool = False

    @property
    def state(self) -> str:
        """One of the keys of WORDS."""
        if self.causes:
            return "broken"
        if self.node.recurs:
            return "beyond"
        if not self.node.seen:
            return "never"
        return "partly" if self.node.missing else "seen"

    @property
    def word(self) -> str:
        """The state for a reader."""
        return WORDS[self.state]

    @property
    def title(self) -> str:
        """What the node is called."""
        return "each item" if self.node.name == "*" else self.node.name or "the whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapState:
    """A map with its nodes' states; `nodes` has each by its number."""

    map: PayloadMap
    nodes: Sequence[NodeState]

    @property
    def root(self) -> NodeState:
        """The whole payload."""
        return self.nodes[0]

    def count(self, state: str) -> int:
        """How many nodes are in a state."""
        return sum(each.state == state for each in self.nodes)

    @property
    def points(self) -> tuple[int, int]:
        """How many coverage points were shown, of how many."""
        nodes = [each.node for each in self.nodes]
        return sum(each.covered for each in nodes), sum(each.total for each in nodes)


def map_state(found: PayloadMap, causes: Sequence[Cause], own: Iterable[int]) -> MapState:
    """The map's nodes with the causes that were found at each of them.

    `own` are the numbers of those that its operation shows.
    """
    nodes = [NodeState(number=at, node=each) for at, each in enumerate(_rooted(found.nodes))]
    for each in nodes[1:]:
        nodes[each.node.parent].below.append(each)
    places: dict[str, list[int]] = defaultdict(list)
    for at, node in enumerate(found.nodes):
        places[_BRANCH.sub("", node.place)].append(at)
    for number in own:
        for at in _at(found, places, causes[number]):
            if number not in nodes[at].causes:
                nodes[at].causes.append(number)
    for each in reversed(nodes):
        if (each.causes or each.inside) and each.number:
            nodes[each.node.parent].inside = True
    return MapState(map=found, nodes=nodes)


def _rooted(nodes: Sequence[MapNode]) -> Iterator[MapNode]:
    """Each node below one before it, and none too deep to be drawn, whoever wrote them."""
    parents: list[int] = []
    depths: list[int] = []
    for number, node in enumerate(nodes):
        up = node.parent if 0 <= node.parent < number else min(number, 1) - 1
        if number and depths[up] >= _DEEP:
            up = parents[up]
        parents.append(up)
        depths.append(depths[up] + 1 if number else 0)
        yield node if node.parent == up else replace(node, parent=up)


def _at(found: PayloadMap, places: Mapping[str, Sequence[int]], cause: Cause) -> Iterator[int]:
    """The nodes of a map that the findings of a cause are about; `places` are without branches."""
    side = "request" if cause.first.rule.startswith(_OF_REQUESTS) else "response"
    if side != found.side:
        return
    for each in cause.findings:
        if found.operation in (each.operation, *each.operations) and each.instance is not None:
            at = _nearest(places, each.instance)
            own = [n for n in at if (each.schema or "").startswith(found.nodes[n].schema)]
            yield (own or at)[0]


def _nearest(places: Mapping[str, Sequence[int]], instance: str) -> Sequence[int]:
    """The nodes at a place, one a branch, or at the nearest place above it; else the first."""
    place = _INDEX.sub("/*", instance)
    while place and place not in places:
        place = place.rpartition("/")[0]
    return places.get(place, (0,))
