"""The formats of OpenAPI's format registry: those of numbers are bounds, `byte` is asserted."""

import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Callable, Mapping
from typing import Any

Formats = dict[str, Callable[[str], bool]]

_RANGES: dict[str, tuple[int | float, int | float]] = {
    **{f"int{bits}": (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for bits in (8, 16, 32, 64)},
    **{f"uint{bits}": (0, 2**bits - 1) for bits in (8, 16, 32, 64)},
    "double-int": (-(2**53) + 1, 2**53 - 1),
    "float": (-3.4028234663852886e38, 3.4028234663852886e38),
    "double": (-1.7976931348623157e308, 1.7976931348623157e308),
}
WHOLE = frozenset(name for name in _RANGES if "int" in name)
"""The formats of whole numbers."""


def bound(schema: dict[str, Any]) -> None:
    """Add to a schema of numbers the bounds that its `format` means, where it has no tighter ones.

    A text may bear such a format as well (`type: string, format: int64`), which says nothing of
    its characters here.
    """
    limits = _RANGES.get(str(schema.get("format")))
    types = schema.get("type", "number")
    named = {types} if isinstance(types, str) else set(types) if isinstance(types, list) else set()
    if limits is None or not named & {"integer", "number"}:
        return
    low, high = limits
    for keyword, limit, tighter in (("minimum", low, max), ("maximum", high, min)):
        own = schema.get(keyword, limit)
        if isinstance(own, int | float) and not isinstance(own, bool):
            schema[keyword] = tighter(own, limit)
    if schema["format"] in WHOLE and "integer" not in named:
        schema.setdefault("multipleOf", 1)


def is_asserted_range(name: str) -> bool:
    """Whether a format is one of numbers, whose range is asserted."""
    return name in _RANGES


def is_bound_of(schema: Mapping[str, Any], keyword: str) -> bool:
    """Whether a bound of a schema is the one that its `format` means."""
    limits = _RANGES.get(str(schema.get("format")), ())
    return keyword in {"minimum", "maximum"} and schema.get(keyword) in limits


_BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}|[A-Za-z0-9_-]*={0,2}")


def is_byte(text: str) -> bool:
    """Whether a text is of the format `byte`: base64 of RFC 4648 4 or 5 (format registry)."""
    if len(text) % 4 or not _BASE64.fullmatch(text):
        return False
    try:
        b64decode(text.translate(str.maketrans("-_", "+/")), validate=True)
    except (Base64Error, ValueError):
        return False
    return True


FORMATS: Formats = {"byte": is_byte}
"""The formats that OpenAPI adds to JSON Schema's and that no keyword can say."""
