"""Faults of a service that is not hardy: requests, most of them valid, that end in a bare 500."""

from typing import Any, NoReturn

from contracts.numbers.edits import Form
from contracts.numbers.planting import (
    agent_of,
    crashing,
    given,
    hooked,
    invalid_agent_as,
    malformed_as,
    written,
)
from contracts.numbers.service import RefusedError, Service
from contracts.planting import Real, planted


def _unhashable(_service: Service, real: Real, content: Any, problems: Any) -> Any:
    """Look the kind of an action up in a table, which an array can't be in."""
    actions = (agent_of(content) or {}).get("actions")
    for action in actions if isinstance(actions, list) else ():
        if isinstance(action, dict) and isinstance(action.get("type"), dict | list):
            raise RefusedError(500, "Internal Server Error")
    return real(content, problems)


def _latin(text: str) -> bool:
    """Whether Latin-1 can write the text."""
    return all(ord(letter) < 0x100 for letter in text)


def _crash() -> NoReturn:
    """Answer as a server whose code has failed."""
    raise RefusedError(500, "Internal Server Error")


ROBUSTNESS = planted(
    "robustness",
    ("malformed-crashes", "protocol/server-error", malformed_as(500, "Internal Server Error")),
    ("no-uuid-crashes", "protocol/server-error", invalid_agent_as(500, "Internal Server Error")),
    ("kind-no-text-crashes", "protocol/server-error", hooked(read_change=_unhashable)),
    ("empty-prompt-crashes", "protocol/server-error", crashing(lambda e: e.prompt == "")),
    ("long-prompt-crashes", "protocol/server-error", crashing(lambda e: len(written(e)) > 1024)),
    (
        "emoji-crashes",
        "protocol/server-error",
        crashing(lambda e: any(ord(letter) > 0xFFFF for letter in written(e))),
    ),
    ("nul-crashes", "protocol/server-error", crashing(lambda e: "\0" in written(e))),
    ("not-latin-crashes", "protocol/server-error", crashing(lambda e: not _latin(written(e)))),
    ("percent-crashes", "protocol/server-error", crashing(lambda e: "%" in written(e))),
    ("no-actions-crashes", "protocol/server-error", crashing(lambda e: e.actions == ())),
    (
        "many-actions-crash",
        "protocol/server-error",
        crashing(lambda e: len(e.actions or ()) > 4),
    ),
    (
        "same-action-twice-crashes",
        "protocol/server-error",
        crashing(lambda e: len(set(map(repr, e.actions or ()))) < len(e.actions or ())),
    ),
    (
        "huge-pitch-crashes",
        "protocol/server-error",
        crashing(lambda e: abs(given(e.voice, "pitch", 0)) >= 2**63),
    ),
    (
        "no-subscriptions-crash",
        "protocol/server-error",
        crashing(lambda e: given(e.webhook, "subscriptions") == []),
    ),
    (
        "empty-url-crashes",
        "protocol/server-error",
        crashing(lambda e: given(e.webhook, "url") == ""),
    ),
    (
        "voice-without-fields-crashes",
        "protocol/server-error",
        crashing(lambda e: isinstance(e.voice, Form) and not e.voice.given),
    ),
    (
        "unknown-agent-crashes",
        "protocol/server-error",
        hooked(
            find_agent=lambda service, real, user, agent: (
                real(user, agent) if agent in service.store.agents else _crash()
            )
        ),
    ),
    (
        "unknown-number-crashes",
        "protocol/server-error",
        hooked(
            find_number=lambda service, real, user, number: (
                real(user, number) if number in service.store.numbers else _crash()
            )
        ),
    ),
)
