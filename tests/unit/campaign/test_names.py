"""What a request names, and whether the account has it."""

from contracts.numbers.reference import (
    AGENT,
    FOREIGN_AGENT,
    PHONE_NUMBER,
    SECOND_PHONE_NUMBER,
)
from ringback.exchange import Request
from ringback.payload import decode, encode
from tests.unit.campaign.stubs import names

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


def test_three_of_four_requests_name_only_what_exists() -> None:
    """Generated names are replaced by the account's own; every fourth request is left alone."""
    made = _update("+1", _OTHER)
    adopted = [names().adopted(made, index) for index in range(4)]
    assert [each == made for each in adopted] == [False, False, False, True]
    for each in adopted[:3]:
        assert each.query == [("phone_number", PHONE_NUMBER)]
        assert decode(each.body or b"").value == {"inbound_agent": AGENT}


def test_plain_strangers_are_well_formed() -> None:
    """A configured stranger and a uuid are beyond doubt, any other text is not."""
    known = names()
    assert known.plain(frozenset({"+15550199999", _OTHER}))
    assert not known.plain(frozenset({"0"}))
