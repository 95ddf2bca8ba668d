"""What the lines of a journal leave to put right."""

from dataclasses import replace
from typing import Any

import pytest

from ringback.campaign.journal.wreck import LostCreate, Sight, gone, made, read, stands, wreck_of
from ringback.campaign.resource.thing import Owner, Thing, thing_id


def thing(key: int, *, gone: bool = False) -> Thing:
    """A thing that the run created, or that it created and deleted."""
    address = (("orders", key),)
    return Thing(resource="orders", address=address, owner=Owner.CREATED, gone=gone)


def given(state: Any) -> Thing:
    """A thing that was there before the run, as it stood."""
    return Thing(resource="settings", address=(), owner=Owner.CONFIGURED, first=state)


CREATE = {"sends": 1, "method": "POST", "url": "/orders", "creates": "orders", "tells": {"a": "b"}}
TAG = Thing(resource="tags", address=(("tags", "rb1"),), owner=Owner.CREATED, gone=True)
PUT = {"sends": 1, "creates": "tags", "tells": {}, "account": "", "at": [["tags", "rb1"]]}
LOST = LostCreate(resource="orders", account="", tells={"a": "b"})


@pytest.mark.parametrize(
    ("lines", "names", "lost"),
    [
        ([], [], ()),
        ([{"started": "2026-11-29 12:00:00"}], [], ()),
        ([made(thing(1), {})], ["orders 1"], ()),
        ([made(thing(1), {}), gone(thing(1))], [], ()),
        ([made(thing(1), {}), made(thing(2), {}), gone(thing(1))], ["orders 2"], ()),
        ([stands(given({"a": 1})), {"sends": 1, "method": "PUT"}], ["settings"], ()),
        ([CREATE], [], (LOST,)),
        ([CREATE, {"answered": 1}], [], ()),
        ([PUT], ["tags rb1"], ()),
        ([PUT, {"answered": 1}, gone(TAG)], [], ()),
        ([CREATE, made(thing(1), {}), {"answered": 1}], ["orders 1"], ()),
        ([{"made": "no thing"}, {"sends": "no number"}, {"else": 1}], [], ()),
    ],
)
def test_what_is_left_to_put_right(
    lines: Any, names: list[str], lost: tuple[LostCreate, ...]
) -> None:
    """What was made and is not gone, what stood there first, and creates without an answer."""
    wreck = wreck_of(lines)
    assert [each.name for each in wreck.things] == names
    assert wreck.lost == lost
    assert bool(wreck) is bool(names or lost)


def test_the_first_state_counts() -> None:
    """A run that dies while it puts another right does not take the wreck for the start."""
    wreck = wreck_of([stands(given({"a": 1})), stands(given({"a": 2}))])
    assert [each.first for each in wreck.things] == [{"a": 1}]


def test_what_was_read_last_is_known_with_what_was_given_since() -> None:
    """Of a thing that stood there before: a write that was under way may not have been seen."""
    seen = replace(given({"a": 1}), state={"a": 2})
    gives = [{"sends": number, "gives": {"a": number}} for number in (2, 3)]
    wreck = wreck_of([stands(seen), gives[0], read(seen), gives[1]])
    sight = wreck.sights[thing_id("settings", {})]
    assert sight == Sight(state={"a": 2}, given=({"a": 2}, {"a": 3}))
