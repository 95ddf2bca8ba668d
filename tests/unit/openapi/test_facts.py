"""The facts of the contract against both readings, payload by payload."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.openapi.predicate import PREDICATES

UUID = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
OWNED = {"id": UUID, "user_id": UUID}
AZURE = {**OWNED, "type": "voice_azure", "voice_name": "jenny"}
RIME = {**OWNED, "type": "voice_rime", "speaker": "rosie"}
ELEVEN = {**OWNED, "type": "voice_eleven_labs", "voice_id": "v", "api_key": "k"}
END = {**OWNED, "type": "action_end_conversation"}
DTMF = {**OWNED, "type": "action_dtmf"}
TRANSFER = {**OWNED, "type": "action_transfer_call", "config": {"phone_number": "+1"}}
HOOK = {**OWNED, "subscriptions": ["event_message"], "url": "u"}
AGENT = {**OWNED, "prompt": "p", "actions": [], "voice": AZURE}
NUMBER = {**OWNED, "number": "+1", "inbound_agent": AGENT}
LISTED = {**OWNED, "number": "+1", "inbound_agent": UUID}
MISTAKE = {"loc": ["body", 0], "msg": "m", "type": "t"}

Row = tuple[str, str, Any, bool, bool]


def without(payload: dict[str, Any], *names: str) -> dict[str, Any]:
    """The payload without these fields."""
    return {name: value for name, value in payload.items() if name not in names}


def voice(payload: Any) -> Any:
    """A number whose agent speaks with this voice."""
    return {**NUMBER, "inbound_agent": {**AGENT, "voice": payload}}


def action(payload: Any) -> Any:
    """A number whose agent has this one action."""
    return {**NUMBER, "inbound_agent": {**AGENT, "actions": [payload]}}


def hook(payload: Any) -> Any:
    """A number whose agent tells this webhook."""
    return {**NUMBER, "inbound_agent": {**AGENT, "webhook": payload}}


def agent(**changes: Any) -> Any:
    """A number whose agent has these fields changed."""
    return {**NUMBER, "inbound_agent": {**AGENT, **changes}}


def edit(**fields: Any) -> Any:
    """An edit in place of these fields."""
    return {"inbound_agent": fields}


# What it is, whose payload, the payload, valid as published, valid under strict
ANSWERS: list[Row] = [
    ("least", "PhoneNumber", NUMBER, True, True),
    ("active false", "PhoneNumber", {**NUMBER, "active": False}, True, True),
    ("active null", "PhoneNumber", {**NUMBER, "active": None}, False, False),
    ("active text", "PhoneNumber", {**NUMBER, "active": "true"}, False, False),
    ("no id", "PhoneNumber", without(NUMBER, "id"), False, False),
    ("no user_id", "PhoneNumber", without(NUMBER, "user_id"), False, False),
    ("no number", "PhoneNumber", without(NUMBER, "number"), False, False),
    ("no agent", "PhoneNumber", without(NUMBER, "inbound_agent"), False, False),
    ("id no uuid", "PhoneNumber", {**NUMBER, "id": "7"}, False, False),
    ("number not text", "PhoneNumber", {**NUMBER, "number": 1}, False, False),
    ("bare agent", "PhoneNumber", LISTED, False, False),
    ("unknown field", "PhoneNumber", {**NUMBER, "label": "x"}, True, False),
    ("not an object", "PhoneNumber", [NUMBER], False, False),
    ("agent without prompt", "PhoneNumber",
     {**NUMBER, "inbound_agent": without(AGENT, "prompt")}, False, False),
    ("agent without actions", "PhoneNumber",
     {**NUMBER, "inbound_agent": without(AGENT, "actions")}, False, False),
    ("agent without voice", "PhoneNumber",
     {**NUMBER, "inbound_agent": without(AGENT, "voice")}, False, False),
    ("agent with a message", "PhoneNumber", agent(initial_message="hi"), True, True),
    ("agent with a null message", "PhoneNumber", agent(initial_message=None), False, False),
    ("agent with an unknown field", "PhoneNumber", agent(language="en"), True, False),
    ("agent's action a bare uuid", "PhoneNumber", action(UUID), False, False),
    ("agent's voice a bare uuid", "PhoneNumber", voice(UUID), False, False),
    ("agent's voice null", "PhoneNumber", voice(None), False, False),
    ("end", "PhoneNumber", action(END), True, True),
    ("end with an empty config", "PhoneNumber", action({**END, "config": {}}), True, True),
    ("end with a transfer's config", "PhoneNumber",
     action({**END, "config": {"phone_number": "+1"}}), True, False),
    ("dtmf", "PhoneNumber", action(DTMF), True, True),
    ("dtmf with keys", "PhoneNumber", action({**DTMF, "config": {"keys": "1"}}), True, False),
    ("transfer", "PhoneNumber", action(TRANSFER), True, True),
    ("transfer without config", "PhoneNumber", action(without(TRANSFER, "config")), True, False),
    ("transfer without its number", "PhoneNumber",
     action({**TRANSFER, "config": {}}), True, False),
    ("transfer to no text", "PhoneNumber",
     action({**TRANSFER, "config": {"phone_number": 1}}), True, False),
    ("transfer with more", "PhoneNumber",
     action({**TRANSFER, "config": {"phone_number": "+1", "a": 1}}), True, False),
    ("config null", "PhoneNumber", action({**END, "config": None}), False, False),
    ("action without type", "PhoneNumber", action(without(END, "type")), True, False),
    ("action of no kind", "PhoneNumber", action({**END, "type": "action_wait"}), False, False),
    ("action without id", "PhoneNumber", action(without(END, "id")), False, False),
    ("action with an unknown field", "PhoneNumber", action({**END, "a": 1}), True, False),
    ("azure", "PhoneNumber", voice({**AZURE, "pitch": -2, "rate": 15}), True, True),
    ("azure without a name", "PhoneNumber", voice(without(AZURE, "voice_name")), False, False),
    ("azure's pitch a fraction", "PhoneNumber", voice({**AZURE, "pitch": 0.5}), False, False),
    ("azure's pitch 1.0", "PhoneNumber", voice({**AZURE, "pitch": 1.0}), True, True),
    ("azure's pitch text", "PhoneNumber", voice({**AZURE, "pitch": "0"}), False, False),
    ("azure's rate null", "PhoneNumber", voice({**AZURE, "rate": None}), False, False),
    ("azure with rime's field", "PhoneNumber", voice({**AZURE, "speaker": "r"}), True, False),
    ("azure without type", "PhoneNumber", voice(without(AZURE, "type")), True, False),
    ("azure's fields, rime's tag", "PhoneNumber",
     voice({**AZURE, "type": "voice_rime"}), True, False),
    ("voice_base", "PhoneNumber", voice({**AZURE, "type": "voice_base"}), True, False),
    ("voice of no kind", "PhoneNumber", voice({**AZURE, "type": "voice_x"}), False, False),
    ("rime", "PhoneNumber", voice(RIME), True, True),
    ("rime without speaker", "PhoneNumber", voice(without(RIME, "speaker")), False, False),
    ("eleven labs", "PhoneNumber", voice(ELEVEN), True, True),
    ("eleven labs tuned", "PhoneNumber",
     voice({**ELEVEN, "stability": 0.5, "similarity_boost": 1}), True, True),
    ("eleven labs without key", "PhoneNumber", voice(without(ELEVEN, "api_key")), False, False),
    ("eleven labs' stability text", "PhoneNumber",
     voice({**ELEVEN, "stability": "x"}), False, False),
    ("hook", "PhoneNumber", hook(HOOK), True, True),
    ("hook by GET", "PhoneNumber", hook({**HOOK, "method": "GET"}), True, True),
    ("hook by PUT", "PhoneNumber", hook({**HOOK, "method": "PUT"}), False, False),
    ("hook without url", "PhoneNumber", hook(without(HOOK, "url")), False, False),
    ("hook to no event", "PhoneNumber", hook({**HOOK, "subscriptions": ["x"]}), False, False),
    ("hook to nothing", "PhoneNumber", hook({**HOOK, "subscriptions": []}), True, True),
    ("hook null", "PhoneNumber", hook(None), False, False),
    ("hook with a secret", "PhoneNumber", hook({**HOOK, "secret": "x"}), True, False),
    ("listed", "NormalizedPhoneNumber", LISTED, True, True),
    ("listed with its agent", "NormalizedPhoneNumber", NUMBER, False, False),
    ("listed with more", "NormalizedPhoneNumber", {**LISTED, "label": "x"}, True, False),
    ("422", "HTTPValidationError", {"detail": [MISTAKE]}, True, True),
    ("422 without detail", "HTTPValidationError", {}, True, False),
    ("422 with a sentence", "HTTPValidationError", {"detail": "no"}, False, False),
    ("422 with a fraction", "HTTPValidationError",
     {"detail": [{**MISTAKE, "loc": [0.5]}]}, False, False),
    ("422 with more", "HTTPValidationError", {"detail": [{**MISTAKE, "ctx": {}}]}, True, False),
    ("error", "Error", {"detail": "no"}, True, True),
    ("error with a list", "Error", {"detail": [MISTAKE]}, False, False),
    ("error without detail", "Error", {}, False, False),
    ("error with more", "Error", {"detail": "no", "code": 1}, True, False),
]  # fmt: skip
# Requests: the readings agree on each, because Undefined stands in both and admits every object.
REQUESTS: list[tuple[str, Any, bool]] = [
    ("link", {"inbound_agent": UUID}, True),
    ("link to no uuid", {"inbound_agent": "7"}, False),
    ("nothing", {}, False),
    ("null", {"inbound_agent": None}, False),
    ("empty edit", edit(), True),
    ("unknown fields", {**edit(extra=1), "more": 2}, True),
    ("an array", [], False),
    ("prompt", edit(prompt="p"), True),
    ("prompt undefined", edit(prompt={}), True),
    ("prompt null", edit(prompt=None), False),
    ("prompt a number", edit(prompt=1), False),
    ("message", edit(initial_message=""), True),
    ("no actions", edit(actions=[]), True),
    ("actions undefined", edit(actions={"any": "thing"}), True),
    ("action linked", edit(actions=[UUID]), True),
    ("action linked by no uuid", edit(actions=["x"]), False),
    ("action of a kind", edit(actions=[{"type": "action_dtmf", "config": {}}]), True),
    ("action without type", edit(actions=[{"config": {}}]), False),
    ("action of no kind", edit(actions=[{"type": "action_wait"}]), False),
    ("action with a null config", edit(actions=[{"type": "action_dtmf", "config": None}]), False),
    ("transfer", edit(actions=[{"type": "action_transfer_call",
                                "config": {"phone_number": "+1"}}]), True),
    ("transfer without config", edit(actions=[{"type": "action_transfer_call"}]), True),
    ("transfer with another config", edit(actions=[{"type": "action_transfer_call",
                                                    "config": {"phone_number": 1}}]), True),
    ("voice linked", edit(voice=UUID), True),
    ("voice linked by no uuid", edit(voice="x"), False),
    ("voice of a kind", edit(voice={"type": "voice_rime", "speaker": "r"}), True),
    ("voice_base", edit(voice={"type": "voice_base"}), True),
    ("voice without type", edit(voice={"speaker": 1}), True),
    ("voice null", edit(voice=None), False),
    ("hook linked", edit(webhook=UUID), True),
    ("hook", edit(webhook={"subscriptions": [], "url": "u", "method": "GET"}), True),
    ("hook by PUT", edit(webhook={"method": "PUT"}), True),
    ("hook an array", edit(webhook=[]), False),
]  # fmt: skip
ROWS: list[Row] = [
    *ANSWERS,
    *((name, "UpdateNumberRequest", payload, valid, valid) for name, payload, valid in REQUESTS),
]
IDS = [f"{component}: {name}" for name, component, *_ in ROWS]


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_each_reading_says_of_a_payload_what_the_contract_says(
    row: Row, published: Callable[[str, Any], bool], strict: Callable[[str, Any], bool]
) -> None:
    """The description's two readings agree with the fact table."""
    _, component, payload, *expected = row
    assert [published(component, payload), strict(component, payload)] == expected


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_the_predicate_says_of_a_payload_what_the_contract_says(row: Row) -> None:
    """The second opinion of the property tests is held to the same facts."""
    _, component, payload, *expected = row
    predicate = PREDICATES[component]
    assert [predicate(payload, strict=strict) for strict in (False, True)] == expected
