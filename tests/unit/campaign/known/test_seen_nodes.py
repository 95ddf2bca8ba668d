"""Maps of payloads: what they may hold, and what was seen of it."""

import json
import re
from typing import Any

import pytest

from ringback.campaign.known import seen_nodes
from ringback.campaign.known.shown_points import Coverage
from ringback.contract import Admitted
from ringback.exchange import Exchange, Request, Response
from ringback.payload_map import MapNode, PayloadMap, united_maps
from tests.unit.contract.making import agent, number, numbers

JSON = (("content-type", "application/json"),)
STRICT = numbers("strict")
UPDATE, READ = STRICT.operation("update_number"), STRICT.operation("get_number")


def _maps(*answers: Any, requests: tuple[Any, ...] = ()) -> list[PayloadMap]:
    """The maps of a read and an update after these answers and requests."""
    coverage = Coverage(STRICT)
    for each in answers:
        body = json.dumps(each).encode()
        coverage.answer(READ, Response(status=200, headers=JSON, body=body))
    for each in requests:
        body = json.dumps(each).encode()
        request = Request(method="POST", url="/v1/numbers/update", headers=JSON, body=body)
        coverage.request(
            UPDATE, Exchange(request=request, outcome=Response(status=200)), Admitted()
        )
    operations = [READ, UPDATE]
    both = (
        coverage.of_answers(operations, (), {READ.id}),
        coverage.of_requests(operations, {UPDATE.id}),
    )
    return list(coverage.maps(operations, *both))


def _bare(place: str) -> str:
    """A place without its branches: what stands in one without a tag does not name it."""
    return re.sub(r"\[[^]]*]", "", place)


def _node(found: PayloadMap, place: str) -> MapNode:
    (node,) = (each for each in found.nodes if each.place == place)
    return node


def test_every_payload_has_a_map() -> None:
    """The answers of documented successes, and the bodies of requests; each node in its parent."""
    maps = _maps()
    assert [(each.operation, each.side, each.title) for each in maps] == [
        ("get_number", "response", "200 application/json"),
        ("update_number", "response", "200 application/json"),
        ("update_number", "request", "body"),
    ]
    for found in maps:
        assert found.nodes[0].parent == -1
        for at, each in enumerate(found.nodes[1:], 1):
            assert 0 <= each.parent < at
            assert _bare(each.place).startswith(_bare(found.nodes[each.parent].place))
            assert not each.seen


def test_what_was_seen() -> None:
    """How often, an example, and which choices were not shown."""
    seen, _, _ = _maps(number(active=True), number())
    assert _node(seen, "").seen == 2
    active = _node(seen, "/active")
    assert (active.seen, active.covered, active.example) == (1, 2, "true")
    voices = [
        each for each in seen.nodes if each.kind.startswith("branch") and "/voice[" in each.place
    ]
    assert [each.seen for each in voices if each.seen] == [2]
    assert all("branch" in each.missing for each in voices if not each.seen and each.total)


def test_a_branch_that_breaks_its_schema_was_seen() -> None:
    """By its tag; it shows no choice of the contract."""
    wrong = number(inbound_agent=agent(voice={"type": "voice_azure", "pitch": "high"}))
    seen, _, _ = _maps(wrong)
    pitch = _node(seen, "/inbound_agent/voice[voice_azure]/pitch")
    assert (pitch.seen, pitch.example, pitch.covered) == (1, '"high"', 0)


def test_requests() -> None:
    """What admitted requests held; the points of texts and numbers are not a map's."""
    _, _, asked = _maps(requests=({"inbound_agent": {"prompt": "x" * 200}},))
    prompt = next(each for each in asked.nodes if each.place.endswith("/prompt"))
    assert prompt.seen == 1
    assert prompt.example == f'"{"x" * 80}… (200 characters)"'


def test_large_payloads_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """The nearest nodes are kept, and how many are not is told; later maps have no room."""
    monkeypatch.setattr(seen_nodes, "NODES", 5)
    monkeypatch.setattr(seen_nodes, "ALL_NODES", 7)
    first, *others = _maps(number())
    assert (len(first.nodes), first.cut) == (5, 51)
    assert [each.side for each in others] == ["request"]


def test_shards_see_together() -> None:
    """Counts add up, an example is anybody's, and missing is what all of them miss."""
    one = MapNode(
        name="a", kind="b", place="/a", schema="/s", seen=2, covered=1, total=3, missing=("x", "y")
    )
    other = MapNode(
        name="a",
        kind="b",
        place="/a",
        schema="/s",
        seen=1,
        covered=1,
        total=3,
        missing=("y", "z"),
        example="1",
    )
    maps = [
        [PayloadMap(operation="o", side="response", title="t", nodes=(each,))]
        for each in (one, other)
    ]
    (found,) = united_maps(maps)
    assert found.nodes == (
        MapNode(
            name="a",
            kind="b",
            place="/a",
            schema="/s",
            seen=3,
            covered=2,
            total=3,
            missing=("y",),
            example="1",
        ),
    )
    assert united_maps([maps[0], []]) == tuple(maps[0])
