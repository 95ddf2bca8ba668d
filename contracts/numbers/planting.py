"""How a fault is planted in the reference service, or a habit taught to it.

Either the answer is changed on its way out (`answering`), or one method of the service is
hooked (`hooked`): a hook gets the service, the real method, and the method's arguments.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from contracts import wire
from contracts.numbers.edits import Edit, Form, is_uuid
from contracts.numbers.reference import create_app
from contracts.numbers.service import RefusedError, Service
from contracts.numbers.store import Agent, Part, fresh_store
from contracts.planting import Answer, AppMaker, Apps, Real

_APPS = Apps(service=lambda: Service(fresh_store()), app=create_app)
answering, on_status, hooked = _APPS.answering, _APPS.on_status, _APPS.hooked


def on_success(change: Callable[[Any], Any]) -> AppMaker:
    """An app whose 200 answers have their JSON value changed, those of the list too."""

    def changed(answer: Answer) -> Answer:
        if answer.status != 200 or not answer.body:
            return answer
        return answer.with_value(change(answer.value()))

    return answering(changed)


def on_number(change: Callable[[dict[str, Any]], Any]) -> AppMaker:
    """An app whose answers with one whole number are changed in place."""

    def changed(value: Any) -> Any:
        if isinstance(value, dict):
            change(value)
        return value

    return on_success(changed)


def on_agent(change: Callable[[dict[str, Any]], Any]) -> AppMaker:
    """An app whose expanded agents are changed in place."""
    return on_number(lambda number: change(number["inbound_agent"]))


def on_part(tag: str, change: Callable[[dict[str, Any]], Any]) -> AppMaker:
    """An app whose parts of one kind are changed in place; `webhook` is the tag of webhooks."""

    def changed(agent: dict[str, Any]) -> None:
        parts = [*agent["actions"], agent["voice"]]
        if "webhook" in agent:
            parts.append(agent["webhook"])
        for part in parts:
            if part.get("type", "webhook") == tag:
                change(part)

    return on_agent(changed)


def on_bytes(change: Callable[[bytes], bytes]) -> AppMaker:
    """An app whose 200 answers have their bytes changed."""
    return on_status(200, lambda a: replace(a, body=change(a.body)) if a.body else a)


def serving(service: type[Service]) -> AppMaker:
    """An app around another kind of service."""
    return lambda: create_app(service(fresh_store()))


def on_edit(change: Callable[[Edit], Edit]) -> AppMaker:
    """An app that takes each valid edit for another one."""

    def read(_service: Service, real: Real, content: Any, problems: Any) -> Any:
        asked = real(content, problems)
        return change(asked) if isinstance(asked, Edit) else asked

    return hooked(read_change=read)


def after_edit(change: Callable[[Agent, Agent, Edit], Agent]) -> AppMaker:
    """An app that makes another agent of (before, after, edit)."""

    def edited(_service: Service, real: Real, agent: Agent, edit: Edit) -> tuple[Agent, list[Part]]:
        after, parts = real(agent, edit)
        return change(agent, after, edit), parts

    return hooked(edit=edited)


def on_content(change: Callable[[Any], Any]) -> AppMaker:
    """An app that takes each body's JSON value for another one before it validates it."""
    return hooked(
        read_change=lambda _service, real, content, problems: real(change(content), problems)
    )


def crashing(when: Callable[[Edit], bool]) -> AppMaker:
    """An app that answers some valid edits with a bare 500."""

    def changed(edit: Edit) -> Edit:
        if when(edit):
            raise RefusedError(500, "Internal Server Error")
        return edit

    return on_edit(changed)


def malformed_as(status: int, detail: Any) -> AppMaker:
    """An app that answers a body that is not JSON with another status."""

    def decode(_service: Service, real: Real, content_type: str | None, body: bytes) -> Any:
        try:
            return real(content_type, body)
        except wire.MalformedError as error:
            raise RefusedError(status, detail) from error

    return hooked(decode=decode)


def invalid_agent_as(status: int, detail: Any) -> AppMaker:
    """An app that answers an inbound_agent that is a text and no uuid with another status."""

    def read(_service: Service, real: Real, content: Any, problems: Any) -> Any:
        asked = content.get("inbound_agent") if isinstance(content, dict) else None
        if isinstance(asked, str) and not is_uuid(asked):
            raise RefusedError(status, detail)
        return real(content, problems)

    return hooked(read_change=read)


def written(edit: Edit) -> str:
    """The prompt and the initial message."""
    return (edit.prompt or "") + (edit.initial_message or "")


def given(part: str | Form | None, name: str, default: Any = None) -> Any:
    """A field that an edit gives a voice or a webhook."""
    return part.given.get(name, default) if isinstance(part, Form) else default


def agent_of(content: Any) -> dict[str, Any] | None:
    """The agent's fields in a body's JSON value, None where the body edits nothing."""
    agent = content.get("inbound_agent") if isinstance(content, dict) else None
    return agent if isinstance(agent, dict) else None
