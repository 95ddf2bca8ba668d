"""What is said of the nodes of a map, and how it is drawn."""

from dataclasses import replace

import pytest

from ringback.payload_map import MapNode, PayloadMap
from ringback.reports.page.causes import causes_of
from ringback.reports.page.icicle import icicle
from ringback.reports.page.map_states import MapState, map_state
from tests.unit.reports.page.test_causes import FOUND

NODES = (
    MapNode(name="", kind="object", place="", schema="/Root", seen=3),
    MapNode(name="part", kind="one of several", place="/part", schema="/Part", parent=0, seen=3),
    MapNode(name="other", kind="string", place="/other", schema="/Other", parent=0),
    MapNode(name="a", kind="branch", place="/part[a]", schema="/A", parent=1, seen=2),
    MapNode(name="b", kind="branch", place="/part[b]", schema="/B", parent=1, seen=1),
    MapNode(name="x", kind="string", place="/part[a]/x", schema="/A/x", parent=3, seen=2),
    MapNode(name="x", kind="string", place="/part[b]/x", schema="/B/x", parent=4, seen=1,
            missing=("absent",), total=2, covered=1),
    MapNode(name="*", kind="leads back", place="/part[b]/x/*", schema="/B", parent=6, recurs=True),
)  # fmt: skip
MAP = PayloadMap(operation="get", side="response", title="200 application/json", nodes=NODES)


def _state(instance: str | None, schema: str | None, rule: str = "schema/response") -> MapState:
    found = replace(FOUND, instance=instance, schema=schema, rule=rule)
    return map_state(MAP, causes_of([found]), [0])


@pytest.mark.parametrize(
    ("instance", "schema", "at"),
    [
        ("/part/x", "/A/x/type", 5),
        ("/part/x", "/B/x/type", 6),
        ("/part/x/0", "/B/enum", 7),
        ("/part/unknown/deep", "/A/additionalProperties", 3),
        ("/part", None, 1),
        ("", None, 0),
        ("/nowhere", None, 0),
    ],
)
def test_a_finding_is_at_its_node(instance: str, schema: str | None, at: int) -> None:
    """By place, of branches by the schema's; what no node is at is at the nearest one above."""
    state = _state(instance, schema)
    assert [each.number for each in state.nodes if each.state == "broken"] == [at]
    above = [each.number for each in state.nodes if each.inside]
    expected = []
    while at:
        at = state.nodes[at].node.parent
        expected.append(at)
    assert above == sorted(expected)


@pytest.mark.parametrize(
    ("instance", "rule"), [(None, "schema/response"), ("/part", "request/accepted-invalid")]
)
def test_what_is_of_no_answer_is_at_none(instance: str | None, rule: str) -> None:
    """A finding without a place, or about requests, breaks no node of an answer."""
    assert _state(instance, None, rule).count("broken") == 0


@pytest.mark.parametrize("parents", [[-1, 5, 1, -7], [3, 3, 3, 3], [-1, *range(400)]])
def test_nodes_that_nobody_sane_has_written(parents: list[int]) -> None:
    """A stored report may hold anything: each node is drawn, and none deeper than can be."""
    nodes = tuple(replace(NODES[0], parent=each, name="n") for each in parents)
    drawing = icicle(map_state(replace(MAP, nodes=nodes), [], []))
    assert len(drawing.cells) == len(parents)
    assert drawing.height <= 101 * 30 + 118


def test_states() -> None:
    """Seen, in part, never, and what leads back."""
    state = map_state(MAP, [], [])
    assert [each.state for each in state.nodes] == [
        *("seen", "seen", "never", "seen", "seen", "seen", "partly", "beyond"),
    ]
    assert state.points == (1, 2)


def test_the_drawing() -> None:
    """Each node stands below what it is in, within its width; leaves share it evenly."""
    drawing = icicle(map_state(MAP, [], []))
    cells = {cell.state.number: cell for cell in drawing.cells}
    assert len(cells) == len(NODES)
    for cell in cells.values():
        if cell.state.number:
            above = cells[cell.state.node.parent]
            assert above.x <= cell.x
            assert cell.x + cell.width <= above.x + above.width + 0.2
            assert cell.y == above.y + 30
        assert cell.y + cell.height <= drawing.height
        assert len(cell.label) * 6 <= cell.width or cell.upright or len(cell.label) <= 2
    assert [cells[at].label for at in (0, 2, 7)] == ["the whole", "○ other", "each item"]
