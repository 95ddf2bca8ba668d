"""Faults in what an update keeps, changes and says of it: the laws."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from contracts.numbers.edits import Change, Edit, Form, Link
from contracts.numbers.planting import (
    after_edit,
    agent_of,
    hooked,
    on_content,
    on_edit,
    on_number,
    serving,
)
from contracts.numbers.service import RefusedError, Service
from contracts.numbers.store import (
    FOREIGN_USER,
    PHONE_NUMBER,
    SECOND_AGENT,
    SECOND_PHONE_NUMBER,
    USER,
    Agent,
    Number,
    Part,
    Store,
)
from contracts.planting import AppMaker, Real, planted

_Edited = tuple[Agent, list[Part]]
_OTHER = "+15550100009"


def _bare(number: dict[str, Any]) -> dict[str, Any]:
    """The number without its agent's webhook."""
    number["inbound_agent"].pop("webhook", None)
    return number


def _first(service: Service, real: Real, user: str, phone: str) -> Number:
    """The account's first number, whichever of its numbers was asked for."""
    real(user, phone)
    return next(n for n in service.store.numbers.values() if n.user_id == user)


def _wiped(content: Any, field: str, value: Any) -> Any:
    """The body with a field that only Undefined admits taken for a value."""
    agent = agent_of(content)
    if agent is None or agent.get(field) != {}:
        return content
    return {**content, "inbound_agent": {**agent, field: value}}


def _saved(change: Callable[[Service, Any, Agent], Any]) -> AppMaker:
    """An app that does one thing more, or stores another number, when it stores."""
    return hooked(
        save=lambda service, real, number, agent, parts=(): real(
            change(service, number, agent), agent, parts
        )
    )


def _everywhere(service: Service, number: Any, agent: Agent) -> Any:
    """Write the prompt on all agents of the account."""
    for other in service.store.agents.values():
        if other.user_id == agent.user_id:
            service.store.agents[other.id] = replace(other, prompt=agent.prompt)
    return number


def _second_linked(service: Service, number: Any, agent: Agent) -> Any:
    """Put the agent on the second number, too."""
    second = service.store.numbers[SECOND_PHONE_NUMBER]
    service.store.numbers[SECOND_PHONE_NUMBER] = replace(second, agent=agent.id)
    return number


def _copied(service: Service, real: Real, user: str, phone: str, asked: Change) -> Any:
    """On a link, copy the old agent's prompt to the new one."""
    if isinstance(asked, Link):
        old = service.store.agents[service.find_number(user, phone).agent]
        new = service.find_agent(user, asked.agent)
        service.store.agents[new.id] = replace(new, prompt=old.prompt)
    return real(user, phone, asked)


def _early(service: Service, real: Real, user: str, phone: str, asked: Change) -> Any:
    """Store the prompt first, and look up the parts afterwards."""
    if isinstance(asked, Edit) and asked.prompt is not None:
        agent = service.store.agents[service.find_number(user, phone).agent]
        service.store.agents[agent.id] = replace(agent, prompt=asked.prompt)
    return real(user, phone, asked)


def _early_invalid(service: Service, real: Real, content: Any, problems: Any) -> Any:
    """Store the prompt even of a body that is refused as invalid."""
    prompt = (agent_of(content) or {}).get("prompt")
    read = real(content, problems)
    if problems and isinstance(prompt, str):
        agent = service.store.agents[service.store.numbers[PHONE_NUMBER].agent]
        service.store.agents[agent.id] = replace(agent, prompt=prompt)
    return read


def _forgotten(service: Service, real: Real, user: str, phone: str, asked: Change) -> Any:
    """Answer as asked, and store nothing."""
    numbers, agents = dict(service.store.numbers), dict(service.store.agents)
    answer = real(user, phone, asked)
    service.store.numbers, service.store.agents = numbers, agents
    return answer


def _unlinked(service: Service, real: Real, user: str, phone: str, asked: Change) -> Any:
    """Find the agent, and leave the number as it is."""
    if isinstance(asked, Link):
        service.find_agent(user, asked.agent)
        return service.get_number(user, phone)
    return real(user, phone, asked)


class _Stale(Service):
    """A service whose reads lag one update behind."""

    def __init__(self, store: Store) -> None:
        """The answers of before the last update, by phone number."""
        super().__init__(store)
        self.before: dict[str, Any] = {}

    def update_number(self, user: str, phone_number: str, change: Change) -> Any:
        """Keep what a read would have said."""
        before = super().get_number(user, phone_number)
        answer = super().update_number(user, phone_number, change)
        self.before[phone_number] = before
        return answer

    def get_number(self, user: str, phone_number: str) -> Any:
        """The state before the last update."""
        return self.before.get(phone_number) or super().get_number(user, phone_number)


class _Appending(Service):
    """A service that takes an edit it has just seen for a wish for more of the same."""

    last: Edit | None = None

    def edit(self, agent: Agent, edit: Edit) -> _Edited:
        """Keep the old actions in front of the new ones the second time."""
        again, self.last = edit == self.last, edit
        after, parts = super().edit(agent, edit)
        if again and edit.actions is not None:
            after = replace(after, actions=(*agent.actions, *after.actions))
        return after, parts


class _Refusing(Service):
    """A service that refuses the edit that it has just made."""

    last: Edit | None = None

    def edit(self, agent: Agent, edit: Edit) -> _Edited:
        """Twice the same is taken for a mistake."""
        if edit == self.last:
            raise RefusedError(404, "Nothing to update")
        self.last = edit
        return super().edit(agent, edit)


class _Listing(Service):
    """A service whose list still names the agents of the start."""

    def __init__(self, store: Store) -> None:
        """The list of the account under test is made once."""
        super().__init__(store)
        self.listed = super().list_numbers(USER)

    def list_numbers(self, user: str) -> Any:
        """The list as it was made."""
        return self.listed if user == USER else super().list_numbers(user)


STATE = planted(
    "state",
    ("answers-another-number", "law/asked", on_number(lambda n: n.update(number=_OTHER))),
    (
        "number-without-plus",
        "law/asked",
        on_number(lambda n: n.update(number=n["number"].lstrip("+"))),
    ),
    ("read-answers-the-first", "law/asked", hooked(find_number=_first)),
    (
        "update-changes-the-id",
        "law/identity",
        _saved(lambda service, number, _agent: replace(number, id=service.store.new_id())),
    ),
    (
        "update-answers-another-user",
        "law/identity",
        hooked(update_number=lambda _s, real, *asked: {**real(*asked), "user_id": FOREIGN_USER}),
    ),
    (
        "update-deactivates",
        "law/identity",
        _saved(lambda _service, number, _agent: replace(number, active=False)),
    ),
    (
        "update-toggles-active",
        "law/identity",
        _saved(lambda _service, number, _agent: replace(number, active=not number.active)),
    ),
    ("link-ignored", "law/link", hooked(update_number=_unlinked)),
    (
        "link-to-another",
        "law/link",
        on_content(
            lambda c: (
                {"inbound_agent": SECOND_AGENT}
                if isinstance(c, dict) and isinstance(c.get("inbound_agent"), str)
                else c
            )
        ),
    ),
    ("link-copies-the-prompt", "law/link", hooked(update_number=_copied)),
    (
        "webhook-wiped-when-left-out",
        "law/frame",
        after_edit(lambda _old, new, e: replace(new, webhook=new.webhook if e.webhook else None)),
    ),
    (
        "message-wiped-when-left-out",
        "law/frame",
        after_edit(lambda _old, new, e: replace(new, initial_message=e.initial_message)),
    ),
    (
        "prompt-emptied-when-left-out",
        "law/frame",
        after_edit(lambda _old, new, e: replace(new, prompt=e.prompt or "")),
    ),
    (
        "actions-wiped-when-left-out",
        "law/frame",
        after_edit(lambda _old, new, e: replace(new, actions=new.actions if e.actions else ())),
    ),
    (
        "voice-reset-by-a-prompt",
        "law/frame",
        on_edit(
            lambda e: (
                replace(e, voice=Form(kind="voice_rime", given={}))
                if e.prompt is not None and e.voice is None
                else e
            )
        ),
    ),
    (
        "webhook-reset-by-a-voice",
        "law/frame",
        on_edit(
            lambda e: (
                replace(e, webhook=Form(kind="webhook", given={"subscriptions": []}))
                if e.voice is not None and e.webhook is None
                else e
            )
        ),
    ),
    (
        "message-copied-from-the-prompt",
        "law/frame",
        on_edit(lambda e: replace(e, initial_message=e.initial_message or e.prompt)),
    ),
    ("empty-object-empties-prompt", "law/frame", on_content(lambda c: _wiped(c, "prompt", ""))),
    (
        "empty-object-empties-message",
        "law/frame",
        on_content(lambda c: _wiped(c, "initial_message", "")),
    ),
    ("empty-object-empties-actions", "law/frame", on_content(lambda c: _wiped(c, "actions", []))),
    (
        "empty-object-resets-voice",
        "law/frame",
        on_content(lambda c: _wiped(c, "voice", {"type": "voice_rime"})),
    ),
    ("update-not-stored", "law/read-back", hooked(update_number=_forgotten)),
    ("read-lags-behind", "law/read-back", serving(_Stale)),
    ("list-lags-behind", "law/read-back", serving(_Listing)),
    (
        "read-without-webhook",
        "law/read-back",
        hooked(get_number=lambda _service, real, user, phone: _bare(real(user, phone))),
    ),
    ("same-edit-appends-actions", "law/idempotence", serving(_Appending)),
    ("same-edit-refused", "law/idempotence", serving(_Refusing)),
    ("unknown-part-stores-prompt", "law/refused", hooked(update_number=_early)),
    ("invalid-stores-prompt", "law/refused", hooked(read_change=_early_invalid)),
    ("prompt-on-every-agent", "law/isolation", _saved(_everywhere)),
    ("agent-on-second-number", "law/isolation", _saved(_second_linked)),
)
