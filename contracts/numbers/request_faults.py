"""Faults in what a request may say: too much is taken, or too much is refused."""

import json
from collections.abc import Callable
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from contracts import wire
from contracts.numbers.edits import Edit, is_uuid
from contracts.numbers.planting import (
    agent_of,
    given,
    hooked,
    invalid_agent_as,
    malformed_as,
    on_content,
    on_edit,
    written,
)
from contracts.numbers.reference import create_app
from contracts.numbers.service import RefusedError, Service
from contracts.numbers.store import PHONE_NUMBER
from contracts.planting import AppMaker, Real, planted

_ACCEPTED = "request/accepted-invalid"
_REFUSED = "request/refused-valid"


def _is_word(value: Any) -> bool:
    """Whether the value is a text that is no uuid."""
    return isinstance(value, str) and not is_uuid(value)


def _taking(fields: tuple[str, ...], when: Callable[[Any], bool], value: Any) -> AppMaker:
    """An app that takes some invalid values of fields for `value`."""

    def changed(content: Any) -> Any:
        agent = agent_of(content)
        if agent is None:
            return content
        taken = {name: value for name in fields if name in agent and when(agent[name])}
        return {**content, "inbound_agent": {**agent, **taken}}

    return on_content(changed)


def _taking_agent(when: Callable[[Any], bool]) -> AppMaker:
    """An app that takes some invalid values of inbound_agent for an edit of nothing."""

    def changed(content: Any) -> Any:
        if isinstance(content, dict) and when(content.get("inbound_agent", ...)):
            return {"inbound_agent": {}}
        return content

    return on_content(changed)


def _taking_action(change: Callable[[Any], Any]) -> AppMaker:
    """An app that takes items of actions for other ones; `...` drops one."""

    def changed(content: Any) -> Any:
        agent = agent_of(content) or {}
        actions = agent.get("actions")
        if not isinstance(actions, list):
            return content
        kept = [taken for taken in map(change, actions) if taken is not ...]
        return {"inbound_agent": {**agent, "actions": kept}}

    return on_content(changed)


def _known_kind(action: Any) -> Any:
    """Drop an action of a kind that nobody knows."""
    unknown = isinstance(action, dict) and not str(action.get("type")).startswith("action_")
    return ... if unknown else action


def _config_object(action: Any) -> Any:
    """Take a config that is null for one that is empty."""
    null = isinstance(action, dict) and action.get("config", {}) is None
    return {**action, "config": {}} if null else action


def _lenient(_service: Service, real: Real, content_type: str | None, body: bytes) -> Any:
    """Read as Python reads: NaN and the infinities are numbers."""
    try:
        return real(content_type, body)
    except wire.MalformedError as error:
        if "is no number" not in str(error):
            raise
        return json.loads(body, parse_constant=lambda _name: 0)


def _first_value(_service: Service, real: Real, content_type: str | None, body: bytes) -> Any:
    """Read the first JSON value, and leave the rest of the body alone."""
    try:
        return real(content_type, body)
    except wire.MalformedError as error:
        if "Extra data" not in str(error):
            raise
        return real(content_type, body[: error.position])


def _refusing(when: Callable[[Edit], bool]) -> AppMaker:
    """An app that refuses some valid edits as invalid."""

    def changed(edit: Edit) -> Edit:
        if when(edit):
            problem = {"loc": ["body"], "msg": "not allowed", "type": "value_error"}
            raise RefusedError(422, [problem])
        return edit

    return on_edit(changed)


def _refusing_content(when: Callable[[dict[str, Any]], bool]) -> AppMaker:
    """An app that refuses some bodies as invalid, going by the agent's JSON."""

    def changed(content: Any) -> Any:
        agent = agent_of(content)
        return {"inbound_agent": None} if agent is not None and when(agent) else content

    return on_content(changed)


def _unknown_as_invalid(method: str) -> AppMaker:
    """An app that answers what the account does not own as if it were invalid."""

    def find(_service: Service, real: Real, *asked: Any) -> Any:
        try:
            return real(*asked)
        except RefusedError as error:
            problem = {"loc": ["body"], "msg": str(error.detail), "type": "value_error"}
            raise RefusedError(422, [problem]) from error

    return hooked(**{method: find})


class _Renamed:
    """An app that takes one method for another one."""

    def __init__(self, path: str, method: str, other: str) -> None:
        """On `path`, `method` counts as `other`."""
        self.path, self.method, self.other = path, method, other
        self.app: ASGIApp = create_app()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on under the other method."""
        asked = (scope.get("path"), scope.get("method"))
        if asked == (self.path, self.method):
            scope = {**scope, "method": self.other}
        await self.app(scope, receive, send)


NEGATIVE = planted(
    "negative",
    (
        "phone-number-missing-accepted",
        _ACCEPTED,
        hooked(
            read_phone_number=lambda _s, real, values, found: real(values or [PHONE_NUMBER], found)
        ),
    ),
    ("agent-missing-accepted", _ACCEPTED, _taking_agent(lambda a: a is ...)),
    ("agent-null-accepted", _ACCEPTED, _taking_agent(lambda a: a is None)),
    ("agent-array-accepted", _ACCEPTED, _taking_agent(lambda agent: isinstance(agent, list))),
    ("agent-any-text-accepted", _ACCEPTED, _taking_agent(_is_word)),
    (
        "body-array-accepted",
        _ACCEPTED,
        on_content(lambda c: {"inbound_agent": {}} if isinstance(c, list) else c),
    ),
    (
        "text-null-accepted",
        _ACCEPTED,
        _taking(("prompt", "initial_message"), lambda value: value is None, {}),
    ),
    (
        "prompt-number-accepted",
        _ACCEPTED,
        _taking(("prompt",), lambda value: isinstance(value, int | float), "1"),
    ),
    (
        "message-array-accepted",
        _ACCEPTED,
        _taking(("initial_message",), lambda value: isinstance(value, list), {}),
    ),
    ("actions-null-accepted", _ACCEPTED, _taking(("actions",), lambda value: value is None, [])),
    (
        "actions-text-accepted",
        _ACCEPTED,
        _taking(("actions",), lambda value: isinstance(value, str), {}),
    ),
    ("action-unknown-accepted", _ACCEPTED, _taking_action(_known_kind)),
    ("action-null-accepted", _ACCEPTED, _taking_action(lambda a: ... if a is None else a)),
    ("action-config-null-accepted", _ACCEPTED, _taking_action(_config_object)),
    ("voice-null-accepted", _ACCEPTED, _taking(("voice",), lambda value: value is None, {})),
    ("voice-any-text-accepted", _ACCEPTED, _taking(("voice",), _is_word, {})),
    (
        "webhook-null-accepted",
        _ACCEPTED,
        _taking(("webhook",), lambda value: value is None, {"method": None}),
    ),
    (
        "webhook-array-accepted",
        _ACCEPTED,
        _taking(("webhook",), lambda value: isinstance(value, list), {"method": None}),
    ),
    (
        "any-content-type-accepted",
        _ACCEPTED,
        hooked(decode=lambda _service, real, _content_type, body: real(None, body)),
    ),
    ("not-a-number-accepted", _ACCEPTED, hooked(decode=_lenient)),
    ("trailing-garbage-accepted", _ACCEPTED, hooked(decode=_first_value)),
    (
        "empty-body-accepted",
        _ACCEPTED,
        hooked(
            read_body=lambda _s, real, kind, body, found: real(
                kind, body or b'{"inbound_agent":{}}', found
            )
        ),
    ),
    (
        "put-accepted",
        "protocol/method",
        lambda: _Renamed("/v1/numbers/update", "PUT", "POST"),
    ),
    (
        "patch-accepted",
        "protocol/method",
        lambda: _Renamed("/v1/numbers/update", "PATCH", "POST"),
    ),
    (
        "delete-accepted",
        "protocol/method",
        lambda: _Renamed("/v1/numbers", "DELETE", "GET"),
    ),
    ("post-lists", "protocol/method", lambda: _Renamed("/v1/numbers/list", "POST", "GET")),
    ("malformed-as-404", "request/wrong-refusal", malformed_as(404, "Not Found")),
    ("no-uuid-as-404", "request/wrong-refusal", invalid_agent_as(404, "Agent not found")),
    ("unknown-number-as-422", "request/wrong-refusal", _unknown_as_invalid("find_number")),
    ("unknown-agent-as-422", "request/wrong-refusal", _unknown_as_invalid("find_agent")),
    ("unknown-part-as-422", "request/wrong-refusal", _unknown_as_invalid("find_part")),
    ("empty-prompt-refused", _REFUSED, _refusing(lambda e: e.prompt == "")),
    ("long-prompt-refused", _REFUSED, _refusing(lambda e: len(written(e)) > 4096)),
    ("no-actions-refused", _REFUSED, _refusing(lambda e: e.actions == ())),
    ("voice-by-id-refused", _REFUSED, _refusing(lambda e: isinstance(e.voice, str))),
    ("negative-pitch-refused", _REFUSED, _refusing(lambda e: given(e.voice, "pitch", 0) < 0)),
    (
        "boost-above-one-refused",
        _REFUSED,
        _refusing(lambda e: given(e.voice, "similarity_boost", 0) > 1),
    ),
    (
        "relative-url-refused",
        _REFUSED,
        _refusing(lambda e: not given(e.webhook, "url", "http").startswith("http")),
    ),
    (
        "recording-event-refused",
        _REFUSED,
        _refusing(lambda e: "event_recording" in given(e.webhook, "subscriptions", ())),
    ),
    (
        "undefined-voice-refused",
        _REFUSED,
        _refusing_content(lambda agent: agent.get("voice") == {}),
    ),
    ("empty-edit-refused", _REFUSED, _refusing_content(lambda agent: not agent)),
    (
        "unknown-member-refused",
        _REFUSED,
        _refusing_content(
            lambda agent: bool(
                agent.keys() - {"prompt", "initial_message", "actions", "voice", "webhook"}
            )
        ),
    ),
)
