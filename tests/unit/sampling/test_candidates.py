"""What the candidates for texts and numbers have in them."""

from typing import Any

import jsonschema_rs
import pytest

from ringback.sampling.scalars.format_texts import FORMATS, OTHERS, format_texts, sized
from ringback.sampling.scalars.number_candidates import distinct_number, number_candidates
from ringback.sampling.scalars.string_candidates import examples_of, string_candidates


def admits(schema: dict[str, Any], value: Any) -> bool:
    """Whether the validator admits the value, formats asserted."""
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True).is_valid(value)


@pytest.mark.parametrize("name", sorted(FORMATS.keys() | OTHERS.keys()))
def test_texts_of_a_format_are_of_it(name: str) -> None:
    """As the validators assert it, and none comes twice."""
    texts = format_texts(name)
    assert len(set(texts)) == len(texts)
    assert [text for text in texts if not admits({"format": name}, text)] == []


@pytest.mark.parametrize("name", ["email", "hostname", "uri", "iri-reference", "date-time"])
@pytest.mark.parametrize("length", [30, 70, 130])
def test_a_format_of_a_length(name: str, length: int) -> None:
    """Has as many characters, and is one."""
    texts = [text for text in sized(name, length) if admits({"format": name}, text)]
    assert [len(text) for text in texts[:1]] == [length]


@pytest.mark.parametrize(
    "schemas",
    [
        [{"format": "uri", "pattern": "^https://"}, {"maxLength": 30}],
        [{"format": "date", "pattern": "^2026-"}],
        [{"format": "time", "pattern": "^09:"}],
        [{"format": "uuid", "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-7"}],
        [{"format": "date-time", "pattern": r"\+02:00$"}],
        [{"format": "email", "minLength": 90, "maxLength": 90}],
        [{"format": "hostname", "minLength": 200}],
        [{"pattern": "^ab"}, {"pattern": "yz$"}],
        [{"pattern": "[0-9]"}, {"enum": ["a", "b2"]}],
        [{"pattern": "^[a-c]{2}$"}, {"not": {"pattern": "a"}}],
        [{"minLength": 5_000, "maxLength": 5_000}],
        [{"not": {"enum": ["text", "other text", ""]}}, {"maxLength": 4}],
    ],
)
def test_one_candidate_fits_all(schemas: list[dict[str, Any]]) -> None:
    """Of the schemas, each of which says a word about the same text."""
    assert any(admits({"allOf": schemas}, text) for text in string_candidates(schemas))


@pytest.mark.parametrize(
    "schemas",
    [
        [{"multipleOf": 0.01, "minimum": 19.985, "maximum": 19.995}],
        [{"multipleOf": 6}, {"multipleOf": 15}, {"minimum": 100, "maximum": 140}],
        [{"multipleOf": 4}, {"multipleOf": 6}, {"multipleOf": 9}],
        [{"exclusiveMinimum": 1, "exclusiveMaximum": 1.0000001}],
        [{"minimum": 2**63, "maximum": 2**63}],
        [{"maximum": -1e300}],
        [{"type": "number", "multipleOf": 1, "exclusiveMinimum": 10**15}],
        [{"not": {"type": "integer"}}, {"minimum": 7, "maximum": 8}],
    ],
)
def test_one_number_fits_all(schemas: list[dict[str, Any]]) -> None:
    """Whole or not."""
    numbers = [*number_candidates(schemas, whole=True), *number_candidates(schemas, whole=False)]
    assert any(admits({"allOf": schemas}, number) for number in numbers)


@pytest.mark.parametrize(
    ("raw", "whole", "expected"),
    [
        ({}, True, [5, 6, 7]),
        ({}, False, [0.05, 0.06, 0.07]),
        ({"minimum": 1000}, True, [1000, 1001, 1002]),
        ({"exclusiveMinimum": 0, "maximum": 2}, True, [1, 2, 1]),
        ({"maximum": -10}, True, [-100, -99, -98]),
        ({"multipleOf": 0.01, "minimum": 19.985}, False, [19.99, 20, 20.01]),
        ({"multipleOf": 12, "exclusiveMinimum": 0}, True, [12, 24, 36]),
        ({"minimum": 7, "maximum": 7}, True, [7, 7, 7]),
    ],
)
def test_small_numbers_that_differ(raw: dict[str, Any], whole: bool, expected: list[Any]) -> None:
    """Within the bounds, as far as there are several."""
    assert [distinct_number(raw, turn, whole=whole) for turn in range(3)] == expected


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"example": 1, "examples": [2, 3]}, [1, 2, 3]),
        (
            {"type": "string", "description": "Its name (e.g. “www.example.com.”)"},
            ["www.example.com."],
        ),
        ({"type": "string", "description": "For example, `eu-west`, or 'b'"}, ["eu-west"]),
        ({"type": "string", "description": 'Such as "a b"'}, ["a b"]),
        ({"type": "string", "description": "Example: 'x'"}, []),
        ({"type": "string", "description": 'The text "x" of it'}, []),
        ({"type": "integer", "description": 'e.g. "1"'}, []),
        ({"type": "string", "enum": ["b"], "description": 'e.g. "b"'}, []),
        ({"type": "string", "example": "y", "description": 'e.g. "x"'}, ["y"]),
        ({"type": "string", "description": 7}, []),
    ],
)
def test_examples_are_given_or_told(schema: dict[str, Any], expected: list[Any]) -> None:
    """What a schema gives, else the text in quotes that its words call an example."""
    assert examples_of(schema) == expected
