"""What a right answer of the numbers API must also say, beyond its schema.

The laws of any API with a link to a read (`ringback.laws.COMMON_LAWS`) are added by ringback.
"""

from collections.abc import Sequence
from typing import Any

from ringback.laws import (
    Concurrent,
    Echo,
    Frame,
    Idempotence,
    Identity,
    Isolation,
    Knowledge,
    Link,
    Listed,
    Name,
)

_AGENT = "/inbound_agent"
_NOBODY = "00000000-0000-4000-8000-00000000dead"


def undo(before: Any) -> Sequence[Any]:
    """The updates that bring a number back: link its agent, then give the agent its parts.

    Replaced actions, voices and webhooks stay linkable by their uuid. A message or a webhook
    that the agent did not have can't be taken away again. What is missing from `before`, or is
    not of the described form, is left out: a broken service is put back as far as it can be.
    """
    agent = before.get("inbound_agent") if isinstance(before, dict) else None
    if not isinstance(agent, dict):
        return ()
    parts: dict[str, Any] = {
        name: agent[name]
        for name in ("prompt", "initial_message")
        if isinstance(agent.get(name), str)
    }
    parts |= {name: _id(agent.get(name)) for name in ("voice", "webhook") if _id(agent.get(name))}
    actions = agent.get("actions")
    if isinstance(actions, list) and all(map(_id, actions)):
        parts["actions"] = [_id(action) for action in actions]
    link = ({"inbound_agent": agent["id"]},) if _id(agent) else ()
    return (*link, {"inbound_agent": parts})


def _id(part: Any) -> str | None:
    """The id of an expanded part; None where there is none."""
    found = part.get("id") if isinstance(part, dict) else None
    return found if isinstance(found, str) else None


KNOWLEDGE = Knowledge(
    laws=(
        Identity(members=("/id", "/user_id", "/number", "/active")),
        Link(place=_AGENT),
        Echo(place=_AGENT),
        Frame(place=_AGENT),
        Idempotence(
            # The contract names actions and voices. Webhooks are replaced as well, and a service
            # that gives each a new id breaks nobody.
            anew=(f"{_AGENT}/actions/*/id", f"{_AGENT}/voice/id", f"{_AGENT}/webhook/id"),
        ),
        Isolation(shared=f"{_AGENT}/id"),
        Concurrent(place=_AGENT),
    ),
    names=(
        Name(
            what="number",
            parameter="phone_number",
            own=("phone_number", "second_phone_number"),
            foreign="foreign_phone_number",
            stranger="+15550199999",
        ),
        Name(
            what="agent",
            place=_AGENT,
            own=("agent",),
            foreign="foreign_agent",
            stranger=_NOBODY,
            harvest=f"{_AGENT}/id",
        ),
        Name(
            what="action",
            place=f"{_AGENT}/actions/*",
            foreign="foreign_action",
            stranger=_NOBODY,
            harvest=f"{_AGENT}/actions/*/id",
        ),
        Name(
            what="voice",
            place=f"{_AGENT}/voice",
            foreign="foreign_voice",
            stranger=_NOBODY,
            harvest=f"{_AGENT}/voice/id",
        ),
        Name(
            what="webhook",
            place=f"{_AGENT}/webhook",
            foreign="foreign_webhook",
            stranger=_NOBODY,
            harvest=f"{_AGENT}/webhook/id",
        ),
    ),
    bystanders=("second_phone_number",),
    linkable=_AGENT,
    listed=Listed(
        operation="list_numbers",
        key="number",
        members={
            "/id": "/id",
            "/user_id": "/user_id",
            "/active": "/active",
            "/inbound_agent": f"{_AGENT}/id",
        },
    ),
    undo=undo,
)
