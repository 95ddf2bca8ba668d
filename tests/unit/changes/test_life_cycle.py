"""How things end, and what may change as it likes: the policy of `[changes]`."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from ringback.changes import Kind, LifeCycle, compare
from tests.unit.changes.describing import loaded

Edit = Callable[[dict[str, Any]], Any]
_TODAY = date(2026, 6, 1)
_STRICT = LifeCycle(today=_TODAY, days=90, beta_days=30)
_LOOSE = LifeCycle(today=_TODAY, days=0, beta_days=0)
_NONE = LifeCycle(today=_TODAY)
_ALL = LifeCycle(today=_TODAY, days=90, unstable=frozenset())
_B, _C, _FINE, _OK = Kind.BREAKS, Kind.CAREFUL, Kind.COMPATIBLE, Kind.ALLOWED
_PAST = {"deprecated": True, "x-sunset": "2026-05-31"}


def _document() -> dict[str, Any]:
    answer = {
        "description": "d",
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {"m": {"type": "string"}},
                    "required": ["m"],
                }
            }
        },
    }
    parameter = {"name": "q", "in": "query", "schema": {"type": "string"}}
    return {
        "openapi": "3.1.0", "info": {"title": "t", "version": "1"},
        "paths": {
            "/a": {"get": {"parameters": [parameter], "responses": {"200": answer}}},
            "/b": {"get": {"responses": {"200": {"description": "d"}}}},
        },
    }  # fmt: skip


def _get(it: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = it["paths"]["/a"]["get"]
    return found


def _schema(it: dict[str, Any]) -> Any:
    return _get(it)["responses"]["200"]["content"]["application/json"]["schema"]


def _is(**more: Any) -> Edit:
    return lambda it: _get(it).update({key.replace("_", "-"): each for key, each in more.items()})


def _gone(it: dict[str, Any]) -> None:
    del it["paths"]["/a"]


def _same(_it: dict[str, Any]) -> None:
    pass


def _without(it: dict[str, Any]) -> None:
    schema = _schema(it)
    schema["properties"], schema["required"] = {"n": {"type": "string"}}, []


_ROWS: list[tuple[LifeCycle, Edit, Edit, list[tuple[Kind, str]]]] = [
    # Operations that go.
    (_NONE, _is(**_PAST), _gone, [(_B, "operation-removed")]),
    (_STRICT, _is(**_PAST), _gone, [(_OK, "operation-removed")]),
    (_STRICT, _is(deprecated=True, x_sunset="2026-06-02"), _gone, [(_B, "operation-removed")]),
    (_STRICT, _is(deprecated=True), _gone, [(_B, "operation-removed")]),
    (_LOOSE, _is(deprecated=True), _gone, [(_OK, "operation-removed")]),
    (_LOOSE, _is(deprecated=True, x_sunset="2026-06-02"), _gone, [(_B, "operation-removed")]),
    (_STRICT, _is(x_sunset="2026-05-31"), _gone, [(_B, "operation-removed")]),
    (_STRICT, _is(deprecated=True, x_sunset="soon"), _gone, [(_B, "operation-removed")]),
    (_STRICT, _is(deprecated=True, x_sunset="2026-06-01T00:00:00+02:00"), _gone,
     [(_OK, "operation-removed")]),
    # Parameters and members that go.
    (_STRICT, lambda it: _get(it)["parameters"][0].update(_PAST),
     lambda it: _get(it)["parameters"].clear(), [(_OK, "parameter-removed")]),
    (_STRICT, _same, lambda it: _get(it)["parameters"].clear(),
     [(Kind.DROPPED, "parameter-removed")]),
    (_STRICT, lambda it: _schema(it)["properties"]["m"].update(_PAST), _without,
     [(_OK, "response-widened")]),
    (_STRICT, _same, _without, [(_B, "response-widened")]),
    # How an end is announced.
    (_STRICT, _same, _is(deprecated=True),
     [(_B, "sunset-too-soon"), (_FINE, "operation-deprecated")]),
    (_STRICT, _same, _is(deprecated=True, x_sunset="2026-08-29"),
     [(_B, "sunset-too-soon"), (_FINE, "operation-deprecated")]),
    (_STRICT, _same, _is(deprecated=True, x_sunset="2026-08-30"),
     [(_FINE, "operation-deprecated")]),
    (_NONE, _same, _is(deprecated=True), [(_FINE, "operation-deprecated")]),
    (_STRICT, _is(x_stability_level="beta"),
     _is(deprecated=True, x_sunset="2026-07-01", x_stability_level="beta"),
     [(_FINE, "operation-deprecated")]),
    (_NONE, _is(deprecated=True, x_sunset="2030-01-01"),
     _is(deprecated=True, x_sunset="2029-01-01"), [(_C, "sunset-earlier")]),
    (_NONE, _is(deprecated=True, x_sunset="2029-01-01"),
     _is(deprecated=True, x_sunset="2030-01-01"), []),
    (_STRICT, _same, lambda it: _get(it)["parameters"][0].update(deprecated=True),
     [(_B, "sunset-too-soon"), (_FINE, "parameter-deprecated")]),
    # Levels.
    (_NONE, _is(x_stability_level="alpha"), _gone, [(_OK, "operation-removed")]),
    (_NONE, _is(x_stability_level="draft"), lambda it: (_is(x_stability_level="draft")(it),
        _get(it)["parameters"][0].update(required=True)), [(_OK, "parameter-required")]),
    (_NONE, _is(x_stability_level="beta"), _gone, [(_B, "operation-removed")]),
    (_ALL, _is(x_stability_level="alpha"), _gone, [(_B, "operation-removed")]),
    (_NONE, _is(x_stability_level="beta"), _is(x_stability_level="alpha"),
     [(_B, "stability-decreased")]),
    (_NONE, _same, _is(x_stability_level="draft"), [(_B, "stability-decreased")]),
    (_NONE, _is(x_stability_level="alpha"), _same, [(_FINE, "stability-increased")]),
    (_NONE, _is(x_stability_level="stable"), _same, []),
]  # fmt: skip


@pytest.mark.parametrize(("life", "before", "after", "expected"), _ROWS)
def test_a_life_cycle_lets_things_go(
    life: LifeCycle, before: Edit, after: Edit, expected: list[tuple[Kind, str]]
) -> None:
    """What it lets is told as allowed, and why; what it asks for, and is not there, breaks."""
    sides = [_document(), _document()]
    for edit, it in zip((before, after), sides, strict=True):
        edit(it)
    base, head = map(loaded, sides)
    found = compare(base, head, life=life)
    told = [(each.kind, each.rule.removeprefix("change/")) for each in found]
    assert sorted(told) == sorted(expected)
    assert all(
        "x-stability-level" in each.message or "deprecated" in each.message
        for each in found
        if each.kind is _OK
    )
