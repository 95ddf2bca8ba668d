"""Changes planted at random inside unions whose branches overlap: each is told, none as proved.

RINGBACK_PLANTED sets how many are planted; each number is the same change every time.
"""

import copy
import os
import random
from collections.abc import Callable
from typing import Any

import pytest

from ringback.changes import Change, Kind, compare
from tests.unit.changes.describing import REQUEST, RESPONSE, described, loaded
from tests.unit.changes.matching import trim

_MANY = int(os.environ.get("RINGBACK_PLANTED", "54"))
_NAMES = ("Cat", "Dog", "Bird", "Fish")
_COMPONENTS = "/components/schemas/"
Parts = dict[str, Any]

# A member before and after a change by which less is admitted.
_MEMBERS: dict[str, tuple[Any, Any]] = {
    "size": ({"type": "number"}, {"type": "integer"}),
    "age": ({"type": "integer"}, {"type": "integer", "maximum": 9}),
    "name": ({"type": "string"}, {"type": "string", "maxLength": 3}),
    "mood": ({"enum": ["good", "bad"]}, {"enum": ["good"]}),
    "born": ({"type": "string"}, {"type": "string", "format": "date"}),
    "toys": ({"type": "array", "items": {"type": "string"}}, {"type": "array", "maxItems": 0}),
    "note": ({"type": ["string", "null"]}, {"type": "string"}),
}


def _branches(chance: random.Random) -> Parts:
    """Open objects with a tag that is any text, and members of their own that may be left out."""
    made = {}
    for name in _NAMES[: chance.randint(2, 4)]:
        own = chance.sample(sorted(_MEMBERS), chance.randint(1, 3))
        members = {f"{name.lower()}_{each}": _MEMBERS[each][0] for each in own}
        members["kind"] = {"type": "string"}
        made[name] = {"type": "object", "required": ["kind"], "properties": members}
    return made


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#{_COMPONENTS}{name}"}


def _union(parts: Parts, **more: Any) -> dict[str, Any]:
    return {"oneOf": [_ref(name) for name in parts], **more}


def _mapped(parts: Parts) -> Any:
    mapping = {name.lower(): _ref(name)["$ref"] for name in parts}
    return _union(parts, discriminator={"propertyName": "kind", "mapping": mapping})


def _named(parts: Parts) -> Any:
    return _union(parts, discriminator={"propertyName": "kind"})


def _in_any_of(parts: Parts) -> Any:
    return {"anyOf": _named(parts)["oneOf"], "discriminator": {"propertyName": "kind"}}


def _listing_all(parts: Parts) -> Any:
    for each in parts.values():
        each["properties"]["kind"] = {"enum": [name.lower() for name in _NAMES]}
    return _mapped(parts)


def _by_default(parts: Parts) -> Any:
    for name, each in parts.items():
        listed = [one.lower() for one in _NAMES]
        each["properties"]["kind"] = {"enum": listed, "default": name.lower()}
    return _union(parts)


def _by_const(parts: Parts) -> Any:
    for name, each in parts.items():
        each["properties"]["kind"] = {"const": name.lower()}
    return _union(parts)


def _on_a_base(parts: Parts) -> Any:
    names = list(parts)
    parts["Base"] = {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string"}},
    }
    for name in names:
        parts[name] = {"allOf": [_ref("Base"), parts[name]]}
    return _mapped(dict.fromkeys(names))


def _inherited(parts: Parts) -> Any:
    _on_a_base(parts)
    parts["Base"]["discriminator"] = {"propertyName": "kind"}
    return _ref("Base")


def _within_another(parts: Parts) -> Any:
    names = list(parts)
    parts["Plant"] = {"type": "object", "properties": {"kind": {"type": "string"}}}
    parts["Animal"] = _named(dict.fromkeys(names))
    mapping = {name: _ref("Animal")["$ref"] for name in names} | {"plant": _ref("Plant")["$ref"]}
    told = {"propertyName": "kind", "mapping": mapping}
    return {"oneOf": [_ref("Animal"), _ref("Plant")], "discriminator": told}


_TOLD: tuple[Callable[[Parts], Any], ...] = (
    *(_mapped, _named, _in_any_of, _listing_all, _by_default, _by_const),
    *(_on_a_base, _inherited, _within_another),
)
# Where the union stands in the payload.
_PLACES: tuple[Callable[[Any], Any], ...] = (
    lambda it: it,
    lambda it: {"type": "object", "properties": {"pet": it}},
    lambda it: {"type": "object", "required": ["pet"], "properties": {"pet": it}},
    lambda it: {"type": "array", "minItems": 1, "items": it},
    lambda it: {"type": "object", "additionalProperties": it},
)


def _planted(parts: Parts, chance: random.Random) -> tuple[Parts, str]:
    """The components with a branch that admits less, and its name."""
    made = copy.deepcopy(parts)
    name = chance.choice([each for each in made if each in _NAMES])
    branch = made[name]["allOf"][1] if "allOf" in made[name] else made[name]
    own = [each for each in branch["properties"] if each != "kind"]
    member = chance.choice(own)
    if chance.random() < 0.25:
        branch["required"] = [*branch.get("required", ()), member]
    else:
        branch["properties"][member] = _MEMBERS[member.partition("_")[2]][1]
    return made, name


def _compared(base: tuple[Any, Parts], head: tuple[Any, Parts], side: str) -> list[Change]:
    older, newer = (loaded(described(*each_side)) for each_side in (
        (base[0], side, base[1]), (head[0], side, head[1])
    ))  # fmt: skip
    return list(compare(older, newer))


def _breaks(found: list[Change]) -> list[Change]:
    return [each for each in found if each.kind is Kind.BREAKS]


@pytest.mark.parametrize("number", range(_MANY))
def test_a_change_inside_a_union_with_tags_is_told_where_it_is(number: int) -> None:
    """Sent less, or answered more: one break at the branch. The other way round there is none."""
    chance = random.Random(number)  # noqa: S311 -- the same change every time
    wide = _branches(chance)
    union = _TOLD[number % len(_TOLD)](wide)
    narrow, name = _planted(wide, chance)
    schema = chance.choice(_PLACES)(union)
    for side in (REQUEST, RESPONSE):
        narrowed = _compared((schema, wide), (schema, narrow), side)
        widened = _compared((schema, narrow), (schema, wide), side)
        hurt, safe = (narrowed, widened) if side == REQUEST else (widened, narrowed)
        told = [each.head.schema for each in _breaks(hurt) if each.head]
        assert len(told) == 1, [trim(each) for each in hurt]
        assert f"{told[0]}/".startswith(f"{_COMPONENTS}{name}/"), [trim(each) for each in hurt]
        assert not _breaks(safe), [trim(each) for each in safe]


@pytest.mark.parametrize("number", range(_MANY // 2))
def test_a_branch_that_went_or_came_is_told(number: int) -> None:
    """A request that may be sent no more, and an answer that may come now, break somebody."""
    chance = random.Random(number)  # noqa: S311 -- the same change every time
    parts = _branches(chance)
    build = (_mapped, _named, _in_any_of, _listing_all, _by_const)[number % 5]
    wide = build(parts)
    name = chance.choice(list(parts))
    narrow = build({each: parts[each] for each in parts if each != name})
    place = chance.choice(_PLACES)
    for side in (REQUEST, RESPONSE):
        narrowed = _compared((place(wide), parts), (place(narrow), parts), side)
        widened = _compared((place(narrow), parts), (place(wide), parts), side)
        hurt, safe = (narrowed, widened) if side == REQUEST else (widened, narrowed)
        assert len(_breaks(hurt)) == 1, [trim(each) for each in hurt]
        assert not _breaks(safe), [trim(each) for each in safe]


@pytest.mark.parametrize("number", range(_MANY // 2))
def test_nothing_is_proved_where_nobody_knows_what_is_meant(number: int) -> None:
    """Without a tag a change inside is unknown, and one beside it is told all the same."""
    chance = random.Random(number)  # noqa: S311 -- the same change every time
    wide = _branches(chance)
    for each in wide.values():
        each.pop("required")
    narrow, _ = _planted(wide, chance)
    place = chance.choice(_PLACES)

    def whole(age: Any) -> Any:
        inside = place(_union(wide))
        return {"type": "object", "required": ["in"], "properties": {"in": inside, "age": age}}

    for side in (REQUEST, RESPONSE):
        for base, head in ((wide, narrow), (narrow, wide)):
            found = _compared((whole({}), base), (whole({}), head), side)
            kinds = {each.kind for each in found}
            assert Kind.UNKNOWN in kinds, [trim(each) for each in found]
            assert not kinds & {Kind.COMPATIBLE, Kind.OPEN}, [trim(each) for each in found]
        more, less = whole({"type": "number"}), whole({"type": "integer"})
        sides = (more, less) if side == REQUEST else (less, more)
        found = _compared((sides[0], wide), (sides[1], wide), side)
        assert [each.instance for each in _breaks(found)] == ["/age"]
        assert Kind.UNKNOWN not in {each.kind for each in found}
