"""Which members a schema describes, what closes it, and where a further one would go."""

from typing import Any

import pytest

from ringback.schema.document import SchemaDocument
from ringback.schema.view import view
from ringback.survey.places.described_members import closers, described, namer

NO = {"additionalProperties": False}


def of(*names: str) -> dict[str, Any]:
    """A schema that names members."""
    return {"properties": {name: {} for name in names}}


DOCUMENT: dict[str, Any] = {
    "Plain": of("a"),
    "Free": {"type": "object"},
    "Empty": of(),
    "Closed": NO,
    "Never": {"additionalProperties": {"not": {}}, **of("a")},
    "Open": {"additionalProperties": True},
    "OpenToo": {"additionalProperties": {}},
    "Inline": {"allOf": [of("b"), {"$ref": "#/Plain"}]},
    "Map": {"additionalProperties": {"type": "string"}},
    "Patterns": {"patternProperties": {"^x": {}, "(?<!y)(": {}}},
    "Ref": {"$ref": "#/Plain", **of("b")},
    "Parts": {
        "allOf": [{"$ref": "#/Plain"}, {**of("b"), "anyOf": [of("c")], **NO}],
        "if": of("d"),
        "then": {"oneOf": [of("e")]},
        "dependentSchemas": {"a/b": of("f")},
        "anyOf": [of("own")],
        "unevaluatedProperties": False,
    },
    "Circle": {"allOf": [{"$ref": "#/Circle"}, of("a")]},
    "True": True,
}
SCHEMAS = SchemaDocument(DOCUMENT)


@pytest.mark.parametrize(
    ("schema", "names", "others", "telling"),
    [
        ("Plain", {"a"}, (), True),
        ("Free", set(), (), False),
        ("Empty", set(), (), True),
        ("Closed", set(), (), True),
        ("Open", set(), (), False),
        ("OpenToo", set(), (), False),
        ("Map", set(), ("/Map/additionalProperties",), True),
        ("Patterns", set(), (), True),
        ("Ref", {"a", "b"}, (), True),
        ("Parts", {"a", "b", "c", "d", "e", "f"}, (), True),
        ("Circle", {"a"}, (), True),
        ("True", set(), (), False),
    ],
)
def test_all_parts_that_speak_of_an_object_name_its_members(
    schema: str, names: set[str], others: tuple[str, ...], telling: bool
) -> None:
    """References, allOf and conditions; its own unions are for who chose a branch."""
    found = described(view(SCHEMAS, f"/{schema}"))
    assert (set(found.names), found.others, found.telling) == (names, others, telling)


@pytest.mark.parametrize(
    ("schema", "name", "expected"),
    [
        ("Patterns", "x1", "/Patterns/patternProperties/^x"),
        ("Patterns", "y", "/Patterns/patternProperties/(?<!y)("),
        ("Map", "y", "/Map/additionalProperties"),
        ("Plain", "y", None),
    ],
)
def test_a_member_without_a_name_has_the_schema_of_its_pattern(
    schema: str, name: str, expected: str | None
) -> None:
    """Then that of any other; a pattern that can't be read is taken to fit."""
    assert described(view(SCHEMAS, f"/{schema}")).schema_of(name) == expected


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("Plain", []),
        ("Open", []),
        ("Map", []),
        ("Closed", [("/Closed", "additionalProperties")]),
        ("Never", [("/Never", "additionalProperties")]),
        (
            "Parts",
            [("/Parts", "unevaluatedProperties"), ("/Parts/allOf/1", "additionalProperties")],
        ),
        ("True", []),
    ],
)
def test_whatever_closes_an_object_is_found(schema: str, expected: list[tuple[str, str]]) -> None:
    """Each part with the keyword that does it."""
    assert list(closers(SCHEMAS.schema(f"/{schema}"))) == expected


@pytest.mark.parametrize(
    ("schemas", "expected"),
    [
        (["Plain"], "/Plain"),
        (["Free"], "/Free"),
        (["Ref"], "/Ref"),
        (["Parts"], "/Parts/allOf/1"),
        (["Inline"], "/Inline/allOf/0"),
        (["Plain", "Free"], "/Plain"),
        (["Plain", "Ref"], "/Ref"),
        (["Free", "Map"], "/Map"),
        (["Circle"], "/Circle/allOf/1"),
    ],
)
def test_a_further_member_goes_where_members_are_named(schemas: list[str], expected: str) -> None:
    """The branch before its union, the schema before its parts, its own parts before others."""
    assert namer([SCHEMAS.schema(f"/{each}") for each in schemas]) == expected
