"""Values that travel as text: what a number looks like on the wire is a text as well."""

from collections.abc import Iterator, Mapping
from typing import Any, assert_never

from ringback.changes.relaxing import Relaxed
from ringback.changes.travelling import Travel
from ringback.finding import steps
from ringback.schema.document import Schema

# The texts of each type by which a schema of texts is tried.
_TEXTS = {
    "integer": ("0", "7", "-1", "1234567890"),
    "number": ("0", "7", "-1", "1234567890", "0.5", "-2.75"),
    "boolean": ("true", "false"),
}
_VALUES: dict[str, Any] = {
    "null": None,
    "boolean": True,
    "integer": 7,
    "number": 0.5,
    "array": [],
    "object": {},
}
_ANY_TEXT = ("", "a", "null", "{}", '{"a": [1]}')  # what takes these takes what else is written


def on_the_wire(relaxed: Relaxed, consumer: Schema, travel: Travel) -> None:
    """Let a schema of texts take what looks like one of them on its way.

    Parameters, headers and the members of forms have no types there (OpenAPI 3.1, 4.8.12 and
    4.8.14): `?limit=5` is the same request whether `5` is described as a number or as a text.
    """
    match travel:
        case Travel.TYPED:
            return
        case Travel.WHOLE:
            _loosened(relaxed, consumer, ("null", "array", "object"))
        case Travel.TEXT | Travel.REPEATED:
            for part in (*_inside(consumer), consumer):
                _loosened(relaxed, part)
        case Travel.FORM:
            for part in _inside(consumer):
                _loosened(relaxed, part, ("object",))
        case _ as never:
            assert_never(never)


def without_null(document: dict[str, Any], producer: Schema, travel: Travel) -> None:
    """Leave out null where a producer has no text for it: it sends nothing then.

    RFC 6570 section 3.2.1: a value that is undefined is left out.
    """
    if travel is Travel.TYPED or travel is Travel.WHOLE:
        return
    for part in (producer, *_inside(producer)):
        for each in _alternatives(part):
            *path, last = steps(each.pointer)
            owner, key = _owner(document, path, last)
            schema = owner[key]
            kinds = _types(schema)
            if kinds == {"null"}:
                owner[key] = False
            elif "null" in kinds:
                schema["type"] = sorted(kinds - {"null"})


def one_item(producer: Schema, consumer: Schema) -> Schema:
    """What a consumer of repeated names asks of the only item, where a single value is given.

    The consumer itself where more may be given, or one is not enough.
    """
    given, raw = _types(producer.raw), consumer.raw
    if not given or "array" in given or not isinstance(raw, Mapping):
        return consumer
    plain = _types(raw) == {"array"} and raw.get("minItems", 0) <= 1
    if not plain or {"prefixItems", "contains", "allOf", "anyOf", "oneOf"} & raw.keys():
        return consumer
    return consumer.below("items").bare() if "items" in raw else consumer


def _inside(whole: Schema) -> Iterator[Schema]:
    """The schemas of the items and members, and of the items of members."""
    pending, seen = [(whole, 0)], {whole}
    while pending:
        here, depth = pending.pop()
        for below, deeper in _below(here):
            found = below.bare()
            if found not in seen and depth + deeper < 3:
                seen.add(found)
                if deeper:
                    yield found
                pending.append((found, depth + deeper))


def _below(part: Schema) -> Iterator[tuple[Schema, int]]:
    """The schemas that one is made of, of the same value (0) or of what is in it (1)."""
    raw = part.raw
    if not isinstance(raw, Mapping):
        return
    for keyword in ("allOf", "anyOf", "oneOf"):
        for index in range(len(raw.get(keyword, ()))):
            yield part.below(keyword, index), 0
    for keyword in ("items", "additionalProperties"):
        if isinstance(raw.get(keyword), Mapping):
            yield part.below(keyword), 1
    for name in raw.get("properties", {}):
        yield part.below("properties", name), 1


def _alternatives(part: Schema) -> Iterator[Schema]:
    """The schema with those that its unions offer."""
    pending, seen = [part.bare()], set()
    while pending:
        here = pending.pop()
        if here not in seen:
            seen.add(here)
            yield here
            pending += [below.bare() for below, deeper in _below(here) if not deeper]


def _loosened(relaxed: Relaxed, part: Schema, more: tuple[str, ...] = ()) -> None:
    """Let a schema take the types whose texts it takes; `more` where it takes any text."""
    kinds = [kind for kind, texts in _TEXTS.items() if all(map(part.admits, texts))]
    if all(map(part.admits, _ANY_TEXT)):
        kinds += more
    kinds = [kind for kind in kinds if not part.admits(_VALUES[kind])]
    if not kinds:
        return
    *path, last = steps(relaxed.current(part.pointer))
    owner, key = _owner(relaxed.document, path, last)
    schema = owner[key]
    if isinstance(schema, dict) and isinstance(schema.get("type"), str | list):
        schema["type"] = sorted({*_types(schema), *kinds})
    elif isinstance(schema, dict):
        owner[key] = {"anyOf": [schema, {"type": kinds}]}
        relaxed.moved.append((f"{relaxed.current(part.pointer)}/anyOf/0", part.pointer))


def _types(raw: Any) -> set[str]:
    """The types that a schema names itself."""
    named = raw.get("type", ()) if isinstance(raw, Mapping) else ()
    return {named} if isinstance(named, str) else set(named)


def _owner(document: Any, path: list[str], last: str) -> tuple[Any, Any]:
    """What a schema stands in, and under which name or index."""
    owner = document
    for step in path:
        owner = owner[int(step)] if isinstance(owner, list) else owner[step]
    return owner, int(last) if isinstance(owner, list) else last
