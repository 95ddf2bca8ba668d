"""Tags that only a discriminator tells, and what becomes of them."""

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
_REQUEST = ("CAREFUL", "change/request-discriminator-changed")
_RESPONSE = ("CAREFUL", "change/response-discriminator-changed")
_MOVED = 'alternatives are told apart by "k" now, and were by "t"'


@pytest.mark.parametrize(
    ("base", "head", "sent", "answered"),
    [
        (_union(_MAPPED), _union({"kitty": _CAT, "dog": _DOG}),
         [(*_REQUEST, '"cat" in "t" stands for Cat no more; keep it')],
         [(*_RESPONSE, '"kitty" in "t" may stand for Cat now, as it did not before')]),
        (_union(), _union(_MAPPED), [],
         [(*_RESPONSE, '"cat" in "t" may stand for Cat now, as it did not before')]),
        (_union(_MAPPED), _union(_MAPPED, "k"), [(*_REQUEST, _MOVED)], [(*_RESPONSE, _MOVED)]),
        (_union(_MAPPED), _union({"dog": "Dog", "cat": "Cat"}), [], []),
        (_union(_MAPPED), {"oneOf": _union()["oneOf"]}, [], []),
    ],
)  # fmt: skip
def test_tags_that_a_discriminator_tells_of_alternatives(
    base: Any, head: Any, sent: list[Any], answered: list[Any]
) -> None:
    """A tag that is written by one side and unknown to the other is a warning."""
    for side, expected in ((REQUEST, sent), (RESPONSE, answered)):
        sides = [loaded(described(each, side, _PARTS, "3.1.0")) for each in (base, head)]
        assert _told(compare(sides[0], sides[1])) == expected


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
