"""Mutations of one schema: each makes it admit less, or more, or something else."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any

Schema = dict[str, Any]


class Effect(Enum):
    """What a mutation does to the schema that it changes."""

    LESS = "less is admitted"
    MORE = "more is admitted"
    OTHER = "something else is admitted"
    LOST = "a member is described no more"
    GAINED = "a member more is described"
    SHUT = "what nobody declared is refused"
    OPENED = "what nobody declared is admitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """One way to change a schema; `apply` does, in place, and may need something to choose by.

    `below` is the pointer from the schema to what changes, where that is a schema of its own.
    """

    name: str
    effect: Effect
    apply: Callable[[Schema, random.Random], None]
    below: str = ""


def mutations(schema: Any, *, old: bool) -> Iterator[Mutation]:
    """Every mutation that fits a schema; `old` tells that it is one of OpenAPI 3.0."""
    if not isinstance(schema, dict) or "$ref" in schema or not schema:
        return
    yield from _of_objects(schema)
    yield from _of_types(schema, old=old)
    yield from _of_words(schema)
    yield from _of_numbers(schema)
    yield from _of_texts(schema)
    yield from _of_arrays(schema)
    yield from _of_unions(schema)


def _make(name: str, effect: Effect, apply: Callable[[Schema, random.Random], Any]) -> Mutation:
    def applied(schema: Schema, chance: random.Random) -> None:
        apply(schema, chance)

    return Mutation(name=name, effect=effect, apply=applied)


def _set(name: str, effect: Effect, **values: Any) -> Mutation:
    return _make(name, effect, lambda schema, _: schema.update(values))


def _unset(name: str, effect: Effect, key: str) -> Mutation:
    return _make(name, effect, lambda schema, _: schema.pop(key))


def _of_objects(schema: Schema) -> Iterator[Mutation]:
    members = schema.get("properties", {})
    required = schema.get("required", [])
    if required:
        yield _make(
            "drop a required",
            Effect.MORE,
            lambda it, chance: it["required"].remove(chance.choice(it["required"])),
        )
    free = sorted(set(members) - set(required))
    if free:
        yield _make(
            "require a member",
            Effect.LESS,
            lambda it, chance: it.update(required=[*it.get("required", ()), chance.choice(free)]),
        )
        yield _make(
            "drop a member",
            Effect.LOST,
            lambda it, chance: it["properties"].pop(chance.choice(free)),
        )
    if members:
        yield _make(
            "add a member",
            Effect.GAINED,
            lambda it, _: it["properties"].update(novel={"type": "string"}),
        )
        if schema.get("additionalProperties") is False:
            yield _unset("open", Effect.OPENED, "additionalProperties")
        elif "additionalProperties" not in schema:
            yield _set("close", Effect.SHUT, additionalProperties=False)
        if "minProperties" not in schema:
            yield _set("ask for many members", Effect.LESS, minProperties=len(required) + 1)


def _of_types(schema: Schema, *, old: bool) -> Iterator[Mutation]:
    kind = schema.get("type")
    if isinstance(kind, str) and "enum" not in schema and "const" not in schema:
        other = "boolean" if kind != "boolean" else "integer"
        yield _set("change the type", Effect.OTHER, type=other)
        if old and not schema.get("nullable"):
            yield _set("admit null", Effect.MORE, nullable=True)
        elif not old:
            yield _set("admit null", Effect.MORE, type=[kind, "null"])
    if isinstance(kind, list) and len(kind) > 1:
        yield _set("admit one type less", Effect.LESS, type=kind[:1])
    if old and schema.get("nullable"):
        yield _unset("admit null no more", Effect.LESS, "nullable")


def _of_words(schema: Schema) -> Iterator[Mutation]:
    words = schema.get("enum", ())
    if len(words) > 1:
        yield _make(
            "drop a word",
            Effect.LESS,
            lambda it, chance: it["enum"].remove(chance.choice(it["enum"])),
        )
    if words:
        word = "novel" if isinstance(words[0], str) else 99
        yield _make("add a word", Effect.MORE, lambda it, _: it["enum"].append(word))
    if "const" in schema:
        yield _set("change the constant", Effect.OTHER, const="novel")


def _of_numbers(schema: Schema) -> Iterator[Mutation]:
    if schema.get("type") not in ("integer", "number") or "enum" in schema:
        return
    for key, less in (("minimum", 1), ("maximum", -1)):
        if key in schema:
            yield _set(f"tighten {key}", Effect.LESS, **{key: schema[key] + less})
            yield _set(f"loosen {key}", Effect.MORE, **{key: schema[key] - less})
            if schema.get(f"exclusive{key.title()}") is not True:
                yield _unset(f"drop {key}", Effect.MORE, key)
        elif f"exclusive{key.title()}" not in schema:
            yield _set(f"set {key}", Effect.LESS, **{key: 3})
    if "multipleOf" not in schema:
        yield _set("ask for a multiple", Effect.LESS, multipleOf=5)


def _of_texts(schema: Schema) -> Iterator[Mutation]:
    if schema.get("type") != "string" or "enum" in schema or "const" in schema:
        return
    if "format" in schema:
        yield _unset("drop the format", Effect.MORE, "format")
        return
    if "pattern" in schema:
        yield _unset("drop the pattern", Effect.MORE, "pattern")
        return
    yield _set("set a format", Effect.LESS, format="uuid")
    if schema.keys() & {"minLength", "maxLength"}:
        for key, less in (("minLength", 1), ("maxLength", -1)):
            if key in schema:
                yield _set(f"tighten {key}", Effect.LESS, **{key: schema[key] + less})
                yield _set(f"loosen {key}", Effect.MORE, **{key: schema[key] - less})
        return
    yield _set("set minLength", Effect.LESS, minLength=1)
    yield _set("set maxLength", Effect.LESS, maxLength=7)
    yield _set("set a pattern", Effect.LESS, pattern="^[a-m]*$")


def _of_arrays(schema: Schema) -> Iterator[Mutation]:
    if schema.get("type") != "array":
        return
    if "minItems" in schema:
        yield _unset("drop minItems", Effect.MORE, "minItems")
    else:
        yield _set("set minItems", Effect.LESS, minItems=1)
    if "maxItems" in schema:
        yield _set("loosen maxItems", Effect.MORE, maxItems=schema["maxItems"] + 1)
        yield _set("tighten maxItems", Effect.LESS, maxItems=schema["maxItems"] - 1)
    else:
        yield _set("set maxItems", Effect.LESS, maxItems=2)
    if not schema.get("uniqueItems"):
        yield _set("ask for distinct items", Effect.LESS, uniqueItems=True)
    if "items" in schema:
        yield Mutation(
            name="other items",
            effect=Effect.OTHER,
            apply=lambda it, _: it.update(items={"type": "boolean"}),
            below="/items",
        )


def _of_unions(schema: Schema) -> Iterator[Mutation]:
    for key in ("anyOf", "oneOf"):
        branches = schema.get(key, ())
        if len(branches) > 1:
            yield _make("drop a branch", Effect.LESS, partial(_drop, key))
        if branches:
            yield _make("add a branch", Effect.MORE, partial(_add, key))


def _drop(key: str, schema: Schema, chance: random.Random) -> None:
    schema[key].pop(chance.randrange(len(schema[key])))


def _add(key: str, schema: Schema, _: random.Random) -> None:
    schema[key].append({"type": "boolean"})
