"""Schemas that lead from one to the next, further than anybody nests payloads."""

import json
from typing import Any

import pytest

from ringback.change import Change, Kind
from ringback.changes import compare
from tests.unit.changes.describing import REQUEST, described, loaded
from tests.unit.changes.matching import alarms


def _chain(length: int, last: dict[str, Any]) -> dict[str, Any]:
    """A description whose request leads through so many components to the last one."""
    parts: dict[str, Any] = {
        f"T{index}": {
            "type": "object",
            "properties": {"next": {"$ref": f"#/components/schemas/T{index + 1}"}},
        }
        for index in range(length)
    }
    parts[f"T{length}"] = last
    return described({"$ref": "#/components/schemas/T0"}, REQUEST, parts)


def _told(length: int) -> list[Change]:
    before, after = _chain(length, {"type": "string"}), _chain(length, {"type": "integer"})
    return alarms(compare(loaded(before), loaded(after)))


@pytest.mark.parametrize("length", [3, 80])
def test_a_break_is_found_however_deep(length: int) -> None:
    """The payload leads all the way to it."""
    (change,) = _told(length)
    payload: Any = json.loads(change.witness or "")
    for _ in range(length):
        payload = payload["next"]
    assert (change.kind, payload) == (Kind.BREAKS, "text")


def test_what_no_stack_has_room_for_is_unknown() -> None:
    """It is told so, and ends nothing."""
    (change,) = _told(1500)
    assert (change.kind, change.rule) == (Kind.UNKNOWN, "change/request-unknown")
    assert "the schemas lead from one to the next too many times" in change.message
