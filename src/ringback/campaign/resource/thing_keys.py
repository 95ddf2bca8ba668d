"""The key of what was created, out of the answer: by its links, its Location, its members."""

import re
from collections.abc import Iterator
from typing import Any, TypeGuard
from urllib.parse import unquote, urlsplit

from ringback.campaign.resource.model import Graph, OutputSlot, Resource
from ringback.campaign.resource.reference_members import singular, spellings, words
from ringback.contract.schemas import is_loose_uuid
from ringback.exchange import Exchange, Response, header_values
from ringback.laws.expressions import evaluate
from ringback.operation import Operation
from ringback.payload import MISSING, decode

_PARTS = ("slug", "login", "username", "key", "name", "id")
_USUAL = ("id", "uuid", "key", "slug", "name", "code", "number", "username")
_CHOSEN = frozenset({"key", "slug", "code", "name", "login", "username", "handle"})
_WRAPPERS = frozenset({"data", "item", "result", "resource", "payload"})
_BARE = ("id", "uuid")
Key = str | int | float | bool
LOCATED = "header.location"
"""The place of a key that an answer's Location tells."""


def keys_of(
    graph: Graph, resource: Resource, operation: Operation, exchange: Exchange
) -> Iterator[tuple[str, Key]]:
    """The values that may be the key, the likeliest first, each with the place that tells it."""
    response = exchange.response
    if response is None:
        return
    answer = decode(response.body).value if response.body else MISSING
    for slot in graph.given_by(operation):
        found = told_at(slot, operation, exchange) if slot.resource == resource.name else MISSING
        if is_key(found):
            yield slot.place, found
    located = location_key(resource, response)
    told = [
        (f"/{name}", value) for each in _holders(answer) for name, value in members(each, resource)
    ]
    # An answer that has another key under the key's own name tells a Location that is wrong.
    named = next((value for each in _holders(answer) for value in _named(each, resource)), located)
    is_first = str(named) == str(located)
    if located is not None and is_first:
        yield LOCATED, located
    yield from told
    if located is not None and not is_first:
        yield LOCATED, located
    if is_key(answer) and response.status in {200, 201}:
        yield "", answer  # the key alone is the answer
    given = given_key(resource, decode(exchange.request.body or b"").value)
    if given is not None:
        yield given


def given_key(resource: Resource, body: Any) -> tuple[str, Key] | None:
    """The key that a request's body gives itself, with its place; None without one.

    `project_key` in a path is the `project_key` of a body, or the `key` of a project; not its `id`,
    which a service may give as it likes.
    """
    one = words(singular(resource.name))
    for before, names in (("", None), (one, _CHOSEN)):
        for name, value in body.items() if isinstance(body, dict) else ():
            fits = names is None or words(name) in names
            if fits and before + words(name) == words(resource.key) and is_key(value):
                return f"/{name}", value
    return None


def is_key(value: Any) -> TypeGuard[Key]:
    """Whether a value can stand in a path as a key."""
    if isinstance(value, bool) or value is MISSING or value is None:
        return False
    return isinstance(value, int | str) and value != ""


def keys_told(graph: Graph, answer: Any) -> Iterator[tuple[str, Key]]:
    """The keys that an answer tells of things of any resource, by the names of its members."""
    for name, value in answer.items() if isinstance(answer, dict) else ():
        for resource in graph.resources.values():
            if resource.singleton or resource.part:
                continue
            one = words(name) in spellings(resource) | {words(singular(resource.name))}
            many = words(name) == words(resource.name.rpartition("/")[2])
            values = value if many and isinstance(value, list) else [value] if one else []
            yield from ((resource.name, each) for each in values if is_key(each))


def is_given_once(key: Any) -> bool:
    """Whether no update gives a thing with this key another one: it is a number, or a UUID."""
    if not is_key(key):
        return False
    return not isinstance(key, str) or key.isdecimal() or is_loose_uuid(key)


def key_names(resource: Resource, body: Any) -> list[str]:
    """The members of a body that are called as a thing's own key is, the likeliest first."""
    if not isinstance(body, dict):
        return []
    exact = [name for name in body if words(name) == words(resource.key)]
    return [*exact, *(name for name in _BARE if name in body and name not in exact)]


def is_bare_id(name: str) -> bool:
    """Whether a member is called as what a service gives each thing, as it likes."""
    return words(name) in _BARE


def is_form_of(one: Key, other: Key) -> bool:
    """Whether two keys are of one make: both numbers, or both UUIDs."""
    texts = (str(one), str(other))
    return all(map(str.isdecimal, texts)) or all(map(is_loose_uuid, texts))


def told_at(slot: OutputSlot, operation: Operation, exchange: Exchange) -> Any:
    """What an exchange tells in a slot; `MISSING` where it tells nothing."""
    response = exchange.response
    if response is None or not slot.covers(response.status):
        return MISSING
    found = evaluate(slot.place, exchange, operation)
    is_header = slot.place.startswith("$response.header.")
    return _last(found) if is_header and isinstance(found, str) else found


def _last(text: str) -> str:
    """A header's text; of a URL the last segment."""
    if "/" not in text:
        return text
    return unquote(urlsplit(text).path.rstrip("/").rpartition("/")[2])


def location_key(resource: Resource, response: Response) -> str | None:
    """The key in an answer's Location, if that is a path of the resource; None otherwise."""
    values = header_values(response.headers, "location")
    if not values or resource.singleton:
        return None
    found = _in_url(resource, values[0])
    return found[-1] if found else None


def _in_url(resource: Resource, url: str) -> list[str]:
    """The keys in a URL, outermost first, if it ends in a path of the resource; else none."""
    path = "/" + urlsplit(url).path.strip("/")  # it may be relative: `pets/7`
    pattern = "/".join(
        "([^/]+)" if each == "{}" else re.escape(each) for each in resource.path.split("/")
    )
    found = re.search(pattern + "$", path)
    return [unquote(each) for each in found.groups()] if found else []


def parts_of(
    graph: Graph, resource: Resource, state: Any, response: Response | None = None
) -> dict[str, Key]:
    """The first parts of a composite key, by their resources' names, as far as anything tells them.

    An answer's Location tells them, else a member that is a URL of the thing, else a member of the
    part's own name: `{"owner": {"login": "octo"}}`.
    """
    line = [each for each in (*reversed(graph.ancestors(resource)), resource) if each.key]
    urls = header_values(response.headers, "location") if response else []
    holders = [state, *_holders(state)]
    for holder in (each for each in holders if isinstance(each, dict)):
        urls += [each for each in holder.values() if isinstance(each, str) and "/" in each]
    told = next((keys for url in urls if len(keys := _in_url(resource, url)) == len(line)), [])
    located: dict[str, Key] = dict(zip((each.name for each in line), told, strict=bool(told)))
    found: dict[str, Key] = {}
    for each in (each for each in line if each.part):
        named = next(_named_part(each, holders), None)
        key = located.get(each.name, named)
        if key is not None:
            found[each.name] = key
    return found


def _named_part(part: Resource, holders: list[Any]) -> Iterator[Key]:
    for holder in (each for each in holders if isinstance(each, dict)):
        for name, value in holder.items():
            if words(name) not in {words(part.key), *spellings(part)}:
                continue
            values = [value.get(each) for each in _PARTS] if isinstance(value, dict) else [value]
            yield from (each for each in values if is_key(each))


def _holders(answer: Any) -> Iterator[dict[str, Any]]:
    """The objects of an answer that may be the thing: itself, or what is wrapped in it.

    What makes many at a time answers with all of them: the first is the thing.
    """
    if isinstance(answer, list) and answer:
        answer = answer[0]
    if not isinstance(answer, dict):
        return
    wrapped = [value for value in answer.values() if isinstance(value, dict)]
    if len(answer) == 1 and wrapped:
        yield wrapped[0]
    yield answer
    data = answer.get("data")
    if isinstance(data, dict):
        yield data


def members(holder: dict[str, Any], resource: Resource) -> Iterator[tuple[str, Key]]:
    """The members of an object that may be its key, by their names."""
    told = spellings(resource)
    exact = [name for name in holder if words(name) == words(resource.key)]
    alike = [name for name in holder if words(name) in told]
    usual = [name for name in _USUAL if name in holder]
    for name in dict.fromkeys([*exact, *alike, *usual]):
        if is_key(holder[name]):
            yield name, holder[name]


def _named(holder: dict[str, Any], resource: Resource) -> Iterator[Key]:
    """What is called as the key is, with or without the thing's name before it."""
    key, one = words(resource.key), words(singular(resource.name))
    for name, value in holder.items():
        if key in {words(name), one + words(name)} and is_key(value):
            yield value


def key_member(resource: Resource, state: Any, key: Any) -> str | None:
    """The name of the member that holds a thing's key; None where none does."""
    if not isinstance(state, dict):
        return None
    for name, value in members(state, resource):
        if str(value) == str(key):
            return name
    return None


def inner(state: Any, resource: Resource) -> Any:
    """The thing in an answer that wraps it: an envelope of one object is taken off."""
    if isinstance(state, dict) and not any(True for _ in members(state, resource)):
        wrapped = {name: value for name, value in state.items() if isinstance(value, dict)}
        if len(wrapped) > 1:  # beside the thing may stand what tells of the answer
            names = _WRAPPERS | {words(singular(resource.name))}
            wrapped = {name: value for name, value in wrapped.items() if words(name) in names}
        if len(wrapped) == 1:
            return next(iter(wrapped.values()))
    return state


def entry_key(entry: Any, resource: Resource) -> str:
    """The key that an entry tells; all of it where it tells none."""
    if isinstance(entry, dict):
        return next((str(key) for _, key in members(entry, resource)), repr(entry))
    return str(entry)
