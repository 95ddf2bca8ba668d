"""What a request really gives, and what an answer is with its defaults."""

from typing import Any

import pytest

from ringback.schema.given import LEFT_OUT, filled, given
from tests.unit.contract.making import UUID, agent, number, numbers, part, place, small

CONTRACT = numbers("strict")


def of_request(edit: Any) -> Any:
    """What a request's agent really gives."""
    request = CONTRACT.view(place("UpdateNumberRequest"))
    return given(request, {"inbound_agent": edit}, CONTRACT.schemas.admits)["inbound_agent"]


@pytest.mark.parametrize(
    "edit",
    [
        UUID,
        {},
        {"prompt": "", "initial_message": "\ud800"},
        {"actions": []},
        {"actions": [UUID, {"type": "action_transfer_call", "config": {"phone_number": "+1"}}]},
        {"voice": {"type": "voice_azure", "pitch": 10**30, "rate": 1.0}},
        {"webhook": {"subscriptions": ["event_message"], "url": "u", "method": "GET"}},
    ],
)
def test_concrete_forms_are_given_whole(edit: Any) -> None:
    """A link, an edit and every part in a form that the description knows."""
    assert of_request(edit) == edit


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ({"prompt": {}, "actions": {"x": 1}, "voice": {}}, {}),
        ({"unknown": 1, "prompt": "p"}, {"prompt": "p"}),
        ({"voice": {"type": "voice_rime", "pitch": 3}}, {"voice": {"type": "voice_rime"}}),
        ({"voice": {"type": "voice_rime", "speaker": {}}}, {"voice": {"type": "voice_rime"}}),
        ({"voice": {"type": "voice_base", "voice_name": "v"}}, {}),
        ({"voice": {"speaker": "s"}}, {}),
        ({"webhook": {"method": "PUT"}}, {}),
        (
            {"actions": [{"type": "action_transfer_call", "config": {}}]},
            {"actions": [{"type": "action_transfer_call"}]},
        ),
        (
            {"actions": [{"type": "action_dtmf", "config": {"x": 1}, "y": 2}]},
            {"actions": [{"type": "action_dtmf"}]},
        ),
    ],
)
def test_what_only_a_vacuous_branch_admits_is_left_out(edit: Any, expected: Any) -> None:
    """Unknown members, and objects that a service must take for nothing."""
    assert of_request(edit) == expected


def test_an_array_keeps_its_length() -> None:
    """An item that no concrete branch admits stands as left out."""
    branches = {"anyOf": [{"const": 1}, {"type": "object"}]}
    contract = small({"Thing": {"type": "array", "items": branches}})
    found = given(contract.view(place("Thing")), [1, {}, 1, {"a": 2}], contract.schemas.admits)
    assert found == [1, LEFT_OUT, 1, LEFT_OUT]
    assert repr(LEFT_OUT) == "LEFT_OUT"


def test_a_value_that_is_all_vacuous_is_left_out() -> None:
    """As a whole."""
    contract = small({"Thing": {"type": "object"}})
    assert given(contract.view(place("Thing")), {"a": 1}, contract.schemas.admits) is LEFT_OUT


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (number(), number(active=True)),
        (number(active=False), number(active=False)),
        (
            number(inbound_agent=agent(voice=part(type="voice_azure", voice_name="v", rate=3))),
            number(
                active=True,
                inbound_agent=agent(
                    voice=part(type="voice_azure", voice_name="v", pitch=0, rate=3)
                ),
            ),
        ),
        (
            number(active=True, inbound_agent=agent(webhook=part(subscriptions=[], url="u"))),
            number(
                active=True,
                inbound_agent=agent(webhook=part(subscriptions=[], url="u", method="POST")),
            ),
        ),
        ({"active": None, "extra": 1}, {"active": None, "extra": 1}),
        ([], []),
        ("x", "x"),
    ],
)
def test_defaults_are_filled_in(payload: Any, expected: Any) -> None:
    """Absent members with a documented default get it, at every depth; nothing else changes."""
    schema = CONTRACT.view(place("PhoneNumber"))
    assert filled(schema, payload, CONTRACT.schemas.admits) == expected


def test_a_tag_is_filled_in_by_no_guess() -> None:
    """A part that no branch admits stays as it is: which one's defaults would it get?"""
    payload = number(active=True, inbound_agent=agent(voice={"type": "voice_azure"}))
    schema = CONTRACT.view(place("PhoneNumber"))
    assert filled(schema, payload, CONTRACT.schemas.admits) == payload


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"additionalProperties": {"type": "string"}}, {"Aa-Bb": "x"}, {"Aa-Bb": "x"}),
        (
            {"additionalProperties": {"properties": {"a": {"type": "string"}}}},
            {"k": {"a": "x", "b": 1}},
            {"k": {"a": "x"}},
        ),
        ({"additionalProperties": False}, {}, {}),
        ({"properties": {"a": {}}, "additionalProperties": {"type": "string"}}, {"b": "x"}, {}),
    ],
)
def test_the_members_of_a_map_are_given(schema: Any, value: Any, expected: Any) -> None:
    """Their names are data; beside described members nobody knows what others are."""
    contract = small({"Map": {"type": "object", **schema}})
    view = contract.view("/components/schemas/Map")
    assert given(view, value, contract.schemas.admits) == expected
