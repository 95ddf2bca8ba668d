"""Whether a schema admits a value, followed schema by schema.

A compiled validator holds all that it refers to, a megabyte for each schema of a description whose
schemas refer to each other; the search asks thousands of schemas, and each of them seldom. What it
finds in the end the compiled validators confirm.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import Any

import jsonschema_rs

from ringback.payload import same
from ringback.schema.document import Schema
from ringback.schema.pattern_matching import matches
from ringback.witness.kinds import below, kind_of

_SCALAR = (
    "minLength", "maxLength", "pattern", "format",
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
)  # fmt: skip
# What depends on more than the schema and the value at hand: the compiled validators know it.
_BEYOND = ("unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$recursiveRef")
_TYPES = {"number": frozenset({"integer", "number"})}


def admits(part: Schema, value: Any) -> bool:
    """Whether the schema admits the value (JSON Schema 2020-12), formats asserted."""
    raw = part.raw
    if not isinstance(raw, Mapping):
        return raw is not False
    if any(keyword in raw for keyword in _BEYOND):
        return part.document.admits(part.pointer, value)
    there = part.reference
    return (
        _plainly(raw, value)
        and (there is None or admits(there, value))
        and all(admits(each, value) for each in below(part, "allOf"))
        and _chosen(part, raw, value)
        and _inside(part, raw, value)
    )


def _plainly(raw: Mapping[str, Any], value: Any) -> bool:
    """What the schema's own keywords say of the value, its parts aside."""
    kind = kind_of(value)
    if "type" in raw:
        named = [raw["type"]] if isinstance(raw["type"], str) else raw["type"]
        if not any(kind in _TYPES.get(each, {each}) for each in named):
            return False
    if "const" in raw and not same(raw["const"], value):
        return False
    if "enum" in raw and not any(same(each, value) for each in raw["enum"]):
        return False
    if kind in {"string", "integer", "number"}:
        told = {keyword: raw[keyword] for keyword in _SCALAR if keyword in raw}
        return not told or _validator(json.dumps(told)).is_valid(value)
    return True


@cache
def _validator(schema: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(json.loads(schema), validate_formats=True)


def _chosen(part: Schema, raw: Mapping[str, Any], value: Any) -> bool:
    """Unions, negations and conditions."""
    if "anyOf" in raw and not any(admits(each, value) for each in below(part, "anyOf")):
        return False
    if "oneOf" in raw and sum(admits(each, value) for each in below(part, "oneOf")) != 1:
        return False
    if "not" in raw and admits(part.below("not"), value):
        return False
    if "if" in raw:
        word = "then" if admits(part.below("if"), value) else "else"
        return word not in raw or admits(part.below(word), value)
    return True


def _inside(part: Schema, raw: Mapping[str, Any], value: Any) -> bool:
    """What the schema says of the parts of a value."""
    if isinstance(value, Mapping):
        return _counted(raw, len(value), "Properties") and _members(part, raw, value)
    if isinstance(value, list):
        return _counted(raw, len(value), "Items") and _items(part, raw, value)
    return True


def _counted(raw: Mapping[str, Any], count: int, what: str) -> bool:
    most = raw.get(f"max{what}")
    return bool(raw.get(f"min{what}", 0) <= count and (most is None or count <= most))


def _members(part: Schema, raw: Mapping[str, Any], value: Mapping[str, Any]) -> bool:
    if not all(name in value for name in raw.get("required", ())):
        return False
    for name, needed in raw.get("dependentRequired", {}).items():
        if name in value and not all(each in value for each in needed):
            return False
    for name in raw.get("dependentSchemas", {}):
        if name in value and not admits(part.below("dependentSchemas", name), value):
            return False
    if "propertyNames" in raw:
        names = part.below("propertyNames")
        if not all(admits(names, name) for name in value):
            return False
    return all(
        admits(each, member)
        for name, member in value.items()
        for each in schemas_of(part, raw, name)
    )


def schemas_of(part: Schema, raw: Mapping[str, Any], name: str) -> Iterator[Schema]:
    """The schemas that a schema's own keywords hold a member to (JSON Schema 2020-12, 10.3.2)."""
    described = False
    if name in raw.get("properties", {}):
        described = True
        yield part.below("properties", name)
    for pattern in raw.get("patternProperties", {}):
        if matches(pattern, name):
            described = True
            yield part.below("patternProperties", pattern)
    if "additionalProperties" in raw and not described:
        yield part.below("additionalProperties")


def _items(part: Schema, raw: Mapping[str, Any], value: list[Any]) -> bool:
    prefix = len(raw.get("prefixItems", ()))
    for index, item in enumerate(value):
        if index < prefix:
            if not admits(part.below("prefixItems", index), item):
                return False
        elif "items" in raw and not admits(part.below("items"), item):
            return False
    if raw.get("uniqueItems") is True:
        texts = sorted(json.dumps(_canonical(item), sort_keys=True) for item in value)
        if any(one == other for one, other in pairwise(texts)):
            return False
    if "contains" in raw:
        fitting = sum(admits(part.below("contains"), item) for item in value)
        most = raw.get("maxContains")
        return bool(raw.get("minContains", 1) <= fitting and (most is None or fitting <= most))
    return True


def _canonical(value: Any) -> Any:
    """A value in which equal numbers are spelt alike."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_canonical(each) for each in value]
    if isinstance(value, dict):
        return {name: _canonical(each) for name, each in value.items()}
    return value
