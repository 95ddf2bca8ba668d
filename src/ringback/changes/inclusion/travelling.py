"""How a value goes over the wire: with its types, or as text that has none.

And what two schemas admit of values that are texts on their way.
"""

from collections.abc import Iterator, Mapping
from enum import Enum, auto
from typing import Any, assert_never

from ringback.changes.changed_schemas.relaxing import Relaxed
from ringback.changes.pairs.partners import media_name
from ringback.description import Description
from ringback.operation import Parameter
from ringback.schema.applying import may_apply
from ringback.schema.document import Schema
from ringback.schema.keywords import UNIONS

_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_OPAQUE = frozenset(
    {"application/octet-stream", "application/pdf", "application/zip", "application/gzip"}
)
_OPAQUE_KINDS = frozenset({"image", "audio", "video", "font"})
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


class Travel(Enum):
    """How a value goes over the wire, which settles what can be told apart there."""

    TYPED = auto()  # JSON and its like: every type shows
    WHOLE = auto()  # text or bytes, whatever the schema is: it can be nothing but a string
    TEXT = auto()  # a parameter or header: its value, items and members are texts
    REPEATED = auto()  # the same, an array being its name once for each item: one item is itself
    FORM = auto()  # a form: its members are texts


def of_media(name: str) -> Travel:
    """How a body of the media type goes (RFC 9110 8.3; OpenAPI 3.1, 4.8.14)."""
    essence = media_name(name).partition(";")[0]
    if essence in _FORMS:
        return Travel.FORM
    whole = essence == "text/plain" or essence in _OPAQUE
    return Travel.WHOLE if whole or essence.partition("/")[0] in _OPAQUE_KINDS else Travel.TYPED


def of_parameter(description: Description, parameter: Parameter) -> Travel:
    """How a parameter's value goes (OpenAPI 3.1, 4.8.12.2 to 4.8.12.4)."""
    node = description.at(parameter.pointer)
    raw: Mapping[str, Any] = node if isinstance(node, Mapping) else {}
    content = raw.get("content")
    if isinstance(content, Mapping) and content:
        return Travel.TEXT if of_media(next(iter(content))) is Travel.WHOLE else Travel.TYPED
    style = raw.get("style") or ("form" if parameter.where in {"query", "cookie"} else "simple")
    apart = style == "form" and raw.get("explode", True) is not False
    return Travel.REPEATED if apart else Travel.TEXT


def without_null(producer: Schema) -> dict[str, Any]:
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


def one_item(producer: Schema, consumer: Schema) -> Schema:
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


def _types(schema: Schema) -> set[str]:
    """The types that a schema names itself."""
    named = schema.keywords.get("type", ())
    return {named} if isinstance(named, str) else set(named)
