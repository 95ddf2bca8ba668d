"""What is told of unions that the letter makes void, and of parents whose heirs are meant."""

import json
from typing import Any

import pytest

from ringback.changes import Change, Kind, compare
from tests.unit.changes.deciding import shows
from tests.unit.changes.describing import REQUEST, RESPONSE, ROOTS, described, loaded
from tests.unit.changes.judging import Judge
from tests.unit.changes.matching import alarms, told_as, trim
from tests.unit.changes.pair import Pair, spread
from tests.unit.changes.pairs_meant import (
    FEW,
    MAPPED,
    NARROWER,
    PARTS,
    SAME,
    TEXT,
    TIGHT,
    UNMAPPED,
    WHOLE,
    family,
    heir,
    holder,
    ref,
    thing,
    union,
)
from tests.unit.changes.table import key

_PAIRS = spread([*NARROWER, *SAME])
_UNTOLD = {"oneOf": [ref("Cat"), ref("Dog")]}
_CLASH = {"type": "integer", "minimum": 5, "maximum": 3}
_BIRD = {"Bird": heir("Pet", wings=WHOLE)}


@pytest.mark.parametrize("pair", _PAIRS, ids=key)
def test_exactly_what_is_meant_is_told(pair: Pair) -> None:
    """A break once, at its cause; nothing where nobody is hurt, and no unknown beside."""
    base, head = map(loaded, pair.documents)
    found = alarms(compare(base, head))
    assert len(found) == len(pair.told), [trim(each) for each in found]
    for change, told in zip(found, pair.told, strict=True):
        assert told_as(change, told, pair.root), trim(change)


@pytest.mark.parametrize("pair", [each for each in _PAIRS if each.breaks], ids=key)
def test_the_letter_is_told_where_it_says_otherwise(pair: Pair) -> None:
    """A payload that no validator would prove anything by is told as that, and no other one."""
    base, head = map(loaded, pair.documents)
    [broken] = [each for each in compare(base, head) if each.kind is Kind.BREAKS]
    gives, takes = map(Judge, (base, head) if pair.side == REQUEST else (head, base))
    payload = json.loads(broken.witness or "")
    proved = shows(gives, takes, (pair.root, pair.root), payload, declared=False)
    assert proved is ("by the letter" not in broken.message), trim(broken)


def test_half_of_the_pairs_are_harmless() -> None:
    """Who always alarms is wrong on half of them, and who never does on the other."""
    assert len(_PAIRS) >= 40
    assert 0.3 < sum(each.breaks for each in _PAIRS) / len(_PAIRS) < 0.6


@pytest.mark.parametrize(
    ("base", "head", "base_parts", "head_parts", "told"),
    [
        (_UNTOLD, _UNTOLD, PARTS, TIGHT, [("UNKNOWN", None)]),
        (_UNTOLD, _UNTOLD, TIGHT, PARTS, [("UNKNOWN", None)]),
        (holder(_UNTOLD), holder(ref("Cat")), PARTS, PARTS, [("UNKNOWN", None)]),
        (holder(ref("Cat")), holder(_UNTOLD), PARTS, PARTS, [("UNKNOWN", None)]),
        (holder(_UNTOLD, a={"type": "number"}), holder(_UNTOLD, a=WHOLE), PARTS, TIGHT,
         [("BREAKS", "/a"), ("UNKNOWN", None)]),
        ({**thing(a={"type": "number"}), **_UNTOLD}, {**thing(a=WHOLE), **_UNTOLD}, PARTS, TIGHT,
         [("BREAKS", "/a"), ("UNKNOWN", None)]),
        (holder(_CLASH), holder(TEXT), {}, {}, [("UNKNOWN", None)]),
        (holder(TEXT, a=_CLASH), holder(TEXT, a=TEXT), {}, {}, [("UNKNOWN", None)]),
        (holder(TEXT), holder(_CLASH), {}, {}, [("BREAKS", "/pet")]),
        (ref("Pet"), ref("Pet"), family(**_BIRD), family(), [("CAREFUL", None)]),
        (UNMAPPED, union("Lion", "Dog"), PARTS, {"Lion": PARTS["Cat"], "Dog": PARTS["Dog"]},
         [("BREAKS", "/kind")]),
        (union("Cat", "Dog", cat="Dog", dog="Cat"), MAPPED, PARTS, PARTS, [("CAREFUL", None)]),
        (union("Cat", "Dog", cat="Cat", lion="Cat", dog="Dog"), MAPPED, PARTS, PARTS,
         [("BREAKS", "/kind")]),
        (ref("Pet"), ref("Pet"), family(), {"Pet": thing(name=TEXT, lives=TEXT)},
         [("BREAKS", "/lives")]),
        (ref("Pet"), UNMAPPED, family(), family(Cat=heir("Pet", lives=FEW)),
         [("BREAKS", "/lives")]),
        (UNMAPPED, ref("Pet"), family(), family(Cat=heir("Pet", lives=FEW)),
         [("BREAKS", "/lives")]),
    ],
)  # fmt: skip
def test_what_no_payload_can_show_is_told_as_that(
    base: Any, head: Any, base_parts: Any, head_parts: Any, told: list[tuple[str, str | None]]
) -> None:
    """Unknown, or to be careful with; never proved, and what stands beside it is told by itself."""
    older = loaded(described(base, REQUEST, base_parts))
    newer = loaded(described(head, REQUEST, head_parts))
    found = compare(older, newer)
    assert [(each.kind.name, each.instance) for each in alarms(found)] == told
    assert not any("proved" in each.message for each in found if each.kind is Kind.COMPATIBLE)


def test_a_new_heir_in_an_answer_is_no_proof() -> None:
    """It may come now as it did not before: that is told, and nothing is called proved."""
    sides = (family(), family(**_BIRD))
    older, newer = (loaded(described(ref("Pet"), RESPONSE, each)) for each in sides)
    [found] = compare(older, newer)
    assert (found.kind, found.rule) == (Kind.CAREFUL, "change/response-discriminator-changed")


def test_tags_that_change_places_between_open_branches_are_no_proof() -> None:
    """Nothing is refused where each branch takes every object: it is told to be careful with."""
    sides = (union("Cat", "Dog", cat="Dog", dog="Cat"), MAPPED)
    older, newer = (loaded(described(each, REQUEST, PARTS)) for each in sides)
    [found] = alarms(compare(older, newer))
    assert (found.kind, found.rule) == (Kind.CAREFUL, "change/request-discriminator-changed")


def test_what_was_set_aside_is_shown_as_a_payload() -> None:
    """The witness of a change beside it has a payload of the first branch, and no made-up text."""
    found: list[Change] = [
        each
        for each in compare(
            loaded(described(holder(_UNTOLD, a={"type": "number"}), REQUEST, PARTS)),
            loaded(described(holder(_UNTOLD, a=WHOLE), REQUEST, PARTS)),
        )
        if each.kind is Kind.BREAKS
    ]
    assert [json.loads(each.witness or "") for each in found] == [
        {"pet": {"kind": "text"}, "a": 0.5}
    ]


def test_what_stands_beside_a_reference_of_3_0_is_no_schema() -> None:
    """Nothing there counts, and nothing there ends the comparison."""
    beside = {"properties": {"x": {"allOf": [ref("Dog")], "nullable": True}}, "nullable": True}
    older = loaded(described({**ref("Cat"), **beside}, REQUEST, PARTS, "3.0.3"))
    newer = loaded(described(ref("Cat"), REQUEST, TIGHT, "3.0.3"))
    found = [each for each in compare(older, newer) if each.kind is Kind.BREAKS]
    assert sorted(each.instance or "" for each in found) == ["", "/lives"]


_LOOSE = {"Cat": thing(lives=WHOLE), "Dog": thing(bark=TEXT)}


@pytest.mark.parametrize("side", [REQUEST, RESPONSE])
@pytest.mark.parametrize(
    ("base", "head", "parts", "kinds"),
    [
        (_UNTOLD, {"oneOf": _UNTOLD["oneOf"][::-1]}, _LOOSE, {Kind.COMPATIBLE}),
        (_UNTOLD, {"oneOf": [_LOOSE["Cat"], ref("Dog")]}, _LOOSE, set()),
        (_UNTOLD, {**_UNTOLD, "description": "A pet."}, _LOOSE, set()),
        (_UNTOLD, _UNTOLD, {**_LOOSE, "Dog": thing(bark={"enum": ["wow"]})}, {Kind.UNKNOWN}),
        (_UNTOLD, {"anyOf": _UNTOLD["oneOf"]}, _LOOSE, {Kind.UNKNOWN}),
    ],
)
def test_what_is_said_of_a_union_without_tags(
    side: str, base: Any, head: Any, parts: Any, kinds: set[Kind]
) -> None:
    """The same in other words is proved, whatever is meant; all else stays unknown."""
    older, newer = loaded(described(base, side, _LOOSE)), loaded(described(head, side, parts))
    assert {each.kind for each in compare(older, newer)} == kinds


def _kinds(side: str, older: Any, newer: Any) -> set[Kind]:
    """What becomes of a union without tags whose branches change."""
    base, head = (loaded(described(_UNTOLD, side, each)) for each in (older, newer))
    return {each.kind for each in compare(base, head)}


@pytest.mark.parametrize("side", [REQUEST, RESPONSE])
@pytest.mark.parametrize("came", [True, False])
def test_a_member_that_may_be_left_out_is_known_in_a_union_without_tags(
    side: str, came: bool
) -> None:
    """It comes or goes in one branch: no payload of declared members is refused, and so it is told.

    Where it is asked for, or a branch is closed, nobody knows.
    """
    more = {**_LOOSE, "Cat": thing(lives=WHOLE, name=TEXT)}
    asked = {**more, "Cat": {**more["Cat"], "required": ["name"]}}
    closed = tuple(
        {**each, "Cat": {**each["Cat"], "additionalProperties": False}} for each in (_LOOSE, more)
    )
    for one, two, kind in ((_LOOSE, more, Kind.OPEN), (_LOOSE, asked, Kind.UNKNOWN)):
        kinds = _kinds(side, *((one, two) if came else (two, one)))
        assert kind in kinds
        assert not kinds & {Kind.BREAKS, Kind.OPEN, Kind.UNKNOWN} - {kind}
    kinds = _kinds(side, *(closed if came else closed[::-1]))
    assert (Kind.UNKNOWN in kinds) is ((side == REQUEST) is not came)


@pytest.mark.parametrize("inner", [_UNTOLD, {"oneOf": [thing(x=TEXT), thing(y=TEXT)]}])
def test_a_union_within_one_that_nobody_can_tell_proves_nothing(inner: Any) -> None:
    """By the letter it admits next to nothing, from which all would follow."""
    more = {**_LOOSE, "Cat": thing(lives=WHOLE, name=TEXT)}
    friends = thing(friend=inner), thing(friend=inner, n=TEXT)
    unions = [{"oneOf": [ref("Cat"), each]} for each in friends]
    base, head = (
        loaded(described(union, REQUEST, parts))
        for union, parts in zip(unions, (_LOOSE, more), strict=True)
    )
    assert Kind.UNKNOWN in {each.kind for each in compare(base, head)}


@pytest.mark.parametrize(("side", "hurt"), [(REQUEST, False), (RESPONSE, True)])
def test_a_format_of_numbers_is_told_where_it_stands(side: str, hurt: bool) -> None:
    """The bounds that it means are written nowhere; those that are written are told as such."""
    place = f"{ROOTS[side]}/properties/n"
    formats = [thing(n={"type": "integer", "format": each}) for each in ("int32", "int64")]
    older, newer = (loaded(described(each, side)) for each in formats)
    told = [
        (each.base.schema, each.head.schema, each.head.line)
        for each in (*compare(older, newer), *compare(newer, older))
        if each.kind is Kind.BREAKS and each.base and each.head
    ]
    assert [each[:2] for each in told] == [(f"{place}/format", f"{place}/format")]
    bounds = [thing(n={"type": "integer", "minimum": each, "format": "int32"}) for each in (0, 1)]
    base, head = (loaded(described(each, side)) for each in (bounds[::-1] if hurt else bounds))
    [told_] = [each for each in compare(base, head) if each.kind is Kind.BREAKS]
    assert told_.head is not None
    assert told_.head.schema == f"{place}/minimum"
