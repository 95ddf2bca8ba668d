"""Payloads drawn from a schema by chance: slow, simple, and with no part in what is judged."""

import random
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.unit.changes.walking import at, schemas, target

FORMATS = {
    "uuid": "3c90c3cc-0d44-4b50-8888-8dd25736052a",
    "date": "2024-02-29",
    "date-time": "2024-02-29T12:00:00Z",
    "email": "a@example.com",
    "ipv4": "127.0.0.1",
    "uri": "https://example.com/",
}
_NUMBERS = (0, 1, -1, 5, 7, 1.5, -0.5, 0.005)
_TEXTS = ("", "a", "ab", "abc", "x-a", "B", "1", *FORMATS.values())
_NAMES = ("x-a", "x", "k", "a", "m", "other", "B", "longer than any name should be, by far")
# Texts that patterns tell apart: by case, figures, signs, length and place.
_SHAPES = (
    "0", "a1", "A", "a@b", "a@b.c", "a-b", "a.b", "aaaa", "ba", "ac", "c", "y", "xy", "\n", "-",
    "zz", "abcdefghijklmnopqrstuvwxyz", "0-1", "9999-99-99", "1.2", "-" * 36, "g", "2024-13",
)  # fmt: skip
_FAR = 9  # levels down to which a way is followed
_PLAIN = (*_TEXTS, *_NUMBERS, None, True, False)


def pool(documents: Iterable[Any]) -> list[Any]:
    """Single values on which schemas of the documents may differ: bounds, lengths, members."""
    found: list[Any] = list(_PLAIN)
    for document in documents:
        for place in schemas(document):
            schema = at(document, place)
            if isinstance(schema, dict):
                found += _near(schema)
    unique = {f"{type(value).__name__} {value!r}": value for value in found}
    return [value for value in unique.values() if not isinstance(value, list | dict)]


def _near(schema: Mapping[str, Any]) -> list[Any]:
    """Values at the edges of one schema."""
    found: list[Any] = [*schema.get("enum", ()), *([schema["const"]] if "const" in schema else ())]
    for key in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"):
        bound = schema.get(key)
        if isinstance(bound, int | float) and not isinstance(bound, bool):
            found += [bound, bound - 1, bound + 1, float(Fraction(bound) + Fraction(1, 4))]
    found += _SHAPES if "pattern" in schema else ()
    for key in ("minLength", "maxLength"):
        length = schema.get(key)
        if isinstance(length, int):
            found += ["a" * max(0, length + step) for step in (-1, 0, 1)]
    if isinstance(schema.get("multipleOf"), int):
        found += [schema["multipleOf"] * step for step in (1, 2, 3)]
    return found


class Sampler:
    """Draws payloads of a document that one of its schemas may admit.

    With `planted` values for one schema it takes the ways that lead there, and puts one in.
    """

    def __init__(self, document: Any, values: Sequence[Any], chance: random.Random) -> None:
        self.document = document
        self._values = values
        self._chance = chance
        self._typed = {kind: [v for v in values if _is(v, kind)] for kind in _KINDS}
        self._goal = ""
        self._planted: Sequence[Any] = ()
        self._leading: set[str] = set()

    def toward(self, goal: str, planted: Sequence[Any], leading: set[str]) -> None:
        """Take the ways through the schemas that are `leading`, and put these values at the end."""
        self._goal, self._planted, self._leading = goal, planted, leading

    def draw(self, places: Sequence[str], depth: int = 0) -> Any:
        """A value for all the schemas at the places together."""
        if self._goal in places and self._planted:
            return self._chance.choice(self._planted)
        merged = self._merged(places)
        if merged["values"]:
            return self._chance.choice(merged["values"])
        kinds = merged["types"] or _KINDS
        names = merged["properties"]
        if not merged["typed"] and (names or merged["maps"]):
            kinds = ["object"]
        elif not merged["typed"] and merged["items"]:
            kinds = ["array"]
        kind = self._chance.choice(sorted(kinds))
        if kind == "object":
            return self._object(merged, depth)
        if kind == "array":
            return self._array(merged, depth)
        if kind == "string" and merged["formats"] and self._chance.random() < 0.8:
            return FORMATS.get(self._chance.choice(merged["formats"]), "a")
        return self._chance.choice(self._typed[kind])

    def _leads(self, places: Sequence[str], depth: int) -> bool:
        """Whether one of the ways is to be taken; in a circle, not for ever."""
        return depth < _FAR and any(place in self._leading for place in places)

    def _object(self, merged: Mapping[str, Any], depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        much = self._chance.random()
        for name, places in merged["properties"].items():
            leads = self._leads(places, depth)
            wanted = self._chance.random() < (0.97 if name in merged["required"] else much)
            if leads or (wanted and (depth < 6 or name in merged["required"])):
                made[name] = self.draw(places, depth + 1)
        for places in merged["maps"]:
            leads = self._leads(places, depth)
            for _ in range(self._chance.choice((1, 2, 3) if leads else (0, 0, 1, 2, 3))):
                if depth < 6 or leads:
                    name = self._chance.choice(_NAMES)
                    made.setdefault(name, self.draw(places, depth + 1))
        if merged["welcome"] or (merged["object"] and not merged["named"]):
            for _ in range(self._chance.choice((0, 1, 2))):
                value = self._chance.choice((*self._values, {}, []))
                made.setdefault(self._chance.choice(_NAMES), value)
        return made

    def _array(self, merged: Mapping[str, Any], depth: int) -> list[Any]:
        leads = self._leads(merged["items"], depth)
        prefix = [self.draw([place], depth + 1) for place in merged["prefix"]]
        many = self._chance.choice((1, 2) if leads else (0, 0, 1, 2, 3))
        if depth > 5 and not leads:
            many = 0
        room = merged["items"] or []
        made = prefix + [self.draw(room, depth + 1) if room else 1 for _ in range(many)]
        return made[: self._chance.randrange(len(made) + 1)] if prefix else made

    def _merged(self, places: Sequence[str]) -> dict[str, Any]:
        """What the schemas at the places say of one value, of each union one branch."""
        found: dict[str, Any] = {
            "types": None, "typed": False, "values": [], "properties": {}, "required": set(),
            "maps": [], "items": [], "prefix": [], "formats": [],
            "object": False, "named": False, "welcome": False,
        }  # fmt: skip
        todo, steps = list(places), 0
        while todo and steps < 60:
            steps += 1
            place = todo.pop(0)
            schema = at(self.document, place)
            if isinstance(schema, dict):
                todo += self._taken(place, schema)
                _gather(found, place, schema)
        return found

    def _taken(self, place: str, schema: Mapping[str, Any]) -> list[str]:
        """The schemas for the same value that this one leads to."""
        there = target(schema)
        taken = [] if there is None else [there]
        taken += [f"{place}/allOf/{index}" for index in range(len(schema.get("allOf", ())))]
        for key in ("anyOf", "oneOf"):
            branches = [f"{place}/{key}/{index}" for index in range(len(schema.get(key, ())))]
            leading = [branch for branch in branches if branch in self._leading]
            if branches:
                taken.append(self._chance.choice(leading or branches))
        ways = [key for key in ("then", "else") if isinstance(schema.get(key), dict)]
        if "if" in schema and ways:
            taken.append(f"{place}/{self._chance.choice(ways)}")
        return taken


_KINDS = ("string", "integer", "number", "boolean", "null", "object", "array")


def _is(value: Any, kind: str) -> bool:
    """Whether a plain value is of a JSON Schema type."""
    match kind:
        case "string":
            return isinstance(value, str)
        case "integer":
            return not isinstance(value, bool) and (
                isinstance(value, int) or (isinstance(value, float) and value.is_integer())
            )
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "boolean":
            return isinstance(value, bool)
        case "null":
            return value is None
    return False


def _gather(found: dict[str, Any], place: str, schema: Mapping[str, Any]) -> None:
    """Add what one schema says."""
    if "type" in schema:
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        found["types"] = [
            each for each in types if not found["typed"] or each in (found["types"] or ())
        ]
        found["typed"] = True
    found["object"] |= "object" in schema.get("type", ())
    found["named"] |= bool({"properties", "patternProperties"} & schema.keys())
    found["welcome"] |= schema.get("additionalProperties") in (True, {})
    found["values"] += schema.get("enum", ())
    found["values"] += [schema["const"]] if "const" in schema else []
    found["required"] |= set(schema.get("required", ()))
    found["formats"] += [schema["format"]] if "format" in schema else []
    for name in schema.get("properties", {}):
        step = name.replace("~", "~0").replace("/", "~1")
        found["properties"].setdefault(name, []).append(f"{place}/properties/{step}")
    for name in schema.get("patternProperties", {}):
        step = name.replace("~", "~0").replace("/", "~1")
        found["maps"].append([f"{place}/patternProperties/{step}"])
    if isinstance(schema.get("additionalProperties"), dict):
        found["maps"].append([f"{place}/additionalProperties"])
    if isinstance(schema.get("items"), dict):
        found["items"].append(f"{place}/items")
    if isinstance(schema.get("prefixItems"), list):
        found["prefix"] = [f"{place}/prefixItems/{at}" for at in range(len(schema["prefixItems"]))]
