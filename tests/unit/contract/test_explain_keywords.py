"""What is wrong with payloads, keyword by keyword, on descriptions made by hand."""

from decimal import Decimal
from typing import Any

import pytest

from tests.unit.contract.making import small, told

STRING = {"type": "string"}
INTEGER = {"type": "integer"}
LONG = [f"value_{index}" for index in range(40)]

# One schema, one payload, one sentence, the place in the payload and the place below the schema.
ONE: list[tuple[Any, Any, str, str, str]] = [
    (INTEGER, "x", "must be an integer, not a string", "", "type"),
    (INTEGER, 1.5, "must be an integer, not a number", "", "type"),
    (INTEGER, True, "must be an integer, not a boolean", "", "type"),
    ({"type": ["string", "null"]}, 1, "must be null or a string, not an integer", "", "type"),
    ({"type": "null"}, {}, "must be null, not an object", "", "type"),
    ({"enum": [1, None, "a", True]}, 2, 'must be 1, null, "a" or true, not 2', "", "enum"),
    ({"const": {"a": 1}}, {"a": 2}, 'must be {"a": 1}, not {"a": 2}', "", "const"),
    ({"const": 1}, True, "must be 1, not true", "", "const"),
    ({"enum": LONG}, "z", "must be " + ", ".join(f'"value_{i}"' for i in range(8))
        + ' or 32 others, not "z"', "", "enum"),
    ({"format": "uuid"}, "x", '"x" is no uuid', "", "format"),
    ({"format": "date-time"}, "x", '"x" is no date-time', "", "format"),
    ({"format": "email"}, "x", '"x" is no email', "", "format"),
    ({"format": "uri"}, "x", '"x" is no uri', "", "format"),
    ({"format": "ipv4"}, "x", '"x" is no ipv4', "", "format"),
    ({"minimum": 1}, 0, "0 is below 1", "", "minimum"),
    ({"maximum": 1}, 2, "2 is above 1", "", "maximum"),
    ({"maximum": 1}, 10**40, f"{10**40} is above 1", "", "maximum"),
    ({"exclusiveMinimum": 1}, 1, "1 is not above 1", "", "exclusiveMinimum"),
    ({"exclusiveMaximum": 1}, 1, "1 is not below 1", "", "exclusiveMaximum"),
    ({"multipleOf": 5}, 3, "3 is no multiple of 5", "", "multipleOf"),
    ({"minLength": 2}, "a", '"a" is shorter than 2 characters', "", "minLength"),
    ({"maxLength": 1}, "ab", '"ab" is longer than 1 character', "", "maxLength"),
    ({"pattern": "^a"}, "b", '"b" does not match the pattern "^a"', "", "pattern"),
    ({"pattern": r"^(?=(a|aa)+$)(a|aa)+\1$"}, "a" * 60 + "b",
        ('"aaaaaaaaaaaaaaaaaaaaaaaaaaaaa…aaaaaaaaaaaaaaaaaab" could not be held against the '
        "pattern: it takes too many steps"), "", "pattern"),
    ({"minItems": 2}, [1], "[1] has fewer than 2 items", "", "minItems"),
    ({"maxItems": 1}, [1, 2], "[1, 2] has more than 1 item", "", "maxItems"),
    ({"uniqueItems": True}, [1, 1.0], "[1, 1.0] holds an item more than once", "", "uniqueItems"),
    ({"contains": INTEGER}, ["x"], '["x"] must hold at least 1 of the items that are asked for',
        "", "contains"),
    ({"contains": INTEGER, "minContains": 2}, [1],
        "[1] must hold at least 2 of the items that are asked for", "", "minContains"),
    ({"contains": INTEGER, "maxContains": 1}, [1, 2],
        "[1, 2] must hold at least 1 and at most 1 of the items that are asked for", "",
        "maxContains"),
    ({"prefixItems": [STRING], "items": False}, ["x", 1], "must not be given", "/1", "items"),
    ({"prefixItems": [STRING], "unevaluatedItems": False}, ["x", 1],
        '["x", 1] holds more items than are described', "", "unevaluatedItems"),
    ({"minProperties": 1}, {}, "{} has fewer than 1 member", "", "minProperties"),
    ({"maxProperties": 0}, {"a": 1}, '{"a": 1} has more than 0 members', "", "maxProperties"),
    ({"required": ["a"]}, {}, 'Thing needs "a"', "", "required"),
    ({"properties": {"a": False}}, {"a": 1}, "must not be given", "/a", "properties/a"),
    ({"properties": {"a": STRING}, "additionalProperties": False},
        {"a": "x", "d/e": 3}, 'Thing has no "d/e" here', "",
        "additionalProperties"),
    ({"patternProperties": {"^x-": STRING}}, {"x-a": 1}, "must be a string, not an integer",
        "/x-a", "patternProperties/^x-/type"),
    ({"allOf": [{"properties": {"a": STRING}}], "unevaluatedProperties": False},
        {"a": "x", "b": 1}, 'Thing has no "b" here', "", "unevaluatedProperties"),
    ({"propertyNames": {"pattern": "^a"}}, {"b": 1},
        'the member name "b" does not match the pattern "^a"', "", "propertyNames/pattern"),
    ({"propertyNames": {"enum": ["a"]}}, {"b": 1},
        'the member name "b" must be "a", not "b"', "", "propertyNames/enum"),
    ({"dependentSchemas": {"a": {"required": ["b"]}}}, {"a": 1}, 'Thing needs "b"', "",
        "dependentSchemas/a/required"),
    ({"not": {"const": 1}}, 1, "must not be 1", "", "not"),
    ({"not": {"enum": [1, 2]}}, 1, "must not be 1 or 2", "", "not"),
    ({"not": STRING}, "x", "must not be a string", "", "not"),
    ({"not": {"required": ["a"]}}, {"a": 1}, 'must not have "a"', "", "not"),
    ({"not": {"minimum": 1}}, 2, "2 is of a form that is ruled out", "", "not"),
    ({"if": {"required": ["a"]}, "then": {"required": ["b"]}}, {"a": 1}, 'Thing needs "b"', "",
        "then/required"),
    ({"if": {"required": ["a"]}, "else": {"required": ["c"]}}, {}, 'Thing needs "c"', "",
        "else/required"),
    ({"properties": {"a/b": {"properties": {"c~d": INTEGER}}}}, {"a/b": {"c~d": "x"}},
        "must be an integer, not a string", "/a~1b/c~0d",
        "properties/a~1b/properties/c~0d/type"),
    ({"properties": {"a": {"required": ["b"]}}}, {"a": {}}, 'the object needs "b"', "/a",
        "properties/a/required"),
    ({"properties": {"a": INTEGER}}, {"a": "\ud800"}, "must be an integer, not a string", "/a",
        "properties/a/type"),
    ({"maximum": 1}, Decimal("1E+5000"), "1E+5000 is above 1", "", "maximum"),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "payload", "message", "instance", "keyword"), ONE)
def test_one_sentence_a_keyword(
    schema: Any, payload: Any, message: str, instance: str, keyword: str
) -> None:
    """A failing keyword is told in one sentence about the value, at the value."""
    found = told(small({"Thing": schema}), "Thing", payload)
    assert found == [(message, instance, f"Thing/{keyword}")]


@pytest.mark.parametrize("keyword", ["additionalProperties", "unevaluatedProperties"])
def test_each_member_that_is_not_described_is_told_by_itself(keyword: str) -> None:
    """It is a mistake of its own; many of them are data, and told in one sentence."""
    contract = small({"Thing": {"properties": {"a": STRING}, keyword: False}})
    found = contract.schemas.violations("/components/schemas/Thing", {"a": "", "b": 1, "c": 2})
    assert [(each.message, each.cause) for each in found] == [
        ('Thing has no "b" here', f"{keyword} b"),
        ('Thing has no "c" here', f"{keyword} c"),
    ]
    many = {f"x{number}": 1 for number in range(21)}
    (one,) = contract.schemas.violations("/components/schemas/Thing", many)
    assert one.cause == keyword
    assert one.message.startswith('Thing has no "x0", "x1", ')


def test_a_number_of_thousands_of_digits_is_told_by_its_size() -> None:
    """Python refuses to print the number; the sentence rounds it."""
    contract = small({"Thing": {"maximum": 1}, "Text": STRING})
    huge = Decimal("123456789" + "0" * 5000)
    assert told(contract, "Thing", huge) == [
        ("1.2345678900000000E+5008 is above 1", "", "Thing/maximum")
    ]
    assert told(contract, "Text", [huge]) == [("must be a string, not an array", "", "Text/type")]


def test_dependent_members_are_told_one_by_one() -> None:
    """Each member that another one asks for is told, at the same place."""
    contract = small({"Thing": {"dependentRequired": {"a": ["b", "c"]}}})
    assert told(contract, "Thing", {"a": 1}) == [
        ('Thing needs "b"', "", "Thing/dependentRequired"),
        ('Thing needs "c"', "", "Thing/dependentRequired"),
    ]


def test_each_bad_member_name_is_told() -> None:
    """Two names that break one pattern are two sentences."""
    contract = small({"Thing": {"propertyNames": {"pattern": "^a"}}})
    text = 'the member name "{}" does not match the pattern "^a"'
    place = "Thing/propertyNames/pattern"
    assert told(contract, "Thing", {"b": 1, "c": 1}) == [
        (text.format("b"), "", place),
        (text.format("c"), "", place),
    ]


def test_every_part_of_an_all_of_is_told() -> None:
    """Objections of several parts stand beside each other, each in the words of its component."""
    base = {"required": ["a"], "properties": {"a": INTEGER}}
    whole = {"allOf": [{"$ref": "#/components/schemas/Base"}, {"required": ["b"]}]}
    assert told(small({"Thing": whole, "Base": base}), "Thing", {"a": "x"}) == [
        ("must be an integer, not a string", "/a", "Base/properties/a/type"),
        ('Thing needs "b"', "", "Thing/allOf/1/required"),
    ]


def test_recursion_is_told_at_every_depth() -> None:
    """A schema that stands in itself is told at each place where the payload breaks it."""
    tree = {
        "required": ["v"],
        "properties": {
            "v": INTEGER,
            "kids": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
        },
    }
    payload = {"v": 1, "kids": [{"v": 1, "kids": [{"v": "x"}, {}]}]}
    assert told(small({"Tree": tree}), "Tree", payload) == [
        ("must be an integer, not a string", "/kids/0/kids/0/v", "Tree/properties/v/type"),
        ('Tree needs "v"', "/kids/0/kids/1", "Tree/required"),
    ]


def test_what_is_said_twice_is_told_once() -> None:
    """A component that two parts of an allOf refer to objects once."""
    reference = {"$ref": "#/components/schemas/Base"}
    contract = small({"Thing": {"allOf": [reference, reference]}, "Base": {"required": ["a"]}})
    assert told(contract, "Thing", {}) == [('Base needs "a"', "", "Base/required")]
