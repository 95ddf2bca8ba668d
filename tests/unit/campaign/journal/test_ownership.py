"""A journal alone is no proof that a thing is the run's own."""

from typing import Any

import pytest

from ringback.campaign.journal.ownership import is_own_change, is_still_own
from ringback.campaign.journal.wreck import Sight
from ringback.campaign.resource.thing import Owner, Thing

UUID = "6c7fc606-10b2-4058-b75d-73881322283b"
MARKS = ("rb12ab",)
OWN = {("customers", "7")}


@pytest.mark.parametrize(
    ("address", "state", "tells", "expected"),
    [
        ({"orders": UUID}, {"note": "x"}, {}, True),
        ({"orders": "rb12ab9"}, {"note": "x"}, {}, True),
        ({"orders": 3}, {"note": "a-rb12ab9"}, {}, True),
        ({"orders": 3}, {"tags": [{"name": "rb12ab"}]}, {}, True),
        ({"customers": 7, "orders": 3}, {}, {}, True),
        ({"customers": 8, "orders": 3}, {}, {}, False),
        ({"orders": 3}, {"customer_id": 7}, {"customer_id": 7}, True),
        ({"orders": 3}, {"customer_id": 8}, {"customer_id": 7}, False),
        ({"orders": 3}, {"count": 7}, {"customer_id": 7}, False),
        ({"orders": 3}, {"customer_id": 7}, {}, False),
        ({"orders": 3}, {"note": "somebody's"}, {}, False),
        ({"orders": 3}, [], {}, False),
    ],
)
def test_a_thing_is_known_by_what_it_is(
    address: dict[str, Any], state: Any, tells: dict[str, Any], *, expected: bool
) -> None:
    """A service that was set up anew gives the same key to somebody else: that is left alone."""
    thing = Thing(resource="orders", address=tuple(address.items()), owner=Owner.CREATED)
    assert is_still_own(thing, state, tells, MARKS, OWN) is expected


@pytest.mark.parametrize(
    ("now", "given", "expected"),
    [
        ({"a": "first", "n": 1}, [], True),
        ({"a": "given", "n": 1}, [{"a": "given"}], True),
        ({"a": "given", "n": 1, "id": "made up there"}, [{"a": "given"}], True),
        ({"a": "first", "n": 2}, [{"n": 2}], True),
        ({"n": 1}, [], True),
        ({"a": "another", "n": 1}, [{"a": "given"}], False),
        ({"a": "another", "n": 2}, [{"n": 2}], False),
        ({"a": "another", "n": 1}, [], False),
    ],
)
def test_a_change_is_known_by_what_was_sent(now: Any, given: list[Any], *, expected: bool) -> None:
    """What nobody sent here was written by somebody else, and is not written over."""
    assert is_own_change({"a": "first", "n": 1}, now, given) is expected


@pytest.mark.parametrize(
    ("now", "since", "expected"),
    [
        ({"lang": "fr", "at": 2}, [], True),
        ({"lang": "fr", "at": 9}, [], True),  # nobody gives the time: the service sets it
        ({"lang": "it", "at": 3}, [{"lang": "it"}], True),
        ({"lang": "it", "at": 3}, [], False),
        ({"lang": "it", "at": 3}, [{"lang": "es"}], False),
        ({"at": 3}, [{"lang": "es"}], False),
    ],
)
def test_a_change_is_known_by_what_was_read_last(
    now: Any, since: list[Any], *, expected: bool
) -> None:
    """What stands as the run saw it, but for what it gave since, is its own, however short."""
    sight = Sight(state={"lang": "fr", "at": 2}, given=tuple(since))
    given = [{"lang": "fr"}, {"lang": "it"}, {"lang": "es"}]
    assert is_own_change({"lang": "de", "at": 1}, now, given, sight) is expected
