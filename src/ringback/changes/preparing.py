"""Two schemas as they are compared: cut out of their descriptions, and as their values travel.

Each step makes a document out of one before: of what a producer sends, or a consumer looks at.
"""

from collections.abc import Iterator, Mapping
from typing import Any, assert_never

from ringback.changes.relaxing import Relaxed
from ringback.changes.travelling import Travel
from ringback.schema.applying import may_apply, reached
from ringback.schema.document import Schema, SchemaDocument
from ringback.schema.editing import excerpt, replaced
from ringback.schema.keywords import UNIONS, is_annotation
from ringback.schema.view import view

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


def produced(schema: Schema | None, travel: Travel) -> Schema:
    """What a producer sends: nothing that has no text. Without a schema that is any value."""
    if schema is None:
        return SchemaDocument({"any": {}}).schema("/any")
    cut = _cut(schema)
    return cut if travel in {Travel.TYPED, Travel.WHOLE} else _changed(cut, _without_null(cut))


def consumed(schema: Schema, producer: Schema, travel: Travel) -> tuple[Schema, Relaxed]:
    """The schema that a consumer holds payloads to, and a document that admits as much as it does.

    What travels as text has no types.
    """
    cut = _cut(schema)
    relaxed = Relaxed(cut.document, producer)
    consumer = _one_item(producer, cut) if travel is Travel.REPEATED else cut
    _on_the_wire(relaxed, consumer, travel)
    return consumer, relaxed


def concrete(schema: Schema) -> Schema | None:
    """The schema without the vacuous branches of unions that say something as well.

    A closed branch is `false`, so that pointers stay. None where there are none.
    """
    closed: dict[str, Any] = {}
    for each in reached(schema):
        for keyword in UNIONS:
            branches = [branch for branch in each.listed(keyword) if branch.raw is not False]
            empty = {branch.pointer: False for branch in branches if _says_nothing(branch)}
            closed |= empty if len(empty) < len(branches) else {}
    return _changed(schema, closed) if closed else None


def _cut(schema: Schema) -> Schema:
    """The schema in a document that holds no more than it needs."""
    return SchemaDocument(excerpt(schema)).schema(schema.pointer)


def _changed(schema: Schema, changes: Mapping[str, Any]) -> Schema:
    """The schema in a document with other values at some places."""
    if not changes:
        return schema
    return SchemaDocument(replaced(schema.document.root, changes)).schema(schema.pointer)


def _without_null(producer: Schema) -> dict[str, Any]:
    """Null is left out where a producer has no text for it: it sends nothing then.

    RFC 6570 section 3.2.1: a value that is undefined is left out.
    """
    found: dict[str, Any] = {}
    for part in (producer, *_inside(producer)):
        for each in may_apply(part):
            kinds = _types(each)
            if kinds == {"null"}:
                found[each.pointer] = False
            elif "null" in kinds:
                found[f"{each.pointer}/type"] = sorted(kinds - {"null"})
    return found


def _on_the_wire(relaxed: Relaxed, consumer: Schema, travel: Travel) -> None:
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


def _one_item(producer: Schema, consumer: Schema) -> Schema:
    """What a consumer of repeated names asks of the only item, where a single value is given.

    The consumer itself where more may be given, or one is not enough.
    """
    given, raw = _types(producer), consumer.keywords
    if not given or "array" in given:
        return consumer
    plain = _types(consumer) == {"array"} and raw.get("minItems", 0) <= 1
    if not plain or {"prefixItems", "contains", "allOf", *UNIONS} & raw.keys():
        return consumer
    return consumer.below("items").bare() if "items" in raw else consumer


def _inside(whole: Schema) -> list[Schema]:
    """The schemas of the items and members, and of the items and members of these."""
    found: dict[Schema, None] = {}
    here = [whole]
    for _ in range(2):
        here = [it.bare() for each in here for part in may_apply(each) for it in _parts(part)]
        found |= dict.fromkeys(here)
    return list(found)


def _parts(schema: Schema) -> Iterator[Schema]:
    """The schemas that a schema's own keywords hold items and members to."""
    for keyword in ("items", "additionalProperties"):
        found = schema.one(keyword)
        if found is not None and isinstance(found.raw, Mapping):
            yield found
    yield from schema.named("properties").values()


def _loosened(relaxed: Relaxed, part: Schema, more: tuple[str, ...] = ()) -> None:
    """Let a schema take the types whose texts it takes; `more` where it takes any text."""
    kinds = [kind for kind, texts in _TEXTS.items() if all(map(part.admits, texts))]
    if all(map(part.admits, _ANY_TEXT)):
        kinds += more
    kinds = [kind for kind in kinds if not part.admits(_VALUES[kind])]
    named = _types(part)
    if kinds and named:
        relaxed.put(f"{relaxed.current(part.pointer)}/type", sorted({*named, *kinds}))
    elif kinds:
        relaxed.also(part, {"type": kinds})


def _says_nothing(schema: Schema) -> bool:
    try:
        found = view(schema.document, schema.pointer)
        return found.vacuous or all(map(is_annotation, found.raw))
    except (ValueError, RecursionError):  # what leads back to itself: validators never end with it
        return False


def _types(schema: Schema) -> set[str]:
    """The types that a schema names itself."""
    named = schema.keywords.get("type", ())
    return {named} if isinstance(named, str) else set(named)
