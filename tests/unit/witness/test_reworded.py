"""What is the same in other words, and what only looks like it."""

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ringback.schema.document import Schema, SchemaDocument
from ringback.witness import Alike, Reworded
from tests.unit.witness.test_search_against_enumeration import EXAMPLES, SCHEMAS, VALUES

_TEXT: dict[str, Any] = {"type": "string"}
_NULL: dict[str, Any] = {"type": "null"}


def _thing(kind: Any = None, **members: Any) -> dict[str, Any]:
    """An object, told apart by its kind where one is given."""
    tag = {"kind": kind} if kind else {}
    return {"type": "object", "properties": {**tag, **members}, "required": [*tag]}


_CAT, _DOG = _thing({"const": "cat"}, a=_TEXT), _thing({"const": "dog"}, b=_TEXT)
_OPEN, _OTHER = _thing(a=_TEXT), _thing(b=_TEXT)
_LOOP = {"type": "object", "properties": {"next": {"$ref": "#/root"}}}


def _both(one: Any, other: Any, more: Any = None) -> tuple[Schema, Schema]:
    shared = {"more": more} if more is not None else {}
    documents = ({"root": each, **shared} for each in (one, other))
    first, second = (SchemaDocument(each).schema("/root") for each in documents)
    return first, second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"const": "a"}, {"enum": ["a"]}),
        ({"enum": ["a", None]}, {"anyOf": [{"const": "a"}, _NULL]}),
        ({"enum": ["a", "b"]}, {"oneOf": [{"const": "b"}, {"const": "a"}]}),
        ({"type": "boolean"}, {"enum": [True, False]}),
        ({"type": ["string", "null"], "maxLength": 3},
         {"anyOf": [_NULL, {"type": "string", "maxLength": 3}]}),
        ({"type": ["number", "null"], "minimum": 0},
         {"oneOf": [{"type": "number", "minimum": 0}, _NULL]}),
        ({"type": ["string", "integer"]}, {"anyOf": [{"type": "integer"}, _TEXT]}),
        ({"oneOf": [_CAT, _DOG]}, {"anyOf": [_DOG, _CAT]}),
        ({"oneOf": [_OPEN, _OTHER]}, {"oneOf": [_OTHER, _OPEN]}),
        ({"oneOf": [_CAT, _NULL]}, {"anyOf": [_NULL, {"allOf": [_CAT]}]}),
        ({"allOf": [_OPEN, {"required": ["a", "b"]}]},
         {"allOf": [{"required": ["b"]}, {"required": ["a"]}, _OPEN]}),
        ({**_OPEN, "additionalProperties": True}, _OPEN),
        ({"$ref": "#/more", "description": "x"}, {"allOf": [{"$ref": "#/more"}]}),
        ({"type": "array", "items": {"const": 1}}, {"type": "array", "items": {"enum": [1]}}),
        ({**_LOOP, "title": "x"}, {"allOf": [_LOOP]}),
        ({"type": "object", "properties": {"n": {"anyOf": [{"$ref": "#/root"}, _NULL]}}},
         {"type": "object", "properties": {"n": {"oneOf": [_NULL, {"$ref": "#/root"}]}}}),
    ],
)  # fmt: skip
def test_the_same_in_other_words(one: Any, other: Any) -> None:
    """It is seen from either side, and nothing of it is plain to who compares word by word."""
    first, second = _both(one, other, {"type": "string", "minLength": 2})
    assert Reworded()(first, second)
    assert Reworded()(second, first)
    assert not Alike()(first, second)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"const": "a"}, {"enum": ["a", "b"]}),
        ({"const": 1}, {"const": True}),
        ({"enum": [0, 1]}, {"enum": [False, True]}),
        ({"type": ["string", "null"], "maxLength": 3}, {"anyOf": [_NULL, _TEXT]}),
        ({"type": ["string", "null"]}, {"anyOf": [_TEXT, {"type": "integer"}]}),
        ({"oneOf": [_OPEN, _OTHER]}, {"anyOf": [_OPEN, _OTHER]}),
        ({"oneOf": [{"type": "string", "maxLength": 3}, {"type": "string", "minLength": 2}]},
         {"anyOf": [{"type": "string", "maxLength": 3}, {"type": "string", "minLength": 2}]}),
        ({"oneOf": [{"enum": ["a", "b"]}, {"enum": ["b", "c"]}]}, {"enum": ["a", "b", "c"]}),
        ({"oneOf": [_CAT, _CAT, _DOG]}, {"oneOf": [_CAT, _DOG, _DOG]}),
        ({"allOf": [_OPEN, {"additionalProperties": False}]},
         {**_OPEN, "additionalProperties": False}),
        ({**_OPEN, "unevaluatedProperties": False}, {"allOf": [_OPEN]}),
        ({"type": "array", "prefixItems": [_TEXT], "items": _NULL},
         {"type": "array", "items": _NULL, "allOf": [{"prefixItems": [_TEXT]}]}),
        ({"if": _OPEN, "then": _TEXT}, {"if": _OPEN, "else": _TEXT}),
        ({"type": "object", "properties": {"n": {"$ref": "#/root"}, "a": _TEXT}},
         {"type": "object", "properties": {"n": {"$ref": "#/root"}, "a": _NULL}}),
    ],
)  # fmt: skip
def test_what_only_looks_like_it(one: Any, other: Any) -> None:
    """A payload tells the two apart, or might."""
    assert not Reworded()(*_both(one, other))


def test_what_was_supposed_on_a_way_that_failed_is_forgotten() -> None:
    """A branch that leads back is held to be the same only as long as its own match holds."""
    looping = {"type": "object", "required": ["t"], "properties": {"n": {"$ref": "#/more"}}}
    one = {"oneOf": [{**looping, "maxProperties": 4}, {**looping, "maxProperties": 5}]}
    other = {"oneOf": [{**looping, "maxProperties": 5}, {**looping, "maxProperties": 6}]}
    reworded = Reworded()
    first, second = _both(one, other)
    documents = [{**each.document.root, "more": each.raw} for each in (first, second)]
    roots = [SchemaDocument(each).schema("/root") for each in documents]
    assert not reworded(*roots)
    parts = [root.below("oneOf", at) for root, at in zip(roots, (1, 0), strict=True)]
    assert not reworded(*parts)


@pytest.mark.parametrize(("tags", "same"), [(("a", "b"), True), (("b", "a"), False)])
def test_branches_are_the_same_with_the_same_label(tags: tuple[str, str], same: bool) -> None:
    """What a discriminator calls a branch goes with it, in whatever order they stand."""
    first, second = _both({"oneOf": [_CAT, _DOG]}, {"oneOf": [_DOG, _CAT]})

    def labels(owner: Schema, _: str) -> tuple[str, ...]:
        return ("a", "b") if owner is first else tags[::-1]

    assert Reworded(labels)(first, second) is same


def _places(node: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(node, dict):
        yield here
        for name, each in node.items():
            if name in {"properties", "patternProperties", "dependentSchemas"}:
                for key, it in each.items():
                    yield from _places(it, (*here, name, key))
            elif name in {"allOf", "anyOf", "oneOf", "prefixItems"}:
                for at, it in enumerate(each):
                    yield from _places(it, (*here, name, at))
            elif name in {"items", "additionalProperties", "not", "if", "then", "else", "contains"}:
                yield from _places(each, (*here, name))


def _said_otherwise(schema: Any, chance: random.Random) -> Any:
    """The schema with a few places written in another way, which may say another thing as well."""
    made = copy.deepcopy({"root": schema})
    for _ in range(chance.randint(1, 3)):
        path = ("root", *chance.choice(list(_places(made["root"])) or [()]))
        holder = made
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = _turned(holder[path[-1]], chance)
    return made["root"]


def _turned(here: Any, chance: random.Random) -> Any:
    if not isinstance(here, dict):
        return here
    word = chance.choice(["allOf", "anyOf", "oneOf"])
    turned: list[Any] = [{word: [here]}, {"anyOf": [here, _NULL]}, {"allOf": [here, _TEXT]}]
    if isinstance(here.get("type"), list):
        turned.append({word: [{**here, "type": each} for each in here["type"]]})
    for union, other in (("anyOf", "oneOf"), ("oneOf", "anyOf")):
        if union in here and other not in here:
            rest = {name: each for name, each in here.items() if name != union}
            turned += [{**rest, other: here[union][::-1]}, {**here, union: here[union][::-1]}]
    if "const" in here:
        rest = {name: each for name, each in here.items() if name != "const"}
        turned.append({**rest, "enum": [here["const"]]})
    if len(here) > 1:
        name = chance.choice(sorted(here))
        turned.append({key: each for key, each in here.items() if key != name})
        rest = {key: each for key, each in here.items() if key != name}
        turned.append({**rest, "allOf": [*rest.get("allOf", []), {name: here[name]}]})
    return chance.choice(turned)


@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(schema=SCHEMAS, seed=st.integers(0, 10**6))
def test_a_yes_is_never_wrong(schema: Any, seed: int) -> None:
    """No value of a small world tells two schemas apart that are said to be the same."""
    other = _said_otherwise(schema, random.Random(seed))  # noqa: S311 -- the same every time
    shared = {"type": "integer"}
    documents = [{"root": each, "shared": shared} for each in (schema, other)]
    roots = [SchemaDocument(each).schema("/root") for each in documents]
    if not Reworded()(*roots):
        return
    one, two = (jsonschema.Draft202012Validator({**each, "$ref": "#/root"}) for each in documents)
    wrong = [value for value in VALUES if one.is_valid(value) != two.is_valid(value)]
    assert not wrong, json.dumps([schema, other])
