"""What is wrong with payloads of a union: told for the branch that was meant."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.unit.contract.making import small, told

Told = list[tuple[str, str, str]]

STRING = {"type": "string"}
INTEGER = {"type": "integer"}


def ref(name: str) -> dict[str, str]:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def of(*required: str, **members: Any) -> dict[str, Any]:
    """An object with these members."""
    return {"type": "object", "properties": members, "required": list(required)}


def kind(tag: Any, **members: Any) -> dict[str, Any]:
    """An object whose `type` is a const, and all of whose members are required."""
    return of("type", *members, type={"const": tag}, **members)


def by_default(tag: str, **members: Any) -> dict[str, Any]:
    """An object whose `type` may be any of two, and is this one by default."""
    named = {"type": "string", "enum": ["a", "b", "base"], "default": tag}
    return of(*members, type=named, **members)


AB = {"anyOf": [kind("a", x=INTEGER), kind("b", y=INTEGER)]}
DEFAULTS = {"anyOf": [by_default("a", x=INTEGER), by_default("b", y=INTEGER, z=INTEGER)]}
TAGGED = {"Thing": {"anyOf": [ref("A"), ref("B")]}, "A": kind("a", x=INTEGER), "B": kind("b")}
BASED = {
    "Thing": {
        "oneOf": [
            {"allOf": [ref("Base"), of("x", type={"const": "a"}, x=INTEGER)]},
            {"allOf": [ref("Base"), of("y", type={"const": "b"}, y=INTEGER)]},
        ]
    },
    "Base": of("type", type=STRING),
}
DISCRIMINATED = {
    "Thing": {
        "oneOf": [ref("Cat"), ref("Dog")],
        "discriminator": {"propertyName": "pet", "mapping": {"dog": "#/components/schemas/Dog"}},
    },
    "Cat": of("pet", "lives", pet=STRING, lives=INTEGER),
    "Dog": of("pet", "tricks", pet=STRING, tricks=INTEGER),
}

CASES: list[tuple[Mapping[str, Any], Any, Told]] = [
    # Tags: a const, a lone enum member, a default, a discriminator; in an allOf as well.
    (TAGGED, {"type": "a"}, [('an a needs "x"', "", "A/required")]),
    (AB, {"type": "b"}, [('a b needs "y"', "", "anyOf/1/required")]),
    (AB, {"type": "b", "y": "1"},
        [("must be an integer, not a string", "/y", "anyOf/1/properties/y/type")]),
    (AB, {"x": 1}, [('needs "type", one of "a" or "b"', "", "anyOf")]),
    (AB, {"type": "z", "x": 1}, [('must be "a" or "b", not "z"', "/type", "anyOf")]),
    (AB, {"type": None}, [('must be "a" or "b", not null', "/type", "anyOf")]),
    (AB, {"type": ["a"]}, [('must be "a" or "b", not ["a"]', "/type", "anyOf")]),
    ({"anyOf": [kind(1, x=INTEGER), kind(2, y=INTEGER)]}, {"type": True},
        [("must be 1 or 2, not true", "/type", "anyOf")]),
    ({"anyOf": [kind(1, x=INTEGER), kind(2, y=INTEGER)]}, {"type": 2.0},
        [('Thing needs "y"', "", "anyOf/1/required")]),
    ({"anyOf": [kind("", x=INTEGER), kind("b", y=INTEGER)]}, {"type": ""},
        [('Thing needs "x"', "", "anyOf/0/required")]),
    ({"anyOf": [kind("unit", x=INTEGER), kind("hour", y=INTEGER)]}, {"type": "unit"},
        [('a unit needs "x"', "", "anyOf/0/required")]),
    ({"anyOf": [of("k", "x", k={"enum": ["a"]}, x=INTEGER), of("k", k={"enum": ["b"]})]},
        {"k": "a"}, [('an a needs "x"', "", "anyOf/0/required")]),
    (DEFAULTS, {"type": "a"}, [('an a needs "x"', "", "anyOf/0/required")]),
    (DEFAULTS, {"x": "1"},
        [("must be an integer, not a string", "/x", "anyOf/0/properties/x/type")]),
    (DEFAULTS, {"type": "base", "x": "1"},
        [("must be an integer, not a string", "/x", "anyOf/0/properties/x/type")]),
    (DEFAULTS, {"type": "c"}, [('must be "a" or "b", not "c"', "/type", "anyOf")]),
    (BASED, {"type": "b"}, [('a b needs "y"', "", "oneOf/1/allOf/1/required")]),
    (BASED, {"type": "c"}, [('must be "a" or "b", not "c"', "/type", "oneOf")]),
    (DISCRIMINATED, {"pet": "Cat", "tricks": "0"}, [('a Cat needs "lives"', "", "Cat/required")]),
    (DISCRIMINATED, {"pet": "dog"}, [('a dog needs "tricks"', "", "Dog/required")]),
    (DISCRIMINATED, {"pet": "cow"}, [('must be "Cat" or "dog", not "cow"', "/pet", "oneOf")]),
    (DISCRIMINATED, {}, [('needs "pet", one of "Cat" or "dog"', "", "oneOf")]),
    # Untagged: the branch with the fewest objections, then the one that knows more of the members.
    ({"anyOf": [of("a", a=STRING), of("b", "c", b=STRING, c=STRING)]}, {"b": "x"},
        [('Thing needs "c"', "", "anyOf/1/required")]),
    ({"anyOf": [of("a", "b", a=STRING, b=STRING), of("c", c=STRING)]}, {"a": "x", "b": 1},
        [("must be a string, not an integer", "/b", "anyOf/0/properties/b/type")]),
    ({"anyOf": [of("a", a=STRING), of("b", b=STRING, c=STRING)]}, {},
        [('needs "a" or "b"', "", "anyOf")]),
    ({"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}, {"c": 1},
        [('needs "a" or "b"', "", "anyOf")]),
    ({"anyOf": [{"const": "a"}, {"enum": ["b", "c"]}]}, "d",
        [('must be "a", "b" or "c", not "d"', "", "anyOf")]),
    # Types: all that the union names are told together, however deep.
    ({"anyOf": [{"type": "string", "format": "uuid"}, INTEGER]}, "x",
        [('"x" is no uuid', "", "anyOf/0/format")]),
    ({"anyOf": [{"type": "string", "format": "uuid"}, INTEGER]}, None,
        [("must be a string or an integer, not null", "", "anyOf")]),
    ({"anyOf": [{"anyOf": [STRING, INTEGER]}, {"type": "null"}]}, [],
        [("must be a string, an integer or null, not an array", "", "anyOf")]),
    ({"anyOf": [False, STRING]}, 1, [("must be a string, not an integer", "", "anyOf")]),
    ({"anyOf": [of("n", n=INTEGER), {"type": "null"}]}, {},
        [('Thing needs "n"', "", "anyOf/0/required")]),
    ({"anyOf": [of("n", n=INTEGER), {"type": "null"}]}, 3,
        [("must be an object or null, not an integer", "", "anyOf")]),
    # Unions in unions, and in arrays.
    ({"anyOf": [AB, kind("c", z=INTEGER)]}, {"type": "b"},
        [('a b needs "y"', "", "anyOf/0/anyOf/1/required")]),
    ({"type": "array", "items": AB}, [{"type": "a", "x": 1}, {"type": "b", "y": "1"}, 5],
        [("must be an integer, not a string", "/1/y", "items/anyOf/1/properties/y/type"),
         ("must be an object, not an integer", "/2", "items/anyOf")]),
    ({"anyOf": [kind("a", inner=of("deep", deep=INTEGER)), kind("b")]},
        {"type": "a", "inner": {}},
        [('an a needs "deep"', "/inner", "anyOf/0/properties/inner/required")]),
    ({"anyOf": [{**kind("a", x=INTEGER), "additionalProperties": False}, kind("b")]},
        {"type": "a", "x": 1, "y": 1, "z": 2},
        [('an a has no "y" here', "", "anyOf/0/additionalProperties"),
         ('an a has no "z" here', "", "anyOf/0/additionalProperties")]),
    # More than one fits.
    ({"oneOf": [of(a=STRING), of(b=STRING), of("c", c=STRING)]}, {"a": "x"},
        [("fits alternative 1 and alternative 2, and must fit just one", "", "oneOf")]),
    ({"Thing": {"oneOf": [ref("A"), ref("B")]}, "A": of(a=STRING), "B": of(b=STRING)}, {},
        [("fits A and B, and must fit just one", "", "oneOf")]),
]  # fmt: skip


@pytest.mark.parametrize(("schemas", "payload", "expected"), CASES, ids=range(len(CASES)))
def test_the_branch_that_was_meant_is_told(
    schemas: Mapping[str, Any], payload: Any, expected: Told
) -> None:
    """One sentence a leaf of the branch that the payload means; never that no branch fits."""
    contract = small(schemas if "Thing" in schemas else {"Thing": schemas})
    found = [
        (message, instance, schema.removeprefix("Thing/"))
        for message, instance, schema in told(contract, "Thing", payload)
    ]
    assert found == expected
