"""The number formats of OpenAPI's format registry, as the bounds that they are."""

from typing import Any

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
