"""Rewrites that reach beyond one schema: names of components, unions, versions, shared answers."""

import copy
import random
import re
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from tests.unit.changes import rewriting
from tests.unit.changes.rewriting import Rewrite, old
from tests.unit.changes.walking import at, schemas, target

# What OpenAPI 3.0 has no word for.
_NEW = {"const", "if", "then", "else", "prefixItems", "contains", "propertyNames", "examples",
        "patternProperties", "dependentRequired", "dependentSchemas", "unevaluatedProperties",
        "unevaluatedItems", "$comment", "minContains", "maxContains"}  # fmt: skip


def swap_union(document: dict[str, Any], place: str, _: random.Random) -> bool:
    """The anyOf instead of the oneOf, or the other way round, where no two branches overlap."""
    schema = at(document, place)
    if not isinstance(schema, dict) or (old(document) and "$ref" in schema):
        return False
    for one, other in (("anyOf", "oneOf"), ("oneOf", "anyOf")):
        if one in schema and other not in schema and _disjoint(document, schema[one]):
            schema[other] = schema.pop(one)
            return True
    return False


def _disjoint(document: Mapping[str, Any], branches: list[Any]) -> bool:
    """Whether types or tags tell every two branches apart."""
    flat = [_resolved(document, branch) for branch in branches]
    return all(_apart(document, one, other) for one, other in combinations(flat, 2))


def _resolved(document: Mapping[str, Any], schema: Any) -> Any:
    while (there := target(schema)) is not None and len(schema) == 1:
        schema = at(document, there)
    return schema


def _apart(document: Mapping[str, Any], one: Any, other: Any) -> bool:
    if not isinstance(one, dict) or not isinstance(other, dict):
        return False
    if "$ref" in one or "$ref" in other or "nullable" in one or "nullable" in other:
        return False
    types = {one.get("type"), other.get("type")} if _simple(one) and _simple(other) else set()
    if len(types) == 2 and types != {"integer", "number"}:
        return True
    if types != {"object"}:
        return False
    return any(
        _tags(document, one, name).isdisjoint(_tags(document, other, name) or {...})
        for name in set(one.get("required", ())) & set(other.get("required", ()))
        if _tags(document, one, name) and _tags(document, other, name)
    )


def _simple(schema: Mapping[str, Any]) -> bool:
    return isinstance(schema.get("type"), str)


def _tags(document: Mapping[str, Any], schema: Mapping[str, Any], name: str) -> set[Any]:
    """The words that a member may be; none where they are not told."""
    member = _resolved(document, schema.get("properties", {}).get(name, {}))
    if not isinstance(member, dict):
        return set()
    words = member.get("enum", [member["const"]] if "const" in member else [])
    return {word for word in words if isinstance(word, str)}


def rename(document: dict[str, Any], place: str, _: random.Random) -> bool:
    """Another name for a component, unless a tag says its name."""
    found = re.fullmatch(r"/components/schemas/([A-Za-z0-9_]+)", place)
    if not found or place in _tagged(document):
        return False
    name, renamed = found[1], f"{found[1]}Renamed"
    components = document["components"]["schemas"]
    if renamed in components:
        return False
    document["components"]["schemas"] = {
        (renamed if key == name else key): value for key, value in components.items()
    }
    for holder in _references(document):
        reference = holder["$ref"]
        if reference == f"#{place}" or reference.startswith(f"#{place}/"):
            holder["$ref"] = f"#/components/schemas/{renamed}{reference[len(place) + 1 :]}"
    return True


def _tagged(document: Mapping[str, Any]) -> set[str]:
    """Components that a discriminator may call by their name."""
    found = set()
    for place in schemas(document):
        schema = at(document, place)
        if isinstance(schema, dict) and "discriminator" in schema:
            found.add(place)
            for key in ("anyOf", "oneOf"):
                found |= {target(branch) or "" for branch in schema.get(key, ())}
    for place in schemas(document):  # who inherits from one that has a discriminator
        schema = at(document, place)
        if isinstance(schema, dict):
            parents = {target(part) for part in schema.get("allOf", ())}
            found |= {place} if parents & found else set()
    return found


def _references(node: Any) -> Iterator[dict[str, Any]]:
    """Every mapping that refers to something."""
    if isinstance(node, list):
        for item in node:
            yield from _references(item)
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node
        for value in node.values():
            yield from _references(value)


def share_answer(document: dict[str, Any], place: str, _: random.Random) -> bool:
    """An answer as a component, and a reference to it."""
    found = re.fullmatch(r"(/paths/[^/]+/[a-z]+/responses)/(\w+)/content/.*/schema", place)
    if not found:
        return False
    answers = at(document, found[1])
    shared = document["components"].setdefault("responses", {})
    name = f"Shared{len(shared)}"
    shared[name] = answers[found[2]]
    answers[found[2]] = {"$ref": f"#/components/responses/{name}"}
    return True


def raise_version(document: dict[str, Any], _place: str, _: random.Random) -> bool:
    """OpenAPI 3.0 told as 3.1."""
    if not old(document):
        return False
    for place in schemas(document):
        schema = at(document, place)
        if isinstance(schema, dict):
            _raise(schema)
    document["openapi"] = "3.1.0"
    return True


def _raise(schema: dict[str, Any]) -> None:
    if "$ref" in schema:
        for key in schema.keys() - {"$ref"}:
            del schema[key]
    if schema.pop("nullable", False) is True and isinstance(schema.get("type"), str):
        schema["type"] = ["null", schema["type"]]
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if schema.pop(exclusive, False) is True and bound in schema:
            schema[exclusive] = schema.pop(bound)


def lower_version(document: dict[str, Any], _place: str, _: random.Random) -> bool:
    """OpenAPI 3.1 told as 3.0, where that has the words."""
    lowered = copy.deepcopy(document)
    found = [at(lowered, place) for place in schemas(lowered)]
    if old(document) or not all(_lower(schema) for schema in found):
        return False
    document.clear()
    document.update(lowered, openapi="3.0.3")
    return True


def _lower(schema: Any) -> bool:
    """Tell one schema in the words of 3.0; whether that has them."""
    if isinstance(schema, bool):
        return True
    if schema.keys() & _NEW or ("$ref" in schema and len(schema) > 1):
        return False
    types = schema.get("type")
    if isinstance(types, list):
        others = [each for each in types if each != "null"]
        if len(others) != 1 or len(types) != 2:
            return False
        schema.update(type=others[0], nullable=True)
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if exclusive in schema:
            if bound in schema:
                return False
            schema[bound], schema[exclusive] = schema[exclusive], True
    return bool(types != "null")


REWRITES: dict[str, Rewrite] = {
    each.__name__: each
    for each in (
        rewriting.inline, rewriting.extract, rewriting.wrap, rewriting.unwrap, rewriting.shuffle,
        rewriting.spell_null, rewriting.fold_null, rewriting.split_types, rewriting.const_or_enum,
        rewriting.split_enum, rewriting.split_all, rewriting.split_members,
        rewriting.repeat_required, rewriting.repeat_branch, rewriting.whole_numbers,
        rewriting.bind_nothing, rewriting.note, swap_union, rename, share_answer, raise_version,
        lower_version,
    )
}  # fmt: skip


def rewritten(
    document: Mapping[str, Any], steps: list[tuple[str, int]]
) -> tuple[dict[str, Any], list[str]]:
    """The document after these rewrites, each at the place that a number chooses; what was done."""
    made = copy.deepcopy(dict(document))
    done: list[str] = []
    for name, number in steps:
        places = _free(made)
        chance = random.Random(number)  # noqa: S311 -- the same rewrites every time
        for place in chance.sample(places, min(len(places), 40)):
            if REWRITES[name](made, place, chance):
                done.append(f"{name} at {place}")
                break
    return made, done


def _free(document: Mapping[str, Any]) -> list[str]:
    """Places that may be rewritten: no reference leads below, no discriminator stands above."""
    held = {
        holder["$ref"][1:].rsplit("/", 1)[0]
        for holder in _references(document)
        if not re.fullmatch(r"#/components/\w+/[^/]+", holder["$ref"])
    }
    named = {place for place in schemas(document) if _branches_named(document, place)}
    return [
        place
        for place in schemas(document)
        if not any(each == place or each.startswith(place + "/") for each in held)
        and re.sub(r"/(anyOf|oneOf)/\d+$", "", place) not in named
    ]


def _branches_named(document: Mapping[str, Any], place: str) -> bool:
    schema = at(document, place)
    return isinstance(schema, dict) and "discriminator" in schema
