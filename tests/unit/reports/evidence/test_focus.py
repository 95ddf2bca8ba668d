"""Long payloads in one line."""

import json

import pytest

from ringback.reports.evidence.focus import focused

_LONG = "x" * 500


@pytest.mark.parametrize(
    ("payload", "instance", "shown"),
    [
        ({"a": 1}, "/a", '{"a": 1}'),
        ({"long": _LONG, "a": None}, "/a", '{"a": null, …} (523 characters)'),
        ({"a": {"b": None}, "long": _LONG}, "/a/b", '{"a": {"b": null}, …} (530 characters)'),
        ({"a": [1, {"b": 2}, _LONG]}, "/a/1/b", '{"a": […, {"b": 2}, …]} (524 characters)'),
        ({"a": [_LONG]}, "/a/0", '{"a": ["' + "x" * 159 + "…]} (511 characters)"),
        ({"a": {}, "long": _LONG}, "/a/missing", '{"a": {}, …} (521 characters)'),
        ({"a/b": {"~": 1}, "z": _LONG}, "/a~1b/~0", '{"a/b": {"~": 1}, …} (526 characters)'),
        (_LONG, None, '"' + "x" * 199 + "… (502 characters)"),
    ],
    ids=["short", "member", "below", "item", "text", "absent", "escaped", "whole"],
)
def test_what_leads_to_the_place_is_shown(
    payload: object, instance: str | None, shown: str
) -> None:
    """The way to the place stands in full, what is beside it is an ellipsis."""
    assert focused(json.dumps(payload), instance, 200) == shown
