"""What is wrong with payloads of the repository's own description, sentence by sentence."""

import json
from typing import Any

import pytest

from tests.unit.contract.making import UUID, agent, number, numbers, part, told

Told = list[tuple[str, str, str]]

ACTIONS = '"action_transfer_call", "action_end_conversation" or "action_dtmf"'
VOICES = '"voice_azure", "voice_rime" or "voice_eleven_labs"'
EVENTS = (
    '"event_message", "event_action", "event_phone_call_connected", "event_phone_call_ended", '
    '"event_transcript" or "event_recording"'
)
ACTION = "Agent/properties/actions/items/anyOf"
VOICE = "Agent/properties/voice/anyOf"


def acting(action: Any) -> Any:
    """A number whose agent has this one action."""
    return number(inbound_agent=agent(actions=[action]))


def speaking(voice: Any) -> Any:
    """A number whose agent has this voice."""
    return number(inbound_agent=agent(voice=voice))


def calling(**webhook: Any) -> Any:
    """A number whose agent has this webhook."""
    return number(inbound_agent=agent(webhook=part(**webhook)))


# What both readings object to, in the same words.
BOTH: list[tuple[str, Any, Told]] = [
    ("PhoneNumber", [], [("must be an object, not an array", "", "PhoneNumber/type")]),
    (
        "PhoneNumber",
        number(number=...),
        [('PhoneNumber needs "number"', "", "PhoneNumber/required")],
    ),
    (
        "PhoneNumber",
        number(id="x", active=None),
        [
            ('"x" is no uuid', "/id", "PhoneNumber/properties/id/format"),
            ("must be a boolean, not null", "/active", "PhoneNumber/properties/active/type"),
        ],
    ),
    (
        "PhoneNumber",
        number(inbound_agent=UUID),
        [("must be an object, not a string", "/inbound_agent", "Agent/type")],
    ),
    (
        "PhoneNumber",
        number(inbound_agent=agent(prompt=..., actions=None)),
        [
            (
                "must be an array, not null",
                "/inbound_agent/actions",
                "Agent/properties/actions/type",
            ),
            ('Agent needs "prompt"', "/inbound_agent", "Agent/required"),
        ],
    ),
    (
        "PhoneNumber",
        acting(part(type="action_sing")),
        [
            (
                f'must be {ACTIONS}, not "action_sing"',
                "/inbound_agent/actions/0/type",
                ACTION,
            )
        ],
    ),
    (
        "PhoneNumber",
        acting(part(type=None)),
        [(f"must be {ACTIONS}, not null", "/inbound_agent/actions/0/type", ACTION)],
    ),
    (
        "PhoneNumber",
        acting({"type": "action_dtmf"}),
        [
            ('an action_dtmf needs "id"', "/inbound_agent/actions/0", "DTMFAction/required"),
            ('an action_dtmf needs "user_id"', "/inbound_agent/actions/0", "DTMFAction/required"),
        ],
    ),
    (
        "PhoneNumber",
        acting(UUID),
        [("must be an object, not a string", "/inbound_agent/actions/0", ACTION)],
    ),
    (
        "PhoneNumber",
        speaking(part(type="voice_azure", voice_name="v", pitch="3")),
        [
            (
                "must be an integer, not a string",
                "/inbound_agent/voice/pitch",
                "AzureVoice/properties/pitch/type",
            )
        ],
    ),
    (
        "PhoneNumber",
        speaking(part(type="voice_azure", voice_name="v", rate=1.5)),
        [
            (
                "must be an integer, not a number",
                "/inbound_agent/voice/rate",
                "AzureVoice/properties/rate/type",
            )
        ],
    ),
    (
        "PhoneNumber",
        speaking(part(type="voice_rime")),
        [('a voice_rime needs "speaker"', "/inbound_agent/voice", "RimeVoice/required")],
    ),
    (
        "PhoneNumber",
        speaking(None),
        [("must be an object, not null", "/inbound_agent/voice", VOICE)],
    ),
    (
        "PhoneNumber",
        calling(subscriptions=["event_message", "event_bogus"], url="u", method="PUT"),
        [
            (
                f'must be {EVENTS}, not "event_bogus"',
                "/inbound_agent/webhook/subscriptions/1",
                "EventType/enum",
            ),
            (
                'must be "GET" or "POST", not "PUT"',
                "/inbound_agent/webhook/method",
                "HTTPMethod/enum",
            ),
        ],
    ),
    (
        "HTTPValidationError",
        {"detail": [{"loc": [1.5, "x"], "msg": "m"}]},
        [
            (
                "must be a string or an integer, not a number",
                "/detail/0/loc/0",
                "ValidationError/properties/loc/items/anyOf",
            ),
            ('ValidationError needs "type"', "/detail/0", "ValidationError/required"),
        ],
    ),
]
# What the strict reading objects to, and the published one admits.
STRICT: list[tuple[str, Any, Told]] = [
    (
        "PhoneNumber",
        number(extra=1, more=2),
        [
            ('PhoneNumber has no "extra" here', "", "PhoneNumber/additionalProperties"),
            ('PhoneNumber has no "more" here', "", "PhoneNumber/additionalProperties"),
        ],
    ),
    (
        "PhoneNumber",
        acting(part(type="action_transfer_call", config={})),
        [
            (
                'an action_transfer_call needs "phone_number"',
                "/inbound_agent/actions/0/config",
                "TransferCallConfig/required",
            )
        ],
    ),
    (
        "PhoneNumber",
        acting(part(type="action_transfer_call")),
        [
            (
                'an action_transfer_call needs "config"',
                "/inbound_agent/actions/0",
                "TransferCallAction/required",
            )
        ],
    ),
    (
        "PhoneNumber",
        acting(part(type="action_end_conversation", config={"phone_number": "+1"})),
        [
            (
                'an action_end_conversation has no "phone_number" here',
                "/inbound_agent/actions/0/config",
                "EmptyActionConfig/additionalProperties",
            )
        ],
    ),
    (
        "PhoneNumber",
        acting(part()),
        [(f'needs "type", one of {ACTIONS}', "/inbound_agent/actions/0", ACTION)],
    ),
    (
        "PhoneNumber",
        speaking(part(type="voice_base", voice_name="v", pitch=0, rate=15)),
        [(f'must be {VOICES}, not "voice_base"', "/inbound_agent/voice/type", VOICE)],
    ),
    (
        "PhoneNumber",
        speaking(part(type="voice_eleven_labs", voice_id="v", speaker="s")),
        [
            (
                'a voice_eleven_labs needs "api_key"',
                "/inbound_agent/voice",
                "ElevenLabsVoice/required",
            ),
            (
                'a voice_eleven_labs has no "speaker" here',
                "/inbound_agent/voice",
                "ElevenLabsVoice/additionalProperties",
            ),
        ],
    ),
    (
        "HTTPValidationError",
        {},
        [('HTTPValidationError needs "detail"', "", "HTTPValidationError/required")],
    ),
    (
        "Error",
        {"detail": "x", "more": 1},
        [('Error has no "more" here', "", "Error/additionalProperties")],
    ),
]


@pytest.mark.parametrize("reading", ["published", "strict"])
@pytest.mark.parametrize(("component", "payload", "expected"), BOTH, ids=range(len(BOTH)))
def test_what_both_readings_object_to(
    reading: str, component: str, payload: Any, expected: Told
) -> None:
    """Each objection is told at its leaf, in both readings alike."""
    assert sorted(told(numbers(reading), component, payload)) == sorted(expected)


@pytest.mark.parametrize(("component", "payload", "expected"), STRICT, ids=range(len(STRICT)))
def test_what_strict_alone_objects_to(component: str, payload: Any, expected: Told) -> None:
    """The tag names the kind that is told about; the published reading admits the payload."""
    assert sorted(told(numbers("strict"), component, payload)) == sorted(expected)
    assert told(numbers("published"), component, payload) == []


@pytest.mark.parametrize("reading", ["published", "strict"])
def test_every_example_of_the_description_is_admitted(reading: str) -> None:
    """The description's own examples keep the description."""
    contract = numbers(reading)
    text = json.dumps(contract.description.document["components"]["examples"])
    for example in json.loads(text).values():
        assert told(contract, "PhoneNumber", example["value"]) == []
