"""What a request names, and whether the account has it."""

from contracts.numbers.laws import KNOWLEDGE
from contracts.numbers.reference import (
    AGENT,
    FOREIGN_AGENT,
    PHONE_NUMBER,
    SECOND_PHONE_NUMBER,
    VALUES,
)
from ringback.campaign.names import Names
from ringback.exchange import Request
from ringback.payload import decode, encode

_OTHER = "7c9e6679-7425-40de-944b-e07fc1f90ae7"


def _names() -> Names:
    return Names(KNOWLEDGE.names, VALUES, 0)


def _update(number: str, agent: object) -> Request:
    return Request(
        method="POST",
        url=f"/v1/numbers/update?phone_number={number.replace('+', '%2B')}",
        body=encode({"inbound_agent": agent}),
    )


def test_own_names_are_no_strangers() -> None:
    """What is configured belongs to the account, a uuid in whatever case."""
    assert _names().strangers(_update(PHONE_NUMBER, AGENT.upper())) == frozenset()
    assert _names().strangers(_update(SECOND_PHONE_NUMBER, {})) == frozenset()


def test_everything_else_is_a_stranger() -> None:
    """Another account's names and made-up ones, in the query and at each place of the body."""
    body = {"actions": [_OTHER], "voice": _OTHER, "webhook": {}}
    request = _update("+1", body)
    assert _names().strangers(request) == {"+1", _OTHER}
    assert _names().strangers(_update(PHONE_NUMBER, FOREIGN_AGENT)) == {FOREIGN_AGENT}


def test_a_text_that_can_be_no_name_is_none() -> None:
    """Where names are uuids, another text is a mistake in the request, not an unknown thing."""
    assert _names().strangers(_update(PHONE_NUMBER, "an-agent")) == frozenset()


def test_names_are_learnt_from_answers() -> None:
    """The ids that an answer tells belong to the account from then on."""
    names = _names()
    names.learn({"inbound_agent": {"id": AGENT, "voice": {"id": _OTHER}}})
    assert names.strangers(_update(PHONE_NUMBER, {"voice": _OTHER})) == frozenset()
    assert names.made_up == {_OTHER}


def test_three_of_four_requests_name_only_what_exists() -> None:
    """Generated names are replaced by the account's own; every fourth request is left alone."""
    made = _update("+1", _OTHER)
    adopted = [_names().adopted(made, index) for index in range(4)]
    assert [each == made for each in adopted] == [False, False, False, True]
    for each in adopted[:3]:
        assert each.query == [("phone_number", PHONE_NUMBER)]
        assert decode(each.body or b"").value == {"inbound_agent": AGENT}


def test_plain_strangers_are_well_formed() -> None:
    """A configured stranger and a uuid are beyond doubt, any other text is not."""
    names = _names()
    assert names.plain(frozenset({"+15550199999", _OTHER}))
    assert not names.plain(frozenset({"0"}))
