"""law/concurrent: of two updates at the same time one is left whole."""

from typing import Any

import pytest

from ringback.exchange import Exchange, Request, Response
from ringback.finding import Severity
from ringback.laws import Concurrent
from ringback.payload import MISSING
from tests.unit.laws.telling import contract, episode

LAW = Concurrent(place="/part")
ONE: dict[str, Any] = {"a": "a1", "b": ["b1", "same"], "c": {"d": 1, "e": "same"}}
OTHER: dict[str, Any] = {"a": "a2", "b": ["b2", "same"], "c": {"d": 2, "e": "same"}}
RIVAL = Exchange(request=Request(method="PUT", url="/rival"), outcome=Response(status=200))


@pytest.mark.parametrize(
    "after",
    [
        ONE,
        OTHER,
        {**ONE, "c": {"d": 1.0, "e": "another law's", "id": "made up"}, "more": "x"},
        {"a": "a1", "b": "neither", "c": {}},
        {"a": "neither", "b": ["neither", "same"], "c": MISSING},
        "a1",
        MISSING,
    ],
)
@pytest.mark.parametrize(("given", "rival"), [(ONE, OTHER), (ONE, ONE), (ONE, {}), ("x", "y")])
def test_it_keeps(given: Any, rival: Any, after: Any) -> None:
    """Either of the two whole; what is neither's is for other laws to tell."""
    judged = episode(given={"part": given}, rival={"part": rival}, after={"part": after})
    assert list(LAW.judge(judged)) == []


def test_it_keeps_an_update_that_met_no_other() -> None:
    """Without a rival there is nothing to mix."""
    mixed = {**ONE, "a": "a2"}
    assert list(LAW.judge(episode(given={"part": ONE}, after={"part": mixed}))) == []


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (
            {**ONE, "a": "a2"},
            '/part/b/0 is "b1", as the one gave it, and /part/a is "a2", as the other did',
        ),
        (
            {**OTHER, "c": {"d": 1}},
            '/part/c/d is 1, as the one gave it, and /part/a is "a2", as the other did',
        ),
        (
            {"a": "neither", "b": ["b2"], "c": {"d": 1}},
            '/part/c/d is 1, as the one gave it, and /part/b/0 is "b2", as the other did',
        ),
    ],
)
def test_it_flags_a_mixture(after: Any, told: str) -> None:
    """A value of the one beside a value of the other, with both updates and the read to show it."""
    known: dict[str, Any] = {
        "given": {"part": ONE},
        "rival": {"part": OTHER},
        "after": {"part": after},
    }
    judged = episode(read=200, rival_exchange=RIVAL, **known)
    (found,) = LAW.judge(judged)
    assert found.message == f"two updates at the same time left a mixture: {told}"
    assert (found.rule, found.severity, found.instance) == (
        "law/concurrent",
        Severity.ERROR,
        "/part",
    )
    assert found.operation == contract().operation("update").id
    assert found.exchanges == (judged.exchange, RIVAL, judged.read)
    assert found.together == 2
