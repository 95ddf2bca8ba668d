"""Rewrites of one schema that change nothing of what it admits.

Each takes the document, the place of a schema and something to choose by. It changes the document
and says so, or leaves it as it is where it does not fit there.
"""

import copy
import random
from collections.abc import Callable, Mapping
from typing import Any

from tests.unit.changes.walking import at, put, target

Rewrite = Callable[[dict[str, Any], str, random.Random], bool]

# Words about a schema: they restrict nothing.
NOTES = {"title", "description", "example", "examples", "default", "deprecated", "readOnly",
         "writeOnly", "xml", "externalDocs", "$comment"}  # fmt: skip
# What restricts nothing but values of types other than null.
_TYPED = {"minLength", "maxLength", "pattern", "format", "minimum", "maximum", "multipleOf",
          "exclusiveMinimum", "exclusiveMaximum", "items", "minItems", "maxItems", "uniqueItems",
          "properties", "required", "additionalProperties", "minProperties", "maxProperties",
          }  # fmt: skip
# What means the same wherever it stands among the parts of an allOf.
_LOOSE = {"minLength", "maxLength", "pattern", "format", "multipleOf", "minItems", "maxItems",
          "uniqueItems", "required", "minProperties", "maxProperties", "enum", "const"}  # fmt: skip


def old(document: Mapping[str, Any]) -> bool:
    """Whether the document is OpenAPI 3.0, whose schemas are a dialect of their own."""
    return str(document["openapi"]).startswith("3.0")


def _plain(document: Mapping[str, Any], schema: Any) -> bool:
    """Whether a schema is a mapping whose keywords all count."""
    return isinstance(schema, dict) and not (old(document) and "$ref" in schema)


def inline(document: dict[str, Any], place: str, _: random.Random) -> bool:
    """What a reference leads to, in its stead."""
    schema = at(document, place)
    there = target(schema)
    if there is None or not there.startswith("/components/schemas/"):
        return False
    inlined = copy.deepcopy(at(document, there))
    beside = {key: value for key, value in schema.items() if key != "$ref"}
    if old(document) or not beside:
        put(document, place, inlined)
        return True
    if "allOf" in beside:
        return False
    put(document, place, {**beside, "allOf": [inlined]})
    return True


def extract(document: dict[str, Any], place: str, _: random.Random) -> bool:
    """A component with what stood here, and a reference to it."""
    schema = at(document, place)
    if not isinstance(schema, dict) or "$ref" in schema:
        return False
    components = document.setdefault("components", {}).setdefault("schemas", {})
    name = f"Extracted{len(components)}"
    components[name] = schema
    put(document, place, {"$ref": f"#/components/schemas/{name}"})
    return True


def wrap(document: dict[str, Any], place: str, chance: random.Random) -> bool:
    """A union, or an allOf, of one."""
    schema = at(document, place)
    if not isinstance(schema, dict):
        return False
    put(document, place, {chance.choice(("anyOf", "oneOf", "allOf")): [schema]})
    return True


def unwrap(document: dict[str, Any], place: str, _: random.Random) -> bool:
    """The one member of a union, or of an allOf, in its stead."""
    schema = at(document, place)
    if not isinstance(schema, dict) or len(schema) != 1:
        return False
    key, value = next(iter(schema.items()))
    if key not in {"anyOf", "oneOf", "allOf"} or len(value) != 1:
        return False
    put(document, place, value[0])
    return True


def shuffle(document: dict[str, Any], place: str, chance: random.Random) -> bool:
    """Another order of branches, parts, names and members."""
    schema = at(document, place)
    if not isinstance(schema, dict):
        return False
    keys = ("anyOf", "oneOf", "allOf", "required", "enum", "type", "properties")
    found = [key for key in keys if isinstance(schema.get(key), list | dict)]
    for key in found:
        if isinstance(schema[key], list):
            chance.shuffle(schema[key])
        else:
            items = list(schema[key].items())
            chance.shuffle(items)
            schema[key] = dict(items)
    return bool(found)


def spell_null(document: dict[str, Any], place: str, _: random.Random) -> bool:
    """Null as a branch of its own, instead of among the types."""
    schema = at(document, place)
    if old(document) or not _plain(document, schema):
        return False
    types = schema.get("type")
    if not isinstance(types, list) or "null" not in types or len(types) != 2:
        return False
    if schema.keys() - _TYPED - NOTES - {"type"}:
        return False
    other = next(each for each in types if each != "null")
    put(document, place, {"anyOf": [{**schema, "type": other}, {"type": "null"}]})
    return True


def fold_null(document: dict[str, Any], place: str, _: random.Random) -> bool:
    """Null among the types, instead of as a branch of its own."""
    schema = at(document, place)
    if old(document) or not isinstance(schema, dict) or schema.keys() != {"anyOf"}:
        return False
    branches = [each for each in schema["anyOf"] if each != {"type": "null"}]
    if len(schema["anyOf"]) != 2 or len(branches) != 1 or not isinstance(branches[0], dict):
        return False
    branch = branches[0]
    if not isinstance(branch.get("type"), str) or branch.keys() - _TYPED - NOTES - {"type"}:
        return False
    put(document, place, {**branch, "type": [branch["type"], "null"]})
    return True


def split_types(document: dict[str, Any], place: str, _: random.Random) -> bool:
    """A branch for each type of a list."""
    schema = at(document, place)
    types = schema.get("type") if isinstance(schema, dict) else None
    if not isinstance(types, list) or not types or _evaluates(schema):
        return False
    put(document, place, {"anyOf": [{**copy.deepcopy(schema), "type": each} for each in types]})
    return True


def const_or_enum(document: dict[str, Any], place: str, _: random.Random) -> bool:
    """An enumeration of one, or a constant."""
    schema = at(document, place)
    if old(document) or not isinstance(schema, dict):
        return False
    if "const" in schema and "enum" not in schema:
        schema["enum"] = [schema.pop("const")]
        return True
    if len(schema.get("enum", ())) == 1 and "const" not in schema:
        schema["const"] = schema.pop("enum")[0]
        return True
    return False


def split_enum(document: dict[str, Any], place: str, chance: random.Random) -> bool:
    """A union of two enumerations."""
    schema = at(document, place)
    if not _plain(document, schema) or "anyOf" in schema or len(schema.get("enum", ())) < 2:
        return False
    members = schema.pop("enum")
    cut = chance.randrange(1, len(members))
    schema["anyOf"] = [{"enum": members[:cut]}, {"enum": members[cut:]}]
    return True


def split_all(document: dict[str, Any], place: str, chance: random.Random) -> bool:
    """Keywords that need no other ones, in a part of an allOf."""
    schema = at(document, place)
    if not _plain(document, schema) or "allOf" in schema or _evaluates(schema):
        return False
    loose = sorted(schema.keys() & _LOOSE)
    if not loose:
        return False
    moved = chance.sample(loose, chance.randrange(1, len(loose) + 1))
    schema["allOf"] = [{key: schema.pop(key) for key in moved}]
    return True


def split_members(document: dict[str, Any], place: str, chance: random.Random) -> bool:
    """Two halves of an open object, as the parts of an allOf."""
    schema = at(document, place)
    if not _plain(document, schema) or _evaluates(schema) or len(schema.get("properties", ())) < 2:
        return False
    if "allOf" in schema or schema.get("additionalProperties", True) is not True:
        return False
    names = list(schema["properties"])
    moved = names[: chance.randrange(1, len(names))]
    half = {name: schema["properties"].pop(name) for name in moved}
    schema["allOf"] = [{"properties": half}]
    return True


def repeat_required(document: dict[str, Any], place: str, _: random.Random) -> bool:
    """What is required, said a second time."""
    schema = at(document, place)
    if not _plain(document, schema) or "allOf" in schema or not schema.get("required"):
        return False
    schema["allOf"] = [{"required": list(schema["required"])}]
    return True


def repeat_branch(document: dict[str, Any], place: str, chance: random.Random) -> bool:
    """A branch of an anyOf, a second time."""
    schema = at(document, place)
    if not _plain(document, schema) or not schema.get("anyOf"):
        return False
    schema["anyOf"].append(copy.deepcopy(chance.choice(schema["anyOf"])))
    return True


def whole_numbers(document: dict[str, Any], place: str, _: random.Random) -> bool:
    """An integer as a multiple of 1, which is the same since draft 6."""
    schema = at(document, place)
    if not _plain(document, schema) or schema.get("type") != "integer" or "multipleOf" in schema:
        return False
    schema.update(type="number", multipleOf=1)
    return True


def bind_nothing(document: dict[str, Any], place: str, _: random.Random) -> bool:
    """Limits that no value can pass."""
    schema = at(document, place)
    if not _plain(document, schema):
        return False
    trivial: dict[str, Any] = {"minLength": 0, "minItems": 0, "minProperties": 0}
    if not _evaluates(schema) and "additionalProperties" not in schema:
        trivial["additionalProperties"] = True
    schema.update({key: value for key, value in trivial.items() if key not in schema})
    return True


def note(document: dict[str, Any], place: str, chance: random.Random) -> bool:
    """Other words about it."""
    schema = at(document, place)
    if not isinstance(schema, dict):
        return False
    schema["description"] = f"Told in other words, {chance.randrange(99)}."
    schema["title"] = "Another"
    return True


def _evaluates(schema: Mapping[str, Any]) -> bool:
    """Whether what stands beside each other is more than the sum of its parts."""
    return bool(schema.keys() & {"unevaluatedProperties", "unevaluatedItems", "if"})
