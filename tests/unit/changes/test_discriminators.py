"""Tags that only a discriminator tells, and what becomes of them."""

import json
from typing import Any

import pytest

from ringback.changes import Change, Kind, compare
from tests.unit.changes.describing import REQUEST, RESPONSE, described, loaded

_TEXT = {"type": "string"}
_CAT, _DOG = "#/components/schemas/Cat", "#/components/schemas/Dog"
_ALARMS = (Kind.BREAKS, Kind.DROPPED, Kind.CAREFUL, Kind.UNKNOWN)


def _kind(*, tag: Any = _TEXT, **own: Any) -> dict[str, Any]:
    return {"type": "object", "required": ["t"], "properties": {"t": tag, **own}}


_PARTS = {"Cat": _kind(lives={"type": "integer"}), "Dog": _kind(barks={"type": "boolean"})}
_FIXED = {"Cat": _kind(tag={"const": "cat"}), "Dog": _kind(tag={"const": "dog"})}


def _union(mapping: dict[str, str] | None = None, member: str = "t") -> dict[str, Any]:
    told = {"propertyName": member} | ({"mapping": mapping} if mapping else {})
    return {"oneOf": [{"$ref": _CAT}, {"$ref": _DOG}], "discriminator": told}


def _family(**mapping: str) -> dict[str, Any]:
    """A schema that others build upon, with a discriminator and no union."""
    told = {"propertyName": "t", "mapping": mapping}
    base = {"$ref": "#/components/schemas/Pet"}
    children = {_name(each): {"allOf": [base, {"type": "object"}]} for each in mapping.values()}
    return {"Pet": {**_kind(), "discriminator": told}, **children}


def _name(target: str) -> str:
    return target.rpartition("/")[2]


def _told(found: tuple[Change, ...]) -> list[tuple[str, str, str]]:
    return [(each.kind.name, each.rule, each.message) for each in found if each.kind in _ALARMS]


_MAPPED = {"cat": _CAT, "dog": _DOG}
_SWAPPED = {"cat": _DOG, "dog": _CAT}
_ALIASED = {**_MAPPED, "tom": _CAT}
_OTHER_NAME = {"Feline": _PARTS["Cat"], "Dog": _PARTS["Dog"]}
_FELINE = {
    "oneOf": [{"$ref": "#/components/schemas/Feline"}, {"$ref": _DOG}],
    "discriminator": {
        "propertyName": "t",
        "mapping": {"cat": "#/components/schemas/Feline", "dog": _DOG},
    },
}
_SENT = ("BREAKS", "change/request-narrowed")
_ANSWERED = ("BREAKS", "change/response-widened")
_RESPONSE = ("CAREFUL", "change/response-discriminator-changed")


@pytest.mark.parametrize(
    ("base", "head", "sent", "answered"),
    [
        (_union(_MAPPED), _union({"kitty": _CAT, "dog": _DOG}), {"cat"}, {"kitty"}),
        (_union(_MAPPED), _union({"dog": _DOG}), {"cat"}, set()),
        (_union(_ALIASED), _union(_MAPPED), {"tom"}, set()),
        (_union(_MAPPED), _union(_ALIASED), set(), {"tom"}),
        (_union(), _union(_MAPPED), set(), {"cat", "dog"}),
        (_union(_MAPPED), _union({"dog": "Dog", "cat": "Cat"}), set(), set()),
        (_union(), _union({"Dog": _DOG, "Cat": _CAT}), set(), set()),
        (_union(_MAPPED), {**_union(_MAPPED), "oneOf": _union()["oneOf"][::-1]}, set(), set()),
        (_union(_MAPPED), _FELINE, set(), set()),
        (_union(_MAPPED), {"oneOf": _union()["oneOf"]}, set(), set()),
        ({"oneOf": _union()["oneOf"]}, _union(_MAPPED), set(), set()),
    ],
)  # fmt: skip
def test_tags_that_a_discriminator_tells_of_alternatives(
    base: Any, head: Any, sent: set[str], answered: set[str]
) -> None:
    """A tag that one side writes and the other reads otherwise is a break that a payload shows."""
    after = _OTHER_NAME if head is _FELINE else _PARTS
    for side, expected, rule in ((REQUEST, sent, _SENT), (RESPONSE, answered, _ANSWERED)):
        older = loaded(described(base, side, _PARTS, "3.1.0"))
        newer = loaded(described(head, side, after, "3.1.0"))
        alarms = [each for each in compare(older, newer) if each.kind in _ALARMS]
        assert {(each.kind.name, each.rule) for each in alarms} == ({rule} if expected else set())
        assert {json.loads(each.witness or "{}")["t"] for each in alarms} == expected


@pytest.mark.parametrize(("side", "rule"), [(REQUEST, _SENT), (RESPONSE, _ANSWERED)])
def test_a_tag_that_moves_to_another_member(side: str, rule: tuple[str, str]) -> None:
    """Who writes the tag where it was is refused by who looks for it elsewhere."""
    sides = [loaded(described(_union(_MAPPED, it), side, _PARTS, "3.1.0")) for it in ("t", "k")]
    told = _told(compare(sides[0], sides[1]))
    assert told
    assert {each[:2] for each in told} == {rule}


_NEEDED = {
    name: {**each, "required": ["t", *(set(each["properties"]) - {"t"})]}
    for name, each in _PARTS.items()
}


@pytest.mark.parametrize(
    ("parts", "kinds"), [(_NEEDED, {"BREAKS"}), (_PARTS, {"CAREFUL"}), (_FIXED, set())]
)
@pytest.mark.parametrize("side", [REQUEST, RESPONSE])
def test_swapped_tags(side: str, parts: Any, kinds: set[str]) -> None:
    """They break what the other branch refuses, and are a warning where it refuses nothing."""
    sides = [loaded(described(_union(it), side, parts, "3.1.0")) for it in (_MAPPED, _SWAPPED)]
    assert {each[0] for each in _told(compare(sides[0], sides[1]))} == kinds


def test_tags_that_schemas_tell_are_left_to_the_payloads() -> None:
    """A new word for a branch is told once, with the payload."""
    changed = {**_FIXED, "Cat": _kind(tag={"const": "kitty"})}
    older = loaded(described(_union(_MAPPED), REQUEST, _FIXED, "3.1.0"))
    newer = loaded(described(_union({"kitty": _CAT, "dog": _DOG}), REQUEST, changed, "3.1.0"))
    assert [each[:2] for each in _told(compare(older, newer))] == [
        ("BREAKS", "change/request-narrowed")
    ]


@pytest.mark.parametrize(
    ("base", "head", "told"),
    [
        (_family(cat=_CAT), _family(cat=_CAT, dog=_DOG),
         [(*_RESPONSE, '"dog" in "t" may stand for Dog now, as it did not before')]),
        (_family(cat=_CAT, dog=_DOG), _family(cat=_CAT), []),
        (_family(cat=_CAT), _family(cat="#/components/schemas/Kitten"), []),
    ],
)  # fmt: skip
def test_kinds_of_a_schema_that_others_build_upon(base: Any, head: Any, told: list[Any]) -> None:
    """Where no union names them, a new kind in an answer is a warning; a new name is none."""
    schema = {"$ref": "#/components/schemas/Pet"}
    sides = [loaded(described(schema, RESPONSE, each, "3.1.0")) for each in (base, head)]
    assert _told(compare(sides[0], sides[1])) == told
