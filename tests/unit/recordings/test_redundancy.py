"""Which recordings nobody would miss."""

import pytest

from ringback.exchange import Exchange, Request, Response
from ringback.payload import encode
from ringback.recordings import Expected, Recording
from ringback.recordings.samples.redundancy import redundant, shows
from ringback.recordings.samples.showing import Showing
from tests.unit.contract.making import numbers

STRICT = numbers("strict")
JSON = (("Content-Type", "application/json"),)


@pytest.mark.parametrize(
    ("shown", "gone"),
    [
        ({}, []),
        ({"a": "1", "b": "2"}, []),
        ({"a": "12", "b": "12"}, ["b"]),
        ({"b": "12", "a": "12", "c": "12"}, ["b", "c"]),
        ({"a": "1", "b": "12"}, ["a"]),
        ({"a": "12", "b": "23", "c": "13"}, ["c"]),
        ({"a": "12", "b": "1", "c": "2"}, ["b", "c"]),
        ({"a": "", "b": ""}, []),
    ],
)
def test_what_is_redundant(shown: dict[str, str], gone: list[str]) -> None:
    """The later by name first, as long as the others show everything; what shows nothing stays."""
    assert redundant(shown) == gone
    left = {thing for name, things in shown.items() if name not in gone for thing in things}
    assert left == {thing for things in shown.values() for thing in things}


def error(
    message: str = "Number 5 not found", url: str = "/v1/numbers?phone_number=%2B1", rule: str = ""
) -> Recording:
    """A recording of a read that was refused."""
    response = Response(status=404, headers=JSON, body=encode({"detail": message}))
    request = Request(method="GET", url=url)
    expect = (Expected(rule=rule),) if rule else ()
    exchange = Exchange(request=request, outcome=response)
    return Recording(file="r.json", exchange=exchange, expect=expect)


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (error(), True),
        (error("Number 17 not found"), True),
        (error(url="/v1/numbers?phone_number=%2B15550100"), True),
        (error("No such number"), False),
        (error(url="/v1/numbers?phone_number=+1"), False),
        (error(url="/v1/numbers"), False),
        (error(rule="schema/response"), False),
    ],
)
def test_what_a_recording_is_there_for(other: Recording, *, alike: bool) -> None:
    """An error's message without its values, the spelling of a query, known findings."""
    showing = Showing(STRICT)
    assert (shows(error(), STRICT, showing) == shows(other, STRICT, showing)) is alike


def test_nothing_is_known_without_an_operation() -> None:
    """Such a recording is told as a finding, not as redundant."""
    assert shows(error(url="/v2"), STRICT, Showing(STRICT)) == frozenset()
