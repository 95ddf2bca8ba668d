"""The formats of OpenAPI's registry: ranges of numbers, and base64."""

from decimal import Decimal
from typing import Any

import pytest

from tests.unit.contract.making import small, told

INTEGER = {"type": "integer", "format": "int32"}


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        (INTEGER, 2**31 - 1),
        (INTEGER, -(2**31)),
        ({"type": "integer", "format": "int64"}, 2**63 - 1),
        ({"type": "integer", "format": "int64"}, -(2**63)),
        ({"type": "number", "format": "float"}, 3.4e38),
        ({"type": "number", "format": "float"}, 0.1),
        ({"type": "number", "format": "double"}, 1.7e308),
        ({"type": "number", "format": "int32"}, 7.0),
        ({"type": ["integer", "null"], "format": "int32"}, None),
        ({"type": "string", "format": "int64"}, "9223372036854775808"),
        ({"format": "int32"}, "a text"),
        ({"type": "integer", "format": "int32", "minimum": 0}, 0),
        ({"type": "integer", "format": "of-our-own"}, 10**30),
        ({"type": "string", "format": "byte"}, "aGVsbG8="),
        ({"type": "string", "format": "byte"}, "-_-_"),
        ({"type": "string", "format": "byte"}, ""),
        ({"type": "string", "format": "binary"}, "\x00 no base64"),
    ],
)
def test_values_of_a_format(schema: dict[str, Any], value: Any) -> None:
    """What lies in the range, or is no number at all, is admitted."""
    assert told(small({"Thing": schema}), "Thing", value) == []


@pytest.mark.parametrize(
    ("schema", "value", "message", "at"),
    [
        (INTEGER, 2**31, "2147483648 is no int32: it is not within the range of int32", "format"),
        (
            {"type": "integer", "format": "int64"},
            2**63,
            "9223372036854775808 is no int64: it is not within the range of int64",
            "format",
        ),
        (
            {"type": "number", "format": "float"},
            1e39,
            "1e+39 is no float: it is not within the range of float",
            "format",
        ),
        (
            {"type": "number", "format": "double"},
            Decimal("1e400"),
            "1E+400 is no double: it is not within the range of double",
            "format",
        ),
        (
            {"type": "number", "format": "int32"},
            1.5,
            "1.5 is no int32: it is not a whole number",
            "format",
        ),
        ({**INTEGER, "minimum": 0}, -1, "-1 is below 0", "minimum"),
        ({"format": "uint8"}, -1, "-1 is no uint8: it is not within the range of uint8", "format"),
        ({"type": "string", "format": "byte"}, "aGVsbG8", '"aGVsbG8" is no byte', "format"),
        ({"type": "string", "format": "byte"}, "a b=", '"a b=" is no byte', "format"),
        ({"type": "string", "format": "byte"}, "+_+_", '"+_+_" is no byte', "format"),
    ],
)
def test_values_of_no_format(schema: dict[str, Any], value: Any, message: str, at: str) -> None:
    """What lies outside is told at the format that the description has."""
    assert told(small({"Thing": schema}), "Thing", value) == [(message, "", f"Thing/{at}")]
