"""What the reference service does, apart from HTTP: who may ask, what is valid, what changes.

`Service` is a class of small methods because the planted faults break them one by one.
"""

import hmac
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from contracts import wire
from contracts.numbers.edits import Change, Edit, Form, Link, Problems, problem, read_change
from contracts.numbers.store import Agent, Number, Part, Store

DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "action_end_conversation": {"config": {}},
    "action_dtmf": {"config": {}},
    "action_transfer_call": {"config": {"phone_number": ""}},
    "voice_azure": {"voice_name": "default", "pitch": 0, "rate": 15},
    "voice_rime": {"speaker": "default"},
    "voice_eleven_labs": {"voice_id": "default", "api_key": ""},
    "webhook": {"subscriptions": [], "url": "", "method": "POST"},
}
"""What a part made anew says where neither the request nor the part before it does."""


@dataclass(eq=False)
class RefusedError(Exception):
    """An answer other than 200: its status, the `detail` of its body, and headers of its own."""

    status: int
    detail: Any
    headers: Mapping[str, str] = field(default_factory=dict)


class Service:
    """The operations on one store; each method is one step of answering."""

    def __init__(self, store: Store) -> None:
        """`store` is this service's own: nobody else may change it."""
        self.store = store
        self.defaults = DEFAULTS
        # Targets may ask from several threads, each with an event loop of its own.
        self.lock = threading.Lock()

    # Who asks, and for what

    def authenticate(self, credentials: list[str]) -> str:
        """The user whose token the Authorization headers carry (RFC 6750 2.1, RFC 9110 11.4)."""
        scheme, _, rest = (
            (credentials[0] if len(credentials) == 1 else "").strip(" \t").partition(" ")
        )
        token = rest.strip(" ")
        if scheme.lower() != "bearer" or not token:
            raise RefusedError(403, "Not authenticated")
        for known, user in self.store.tokens.items():
            if hmac.compare_digest(known.encode("latin-1"), token.encode("latin-1")):
                return user
        raise RefusedError(401, "Invalid token", {"WWW-Authenticate": "Bearer"})

    def read_phone_number(self, values: list[str], problems: Problems) -> str:
        """The number asked for; given twice, it is not clear which."""
        place = ("query", "phone_number")
        if not values:
            problems.append(problem(place, "field required", "value_error.missing"))
        if len(values) > 1:
            problems.append(problem(place, "given more than once", "value_error.duplicate"))
        return values[0] if values else ""

    def decode(self, content_type: str | None, body: bytes) -> Any:
        """The body's JSON value; a body without a Content-Type is taken for JSON."""
        if content_type is not None and not wire.is_json_type(content_type):
            raise wire.MalformedError("the Content-Type is not application/json")
        return wire.parse(body)

    def read_change(self, content: Any, problems: Problems) -> Change | None:
        """The change that a body's JSON asks for."""
        return read_change(content, problems)

    def read_body(self, content_type: str | None, body: bytes, problems: Problems) -> Change | None:
        """The change that a body asks for; what is wrong with it goes to `problems`."""
        if not body:
            problems.append(problem(("body",), "field required", "value_error.missing"))
            return None
        try:
            content = self.decode(content_type, body)
        except wire.MalformedError as error:
            place = ("body", error.position)
            problems.append(problem(place, str(error), "value_error.jsondecode"))
            return None
        return self.read_change(content, problems)

    # What the account owns

    def find_number(self, user: str, phone_number: str) -> Number:
        """The account's number; another's is answered as if it did not exist."""
        number = self.store.numbers.get(phone_number)
        if number is None or number.user_id != user:
            raise RefusedError(404, "Number not found")
        return number

    def find_agent(self, user: str, agent_id: str) -> Agent:
        """The account's agent."""
        agent = self.store.agents.get(agent_id)
        if agent is None or agent.user_id != user:
            raise RefusedError(404, "Agent not found")
        return agent

    def find_part(self, user: str, kind: str, part_id: str) -> Part:
        """The account's action, voice or webhook."""
        part = self.store.parts.get(part_id)
        if part is None or part.user_id != user or part.kind != kind:
            raise RefusedError(404, f"{kind.capitalize()} not found")
        return part

    # Changing

    def make(self, user: str, kind: str, form: Form, current: Part | None = None) -> Part:
        """The part that a form describes; what it leaves out stays if the kind stays."""
        tag = {} if kind == "webhook" else {"type": form.kind}
        same = current is not None and current.fields.get("type") == tag.get("type")
        kept = current.fields if current is not None and same else {}
        fields = {**tag, **self.defaults[form.kind], **kept, **form.given}
        if kind == "webhook" and current is not None and fields == current.fields:
            # Law 7 lets the ids of actions and voices differ the second time, not a webhook's.
            return current
        return Part(kind=kind, id=self.store.new_id(), user_id=user, fields=fields)

    def choose(self, user: str, kind: str, asked: str | Form, current: str | None = None) -> Part:
        """The part that a request asks for, by its uuid or by a form."""
        if isinstance(asked, str):
            return self.find_part(user, kind, asked)
        return self.make(user, kind, asked, self.store.parts[current] if current else None)

    def edit(self, agent: Agent, edit: Edit) -> tuple[Agent, list[Part]]:
        """The agent after an edit and its parts; nothing is stored yet, in case of a refusal."""
        user, chosen, new = agent.user_id, list[Part](), agent
        if edit.prompt is not None:
            new = replace(new, prompt=edit.prompt)
        if edit.initial_message is not None:
            new = replace(new, initial_message=edit.initial_message)
        if edit.actions is not None:
            chosen += [self.choose(user, "action", action) for action in edit.actions]
            new = replace(new, actions=tuple(part.id for part in chosen))
        if edit.voice is not None:
            chosen.append(self.choose(user, "voice", edit.voice, agent.voice))
            new = replace(new, voice=chosen[-1].id)
        if edit.webhook is not None:
            chosen.append(self.choose(user, "webhook", edit.webhook, agent.webhook))
            new = replace(new, webhook=chosen[-1].id)
        return new, chosen

    def save(self, number: Number, agent: Agent, parts: Iterable[Part] = ()) -> None:
        """Store a number, its agent and the agent's new parts."""
        self.store.parts.update({part.id: part for part in parts})
        self.store.agents[agent.id] = agent
        self.store.numbers[number.number] = number

    # The three operations

    def update_number(self, user: str, phone_number: str, change: Change) -> Any:
        """Link or edit, and the number as it then is."""
        number = self.find_number(user, phone_number)
        match change:
            case Link():
                agent = self.find_agent(user, change.agent)
                self.save(replace(number, agent=agent.id), agent)
            case Edit():
                self.save(number, *self.edit(self.store.agents[number.agent], change))
        return self.render(self.find_number(user, phone_number))

    def get_number(self, user: str, phone_number: str) -> Any:
        """The number, its agent expanded."""
        return self.render(self.find_number(user, phone_number))

    def list_numbers(self, user: str) -> Any:
        """The account's numbers, each with its agent's id."""
        owned = [number for number in self.store.numbers.values() if number.user_id == user]
        return [self.render_number(number, number.agent) for number in owned]

    # Answering

    def render(self, number: Number) -> Any:
        """A PhoneNumber."""
        return self.render_number(number, self.render_agent(self.store.agents[number.agent]))

    def render_number(self, number: Number, agent: Any) -> dict[str, Any]:
        """A number around its agent, or around the agent's id."""
        return {
            "id": number.id,
            "user_id": number.user_id,
            "active": number.active,
            "inbound_agent": agent,
            "number": number.number,
        }

    def render_agent(self, agent: Agent) -> dict[str, Any]:
        """An Agent; what it does not have is absent, because nothing is nullable."""
        parts = self.store.parts
        body: dict[str, Any] = {
            "id": agent.id,
            "user_id": agent.user_id,
            "prompt": agent.prompt,
            "actions": [self.render_part(parts[action]) for action in agent.actions],
            "voice": self.render_part(parts[agent.voice]),
        }
        if agent.initial_message is not None:
            body["initial_message"] = agent.initial_message
        if agent.webhook is not None:
            body["webhook"] = self.render_part(parts[agent.webhook])
        return body

    def render_part(self, part: Part) -> dict[str, Any]:
        """An action, a voice or a webhook."""
        return {"id": part.id, "user_id": part.user_id, **part.fields}
