"""What replies tell: the thing in an answer, what a request gave, broken laws as findings."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.reference_members import words
from ringback.campaign.resource.thing import Thing
from ringback.campaign.resource.thing_keys import inner
from ringback.campaign.scheduler.scene import Scene
from ringback.campaign.scheduler.stage import InOrder, Play, Reply
from ringback.contract import Admitted
from ringback.exchange import Exchange, media_type_of
from ringback.finding import Finding
from ringback.laws.differences import differences
from ringback.laws.likeness import Breach, at_pointer
from ringback.operation import Operation
from ringback.payload import MISSING, decode, same
from ringback.schema.given import LEFT_OUT, given
from ringback.schema.view import View
from ringback.wire.body_content import BodyContent
from ringback.wire.body_reading import read_body
from ringback.wire.media_types import is_json

_DELETED = re.compile("delet|archiv|trash|remov", re.IGNORECASE)
_KEYS = frozenset({"id", "uuid", "key", "number", "slug"})
_NAMES = _KEYS | {"name", "login", "username", "code", "title", "email", "type"}


def find(
    scene: Scene, breaches: Iterable[Breach], operation: Operation, *exchanges: Exchange | None
) -> None:
    """Add findings for broken laws, with the exchanges that show them."""
    shown = tuple(each for each in exchanges if each is not None)
    scene.findings += [
        Finding(
            rule=each.rule,
            message=each.message,
            operation=operation.id,
            instance=each.instance or None,
            cause=each.cause,
            exchanges=shown,
        )
        for each in breaches
    ]


def told(scene: Scene, reply: Reply, resource: Resource) -> tuple[Any, View | None]:
    """The thing that an answer tells, and its schema; an envelope around it is taken off."""
    value = reply.value
    if value is MISSING:
        return MISSING, None
    view = view_of(scene, reply)
    thing = inner(value, resource)
    state = _without_others(scene, thing, resource)
    if thing is not value and isinstance(value, dict):
        name = next(name for name, each in value.items() if each is thing)
        view = view.properties.get(name) if view else None
    return state, view


def view_of(scene: Scene, reply: Reply) -> View | None:
    """The schema of an answer's body, as the laws go by it."""
    response = reply.response
    answer = reply.step.operation.answer_for(response.status) if response else None
    for media_type in answer.media_types if answer else ():
        if media_type.schema and is_json(media_type.name):
            return scene.stage.forms.responses.view(media_type.schema)
    return None


def state_of(scene: Scene, thing: Thing, resource: Resource) -> Any:
    """How a thing was read last, without an envelope and what others say of themselves in it."""
    return _without_others(scene, inner(thing.state, resource), resource)


def _without_others(scene: Scene, state: Any, resource: Resource) -> Any:
    """The state in which each other thing that is shown inside is told by its names alone.

    What no request gives as an object, and has a key of its own, is another thing: what becomes of
    that is not asked here.
    """
    if not isinstance(state, dict):
        return state
    own = _given_as_objects(scene, resource)
    return {name: each if name in own else told_by_name(each) for name, each in state.items()}


def _given_as_objects(scene: Scene, resource: Resource) -> set[str]:
    """The members of a resource that requests give as objects, or as arrays of some."""
    found: set[str] = set()
    for operation in (resource.maker, resource.replace, resource.update):
        view = scene.stage.bodies.view(operation) if operation is not None else None
        members = dict(view.properties) if view else {}
        for member in view.properties.values() if view and len(members) == 1 else ():
            members |= member.properties  # an envelope around the thing
        for name, member in members.items():
            here = member.items if member.items is not None else member
            if not here.types or "object" in here.types or here.branches:
                found.add(name)
    return found


def told_by_name(value: Any) -> Any:
    """Another thing by what names it; what names nothing stays as it is."""
    if isinstance(value, list):
        return [told_by_name(each) for each in value]
    if not isinstance(value, dict) or not any(words(name) in _KEYS for name in value):
        return value
    return {name: each for name, each in value.items() if words(name) in _NAMES}


def given_by(scene: Scene, reply: Reply) -> Any:
    """What an admitted request gives in concrete forms; `MISSING` where it was to be refused."""
    operation, request = reply.step.operation, reply.exchange.request
    view = scene.stage.bodies.view(operation)
    if view is None or not request.body:
        return MISSING
    kind = media_type_of(request.headers) or ""
    if not is_json(kind):
        return _given_in_form(scene, reply)
    decoded = decode(request.body)
    if not decoded.parsed:
        return MISSING
    if not isinstance(scene.stage.admission(request, operation), Admitted):
        return MISSING
    forms = scene.stage.forms.requests
    found = given(view, decoded.value, forms.admits)
    return MISSING if found is LEFT_OUT else found


def unwrapped(
    reply: Reply, resource: Resource, given: Any, view: View | None
) -> tuple[Any, View | None]:
    """What a request gives, with its schema; without the envelope that its answer has as well."""
    value = reply.value
    if not isinstance(given, dict) or len(given) != 1 or not isinstance(value, dict):
        return given, view
    ((name, inside),) = given.items()
    thing = inner(value, resource)
    if not isinstance(inside, dict) or thing is value or value.get(name) is not thing:
        return given, view
    return inside, view.properties.get(name) if view else None


def _given_in_form(scene: Scene, reply: Reply) -> Any:
    """What a form gave: the members as their schemas read them."""
    operation, request = reply.step.operation, reply.exchange.request
    kind = media_type_of(request.headers) or ""
    described = operation.body.media_types if operation.body else ()
    media_type = next((each for each in described if each.name == kind), None)
    if media_type is None or media_type.schema is None or not request.body:
        return MISSING
    requests = scene.stage.contract.requests
    content = read_body(request.body, request.headers, media_type, requests.view, requests.admits)
    if not isinstance(content, BodyContent) or content.doubts:
        return MISSING
    whole = [each for each in content.values if each.place == ""]
    if not whole or not isinstance(whole[0].value, dict):
        return MISSING
    unread = set(media_type.binary)
    return {name: each for name, each in whole[0].value.items() if name not in unread}


def tells_of(entry: Any, state: Any, names: Collection[str]) -> bool:
    """Whether an entry has a thing's key and all that it was given, as far as it tells that."""
    if not isinstance(entry, dict) or not isinstance(state, dict):
        return False
    both = [name for name in names if name in entry and name in state]
    return len(both) > 1 and all(same(entry[name], state[name]) for name in both)


def marked_deleted(before: Any, after: Any) -> bool:
    """Whether a read tells, otherwise than before, that or when a thing was deleted."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        return False
    new = {name: each for name, each in after.items() if each not in (None, before.get(name))}
    return any(_DELETED.search(name) for name in new) or tells_deleted(new)


def tells_deleted(state: Any) -> bool:
    """Whether the status that a thing tells is that it is deleted."""
    return isinstance(state, dict) and any(
        words(name).endswith(("status", "state")) and _DELETED.search(str(each)) is not None
        for name, each in state.items()
    )


def volatile(scene: Scene, resource: Resource) -> frozenset[str]:
    """The members of a resource that change by themselves, as pointers."""
    return frozenset(scene.stage.volatile.get(resource.name, ()))


def asked_again(scene: Scene, resource: Resource, seen: Reply) -> Play:
    """Read twice more: what is told otherwise by then changes by itself, as a count of seconds."""
    step = replace(seen.step, judged=False)
    replies = yield InOrder([step, step])
    if all(each.succeeded for each in replies):
        one, other = (told(scene, each, resource)[0] for each in replies)
        places = {at_pointer(each.path[:1]) for each in differences(one, other)}
        scene.stage.volatile.setdefault(resource.name, set()).update(places)


def is_merge_patch(reply: Reply) -> bool:
    """Whether a request was a JSON merge patch (RFC 7396)."""
    return media_type_of(reply.exchange.request.headers) == "application/merge-patch+json"
