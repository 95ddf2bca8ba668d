"""What a client asks of update_number: the strict forms of a request, told apart by hand.

Every field of an edit is `anyOf [its form, Undefined]`, and Undefined admits every object. So a
field may be refused (no form and no object), given (a strict form admits it), or left out (only
Undefined admits it, or it is not there). Nothing is nullable, so None stands for left out.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Location = tuple[str | int, ...]
Problems = list[dict[str, Any]]

_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_EVENTS = frozenset(
    (
        "event_message",
        "event_action",
        "event_phone_call_connected",
        "event_phone_call_ended",
        "event_transcript",
        "event_recording",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A part described by its fields: `kind` is its tag (`webhook` has none of its own)."""

    kind: str
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Put another agent on the number."""

    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Change the number's agent in place; a text is the uuid of a part that exists."""

    prompt: str | None = None
    initial_message: str | None = None
    actions: tuple[str | Form, ...] | None = None
    voice: str | Form | None = None
    webhook: str | Form | None = None


Change = Link | Edit


def problem(location: Location, message: str, kind: str) -> dict[str, Any]:
    """One entry of a 422 answer's `detail`."""
    return {"loc": list(location), "msg": message, "type": kind}


def is_uuid(value: object) -> bool:
    """Whether the value is a uuid in its canonical spelling (RFC 9562 section 4), in any case."""
    return isinstance(value, str) and _UUID.fullmatch(value) is not None


def _is_text(value: object) -> bool:
    """Whether the value is a JSON string."""
    return isinstance(value, str)


def _is_integer(value: object) -> bool:
    """Whether the value is a number without a fraction; `wire` has made an int of each."""
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    """Whether the value is a JSON number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_events(value: object) -> bool:
    """Whether the value is an array of event names."""
    return isinstance(value, list) and all(
        isinstance(item, str) and item in _EVENTS for item in value
    )


def _is_method(value: object) -> bool:
    """Whether the value is a webhook's method; methods are case-sensitive (RFC 9110 9.1)."""
    return isinstance(value, str) and value in {"GET", "POST"}


_Fields = Mapping[str, Callable[[object], bool]]

VOICES: Mapping[str, _Fields] = {
    "voice_azure": {"voice_name": _is_text, "pitch": _is_integer, "rate": _is_integer},
    "voice_rime": {"speaker": _is_text},
    "voice_eleven_labs": {
        "voice_id": _is_text,
        "stability": _is_number,
        "similarity_boost": _is_number,
        "api_key": _is_text,
    },
}
WEBHOOK: _Fields = {"subscriptions": _is_events, "url": _is_text, "method": _is_method}
ACTIONS = frozenset(("action_end_conversation", "action_dtmf", "action_transfer_call"))


def _form(kind: str, value: Mapping[str, Any], fields: _Fields) -> Form | None:
    """The strict form of this kind, or None where a field fits neither its type nor Undefined."""
    given: dict[str, Any] = {}
    for name, admits in fields.items():
        item = value.get(name, {})
        if admits(item):
            given[name] = item
        elif not isinstance(item, dict):
            return None
    return Form(kind=kind, given=given)


def _tag(value: Mapping[str, Any]) -> str:
    """The `type` of a part, empty where it is no text."""
    tag = value.get("type")
    return tag if isinstance(tag, str) else ""


def _text(value: Any, place: Location, problems: Problems) -> str | None:
    """A prompt or an initial message."""
    if isinstance(value, str):
        return value
    if not isinstance(value, dict):
        problems.append(problem(place, "str type expected", "type_error.str"))
    return None


def _action(value: Any, place: Location, problems: Problems) -> str | Form | None:
    """One item of `actions`: a uuid, or an object that names its kind."""
    if isinstance(value, str) and is_uuid(value):
        return value.lower()
    if not isinstance(value, dict):
        problems.append(problem(place, "value is not a valid uuid", "type_error.uuid"))
        return None
    kind, config = _tag(value), value.get("config", {})
    if kind not in ACTIONS:
        problems.append(problem((*place, "type"), "no kind of action", "type_error.enum"))
        return None
    if not isinstance(config, dict):
        problems.append(problem((*place, "config"), "not an object", "type_error.dict"))
        return None
    if kind != "action_transfer_call":
        return Form(kind=kind, given={"config": {}} if "config" in value else {})
    target = config.get("phone_number")
    return Form(
        kind=kind, given={"config": {"phone_number": target}} if isinstance(target, str) else {}
    )


def _actions(value: Any, place: Location, problems: Problems) -> tuple[str | Form, ...] | None:
    """The list of actions: all of it counts, or none."""
    if isinstance(value, dict):
        return None
    if not isinstance(value, list):
        problems.append(problem(place, "value is not a valid list", "type_error.list"))
        return None
    read = [_action(item, (*place, index), problems) for index, item in enumerate(value)]
    return tuple(item for item in read if item is not None)


def _voice(value: Any, place: Location, problems: Problems) -> str | Form | None:
    """A voice: a uuid, one of three kinds, or any object, which then says nothing."""
    if isinstance(value, dict):
        kind = _tag(value)
        return _form(kind, value, VOICES[kind]) if kind in VOICES else None
    return _part_id(value, place, problems)


def _webhook(value: Any, place: Location, problems: Problems) -> str | Form | None:
    """A webhook: a uuid, its fields, or any object, which then says nothing."""
    if isinstance(value, dict):
        return _form("webhook", value, WEBHOOK)
    return _part_id(value, place, problems)


def _part_id(value: Any, place: Location, problems: Problems) -> str | None:
    """The uuid of a part."""
    if isinstance(value, str) and is_uuid(value):
        return value.lower()
    problems.append(problem(place, "value is not a valid uuid", "type_error.uuid"))
    return None


def read_change(content: Any, problems: Problems) -> Change | None:
    """The change that the body asks for; None, and `problems` longer, where it is not valid."""
    if not isinstance(content, dict):
        problems.append(problem(("body",), "value is not a valid dict", "type_error.dict"))
        return None
    place: Location = ("body", "inbound_agent")
    if "inbound_agent" not in content:
        problems.append(problem(place, "field required", "value_error.missing"))
        return None
    asked = content["inbound_agent"]
    if isinstance(asked, str) and is_uuid(asked):
        return Link(agent=asked.lower())
    if not isinstance(asked, dict):
        problems.append(problem(place, "value is not a valid uuid", "type_error.uuid"))
        return None
    before = len(problems)
    edit = Edit(
        prompt=_text(asked.get("prompt", {}), (*place, "prompt"), problems),
        initial_message=_text(
            asked.get("initial_message", {}), (*place, "initial_message"), problems
        ),
        actions=_actions(asked.get("actions", {}), (*place, "actions"), problems),
        voice=_voice(asked.get("voice", {}), (*place, "voice"), problems),
        # `{}` is a webhook's own form, so one that is not there must not look like it.
        webhook=(
            _webhook(asked["webhook"], (*place, "webhook"), problems)
            if "webhook" in asked
            else None
        ),
    )
    return edit if len(problems) == before else None
