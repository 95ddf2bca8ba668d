"""What a request names, and whether the account has it."""

from dataclasses import replace

import pytest

from contracts.numbers.reference import (
    AGENT,
    FOREIGN_AGENT,
    PHONE_NUMBER,
    SECOND_PHONE_NUMBER,
)
from ringback.campaign.known.identifiers import NO_UUID, Identifier, Identifiers, names_of
from ringback.config import ResourceTable
from ringback.exchange import Request
from ringback.payload import encode
from tests.unit.campaign.stubs import names

TABLES = {
    "number": ResourceTable(
        key="phone",
        own=("one",),
        bystanders=("two",),
        foreign=("theirs", "theirs_too"),
        unknown="+1",
    ),
    "owner": ResourceTable(key="owner_id"),
    "stranger": ResourceTable(key="stranger_id", foreign=("stranger",)),
    "part": ResourceTable(places=("/part", "/parts/*"), own=("part",)),
    "bulb": ResourceTable(places=("/bulb",), key="code", unknown="none", foreign=("bulb",)),
}


def test_tables_tell_where_names_stand() -> None:
    """A key in the query where somebody has things, and each place that holds a part."""
    part = Identifier(
        what="part", unknown=NO_UUID, place="/part", own=("part",), harvest="/part/id"
    )
    assert names_of(TABLES) == (
        Identifier(
            what="number", unknown="+1", parameter="phone", own=("one", "two"), foreign="theirs"
        ),
        Identifier(what="stranger", parameter="stranger_id", foreign="stranger"),
        part,
        replace(part, place="/parts/*", harvest="/parts/*/id"),
        Identifier(
            what="bulb", unknown="none", place="/bulb", foreign="bulb", harvest="/bulb/code"
        ),
    )
    assert next(each.rule for each in names_of(TABLES)) == "auth/foreign-number"


@pytest.mark.parametrize(
    ("what", "values", "own", "foreign", "unknown"),
    [
        ("number", {"one": "a", "two": "b", "theirs": "c"}, ["a", "b"], "c", "+1"),
        ("number", {"two": "b", "theirs": ""}, ["b"], None, "+1"),
        ("stranger", {"stranger": "s"}, [], "s", ""),
        ("part", {"part": "p"}, ["p"], None, NO_UUID),
    ],
)
def test_names_are_those_of_the_values(
    what: str, values: dict[str, str], own: list[str], foreign: str | None, unknown: str
) -> None:
    """What has no value is no name; nobody's key is the configured one."""
    known = Identifiers(names_of(TABLES), values, 0)
    name = next(each for each in known.names if each.what == what)
    assert (known.own(name), known.foreign(name), known.unknown(name)) == (own, foreign, unknown)


_OTHER = "7c9e6679-7425-40de-944b-e07fc1f90ae7"


def _update(number: str, agent: object) -> Request:
    return Request(
        method="POST",
        url=f"/v1/numbers/update?phone_number={number.replace('+', '%2B')}",
        body=encode({"inbound_agent": agent}),
    )


def test_own_names_are_no_strangers() -> None:
    """What is configured belongs to the account, a uuid in whatever case."""
    assert names().strangers(_update(PHONE_NUMBER, AGENT.upper())) == frozenset()
    assert names().strangers(_update(SECOND_PHONE_NUMBER, {})) == frozenset()


def test_everything_else_is_a_stranger() -> None:
    """Another account's names and made-up ones, in the query and at each place of the body."""
    body = {"actions": [_OTHER], "voice": _OTHER, "webhook": {}}
    request = _update("+1", body)
    assert names().strangers(request) == {"+1", _OTHER}
    assert names().strangers(_update(PHONE_NUMBER, FOREIGN_AGENT)) == {FOREIGN_AGENT}


def test_a_text_that_can_be_no_name_is_none() -> None:
    """Where names are uuids, another text is a mistake in the request, not an unknown thing."""
    assert names().strangers(_update(PHONE_NUMBER, "an-agent")) == frozenset()


def test_names_are_learnt_from_answers() -> None:
    """The ids that an answer tells belong to the account from then on."""
    known = names()
    known.learn({"inbound_agent": {"id": AGENT, "voice": {"id": _OTHER}}})
    assert known.strangers(_update(PHONE_NUMBER, {"voice": _OTHER})) == frozenset()
    assert known.made_up == {_OTHER}


def test_plain_strangers_are_well_formed() -> None:
    """A configured stranger and a uuid are beyond doubt, any other text is not."""
    known = names()
    assert known.plain(frozenset({"+15550199999", _OTHER}))
    assert not known.plain(frozenset({"0"}))
