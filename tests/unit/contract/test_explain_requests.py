"""What is wrong with requests of the repository's own description: a request stays open."""

from typing import Any

import pytest

from tests.unit.contract.making import numbers, told

Told = list[tuple[str, str, str]]

ACTIONS = '"action_transfer_call", "action_end_conversation" or "action_dtmf"'
EDIT = "AgentUpdateParams/properties"
ITEM = f"{EDIT}/actions/anyOf/0/items/anyOf"


def editing(**edit: Any) -> Any:
    """A request that edits the agent."""
    return {"inbound_agent": edit}


BOTH: list[tuple[str, Any, Told]] = [
    (
        "UpdateNumberRequest",
        {},
        [('UpdateNumberRequest needs "inbound_agent"', "", "UpdateNumberRequest/required")],
    ),
    (
        "UpdateNumberRequest",
        {"inbound_agent": None},
        [
            (
                "must be a string or an object, not null",
                "/inbound_agent",
                "UpdateNumberRequest/properties/inbound_agent/anyOf",
            )
        ],
    ),
    (
        "UpdateNumberRequest",
        {"inbound_agent": "an-agent"},
        [
            (
                '"an-agent" is no uuid',
                "/inbound_agent",
                "UpdateNumberRequest/properties/inbound_agent/anyOf/0/format",
            )
        ],
    ),
    (
        "UpdateNumberRequest",
        editing(prompt=5, initial_message=[], voice=True, webhook=1.5),
        [
            (f"must be a string or an object, not {kind}", f"/inbound_agent/{name}", place)
            for name, kind, place in (
                ("prompt", "an integer", f"{EDIT}/prompt/anyOf"),
                ("initial_message", "an array", f"{EDIT}/initial_message/anyOf"),
                ("voice", "a boolean", f"{EDIT}/voice/anyOf"),
                ("webhook", "a number", f"{EDIT}/webhook/anyOf"),
            )
        ],
    ),
    (
        "UpdateNumberRequest",
        editing(actions=["x", 5], voice="x", webhook="x"),
        [
            (
                '"x" is no uuid',
                "/inbound_agent/actions/0",
                f"{EDIT}/actions/anyOf/0/items/anyOf/0/format",
            ),
            (
                "must be a string or an object, not an integer",
                "/inbound_agent/actions/1",
                f"{EDIT}/actions/anyOf/0/items/anyOf",
            ),
            ('"x" is no uuid', "/inbound_agent/voice", f"{EDIT}/voice/anyOf/0/format"),
            ('"x" is no uuid', "/inbound_agent/webhook", f"{EDIT}/webhook/anyOf/0/format"),
        ],
    ),
    (
        "UpdateNumberRequest",
        editing(actions=[{"type": "action_transfer_call", "config": 5}]),
        [
            (
                "must be an object, not an integer",
                "/inbound_agent/actions/0/config",
                "TransferCallActionUpdateParams/properties/config/anyOf",
            )
        ],
    ),
]


@pytest.mark.parametrize("reading", ["published", "strict"])
@pytest.mark.parametrize(("component", "payload", "expected"), BOTH, ids=range(len(BOTH)))
def test_what_both_readings_object_to(
    reading: str, component: str, payload: Any, expected: Told
) -> None:
    """Each objection is told at its leaf, in both readings alike."""
    assert sorted(told(numbers(reading), component, payload)) == sorted(expected)


@pytest.mark.parametrize(
    ("reading", "action", "expected"),
    [
        (
            "published",
            {"type": "action_sing"},
            (
                (
                    'must be "action_end_conversation", "action_dtmf" or "action_transfer_call", '
                    'not "action_sing"'
                ),
                "/type",
                "ActionType/enum",
            ),
        ),
        ("published", {}, ('needs "type"', "", ITEM)),
        (
            "strict",
            {"type": "action_sing"},
            (f'must be {ACTIONS}, not "action_sing"', "/type", ITEM),
        ),
        ("strict", {}, (f'needs "type", one of {ACTIONS}', "", ITEM)),
    ],
)
def test_the_kind_of_an_action(reading: str, action: Any, expected: tuple[str, str, str]) -> None:
    """Strict tells the kinds apart by their tag; published has one list of tags for all."""
    message, below, schema = expected
    found = told(numbers(reading), "UpdateNumberRequest", editing(actions=[action]))
    assert found == [(message, f"/inbound_agent/actions/0{below}", schema)]
