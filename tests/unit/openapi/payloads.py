"""Payloads of the contract for Hypothesis: valid ones, and those that miss by a step or two."""

import copy
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from tests.unit.openapi.predicate import ACTIONS, EVENTS, VOICES

_UUIDS = st.uuids().map(str)
_WORDS = st.text(max_size=6)
_WHOLE = st.integers() | st.sampled_from([1.0, -3.0, 1e20])
_REAL = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
_NOTHING: st.SearchStrategy[Any] = st.just({})


def _object(required: Mapping[str, Any], optional: Mapping[str, Any] | None = None) -> Any:
    return st.fixed_dictionaries(dict(required), optional=dict(optional or {}))


def _owned(required: Mapping[str, Any], optional: Mapping[str, Any] | None = None) -> Any:
    return _object({"id": _UUIDS, "user_id": _UUIDS, **required}, optional)


def _action(tag: str, *, of_answer: bool) -> Any:
    config = _object({"phone_number": _WORDS}) if tag == ACTIONS[2] else _NOTHING
    if not of_answer:
        return _object({"type": st.just(tag)}, {"config": config})
    required = {"type": st.just(tag)}
    return (
        _owned({**required, "config": config})
        if tag == ACTIONS[2]
        else _owned(required, {"config": config})
    )


_AZURE = {"pitch": _WHOLE, "rate": _WHOLE}
_ELEVEN = {"stability": _REAL, "similarity_boost": _REAL}
_KEYED = {"voice_id": _WORDS, "api_key": _WORDS}
_VOICE = st.one_of(
    _owned({"type": st.just(VOICES[0]), "voice_name": _WORDS}, _AZURE),
    _owned({"type": st.just(VOICES[1]), "speaker": _WORDS}),
    _owned({"type": st.just(VOICES[2]), **_KEYED}, _ELEVEN),
)
_VOICE_EDIT = st.one_of(
    _UUIDS,
    _object({"type": st.just(VOICES[0])}, {"voice_name": _WORDS, **_AZURE}),
    _object({"type": st.just(VOICES[1])}, {"speaker": _WORDS}),
    _object({"type": st.just(VOICES[2])}, {**_KEYED, **_ELEVEN}),
    _NOTHING,
)
_HOOK = {
    "subscriptions": st.lists(st.sampled_from(EVENTS), max_size=3),
    "url": _WORDS,
}
_METHOD = {"method": st.sampled_from(["GET", "POST"])}
_AGENT = _owned(
    {
        "prompt": _WORDS,
        "actions": st.lists(
            st.one_of([_action(tag, of_answer=True) for tag in ACTIONS]), max_size=2
        ),
        "voice": _VOICE,
    },
    {"initial_message": _WORDS, "webhook": _owned(_HOOK, _METHOD)},
)
_EDIT = _object(
    {},
    {
        "prompt": _WORDS | _NOTHING,
        "initial_message": _WORDS | _NOTHING,
        "actions": _NOTHING
        | st.lists(
            st.one_of([_UUIDS, *(_action(tag, of_answer=False) for tag in ACTIONS)]), max_size=3
        ),
        "voice": _VOICE_EDIT,
        "webhook": _UUIDS | _object({}, {**_HOOK, **_METHOD}),
    },
)
_MISTAKE = _object(
    {"loc": st.lists(_WORDS | st.integers(), max_size=3), "msg": _WORDS, "type": _WORDS}
)
_ACTIVE = {"active": st.booleans()}

# Payloads that are valid in both readings, by component.
VALID: Mapping[str, Any] = {
    "PhoneNumber": _owned({"number": _WORDS, "inbound_agent": _AGENT}, _ACTIVE),
    "NormalizedPhoneNumber": _owned({"number": _WORDS, "inbound_agent": _UUIDS}, _ACTIVE),
    "UpdateNumberRequest": _object({"inbound_agent": _UUIDS | _EDIT}),
    "HTTPValidationError": _object({"detail": st.lists(_MISTAKE, max_size=2)}),
    "Error": _object({"detail": _WORDS}),
}

_UUID = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
_JUNK: st.SearchStrategy[Any] = st.sampled_from(
    [
        None, True, 0, -3, 1.0, 1.5, 10**30, "", "x", [], {}, ["x"], [[]], {"x": None},
        _UUID, _UUID.upper(), _UUID.replace("-", ""), f"{{{_UUID}}}", f"{_UUID} ",
        {"phone_number": "+1"}, {"phone_number": 1}, {"type": ACTIONS[2]},
        {"type": VOICES[1], "speaker": "x"}, "GET", "PUT", "voice_base",
        *ACTIONS, *VOICES, EVENTS[0],
    ]
)  # fmt: skip
_NAMES = st.sampled_from(
    ["id", "type", "config", "phone_number", "voice_name", "speaker", "voice_id", "api_key",
     "method", "active", "webhook", "detail", "extra"]
)  # fmt: skip


@st.composite
def nearly(draw: st.DrawFn, component: str) -> Any:
    """A payload of the component with up to three changes, each at any place."""
    value = copy.deepcopy(draw(VALID[component]))
    for _ in range(draw(st.integers(0, 3))):
        value = _changed(draw, value)
    return value


def _changed(draw: st.DrawFn, value: Any) -> Any:
    """The payload with one value replaced, one taken out, or one put in."""
    holders = [holder for holder in _holders(value) if holder or isinstance(holder, dict)]
    if not holders or draw(st.integers(0, 15)) == 0:
        return copy.deepcopy(draw(_JUNK))
    holder = draw(st.sampled_from(range(len(holders))).map(holders.__getitem__))
    way = draw(st.sampled_from(["replace", "remove", "add"]))
    if way == "add" or not holder:
        new = copy.deepcopy(draw(_JUNK))
        if isinstance(holder, dict):
            holder[draw(_NAMES)] = new
        else:
            holder.append(new)
        return value
    keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
    key = draw(st.sampled_from(keys))
    if way == "remove":
        del holder[key]
    else:
        holder[key] = copy.deepcopy(draw(_JUNK))
    return value


def _holders(value: Any) -> list[Any]:
    """Every object and array of a payload."""
    if not isinstance(value, dict | list):
        return []
    inner = value.values() if isinstance(value, dict) else value
    return [value, *(holder for each in inner for holder in _holders(each))]
