"""Resources out of the grammar of paths: `/pets` and `/pets/{id}`, `/orders/{id}/items/{item}`.

What is only inferred here is tried and observed before a law rests on it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ringback.campaign.resource.model import Resource
from ringback.operation import Operation

_PARAMETER = re.compile(r"\{([^{}]+)\}")
_ANY = "{}"
_SAFE_VERBS = frozenset(
    (
        *("authenticate", "autocomplete", "calculate", "check", "compare", "compute", "convert"),
        *("count", "echo", "estimate", "filter", "find", "login", "lookup", "match", "paginate"),
        *("parse", "ping", "preview", "query", "search", "signin", "sign-in", "suggest"),
        *("validate",),
    )
)
_SEARCHES = frozenset({"autocomplete", "filter", "find", "lookup", "query", "search", "suggest"})
OVERVIEWS = frozenset({"filter", "find", "query", "search"})
"""What a POST is called that tells all things of a collection where it is asked with nothing."""
_CREATING = frozenset({"add", "create", "new"})
_UPDATING = frozenset({"edit", "modify", "update"})
_DELETING = frozenset({"delete", "remove"})
_LISTING = frozenset({"all", "list"})
_READING = frozenset({"detail", "details", "get", "read", "show"})
_RPC = _CREATING | _UPDATING | _DELETING | _LISTING | _READING

Segments = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """An operation, and the segments of its path with each parameter as `{}`."""

    operation: Operation
    segments: Segments
    names: tuple[str, ...]

    @property
    def text(self) -> str:
        return "/" + "/".join(self.segments)


def _place(operation: Operation) -> _Place:
    raw = [each for each in operation.path.split("/") if each]
    names = tuple(name for each in raw for name in _PARAMETER.findall(each))
    segments = tuple(_ANY if _PARAMETER.fullmatch(each) else each for each in raw)
    return _Place(operation=operation, segments=segments, names=names)


def template_of(operation: Operation) -> str:
    """An operation's path with each parameter as `{}`."""
    return _place(operation).text


def alias_of(resource: Resource, found: Mapping[str, Resource]) -> str:
    """The resource whose things a path tells by another member, called before it; empty for none.

    `/flows/name/{name}` and `/flows/by-name/{name}` tell what `/flows/{id}` does.
    """
    collection, _, word = resource.path.removesuffix("/{}").rpartition("/")
    name, key = (re.sub(r"[^a-z0-9]", "", each.lower()) for each in (word, resource.key))
    if not key or resource.maker is not None or name not in {key, f"by{key}"}:
        return ""
    same = (each for each in found.values() if each.path == f"{collection}/{{}}")
    return next((each.name for each in same if each.maker is not None), "")


def is_safe_verb(operation: Operation) -> bool:
    """Whether it is QUERY, or a POST called as what changes nothing is called: a search, a login.

    The verb ends the path, or stands before what is searched: `/search/issues`. QUERY is safe, and
    has a body (OpenAPI 3.2, 4.9.1).
    """
    if operation.method != "POST":
        return operation.method == "QUERY"
    segments = [each for each in operation.path.split("/") if each]
    last = segments[-1:]
    words = re.split(r"[-_.:]|(?<=[a-z])(?=[A-Z])", last[0]) if last else []
    if any(word.lower() in _SAFE_VERBS for word in (*words, *last)):
        return True
    makes = any(each.status in {"201", "202", "204"} for each in operation.answers)
    keyed = bool(last) and bool(_PARAMETER.search(last[0]))
    return not makes and not keyed and any(each in _SEARCHES for each in segments[-2:-1])


def key_prefixes(operation: Operation) -> list[tuple[str, str]]:
    """Each path parameter of an operation with the template of the thing that it tells."""
    place = _place(operation)
    ends = [index for index, each in enumerate(place.segments) if each == _ANY]
    if len(ends) != len(place.names):
        return []  # a parameter inside a segment: what it tells is not known
    return [
        (name, "/" + "/".join(place.segments[: end + 1]))
        for name, end in zip(place.names, ends, strict=True)
    ]


def resources_of(operations: Iterable[Operation]) -> list[Resource]:
    """The resources that the paths show, parents before children."""
    places = [_place(each) for each in operations]
    at: defaultdict[Segments, dict[str, Operation]] = defaultdict(dict)
    for place in places:
        at[place.segments].setdefault(place.operation.method, place.operation)
    things = _things(places)
    found = [_keyed(item, at) for item in things]
    found += _singletons(at, things)
    parts = [each for each in found if each.part]
    found = [each for each in found if any(True for _ in each.roles())]
    composite = {each.path.removesuffix("/{}") for each in found}
    found += [each for each in parts if each.path in composite]
    found = [replace(each, parent=_parent(each.path, found)) for each in found]
    return _named(sorted(found, key=lambda each: each.path.count("/")))


def _things(places: Sequence[_Place]) -> list[Segments]:
    """The templates of single things: every beginning of a path that ends in a parameter."""
    found = {
        place.segments[: index + 1]: None
        for place in places
        for index, each in enumerate(place.segments)
        if each == _ANY and index > 0
    }
    items = [item for item in found if _is_whole(item)]
    roots = {place.segments for place in places}
    # Of `/repos/{owner}/{repo}` both tell one thing, unless the first is a thing of its own.
    return [item for item in items if item[-2] != _ANY or item in roots]


def _is_whole(segments: Segments) -> bool:
    """Whether each parameter is a segment of its own: what another one tells is not known."""
    return all(each == _ANY or not _PARAMETER.search(each) for each in segments)


def _parameter(item: Segments, operations: Iterable[Operation]) -> str:
    """The name of the parameter at the end of a template."""
    depth = item.count(_ANY)
    for operation in operations:
        place = _place(operation)
        if place.segments[: len(item)] == item and len(place.names) >= depth:
            return place.names[depth - 1]
    return ""


def _keyed(item: Segments, at: dict[Segments, dict[str, Operation]]) -> Resource:
    """The resource of a template that ends in a parameter."""
    here = at.get(item, {})
    if not here and (*item, _ANY) in at:  # the first part of a key: the owner of a repository
        every = [each for operations in at.values() for each in operations.values()]
        key = _parameter(item, every)
        return Resource(name=key, path="/" + "/".join(item), key=key, part=True)
    collection = item[:-1]
    if collection[-1] == _ANY and collection not in at:
        collection = collection[:-1]
    above = at.get(collection, {})
    below = {
        segments: operations
        for segments, operations in at.items()
        if len(segments) == len(item) + 1 and segments[:-1] == item and segments[-1] != _ANY
    }
    beside = {
        segments[-1]: operations
        for segments, operations in at.items()
        if len(segments) == len(item) and segments[:-1] == collection and segments[-1] in _RPC
    }
    every = [each for operations in at.values() for each in operations.values()]
    verbs = {segments: ops for segments, ops in below.items() if segments[-1] in _RPC}
    update = here.get("PATCH") or _verb(verbs, _UPDATING)
    if update is None and "PUT" not in here:
        update = here.get("POST")
    literals = [each for each in collection if each != _ANY]
    return Resource(
        name=literals[-1] if literals else item[-1],
        path="/" + "/".join(item),
        key=_parameter(item, [*here.values(), *every]),
        create=above.get("POST") or _verb_beside(beside, _CREATING),
        read=here.get("GET") or _verb(verbs, _READING),
        update=update,
        replace=here.get("PUT"),
        delete=here.get("DELETE") or _verb(verbs, _DELETING),
        list=above.get("GET") or _verb_beside(beside, _LISTING),
        actions=tuple(_actions(below, at)),
        views=tuple(
            operations["GET"]
            for segments, operations in below.items()
            if "GET" in operations
            and segments[-1] not in _RPC
            and (*segments, _ANY) not in at
            and not {"PUT", "PATCH", "POST"} & operations.keys()
        ),
    )


def _verb(places: dict[Segments, dict[str, Operation]], words: frozenset[str]) -> Operation | None:
    """An operation on one thing whose path ends in a verb."""
    for segments, operations in places.items():
        if segments[-1] in words:
            return _writing_first(operations, words)
    return None


def _verb_beside(
    places: dict[str, dict[str, Operation]], words: frozenset[str]
) -> Operation | None:
    """An operation on a collection whose path ends in a verb."""
    for name, operations in places.items():
        if name in words:
            return _writing_first(operations, words)
    return None


def _writing_first(operations: dict[str, Operation], words: frozenset[str]) -> Operation:
    """Of several methods at a verb the one that does it: a GET beside a POST shows its form."""
    reads = words in (_LISTING, _READING)
    return min(operations.values(), key=lambda each: each.safe is not reads)


def _actions(
    below: dict[Segments, dict[str, Operation]], at: dict[Segments, dict[str, Operation]]
) -> Iterable[Operation]:
    """The verbs on one thing: what is posted to it, and is no collection of its own."""
    for segments, operations in below.items():
        is_collection = any(each[: len(segments) + 1] == (*segments, _ANY) for each in at)
        if is_collection or segments[-1] in _RPC or "GET" in operations:
            continue
        yield from (
            operations[method] for method in ("POST", "PUT", "DELETE") if method in operations
        )


def _singletons(
    at: dict[Segments, dict[str, Operation]], things: Sequence[Segments]
) -> Iterable[Resource]:
    """What has no key: a document that is read and written at one path."""
    collections = {item[:-1] for item in things}
    for segments, operations in at.items():
        if not segments or segments[-1] == _ANY or segments in collections:
            continue
        if not _is_whole(segments):
            continue
        if "GET" not in operations or not {"PUT", "PATCH", "POST"} & operations.keys():
            continue
        if any(each.required and each.where == "query" for each in operations["GET"].parameters):
            continue  # it has a key, in the query: what a made-up one names is not the run's own
        post = operations.get("POST")
        if post is not None and not _links_to(post, operations["GET"]):
            makes = any(each.status == "201" for each in post.answers)
            if makes or len(operations) < 3:
                post = None  # it may be a collection whose things have no path
        update = operations.get("PATCH") or post
        if update is None and "PUT" not in operations:
            continue
        yield Resource(
            name=segments[-1],
            path="/" + "/".join(segments),
            read=operations["GET"],
            update=update,
            replace=operations.get("PUT"),
            delete=operations.get("DELETE"),
        )


def _links_to(operation: Operation, read: Operation) -> bool:
    """Whether an answer of the operation links to this read, as it is: without parameters."""
    links = [link for answer in operation.answers for link in answer.links]
    return any(link.operation == read.id and not link.parameters for link in links)


def _parent(path: str, found: Sequence[Resource]) -> str | None:
    """The template of the nearest thing that a template stands in."""
    above = [each.path for each in found if each.key and path.startswith(f"{each.path}/")]
    return next(iter(sorted(above, key=len)[-1:]), None)


def _named(found: Sequence[Resource]) -> list[Resource]:
    """Each with a name of its own, and its parent's name in the place of its template."""
    names: dict[str, str] = {}
    for each in found:
        parent = names.get(each.parent or "")
        name = each.name if each.name not in names.values() else f"{parent or ''}/{each.name}"
        names[each.path] = name if name not in names.values() else each.path
    return [
        replace(each, name=names[each.path], parent=names.get(each.parent or "")) for each in found
    ]
