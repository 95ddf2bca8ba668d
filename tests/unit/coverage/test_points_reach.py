"""Which points of an answer a request can bring about."""

from typing import Any

import pytest

from ringback.coverage.points import Chart, Point
from ringback.coverage.reach import settable
from ringback.schema.document import SchemaDocument
from ringback.schema.view import view

STRING = {"type": "string"}


def of(**members: Any) -> dict[str, Any]:
    """An object with these members, none required."""
    return {"type": "object", "properties": members}


def tagged(tag: str, **members: Any) -> dict[str, Any]:
    """A branch that a tag tells apart."""
    return {
        "type": "object",
        "properties": {"kind": {"const": tag}, **members},
        "required": ["kind"],
    }


def labels(points: frozenset[Point]) -> set[str]:
    """The points' labels."""
    return {point.label for point in points}


@pytest.mark.parametrize(
    ("answer", "request_", "expected"),
    [
        (of(a=STRING, b=STRING), of(a=STRING), {"/a (present)"}),
        (of(a=STRING), STRING, set()),
        (of(a={"type": "boolean"}), of(a=STRING), {"/a (present)"}),
        (
            of(a={"type": "boolean"}),
            of(a={"anyOf": [{"type": "boolean"}, {"type": "object"}]}),
            {"/a (present)", "/a (true)", "/a (false)"},
        ),
        (
            of(a={"enum": ["x", "y", "z"]}),
            of(a={"anyOf": [{"enum": ["x"]}, {"const": "y"}]}),
            {"/a (present)", "/a (enum member x)", "/a (enum member y)"},
        ),
        ({"enum": ["x", "y"]}, STRING, {"/ (enum member x)", "/ (enum member y)"}),
        (
            {"type": "array", "items": of(a=STRING)},
            {"type": "array", "maxItems": 1, "items": of(a=STRING)},
            {"/ (no item)", "/ (one item)", "/*/a (present)"},
        ),
        (
            {"type": ["string", "null", "integer"]},
            {"anyOf": [STRING, {"type": "null"}]},
            {"/ (type string)", "/ (type null)"},
        ),
        (
            {"anyOf": [tagged("a", x=STRING), tagged("b", x=STRING), tagged("c")]},
            {"anyOf": [STRING, tagged("a", x=STRING), tagged("b")]},
            {"[a] (branch)", "[b] (branch)", "[a]/x (present)"},
        ),
        (
            {"anyOf": [tagged("a", x=STRING), STRING]},
            {"anyOf": [of(x=STRING), {"type": "integer"}]},
            {"[a] (branch)", "[a]/x (present)"},
        ),
        (
            {"anyOf": [{"anyOf": [tagged("a", x=STRING), tagged("b", x=STRING)]}, STRING]},
            {"anyOf": [tagged("a", x=STRING)]},
            {"[0] (branch)", "[a] (branch)", "[a]/x (present)"},
        ),
    ],
)
def test_what_a_request_can_set(answer: Any, request_: Any, expected: set[str]) -> None:
    """A point counts where some form of the request holds its value at the same place."""
    document = {"answer": answer, "request": request_}
    charts = [Chart(view(SchemaDocument(document), f"/{name}")) for name in ("answer", "request")]
    assert labels(settable(*charts)) == expected
