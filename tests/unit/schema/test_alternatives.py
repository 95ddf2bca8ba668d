"""The alternatives that a schema stands for."""

from typing import Any

import pytest

from ringback.schema.alternatives import all_of, alternatives, of_containers
from ringback.schema.document import SchemaDocument

SCHEMAS = SchemaDocument(
    {
        "Plain": {"type": "string"},
        "Null": {"type": "null"},
        "Maybe": {"anyOf": [{"$ref": "#/Plain"}, {"$ref": "#/Null"}]},
        "Two": {"oneOf": [{"$ref": "#/Plain"}, {"type": "integer"}]},
        "TwoTwos": {
            "anyOf": [{"title": "a"}, {"title": "b"}],
            "oneOf": [{"title": "c"}, {"title": "d"}],
        },
        "Parts": {"allOf": [{"$ref": "#/Plain"}, {"maxLength": 1}], "then": {"minLength": 1}},
        "Circle": {"allOf": [{"$ref": "#/Circle"}, {"title": "x"}]},
        "Many": {"allOf": [{"anyOf": [{}] * 15}, {"anyOf": [{}] * 15}]},
        "Thing": {"anyOf": [{"properties": {"a": {}}}, {"type": "string"}, {"title": "none"}]},
        "False": False,
    }
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Plain", [("", ["/Plain"], [])]),
        ("False", [("", ["/False"], [])]),
        ("Maybe", [("Plain", ["/Maybe", "/Maybe/anyOf/0", "/Plain"], [])]),
        ("Null", [("", ["/Null"], [])]),
        (
            "Two",
            [("Plain", ["/Two", "/Two/oneOf/0", "/Plain"], []), ("", ["/Two", "/Two/oneOf/1"], [])],
        ),
        (
            "TwoTwos",
            [
                ("", ["/TwoTwos", f"/TwoTwos/anyOf/{one}", f"/TwoTwos/oneOf/{two}"], [])
                for one in (0, 1)
                for two in (0, 1)
            ],
        ),
        (
            "Parts",
            [
                (
                    "Plain",
                    ["/Parts", "/Parts/allOf/0", "/Plain", "/Parts/allOf/1"],
                    ["/Parts/then"],
                )
            ],
        ),
        ("Circle", [("Circle", ["/Circle", "/Circle/allOf/0", "/Circle/allOf/1"], [])]),
    ],
)
def test_each_alternative_is_what_applies_together(name: str, expected: list[Any]) -> None:
    """Every union by itself, null left out beside others, named by the nearest reference."""
    found = alternatives(SCHEMAS.schema(f"/{name}"))
    assert [
        (each.name, [it.pointer for it in each.parts], [it.pointer for it in each.perhaps])
        for each in found
    ] == expected


def test_too_many_combinations_are_one_alternative() -> None:
    """Then all of it applies perhaps."""
    (one,) = alternatives(SCHEMAS.schema("/Many"))
    assert one.parts == ()
    assert len(one.perhaps) == 33


def test_those_of_containers_say_something_of_what_is_inside() -> None:
    """A text has no members, and a schema without a word on them none that are known."""
    found = of_containers(((SCHEMAS.schema("/Thing"),),))
    assert [each.parts[-1].pointer for each in found] == ["/Thing/anyOf/0"]


def test_a_branch_beside_null_is_no_choice() -> None:
    """What holds of every value is what all the other alternatives have."""
    maybe, two = SCHEMAS.schema("/Maybe"), SCHEMAS.schema("/Two")
    assert [each.pointer for each in all_of((maybe,))] == ["/Maybe", "/Maybe/anyOf/0", "/Plain"]
    assert [each.pointer for each in all_of((two,))] == ["/Two"]
