"""Whether a schema admits a value, followed schema by schema.

A compiled validator holds all that it refers to, a megabyte for each schema of a description whose
schemas refer to each other; the search asks thousands of schemas, and each of them seldom. What it
finds in the end the compiled validators confirm.
"""

import json
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any

import jsonschema_rs

from ringback.payload import same
from ringback.schema.applying import of_item, of_member
from ringback.schema.document import Schema
from ringback.schema.validators.formats import FORMATS
from ringback.witness.goals.kinds import TYPES, kind_of

_SCALAR = (
    "minLength", "maxLength", "pattern", "format",
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
)  # fmt: skip
# What depends on more than the schema and the value at hand: the compiled validators know it.
_BEYOND = ("unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$recursiveRef")


def admits(schema: Schema, value: Any) -> bool:
    """Whether the schema admits the value (JSON Schema 2020-12), formats asserted."""
    raw = schema.keywords
    if not raw:
        return schema.raw is not False
    if any(keyword in raw for keyword in _BEYOND):
        return schema.document.admits(schema.pointer, value)
    return (
        _plainly(raw, value)
        and all(admits(each, value) for each in schema.joined)
        and _chosen(schema, value)
        and _inside(schema, raw, value)
    )


def _plainly(raw: Mapping[str, Any], value: Any) -> bool:
    """What the schema's own keywords say of the value, its parts aside."""
    kind = kind_of(value)
    if "type" in raw:
        named = [raw["type"]] if isinstance(raw["type"], str) else raw["type"]
        if not any(kind in TYPES.get(each, ()) for each in named):
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
    return jsonschema_rs.Draft202012Validator(
        json.loads(schema), validate_formats=True, formats=FORMATS
    )


def _chosen(schema: Schema, value: Any) -> bool:
    """Unions, negations and conditions."""
    for keyword, branches in schema.own_unions:
        admitting = (admits(each, value) for each in branches)
        if not any(admitting) if keyword == "anyOf" else sum(admitting) != 1:
            return False
    negated, condition = schema.one("not"), schema.one("if")
    if negated is not None and admits(negated, value):
        return False
    if condition is None:
        return True
    held = schema.one("then" if admits(condition, value) else "else")
    return held is None or admits(held, value)


def _inside(schema: Schema, raw: Mapping[str, Any], value: Any) -> bool:
    """What the schema says of the parts of a value."""
    if isinstance(value, Mapping):
        return _counted(raw, len(value), "Properties") and _members(schema, raw, value)
    if isinstance(value, list):
        return _counted(raw, len(value), "Items") and _items(schema, raw, value)
    return True


def _counted(raw: Mapping[str, Any], count: int, what: str) -> bool:
    most = raw.get(f"max{what}")
    return bool(raw.get(f"min{what}", 0) <= count and (most is None or count <= most))


def _members(schema: Schema, raw: Mapping[str, Any], value: Mapping[str, Any]) -> bool:
    if not all(name in value for name in raw.get("required", ())):
        return False
    for name, needed in raw.get("dependentRequired", {}).items():
        if name in value and not all(each in value for each in needed):
            return False
    for name, dependent in schema.named("dependentSchemas").items():
        if name in value and not admits(dependent, value):
            return False
    names = schema.one("propertyNames")
    if names is not None and not all(admits(names, name) for name in value):
        return False
    return all(
        admits(each, member) for name, member in value.items() for each in of_member(schema, name)
    )


def _items(schema: Schema, raw: Mapping[str, Any], value: list[Any]) -> bool:
    if not all(
        admits(each, item) for index, item in enumerate(value) for each in of_item(schema, index)
    ):
        return False
    if raw.get("uniqueItems") is True:
        texts = sorted(json.dumps(_canonical(item), sort_keys=True) for item in value)
        if any(one == other for one, other in pairwise(texts)):
            return False
    contained = schema.one("contains")
    if contained is not None:
        fitting = sum(admits(contained, item) for item in value)
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
