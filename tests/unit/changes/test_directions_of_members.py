"""What payloads show of members that travel in one direction alone."""

from typing import Any

import pytest

from ringback.changes import Kind, compare
from ringback.changes.inclusion.payloads import changes as of_payloads
from tests.unit.changes.describing import REQUEST, RESPONSE, described, loaded

NAME = {"name": {"type": "string"}}


def thing(*required: str, closed: bool = False, **properties: Any) -> dict[str, Any]:
    """An object with a name and these members."""
    found: dict[str, Any] = {"type": "object", "properties": {**NAME, **properties}}
    found |= {"required": [*required]} if required else {}
    return found | ({"additionalProperties": False} if closed else {})


def one_way(word: str, kind: str = "integer") -> dict[str, Any]:
    """The schema of a member that one side alone sends."""
    return {"type": kind, word: True}


def variants(word: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Two schemas whose difference does not travel where the word is of the other side."""
    x = one_way(word)
    beside = {**thing("x"), "allOf": [{"properties": {"x": x}}]}
    return [
        (thing(), thing("x", x=x)),
        (thing("x", x=x), thing()),
        (thing(x=x), thing(x=one_way(word, "string"))),
        (thing(closed=True), thing("x", closed=True, x=x)),
        (thing("x", closed=True, x=x), thing(closed=True)),
        (thing(), beside),
        (beside, thing()),
        (thing(), thing("x", x={"allOf": [x]})),
        (thing(), thing("x", x={"anyOf": [x, {"type": "null"}]})),
    ]


@pytest.mark.parametrize(("side", "word"), [(REQUEST, "readOnly"), (RESPONSE, "writeOnly")])
@pytest.mark.parametrize("index", range(9))
def test_what_does_not_travel_breaks_nobody(side: str, word: str, index: int) -> None:
    """Neither a producer sends it, nor a consumer asks for it."""
    base, head = (loaded(described(each, side)) for each in variants(word)[index])
    kinds = {each.kind for each in compare(base, head, rules=[of_payloads])}
    assert kinds <= {Kind.COMPATIBLE, Kind.OPEN}


@pytest.mark.parametrize(
    ("side", "base", "head", "expected"),
    [
        (
            REQUEST,
            thing("x", x=one_way("readOnly")),
            thing("x", x={"type": "integer"}),
            ("change/request-narrowed", "required x"),
        ),
        (
            RESPONSE,
            thing("x", x={"type": "integer"}),
            thing("x", x=one_way("writeOnly")),
            ("change/response-widened", "required x"),
        ),
        (
            RESPONSE,
            thing(x=one_way("readOnly")),
            thing(x=one_way("readOnly", "string")),
            ("change/response-widened", "type"),
        ),
    ],
)
def test_what_travels_for_one_side_alone_breaks_it(
    side: str, base: Any, head: Any, expected: tuple[str, str]
) -> None:
    """One that must come and comes not, and one that changed where it comes: told once."""
    older, newer = (loaded(described(each, side)) for each in (base, head))
    broken = [each for each in compare(older, newer) if each.kind is Kind.BREAKS]
    assert [(each.rule, each.cause) for each in broken] == [expected]
