"""What the reference service holds: two accounts with their numbers, agents and parts."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TOKEN = "ringback-reference-token"  # noqa: S105 - made up, opens nothing
"""The token of the account under test."""

FOREIGN_TOKEN = "ringback-foreign-token"  # noqa: S105 - made up, opens nothing
"""The token of the other account."""

PHONE_NUMBER = "+15550100001"
"""A number of the account under test that a run may change; its agent has every part."""

SECOND_PHONE_NUMBER = "+15550100002"
"""Another number of it, with another agent: nothing may change it."""

THIRD_PHONE_NUMBER = "+15550100003"
"""A third, which shares the agent of PHONE_NUMBER."""

FOREIGN_PHONE_NUMBER = "+15550100101"
"""A number of the other account."""

USER = "5e400000-0000-4000-8000-000000000001"
FOREIGN_USER = "5e400000-0000-4000-8000-000000000002"

FIRST_AGENT = "a6e00000-0000-4000-8000-000000000001"
SECOND_AGENT = "a6e00000-0000-4000-8000-000000000002"

AGENT = "a6e00000-0000-4000-8000-000000000003"
"""An agent of the account under test that is on none of its numbers."""

FOREIGN_AGENT = "a6e00000-0000-4000-8000-000000000101"
FOREIGN_VOICE = "501ce000-0000-4000-8000-000000000101"
FOREIGN_ACTION = "ac710000-0000-4000-8000-000000000101"
FOREIGN_WEBHOOK = "3eb00000-0000-4000-8000-000000000101"

_VOICE = "501ce000-0000-4000-8000-00000000000"
_ACTION = "ac710000-0000-4000-8000-00000000000"
_WEBHOOK = "3eb00000-0000-4000-8000-00000000000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A phone line; `agent` is the id of the agent that answers it."""

    id: str
    user_id: str
    number: str
    agent: str
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """An agent; actions, voice and webhook are ids of parts, None where there is none."""

    id: str
    user_id: str
    prompt: str
    actions: tuple[str, ...]
    voice: str
    initial_message: str | None = None
    webhook: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An action, a voice or a webhook (`kind`); never changed, only replaced by a new one."""

    kind: str
    id: str
    user_id: str
    fields: Mapping[str, Any]


@dataclass(slots=True, kw_only=True)
class Store:
    """All state: numbers by phone number, agents and parts by id, user ids by token."""

    tokens: dict[str, str]
    numbers: dict[str, Number]
    agents: dict[str, Agent]
    parts: dict[str, Part]
    made: int = field(default=0)

    def new_id(self) -> str:
        """A version 4 uuid that no part has yet; the same sequence in every fresh store."""
        self.made += 1
        digest = hashlib.sha256(f"ringback {self.made}".encode()).digest()
        return str(uuid.UUID(bytes=digest[:16], version=4))


def _actions() -> tuple[Part, ...]:
    """The actions that both accounts start with: one of each kind, and the foreign one."""
    target = {"phone_number": "+15550100190"}
    rows: tuple[tuple[str, str, str, dict[str, str]], ...] = (
        (_ACTION + "1", USER, "action_end_conversation", {}),
        (_ACTION + "2", USER, "action_dtmf", {}),
        (_ACTION + "3", USER, "action_transfer_call", target),
        (FOREIGN_ACTION, FOREIGN_USER, "action_dtmf", {}),
    )
    return tuple(
        Part(kind="action", id=i, user_id=user, fields={"type": kind, "config": config})
        for i, user, kind, config in rows
    )


def _voices() -> tuple[Part, ...]:
    """The voices that both accounts start with: one of each kind, and the foreign one."""
    azure = {"type": "voice_azure", "voice_name": "en-US-SteffanNeural", "pitch": 2, "rate": 12}
    rime = {"type": "voice_rime", "speaker": "young_male"}
    eleven_labs = {
        "type": "voice_eleven_labs",
        "voice_id": "adam",
        "api_key": "not-a-real-key",
        "stability": 0.25,
        "similarity_boost": 0.75,
    }
    foreign = {"type": "voice_azure", "voice_name": "foreign", "pitch": 0, "rate": 15}
    rows: tuple[tuple[str, str, dict[str, Any]], ...] = (
        (_VOICE + "1", USER, azure),
        (_VOICE + "2", USER, rime),
        (_VOICE + "3", USER, eleven_labs),
        (FOREIGN_VOICE, FOREIGN_USER, foreign),
    )
    return tuple(Part(kind="voice", id=i, user_id=user, fields=fields) for i, user, fields in rows)


def _webhooks() -> tuple[Part, ...]:
    """The webhooks that both accounts start with."""
    rows: tuple[tuple[str, str, str, list[str], str], ...] = (
        (_WEBHOOK + "1", USER, "first", ["event_message", "event_recording"], "POST"),
        (_WEBHOOK + "2", USER, "second", ["event_phone_call_ended"], "GET"),
        (FOREIGN_WEBHOOK, FOREIGN_USER, "foreign", [], "POST"),
    )
    return tuple(
        Part(
            kind="webhook",
            id=i,
            user_id=user,
            fields={
                "subscriptions": events,
                "url": f"https://hooks.example/{name}",
                "method": method,
            },
        )
        for i, user, name, events, method in rows
    )


def _agents() -> tuple[Agent, ...]:
    """The agents that both accounts start with; AGENT has nothing that may be left out."""
    return (
        Agent(
            id=FIRST_AGENT,
            user_id=USER,
            prompt="You answer calls for a bakery.",
            actions=(_ACTION + "1", _ACTION + "2", _ACTION + "3"),
            voice=_VOICE + "1",
            initial_message="Good morning, how can I help?",
            webhook=_WEBHOOK + "1",
        ),
        Agent(
            id=SECOND_AGENT,
            user_id=USER,
            prompt="You take messages.",
            actions=(_ACTION + "1",),
            voice=_VOICE + "2",
            initial_message="Please leave a message.",
            webhook=_WEBHOOK + "2",
        ),
        Agent(id=AGENT, user_id=USER, prompt="You say the time.", actions=(), voice=_VOICE + "3"),
        Agent(
            id=FOREIGN_AGENT,
            user_id=FOREIGN_USER,
            prompt="You belong to somebody else.",
            actions=(FOREIGN_ACTION,),
            voice=FOREIGN_VOICE,
            webhook=FOREIGN_WEBHOOK,
        ),
    )


def fresh_store() -> Store:
    """The state that every app starts with."""
    rows = (
        (PHONE_NUMBER, USER, FIRST_AGENT),
        (SECOND_PHONE_NUMBER, USER, SECOND_AGENT),
        (THIRD_PHONE_NUMBER, USER, FIRST_AGENT),
        (FOREIGN_PHONE_NUMBER, FOREIGN_USER, FOREIGN_AGENT),
    )
    return Store(
        tokens={TOKEN: USER, FOREIGN_TOKEN: FOREIGN_USER},
        numbers={
            number: Number(
                id=f"90000000-0000-4000-8000-000000000{number[-3:]}",
                user_id=user,
                number=number,
                agent=agent,
            )
            for number, user, agent in rows
        },
        agents={agent.id: agent for agent in _agents()},
        parts={part.id: part for part in (*_actions(), *_voices(), *_webhooks())},
    )
