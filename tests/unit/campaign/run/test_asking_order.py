"""In which order a run with a bound asks, and what it reads of stored runs for it."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ringback.campaign.run.asking_order import asking_order, in_turns, told_first
from ringback.contract import Contract
from ringback.reports.run_history import PastFailure, RunHistory, history
from ringback.reports.run_store import RunStore
from tests.unit.changes.describing import loaded

NAMES = ("a", "b", "c", "d", "e")
PATHS = {
    f"/{name}/{{id}}": {
        "get": {
            "operationId": name,
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {}}],
            "responses": {"200": {"description": ""}},
        }
    }
    for name in NAMES
}
CONTRACT = Contract(
    loaded({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": PATHS}), "plain"
)
FAILED = PastFailure(operations=("d",), requests=(("GET", "http://h/a/$ID_1"), ("GET", "/d/1")))


def _turns(known: RunHistory, **more: Any) -> list[tuple[str, set[str]]]:
    found = asking_order(CONTRACT, CONTRACT.operations, known, **more)
    return [(each.why, set(each.operations)) for each in found]


@pytest.mark.parametrize(
    ("known", "more", "expected"),
    [
        (RunHistory(), {}, []),
        (
            RunHistory(failures=(FAILED,)),
            {},
            [("that failed last time", {"d"}), ("in their evidence", {"a"})],
        ),
        (
            RunHistory(),
            {"accepted": ["b", "gone"], "touched": ["b", "c"]},
            [("that failed last time", {"b"}), ("that the change touches", {"c"})],
        ),
        (
            RunHistory(runs=4, asked=Counter(a=4, b=2, c=1, e=3)),
            {},
            [("rarely or never exercised", {"c", "d"})],
        ),
        (
            RunHistory(runs=1, asked=Counter(NAMES)),
            {"gaps": {"e"}},
            [("rarely or never exercised", {"e"})],
        ),
    ],
)
def test_the_turns(
    known: RunHistory, more: dict[str, Any], expected: list[tuple[str, set[str]]]
) -> None:
    """Failures, what leads to them, what changed, what was rarely asked: each once, none empty."""
    assert _turns(known, **more) == expected


def test_every_operation_is_in_one_turn() -> None:
    """The rest comes last, in its own order; there is always a rest, that may be empty."""
    turns = asking_order(
        CONTRACT, CONTRACT.operations, RunHistory(failures=(FAILED,)), touched=["b"]
    )
    order = [[each.id for each in turn] for turn in in_turns(CONTRACT.operations, turns)]
    assert order == [["d"], ["a"], ["b"], ["c", "e"]]
    assert [[each.id for each in turn] for turn in in_turns(CONTRACT.operations, ())] == [[*NAMES]]
    told = (
        "first: 1 operation that failed last time, 1 in their evidence, 1 that the change touches"
    )
    assert told_first(turns) == told
    assert told_first(()) == ""


def _report(
    target: str = "near",
    failed: str = "",
    *,
    asked: str = "",
    missing: tuple[str, ...] = (),
    partial: str | None = None,
    command: str = "check",
) -> str:
    finding = {
        "operation": failed,
        "severity": "error",
        "reproduce": None,
        "requests": [{"method": "GET", "url": f"/{failed}/1"}],
    }
    lint = {"operation": "e", "severity": "error", "reproduce": None}
    warning = {**finding, "severity": "warning", "operation": "e"}
    return json.dumps(
        {
            "command": command,
            "target": target,
            "findings": [lint, warning, *([finding] if failed else [])],
            "asked": [{"operation": name} for name in asked],
            "coverage": {"response": {"missing": [*missing]}, "request": {"missing": []}},
            "scope": {"partial": partial, "operations": None},
        }
    )


def test_what_is_read_of_stored_runs(tmp_path: Path) -> None:
    """Failures back to a run that asked everything; counts and gaps of all runs of the target."""
    store = RunStore(tmp_path)
    for text in (
        _report(failed="a", asked="abc", missing=("/x", "/y")),
        _report(failed="b", asked="ab", missing=("/x", "/z")),
        _report(failed="c", asked="c", missing=("/x",), partial="stopped after 9 requests"),
        _report("far", failed="d", asked="d"),
        _report(failed="d", command="record"),
        "no report",
        json.dumps({"command": "check", "target": "near", "findings": 7}),
    ):
        store.keep(text, "check")
    found = history(store, "near")
    assert [each.operations for each in found.failures] == [("c",), ("b",)]
    assert found.failures[0].requests == (("GET", "/c/1"),)
    assert (found.runs, found.asked) == (3, Counter(a=2, b=2, c=2))
    assert found.missing == {"/x"}
    assert history(store, "nowhere").runs == 0
