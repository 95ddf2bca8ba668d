"""Which coverage points a change of a schema touches."""

from typing import Any

import pytest

from ringback.coverage.points import Chart
from ringback.coverage.touched_points import touched_points
from ringback.schema.document import SchemaDocument
from ringback.schema.view import view


def _chart(schema: Any) -> Chart:
    return Chart(view(SchemaDocument(schema), ""))


def _of(**members: Any) -> dict[str, Any]:
    return {"type": "object", "properties": members}


KIND = {"enum": ["a", "b"]}
TEXT = {"type": "string", "pattern": "^a", "description": "What it is."}


@pytest.mark.parametrize(
    ("older", "newer", "expected"),
    [
        (_of(kind=KIND, name=TEXT), _of(name=TEXT, kind=KIND), set()),
        (_of(name=TEXT), _of(name={**TEXT, "description": "Other.", "x-own": 1}), set()),
        (_of(kind=KIND), _of(kind={"enum": ["b", "a", "c"]}), {"/kind (enum member c)"}),
        (_of(kind={"enum": ["a", "b", "c"]}), _of(kind=KIND), set()),
        (_of(name=TEXT), _of(name=TEXT, flag=TEXT), {"/flag (present)", "/flag (absent)"}),
        (
            _of(name=TEXT, flag=TEXT),
            _of(name={**TEXT, "pattern": "^b"}, flag=TEXT),
            {"/name (present)", "/name (absent)"},
        ),
        (
            {**_of(name=TEXT), "required": ["name"]},
            _of(name=TEXT),
            {"/name (present)", "/name (absent)"},
        ),
        (
            _of(inner=_of(name=TEXT, flag={"type": "boolean"})),
            _of(inner=_of(name=TEXT, flag={"type": "boolean", "default": True})),
            {
                "/inner/flag (present)",
                "/inner/flag (absent)",
                "/inner/flag (true)",
                "/inner/flag (false)",
            },
        ),
        (
            {"type": ["string", "null"], "format": "date"},
            {"type": ["null", "string"], "format": "date"},
            set(),
        ),
        (
            {"oneOf": [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/B"}],
             "$defs": {"A": {**_of(a=TEXT), "required": ["a"]}, "B": _of(b=TEXT)}},
            {"oneOf": [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/B"}, {"$ref": "#/$defs/C"}],
             "$defs": {"A": {**_of(a=TEXT), "required": ["a"]}, "B": _of(b=TEXT),
                       "C": {**_of(c=TEXT), "required": ["c"]}}},
            {"[C] (branch)"},
        ),
        (
            {"type": "integer", "minimum": 0},
            {"type": "integer", "minimum": 1},
            {"/ (a number past 32 bits)", "/ (a number past 53 bits)", "/ (a number past 64 bits)"},
        ),
    ],
)  # fmt: skip
def test_what_is_touched(older: Any, newer: Any, expected: set[str]) -> None:
    """Choices that are new, and those of a part that says something else; no others."""
    found = touched_points([_chart(older)], [_chart(newer)])
    assert {each.label for each in found} == expected


def test_of_what_was_not_there_everything_is_touched() -> None:
    """All points of a new schema are."""
    chart = _chart(_of(kind=KIND))
    assert touched_points([], [chart]) == {*chart.points}
