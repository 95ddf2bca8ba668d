"""What contract.md says of each payload, in plain Python: the second opinion of the fidelity tests.

Written from the contract's prose alone; nothing here reads the description or knows JSON Schema.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

Test = Callable[[Any], bool]

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
ACTIONS = ("action_end_conversation", "action_dtmf", "action_transfer_call")
VOICES = ("voice_azure", "voice_rime", "voice_eleven_labs")
EVENTS = (
    "event_message",
    "event_action",
    "event_phone_call_connected",
    "event_phone_call_ended",
    "event_transcript",
    "event_recording",
)


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _uuid(value: Any) -> bool:
    return isinstance(value, str) and _UUID.fullmatch(value) is not None


def _boolean(value: Any) -> bool:
    return isinstance(value, bool)


def _integer(value: Any) -> bool:
    """JSON knows no difference between 1 and 1.0."""
    return not isinstance(value, bool) and (
        isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    )


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _object(value: Any) -> bool:
    return isinstance(value, dict)


def _one_of(*words: str) -> Test:
    return lambda value: isinstance(value, str) and value in words


def _list_of(item: Test) -> Test:
    return lambda value: isinstance(value, list) and all(item(each) for each in value)


def _fields(
    value: Any, required: Mapping[str, Test], optional: Mapping[str, Test], *, closed: bool
) -> bool:
    """An object with these fields; a closed one has no others."""
    if not isinstance(value, dict) or not required.keys() <= value.keys():
        return False
    known = {**required, **optional}
    if closed and not value.keys() <= known.keys():
        return False
    return all(test(value[name]) for name, test in known.items() if name in value)


_OWNED: Mapping[str, Test] = {"id": _uuid, "user_id": _uuid}


def phone_number(value: Any, *, strict: bool) -> bool:
    """The answer of the update and of the read."""
    required = {
        **_OWNED,
        "number": _text,
        "inbound_agent": lambda inner: _agent(inner, strict=strict),
    }
    return _fields(value, required, {"active": _boolean}, closed=strict)


def listed_number(value: Any, *, strict: bool) -> bool:
    """A number as the list answers it: its agent is a bare uuid."""
    required = {**_OWNED, "number": _text, "inbound_agent": _uuid}
    return _fields(value, required, {"active": _boolean}, closed=strict)


def number_list(value: Any, *, strict: bool) -> bool:
    """The whole answer of the list."""
    return _list_of(lambda item: listed_number(item, strict=strict))(value)


def _agent(value: Any, *, strict: bool) -> bool:
    required = {
        **_OWNED,
        "prompt": _text,
        "actions": _list_of(lambda item: _action(item, strict=strict)),
        "voice": lambda inner: _voice(inner, strict=strict),
    }
    optional = {
        "initial_message": _text,
        "webhook": lambda inner: _webhook(inner, strict=strict),
    }
    return _fields(value, required, optional, closed=strict)


def _kind(
    value: Any,
    tag: str,
    tags: tuple[str, ...],
    required: Mapping[str, Test],
    optional: Mapping[str, Test],
    *,
    strict: bool,
) -> bool:
    """One kind: as published its type may be any kind's tag or be left out; strict has its own."""
    if strict:
        required = {**_OWNED, **required, "type": _one_of(tag)}
        return _fields(value, required, optional, closed=True)
    return _fields(
        value, {**_OWNED, **required}, {**optional, "type": _one_of(*tags)}, closed=False
    )


def _action(value: Any, *, strict: bool) -> bool:
    def empty(config: Any) -> bool:
        return _fields(config, {}, {}, closed=strict)

    def transfer(config: Any) -> bool:
        return _fields(config, {"phone_number": _text}, {}, closed=strict)

    return any(
        (
            _kind(value, ACTIONS[0], ACTIONS, {}, {"config": empty}, strict=strict),
            _kind(value, ACTIONS[1], ACTIONS, {}, {"config": empty}, strict=strict),
            _kind(value, ACTIONS[2], ACTIONS, {"config": transfer}, {}, strict=strict),
        )
    )


def _voice(value: Any, *, strict: bool) -> bool:
    tags = ("voice_base", *VOICES)
    azure = {"pitch": _integer, "rate": _integer}
    eleven = {"stability": _number, "similarity_boost": _number}
    keyed = {"voice_id": _text, "api_key": _text}
    return any(
        (
            _kind(value, VOICES[0], tags, {"voice_name": _text}, azure, strict=strict),
            _kind(value, VOICES[1], tags, {"speaker": _text}, {}, strict=strict),
            _kind(value, VOICES[2], tags, keyed, eleven, strict=strict),
        )
    )


def _webhook(value: Any, *, strict: bool) -> bool:
    required = {**_OWNED, "subscriptions": _list_of(_one_of(*EVENTS)), "url": _text}
    return _fields(value, required, {"method": _one_of("GET", "POST")}, closed=strict)


def update_request(value: Any, *, strict: bool) -> bool:
    """The body of the update. Undefined admits every object in both readings, and objects are open.

    So only an action inside the array can be refused as an object: no Undefined stands beside it.
    Its tags are the same three words in both readings, and so the two agree on every request.
    """
    del strict

    def action(item: Any) -> bool:
        return _uuid(item) or _fields(
            item, {"type": _one_of(*ACTIONS)}, {"config": _object}, closed=False
        )

    def edit(agent: Any) -> bool:
        optional: Mapping[str, Test] = {
            "prompt": lambda given: _text(given) or _object(given),
            "initial_message": lambda given: _text(given) or _object(given),
            "actions": lambda given: _list_of(action)(given) or _object(given),
            "voice": lambda given: _uuid(given) or _object(given),
            "webhook": lambda given: _uuid(given) or _object(given),
        }
        return _fields(agent, {}, optional, closed=False)

    return _fields(
        value, {"inbound_agent": lambda agent: _uuid(agent) or edit(agent)}, {}, closed=False
    )


def validation_error(value: Any, *, strict: bool) -> bool:
    """The 422 answer; its detail is shown in every one, and published as optional."""

    def mistake(item: Any) -> bool:
        loc = _list_of(lambda step: _text(step) or _integer(step))
        return _fields(item, {"loc": loc, "msg": _text, "type": _text}, {}, closed=strict)

    detail = {"detail": _list_of(mistake)}
    return _fields(value, detail if strict else {}, detail, closed=strict)


def error(value: Any, *, strict: bool) -> bool:
    """The answers 401, 403, 404 and 405."""
    return _fields(value, {"detail": _text}, {}, closed=strict)


# Each payload of the contract, by the component that describes it.
PREDICATES: Mapping[str, Callable[..., bool]] = {
    "PhoneNumber": phone_number,
    "NormalizedPhoneNumber": listed_number,
    "UpdateNumberRequest": update_request,
    "HTTPValidationError": validation_error,
    "Error": error,
}
