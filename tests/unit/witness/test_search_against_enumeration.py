"""What the search proves and finds, held against every value of a small world."""

import itertools
import os
from collections.abc import Iterator
from typing import Any

import jsonschema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ringback.schema.document import SchemaDocument
from ringback.witness import Found, Nothing, Search

EXAMPLES = int(os.environ.get("RINGBACKEXAMPLES", "150"))
_NAMES = ("a", "b", "c")
_SCALARS: tuple[Any, ...] = (None, True, False, 0, 1, 2, 3, -1, 0.5, "", "a", "ab", "abc", "B")


def _world() -> Iterator[Any]:
    """Scalars, arrays of up to two of them, and objects of up to two members."""
    small: tuple[Any, ...] = (None, True, 0, 1, 2, 0.5, "", "a", "ab", "B")
    yield from _SCALARS
    yield []
    yield {}
    for one, other in itertools.product(small, repeat=2):
        yield [one, other]
    for name, one in itertools.product(_NAMES, (*small, {}, [], {"a": 1}, {"a": "a"}, [0], ["a"])):
        yield [one]
        yield {name: one}
    for names in itertools.combinations(_NAMES, 2):
        for values in itertools.product(small, repeat=2):
            yield dict(zip(names, values, strict=True))


VALUES = tuple(_world())


def _scalars() -> st.SearchStrategy[dict[str, Any]]:
    numbers = st.integers(0, 3)
    return st.one_of(
        st.sampled_from(
            [
                {"type": "string"}, {"type": "integer"}, {"type": "number"}, {"type": "null"},
                {"type": "boolean"}, {"type": ["string", "null"]}, {"type": "object"}, {},
                {"type": "array"}, {"type": "string", "pattern": "^a"},
            ]
        ),
        st.builds(lambda n: {"type": "string", "minLength": n}, numbers),
        st.builds(lambda n: {"type": "string", "maxLength": n}, numbers),
        st.builds(lambda n: {"type": "integer", "minimum": n}, numbers),
        st.builds(lambda n: {"type": "number", "exclusiveMaximum": n}, numbers),
        st.builds(lambda n: {"maximum": n}, numbers),
        st.builds(lambda v: {"const": v}, st.sampled_from(_SCALARS)),
        st.builds(lambda v: {"enum": v}, st.lists(st.sampled_from(_SCALARS), max_size=3)),
    )  # fmt: skip


def _extended(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    inner = st.one_of(inner, st.just({"$ref": "#/shared"}))
    names = st.sampled_from(_NAMES)
    few = st.lists(inner, min_size=1, max_size=3)
    count = st.integers(0, 3)
    objects = st.fixed_dictionaries(
        {"type": st.just("object")},
        optional={
            "properties": st.dictionaries(names, inner, max_size=2),
            "required": st.lists(names, unique=True, max_size=2),
            "additionalProperties": st.one_of(st.booleans(), inner),
            "patternProperties": st.dictionaries(st.sampled_from(["^a", "b|c"]), inner, max_size=1),
            "minProperties": count,
            "maxProperties": count,
            "propertyNames": st.sampled_from([{"maxLength": 1}, {"enum": ["a", "b"]}]),
            "dependentRequired": st.dictionaries(names, st.lists(names, max_size=1), max_size=1),
            "dependentSchemas": st.dictionaries(names, inner, max_size=1),
        },
    )
    arrays = st.fixed_dictionaries(
        {"type": st.just("array")},
        optional={
            "items": inner,
            "prefixItems": st.lists(inner, min_size=1, max_size=2),
            "minItems": count,
            "maxItems": count,
            "uniqueItems": st.booleans(),
            "contains": inner,
        },
    )
    conditions = st.fixed_dictionaries({"if": inner}, optional={"then": inner, "else": inner})
    return st.one_of(
        objects,
        objects,
        arrays,
        conditions,
        st.builds(lambda it: {"anyOf": it}, few),
        st.builds(lambda it: {"oneOf": it}, few),
        st.builds(lambda it: {"allOf": it}, few),
        st.builds(lambda it: {"not": it}, inner),
        st.builds(lambda one, other: {**one, "allOf": [other]}, objects, inner),
        st.builds(lambda one, few: {**one, "anyOf": few}, objects, few),
    )


SCHEMAS = st.recursive(_scalars(), _extended, max_leaves=6)


def _documents(one: Any, other: Any, shared: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    return {"root": one, "shared": shared}, {"root": other, "shared": shared}


def _validator(document: dict[str, Any]) -> jsonschema.Draft202012Validator:
    """The schema at /root by the reference implementation."""
    return jsonschema.Draft202012Validator({**document, "$ref": "#/root"})


@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(one=SCHEMAS, other=SCHEMAS, shared=_scalars())
def test_nothing_is_proved_only_where_nothing_is(one: Any, other: Any, shared: Any) -> None:
    """What is found is what was asked for, and nothing is proved only where no value is."""
    inside, outside = _documents(one, other, shared)
    answer = Search().find(
        [SchemaDocument(inside).schema("/root")],
        [SchemaDocument(outside).schema("/root")],
        declared=False,
    )
    admits, refuses = _validator(inside), _validator(outside)
    match answer:
        case Found(value=value):
            assert admits.is_valid(value)
            assert not refuses.is_valid(value)
        case Nothing():
            assert [
                value for value in VALUES if admits.is_valid(value) and not refuses.is_valid(value)
            ] == []
