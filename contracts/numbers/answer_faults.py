"""Faults in what a 200 answer says: its shape and its unions."""

from typing import Any

from contracts.numbers.planting import hooked, on_agent, on_number, on_part, on_success
from contracts.planting import AppMaker, planted

_ID = "90000000-0000-4000-8000-00000000ffff"


def _rename(tag: str, other: str) -> AppMaker:
    """Show parts of one kind under another kind's tag."""
    return on_part(tag, lambda part: part.update(type=other))


def _expand(value: Any) -> Any:
    """Show the list's agents as objects."""
    if isinstance(value, list):
        for number in value:
            number["inbound_agent"] = {"id": number["inbound_agent"]}
    return value


SHAPE = planted(
    "shape",
    ("user-id-missing", "schema/response", on_number(lambda n: n.pop("user_id"))),
    ("number-missing", "schema/response", on_number(lambda n: n.pop("number"))),
    ("number-an-integer", "schema/response", on_number(lambda n: n.update(number=15550100001))),
    ("active-a-string", "schema/response", on_number(lambda n: n.update(active="true"))),
    ("active-null", "schema/response", on_number(lambda n: n.update(active=None))),
    ("id-no-uuid", "schema/response", on_number(lambda n: n.update(id="number-1"))),
    ("number-undocumented-field", "schema/response", on_number(lambda n: n.update(label=""))),
    ("number-in-an-envelope", "schema/response", on_success(lambda v: {"data": v})),
    ("number-in-an-array", "schema/response", on_success(lambda v: [v])),
    ("agent-an-id", "schema/response", on_number(lambda n: n.update(inbound_agent=_ID))),
    ("agent-prompt-null", "schema/response", on_agent(lambda a: a.update(prompt=None))),
    ("agent-prompt-missing", "schema/response", on_agent(lambda a: a.pop("prompt"))),
    ("agent-user-id-missing", "schema/response", on_agent(lambda a: a.pop("user_id"))),
    ("agent-undocumented-field", "schema/response", on_agent(lambda a: a.update(language=None))),
    ("agent-voice-an-id", "schema/response", on_agent(lambda a: a.update(voice=_ID))),
    (
        "agent-actions-ids",
        "schema/response",
        on_agent(lambda a: a.update(actions=[action["id"] for action in a["actions"]])),
    ),
    (
        "actions-null-when-empty",
        "schema/response",
        on_agent(lambda a: a["actions"] or a.update(actions=None)),
    ),
    (
        "actions-missing-when-empty",
        "schema/response",
        on_agent(lambda a: a["actions"] or a.pop("actions")),
    ),
    (
        "initial-message-null-when-absent",
        "schema/response",
        on_agent(lambda a: a.setdefault("initial_message", None)),
    ),
    (
        "webhook-null-when-absent",
        "schema/response",
        on_agent(lambda a: a.setdefault("webhook", None)),
    ),
    (
        "webhook-undocumented-field",
        "schema/response",
        on_part("webhook", lambda w: w.update(retries=3)),
    ),
    ("webhook-url-null", "schema/response", on_part("webhook", lambda w: w.update(url=None))),
    ("webhook-url-missing", "schema/response", on_part("webhook", lambda w: w.pop("url"))),
    (
        "subscriptions-a-string",
        "schema/response",
        on_part("webhook", lambda w: w.update(subscriptions=",".join(w["subscriptions"]))),
    ),
    (
        "subscription-unknown",
        "schema/response",
        on_part("webhook", lambda w: w["subscriptions"].append("event_all")),
    ),
    (
        "azure-pitch-a-string",
        "schema/response",
        on_part("voice_azure", lambda v: v.update(pitch=str(v["pitch"]))),
    ),
    (
        "azure-rate-a-fraction",
        "schema/response",
        on_part("voice_azure", lambda v: v.update(rate=15.5)),
    ),
    (
        "azure-name-missing",
        "schema/response",
        on_part("voice_azure", lambda v: v.pop("voice_name")),
    ),
    ("rime-speaker-missing", "schema/response", on_part("voice_rime", lambda v: v.pop("speaker"))),
    (
        "eleven-labs-api-key-missing",
        "schema/response",
        on_part("voice_eleven_labs", lambda v: v.pop("api_key")),
    ),
    (
        "eleven-labs-boost-a-string",
        "schema/response",
        on_part("voice_eleven_labs", lambda v: v.update(similarity_boost="high")),
    ),
    (
        "eleven-labs-stability-null",
        "schema/response",
        on_part("voice_eleven_labs", lambda v: v.setdefault("stability", None)),
    ),
    (
        "transfer-config-empty",
        "schema/response",
        on_part("action_transfer_call", lambda a: a.update(config={})),
    ),
    (
        "transfer-config-missing",
        "schema/response",
        on_part("action_transfer_call", lambda a: a.pop("config")),
    ),
    (
        "transfer-target-null-when-empty",
        "schema/response",
        on_part(
            "action_transfer_call",
            lambda a: a["config"]["phone_number"] or a.update(config={"phone_number": None}),
        ),
    ),
    (
        "dtmf-config-a-field",
        "schema/response",
        on_part("action_dtmf", lambda a: a.update(config={"keys": "1"})),
    ),
    (
        "end-config-null",
        "schema/response",
        on_part("action_end_conversation", lambda a: a.update(config=None)),
    ),
    (
        "read-a-string",
        "schema/response",
        hooked(get_number=lambda _service, real, user, phone: str(real(user, phone))),
    ),
    ("list-expands-the-agent", "schema/response", on_success(_expand)),
    (
        "list-in-an-envelope",
        "schema/response",
        on_success(lambda v: {"items": v} if isinstance(v, list) else v),
    ),
    (
        "list-null-at-the-end",
        "schema/response",
        on_success(lambda v: [*v, None] if isinstance(v, list) else v),
    ),
)

UNION = planted(
    "union",
    ("dtmf-tagged-transfer", "schema/response", _rename("action_dtmf", "action_transfer_call")),
    (
        "transfer-tagged-end",
        "schema/response",
        _rename("action_transfer_call", "action_end_conversation"),
    ),
    ("action-tag-unknown", "schema/response", _rename("action_dtmf", "action_hold")),
    (
        "action-tag-missing",
        "schema/response",
        on_part("action_end_conversation", lambda a: a.pop("type")),
    ),
    ("voice-tagged-base", "schema/response", _rename("voice_azure", "voice_base")),
    ("rime-tagged-azure", "schema/response", _rename("voice_rime", "voice_azure")),
    ("voice-tag-missing", "schema/response", on_part("voice_azure", lambda v: v.pop("type"))),
    (
        "voice-tag-upper-case",
        "schema/response",
        on_part("voice_eleven_labs", lambda v: v.update(type="VOICE_ELEVEN_LABS")),
    ),
    (
        "azure-with-a-speaker",
        "schema/response",
        on_part("voice_azure", lambda v: v.update(speaker="")),
    ),
    (
        "webhook-method-lower-case",
        "schema/response",
        on_part("webhook", lambda w: w.update(method=w["method"].lower())),
    ),
    (
        "webhook-method-null",
        "schema/response",
        on_part("webhook", lambda w: w.update(method=None)),
    ),
)
