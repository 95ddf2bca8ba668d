"""Findings from run to run."""

from typing import Any

import pytest

from ringback.errors import UsageError
from ringback.reports.trend import trend_of
from ringback.verdict import TrendStep

WHOLE: dict[str, Any] = {
    "operations": None,
    "files": None,
    "select": [],
    "unasked": [],
    "partial": None,
}


def _run(*fingerprints: str, scope: dict[str, Any] | None = None, **given: Any) -> dict[str, Any]:
    findings = [
        {
            "fingerprint": each,
            "rule": "law/echo",
            "operation": f"op_{each}",
            "file": None,
        }
        for each in fingerprints
    ]
    told: dict[str, Any] = {"command": "check", "target": "reference", "verdict": "broken"}
    told |= {"findings": findings, **given}
    return {**told, "scope": {**WHOLE, **(scope or {})}}


@pytest.mark.parametrize(
    ("second", "step"),
    [
        (_run("a", "b"), {"known": 2}),
        (_run("a"), {"known": 1, "fixed": ("law/echo op_b (b)",)}),
        (_run("a", "c"), {"known": 1, "new": ("c",), "fixed": ("law/echo op_b (b)",)}),
        (_run("a", scope={"operations": ["op_a"]}), {"known": 1}),
        (_run("a", scope={"partial": "it was cut short"}), {"known": 1}),
        (_run("a", scope={"unasked": ["law/echo"]}), {"known": 1}),
        (_run("a", verdict="inconclusive"), {"known": 1}),
    ],
)
def test_steps(second: dict[str, Any], step: dict[str, Any]) -> None:
    """A finding is fixed where a run asked for it, judged, and did not meet it."""
    first, then = trend_of([("1", _run("a", "b")), ("2", second)])
    assert first == TrendStep(run="1", verdict="broken", new=("a", "b"))
    assert then == TrendStep(run="2", verdict=second["verdict"], **step)


def test_what_comes_back_is_new() -> None:
    """What was fixed and shows again is new again; what nobody asked for stays known."""
    runs = (_run("a"), _run(scope={"operations": []}), _run("a"), _run(), _run("a"))
    steps = trend_of(list(zip("12345", runs, strict=True)))
    assert [(len(each.new), each.known, len(each.fixed)) for each in steps] == [
        *((1, 0, 0), (0, 0, 0), (0, 1, 0), (0, 0, 1), (1, 0, 0)),
    ]


def test_runs_of_several_targets_make_no_trend() -> None:
    """What was asked of one says nothing of another."""
    with pytest.raises(UsageError) as caught:
        trend_of([("1", _run()), ("2", _run(target=None))])
    assert caught.value.problems == (
        "runs of one command on one target make a trend; these are of check and check on reference",
    )
