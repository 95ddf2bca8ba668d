"""How a fault is planted in the shop, or a habit taught to it.

Operations take a call and answer a reply; `before`, `after`, `on_reply` and `on_value` stand around
one of them. `hooked` stands in for any other method, `loosened` for what a form holds a member to.
"""

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from contracts.planting import AppMaker, Apps, Real
from contracts.shop.calls import Call, RefusedError, Reply
from contracts.shop.fields import Field, Members
from contracts.shop.reference import create_app
from contracts.shop.seeds import fresh_store
from contracts.shop.service import Service
from contracts.shop.store import Thing

_APPS = Apps(service=lambda: Service(fresh_store()), app=create_app)
answering, on_status = _APPS.answering, _APPS.on_status
hooked, configured = _APPS.hooked, _APPS.configured


def before(act: str, change: Callable[[Service, Call], Call]) -> AppMaker:
    """An app that takes each call of an operation for another one."""
    return hooked(**{act: lambda service, real, call: real(change(service, call))})


def after(act: str, more: Callable[[Service, Call, Reply], Reply | None]) -> AppMaker:
    """An app that does something more once an operation is done, and may reply otherwise."""

    def acted(service: Service, real: Real, call: Call) -> Reply:
        reply: Reply = real(call)
        return more(service, call, reply) or reply

    return hooked(**{act: acted})


def on_reply(act: str, change: Callable[[Reply], Reply]) -> AppMaker:
    """An app that replies otherwise than an operation did."""
    return after(act, lambda _service, _call, reply: change(reply))


def on_value(act: str, change: Callable[[Any], Any]) -> AppMaker:
    """An app that changes, in place, a copy of the value that an operation replies."""

    def changed(reply: Reply) -> Reply:
        value = copy.deepcopy(reply.value)
        if value is not None:
            change(value)
        return replace(reply, value=value)

    return on_reply(act, changed)


def with_body(call: Call, **members: Any) -> Call:
    """The call with other members in its body."""
    return replace(call, body={**call.body, **members})


def with_query(call: Call, **values: Any) -> Call:
    """The call with other values in its query."""
    return replace(call, query={**call.query, **values})


def on_filled(form: str, change: Callable[[Thing], Any]) -> AppMaker:
    """An app that changes, in place, what is kept of each body of a form."""

    def filled(_service: Service, real: Real, name: str, value: Any) -> Thing:
        kept: Thing = real(name, value)
        if name == form:
            change(kept)
        return kept

    return hooked(filled=filled)


def loosened(form: str, *path: str, to: Field) -> AppMaker:
    """An app that holds a member of a form's bodies to something else."""
    return configured(lambda service: service.bodies.update({form: _with(service, form, path, to)}))


def loosened_query(form: str, name: str, to: Field) -> AppMaker:
    """An app that holds a value of a query to something else."""

    def change(service: Service) -> None:
        service.queries[form] = service.queries[form].with_member(name, to)

    return configured(change)


def reformed(form: str, **changes: Any) -> AppMaker:
    """An app whose form has other rules for its members as a whole."""

    def change(service: Service) -> None:
        members = service.bodies[form]
        if isinstance(members, Members):
            service.bodies[form] = replace(members, **changes)

    return configured(change)


def _with(service: Service, form: str, path: tuple[str, ...], to: Field) -> Field:
    return _put(service.bodies[form], path, to)


def _put(field: Field, path: tuple[str, ...], to: Field) -> Field:
    """A form with another field at a path of members."""
    if not path or not isinstance(field, Members):
        return to
    return field.with_member(path[0], _put(field.known[path[0]], path[1:], to))


def kept(service: Service, name: str) -> dict[Any, Any]:
    """What a fault remembers from one request to the next; each app has its own."""
    memory: dict[Any, Any] = vars(service).setdefault(f"kept_{name}", {})
    return memory


def refused_with(status: int, detail: str) -> Callable[..., Any]:
    """A method that refuses whatever it is asked."""

    def refuse(*_arguments: Any, **_more: Any) -> Any:
        raise RefusedError(status, detail)

    return refuse
