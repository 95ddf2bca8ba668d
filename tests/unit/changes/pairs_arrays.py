"""Arrays: what admits less, and what says the same."""

from tests.unit.changes.pair import UNKNOWN, Narrowing, Same

_STRING, _INTEGER = {"type": "string"}, {"type": "integer"}
_TEXTS = {"type": "array", "items": _STRING}

NARROWER = [
    Narrowing(
        name="items",
        wide={"type": "array", "items": {"type": "number"}},
        narrow={"type": "array", "items": _INTEGER},
        instance="/*",
        place="/items",
    ),
    Narrowing(
        name="items of items",
        wide={"type": "array", "items": {"type": "array", "items": {"type": ["string", "null"]}}},
        narrow={"type": "array", "items": _TEXTS},
        instance="/*/*",
        place="/items/items",
    ),
    Narrowing(
        name="a union inside an array",
        wide={"type": "array", "items": {"anyOf": [_STRING, _INTEGER]}},
        narrow=_TEXTS,
        instance="/*",
        place="/items",
    ),
    Narrowing(name="minItems", wide=_TEXTS, narrow={**_TEXTS, "minItems": 1}),
    Narrowing(name="maxItems", wide={**_TEXTS, "maxItems": 3}, narrow={**_TEXTS, "maxItems": 2}),
    Narrowing(name="uniqueItems", wide=_TEXTS, narrow={**_TEXTS, "uniqueItems": True}),
    Narrowing(
        name="prefixItems",
        wide={"type": "array", "prefixItems": [_STRING, {"type": "number"}]},
        narrow={"type": "array", "prefixItems": [_STRING, _INTEGER]},
        instance="/1",
        place="/prefixItems/1",
        perhaps=UNKNOWN,
    ),
    Narrowing(
        name="items after the first",
        wide={"type": "array", "prefixItems": [_STRING], "items": _INTEGER},
        narrow={"type": "array", "prefixItems": [_STRING], "items": False},
        instance="/1|",
        place="/items|",
        perhaps=UNKNOWN,
    ),
    Narrowing(
        name="contains",
        wide={"type": "array", "items": _INTEGER},
        narrow={"type": "array", "items": _INTEGER, "contains": {"const": 1}},
        place="|/contains",
        perhaps=UNKNOWN,
    ),
    Narrowing(
        name="minContains",
        wide={"type": "array", "items": _INTEGER, "contains": {"const": 1}},
        narrow={"type": "array", "items": _INTEGER, "contains": {"const": 1}, "minContains": 2},
        place="|/contains",
        perhaps=UNKNOWN,
    ),
    Narrowing(
        name="array or one",
        wide={"anyOf": [_TEXTS, _STRING]},
        narrow=_TEXTS,
    ),
    Narrowing(
        name="enum of items with distinct ones asked for",
        wide={"type": "array", "items": {"enum": ["a", "b"]}, "uniqueItems": True},
        narrow={"type": "array", "items": {"enum": ["a"]}, "uniqueItems": True},
        instance="/*",
        place="/items",
    ),
]

SAME = [
    Same(name="items of anything", one={"type": "array"}, other={"type": "array", "items": {}}),
    Same(name="minItems of none", one=_TEXTS, other={**_TEXTS, "minItems": 0}),
    Same(
        name="uniqueItems of at most one",
        one={**_TEXTS, "maxItems": 1},
        other={**_TEXTS, "maxItems": 1, "uniqueItems": True},
        perhaps=UNKNOWN,
    ),
    Same(
        name="more distinct items than there are values",
        one={"type": "array", "items": {"type": "boolean"}, "uniqueItems": True},
        other={"type": "array", "items": {"type": "boolean"}, "uniqueItems": True, "maxItems": 2},
        perhaps=UNKNOWN,
    ),
    Same(
        name="no items",
        one={"type": "array", "maxItems": 0},
        other={"type": "array", "items": False},
    ),
    Same(
        name="contains at least none",
        one={"type": "array", "items": _INTEGER},
        other={"type": "array", "items": _INTEGER, "contains": {"const": 1}, "minContains": 0},
        perhaps=UNKNOWN,
    ),
    Same(
        name="a pair spelt in two ways",
        one={
            "type": "array",
            "prefixItems": [_STRING, _STRING],
            "items": False,
            "minItems": 2,
        },
        other={"type": "array", "items": _STRING, "minItems": 2, "maxItems": 2},
        perhaps=UNKNOWN,
    ),
    Same(
        name="a union of arrays of one item type",
        one=_TEXTS,
        other={"anyOf": [{**_TEXTS, "maxItems": 2}, {**_TEXTS, "minItems": 2}]},
        perhaps=UNKNOWN,
    ),
]
