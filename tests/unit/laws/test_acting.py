"""Actions: the state that they are given or named by, what they are told, what they leave alone."""

from typing import Any

import pytest

from ringback.laws.acting import effected, framed, participles, recorded
from ringback.schema.view import View
from tests.unit.laws.looking import looked

STATE = {"enum": ["open", "closed", "cancelled"]}
TOLD = {"properties": {"state": STATE, "kind": {"enum": ["a"]}, "title": {"type": "string"}}}
MOVE = {"properties": {"from": STATE, "to": STATE, "why": {"type": "string"}}}


def _view(schema: Any) -> View:
    return looked(schema)[0]


@pytest.mark.parametrize(
    ("verb", "given", "after", "causes"),
    [
        ("move", {"to": "closed"}, {"state": "closed"}, []),
        ("move", {"to": "closed"}, {"state": "open"}, ["given"]),
        ("move", {"why": "closed"}, {"state": "open"}, []),
        ("move", {"from": "open", "to": "closed"}, {"state": "closed"}, []),
        ("close", {}, {"state": "closed"}, []),
        ("close", {}, {"state": "open"}, ["verb"]),
        ("cancel", {}, {"state": "open"}, ["verb"]),
        ("cancel-all", {}, {"state": "cancelled"}, []),
        ("ship", {}, {"state": "open"}, []),
        ("close", {}, {"kind": "a"}, []),
        ("close", {}, "closed", []),
    ],
)
def test_an_action_leads_to_its_state(verb: str, given: Any, after: Any, causes: list[str]) -> None:
    """By a member with the choices of the thing's state, or by what the action is called."""
    found = effected(verb, given, _view(MOVE), after, _view(TOLD))
    assert [each.cause for each in found] == causes


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("close", {"closeed", "closeeed", "closed"}),
        ("cancel", {"canceled", "cancelled"}),
        ("apply", {"applyed", "applyyed", "applied"}),
        ("publishNow", {"published", "publishhed"}),
        ("x", set()),
    ],
)
def test_what_a_thing_is_behind_a_verb(verb: str, expected: set[str]) -> None:
    """Every spelling that a participle may have, in lower case, capitals and both."""
    assert {each for each in participles(verb) if each.islower()} == expected


@pytest.mark.parametrize(
    ("given", "before", "after", "count"),
    [
        ({"reason": "rain"}, {"reason": None}, {"reason": "rain"}, 0),
        ({"reason": "rain"}, {"end": None}, {"end": {"reason": "Heavy rain"}}, 0),
        ({"reason": "rain"}, {"end": None}, {"end": {"reason": "guest"}}, 1),
        ({"reason": "rain"}, {"end": {"reason": "x"}}, {"end": {"reason": "x"}}, 0),
        ({"reason": "rain"}, {}, {"reason": "a", "end": {"reason": "b"}}, 0),
        ({"reason": "rain"}, {"reason": "x"}, {"reason": None}, 0),
        ({"by": 2}, {"by": 1}, {"by": 3}, 0),
        (None, {}, {"reason": "x"}, 0),
    ],
)
def test_what_an_action_is_given_is_told(given: Any, before: Any, after: Any, count: int) -> None:
    """A text that it writes under that name; what it leaves as it was may be something else."""
    assert len(list(recorded(given, before, after))) == count


@pytest.mark.parametrize(
    ("verb", "given", "after", "count"),
    [
        ("close", {}, {"title": "a", "state": "closed"}, 0),
        ("close", {}, {"title": "b", "state": "closed"}, 1),
        ("close", {}, {"title": None, "state": "closed"}, 1),
        ("close", {}, {"title": "a (closed)", "state": "closed"}, 0),
        ("close", {"title": "b"}, {"title": "b"}, 0),
        ("rename", {}, {"title": "b"}, 0),  # it may be what it is there for
        ("close", {}, {"state": "closed"}, 0),
    ],
)
def test_an_action_that_leads_to_a_state_leaves_texts(
    verb: str, given: Any, after: Any, count: int
) -> None:
    """What clients give freely is not what closing is about."""
    free = _view(TOLD).properties
    found = framed(verb, given, {"title": "a", "state": "open"}, after, _view(TOLD), free)
    assert len(list(found)) == count
