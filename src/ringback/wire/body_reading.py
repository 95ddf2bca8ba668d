"""The bytes of a body and its media type, made into values that a schema can judge."""

import codecs
from collections.abc import Callable, Sequence
from typing import Any

from ringback.description.reading.tree import plain
from ringback.description.reading.yaml_reader import read_yaml
from ringback.errors import DescriptionError
from ringback.exchange import Headers, header_values
from ringback.finding import pointer
from ringback.operation import MediaType
from ringback.payload import Flaw, FlawKind, decode
from ringback.schema.view import Admits, View
from ringback.wire.body_content import BodyContent, BodyValue, Content, ReceivedBody, UnjudgedBody
from ringback.wire.form_members import FormContent, FormSchema
from ringback.wire.forms import read_form
from ringback.wire.item_sequences import Items, events, json_lines, json_sequence
from ringback.wire.media_types import BodyKind, charset_of, essence_of, kind_of
from ringback.wire.multipart_bodies import FormPart, MultipartError, parts_of, read_multipart
from ringback.wire.typed_texts import applied, loosely_spelt, typed, types_of

_SCALARS = frozenset({"string", "integer", "number", "boolean", "null"})
_EVENT_FIELDS = frozenset({"data", "event", "id", "retry"})
_LENGTHS = frozenset({"minLength", "maxLength"})
# Texts that are UTF-8 where no charset is told (RFC 7111 2, RFC 5545 3.1.4, RFC 6350 3.1).
_OF_UTF_8 = frozenset({"text/csv", "text/calendar", "text/vcard"})
UTF_8 = frozenset({"", "utf-8", "utf8", "us-ascii"})  # charsets that say so; none says it too


def read_body(
    body: bytes,
    headers: Headers,
    media_type: MediaType,
    view: Callable[[str], View],
    admits: Admits,
) -> Content:
    """What a body holds, by its own Content-Type, for the schemas of a described media type.

    Without a Content-Type it is read as the described one.
    """
    content_type = next(iter(header_values(headers, "content-type")), media_type.name)
    name = essence_of(content_type)
    kind = kind_of(content_type)
    if media_type.schema is None and media_type.item_schema is None:
        return BodyContent(kind=kind or BodyKind.BYTES)
    if kind is None:
        return UnjudgedBody(why=f"{name} is not judged")
    received = ReceivedBody(
        body=body,
        content_type=content_type,
        media_type=media_type,
        # JSON needs no walk: its values are what they are.
        schema=view(media_type.schema) if media_type.schema and kind is not BodyKind.JSON else None,
        admits=admits,
    )
    return _READERS[kind](received)


def _json(received: ReceivedBody) -> Content:
    decoded = decode(received.body)
    schema = received.media_type.schema
    values = (BodyValue(value=decoded.value, schema=schema),) if decoded.parsed and schema else ()
    return BodyContent(kind=BodyKind.JSON, values=values, flaws=decoded.flaws)


def _lines(received: ReceivedBody) -> Content:
    return _items(received, BodyKind.LINES, json_lines(received.body))


def _json_sequence(received: ReceivedBody) -> Content:
    return _items(received, BodyKind.JSON_SEQUENCE, json_sequence(received.body))


def _items(received: ReceivedBody, kind: BodyKind, items: Items) -> Content:
    """Each item by its own schema, and all of them as the array that the other schema may mean.

    `itemSchema` is each item's, and `schema` beside it that of all (OpenAPI 3.2, 4.14.5). Before
    3.2 nothing told which of the two a lone `schema` is: an array is all, anything else each.
    """
    media_type = received.media_type
    values: list[BodyValue] = []
    if media_type.item_schema:
        values += _each(items, media_type.item_schema)
    if received.schema is not None and media_type.schema:
        whole = [value for _, value in items.values]
        if media_type.item_schema or _means_all(received, media_type.schema, whole):
            values += [] if items.flaws else [BodyValue(value=whole, schema=media_type.schema)]
        else:
            values += _each(items, media_type.schema)
    return BodyContent(kind=kind, values=tuple(values), flaws=items.flaws)


def _means_all(received: ReceivedBody, schema: str, whole: list[Any]) -> bool:
    """Whether a schema is that of all items together; where each fits it, it is that of each."""
    if whole and all(received.admits(schema, value) for value in whole):
        return False
    only_array = received.schema is not None and types_of([received.schema]) - {"null"} == {"array"}
    return only_array or received.admits(schema, whole)


def _each(items: Items, schema: str) -> list[BodyValue]:
    return [
        BodyValue(value=value, schema=schema, place=pointer([str(at)]))
        for at, value in items.values
    ]


def _event_stream(received: ReceivedBody) -> Content:
    """Server-sent events: objects of their fields, or the one text that a string schema means."""
    schema, media_type = received.schema, received.media_type
    text = received.body.decode("utf-8", "replace")
    if schema is None or media_type.item_schema:
        return _items(received, BodyKind.EVENTS, events(text))
    types = types_of([schema])
    if "string" in types:
        return _text(received)
    named = {name for part in applied(schema) for name in part.properties}
    for part in applied(schema):
        if part.items is not None:
            named |= {name for each in applied(part.items) for name in each.properties}
    if named & _EVENT_FIELDS:
        return _items(received, BodyKind.EVENTS, events(text))
    return UnjudgedBody(why="its schema is not that of an event (data, event, id, retry)")


def _form(received: ReceivedBody) -> Content:
    if received.schema is None:
        return BodyContent(kind=BodyKind.FORM)
    form = FormSchema(received.schema, received.admits)
    if form.types and "object" not in form.types:
        return UnjudgedBody(why="a form is described by a schema that is no object")
    if charset_of(received.content_type) not in UTF_8:
        return UnjudgedBody(why="the form is in another charset than UTF-8")
    try:
        text = received.body.decode("utf-8")
        read = read_form(text, received.media_type, form)
    except UnicodeDecodeError:
        return UnjudgedBody(why="the form is in another charset than UTF-8")
    return _formed(BodyKind.FORM, received, read)


def _formed(kind: BodyKind, received: ReceivedBody, read: FormContent) -> BodyContent:
    values = (BodyValue(value=read.value, schema=received.media_type.schema or ""),)
    return BodyContent(
        kind=kind,
        values=values,
        objections=tuple(read.objections),
        doubts=tuple(read.doubts.items()),
    )


def _multipart(received: ReceivedBody) -> Content:
    kind, media_type = BodyKind.MULTIPART, received.media_type
    try:
        parts = parts_of(received.body, received.content_type)
        if media_type.item_schema or (received.schema and "array" in types_of([received.schema])):
            return _listed(received, parts)
        if received.schema is None:
            return BodyContent(kind=kind)
        form = FormSchema(received.schema, received.admits)
        named = essence_of(received.content_type) == "multipart/form-data"
        if not named and not all(each.name for each in parts):
            return UnjudgedBody(why="its parts have no names that the schema could be asked for")
        if form.types and "object" not in form.types:
            return UnjudgedBody(why="a multipart body is described by a schema that is no object")
        return _formed(kind, received, read_multipart(parts, media_type, form))
    except MultipartError as error:
        flaw = Flaw(kind=FlawKind.MALFORMED, text=str(error))
        return BodyContent(kind=kind, flaws=(flaw,))


def _listed(received: ReceivedBody, parts: Sequence[FormPart]) -> Content:
    """Parts as the items of a list (OpenAPI 3.2, 4.15.2): those in JSON; others are not typed."""
    read = [(at, decode(each.content)) for at, each in enumerate(parts)]
    json = all(kind_of(each.content_type or "") is BodyKind.JSON for each in parts)
    if not json or not all(each.parsed for _, each in read):
        return UnjudgedBody(why="its parts are not all JSON")
    values = tuple((at, each.value) for at, each in read)
    return _items(received, BodyKind.MULTIPART, Items(values=values))


def _yaml(received: ReceivedBody) -> Content:
    """YAML 1.2 by its core schema (RFC 9512); what has no JSON value is not judged."""
    kind, schema = BodyKind.YAML, received.media_type.schema
    try:
        text = received.body.decode("utf-8-sig")
        parsed = read_yaml(text, "body")
    except UnicodeDecodeError as error:
        if received.body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return UnjudgedBody(why="the body is YAML in UTF-16")
        flaw = Flaw(kind=FlawKind.ENCODING, text=f"is not UTF-8 at byte {error.start}")
        return BodyContent(kind=kind, flaws=(flaw,))
    except DescriptionError as error:
        first = error.problems[0]
        where = f" (line {first.line})" if first.line else ""
        if first.text.startswith("is not YAML"):
            flaw = Flaw(kind=FlawKind.MALFORMED, text=first.text + where)
            return BodyContent(kind=kind, flaws=(flaw,))
        return UnjudgedBody(why=f"the body {first.text}{where}")
    value = plain(parsed.root)
    refused = schema is not None and not received.admits(schema, value)
    doubts = (("", f"the body: {parsed.traps[0].text}"),) if refused and parsed.traps else ()
    values = (BodyValue(value=value, schema=schema),) if schema else ()
    return BodyContent(kind=kind, values=values, doubts=doubts)


def _text(received: ReceivedBody) -> Content:
    """A text, or the number, boolean or null that it spells; an object has no form in a text."""
    kind, schema = BodyKind.TEXT, received.schema
    if schema is None or received.media_type.schema is None:
        return BodyContent(kind=kind)
    types = types_of([schema])
    if types and not types & _SCALARS:
        named = " or ".join(sorted(types))
        return UnjudgedBody(
            why=f"how {essence_of(received.content_type)} spells an {named} is not said"
        )
    charset = charset_of(received.content_type)
    if not charset and essence_of(received.content_type) in _OF_UTF_8:
        charset = "utf-8"
    try:
        text = received.body.decode(charset or "utf-8")
    except LookupError:
        return UnjudgedBody(why=f"the charset {charset} is not known")
    except UnicodeDecodeError as error:
        if not charset:
            return UnjudgedBody(why="the text is not UTF-8, and its charset is not told")
        flaw = Flaw(kind=FlawKind.ENCODING, text=f"is not {charset} at byte {error.start}")
        return BodyContent(kind=kind, flaws=(flaw,))
    bare = text if "string" in types or not types else text.strip()
    value = typed(bare, [schema], received.admits)
    refused = not received.admits(received.media_type.schema, value)
    loose = refused and loosely_spelt(bare, [schema])
    doubts = (
        (("", f'the text "{bare[:40]}" is read differently by right readers'),) if loose else ()
    )
    values = (BodyValue(value=value, schema=received.media_type.schema),)
    return BodyContent(kind=kind, values=values, doubts=doubts)


def _raw(received: ReceivedBody) -> Content:
    """Raw bytes by their number (OpenAPI 3.1.1, 4.8.24.4: lengths count octets), nothing else."""
    schema, kind = received.media_type.schema, BodyKind.BYTES
    if schema is None or received.schema is None:
        return BodyContent(kind=kind)
    types = types_of([received.schema])
    if types and "string" not in types:
        return UnjudgedBody(why=f"{essence_of(received.content_type)} is not judged")
    octets = received.body.decode("latin-1")
    values = (BodyValue(value=octets, schema=schema, only=_LENGTHS),)
    return BodyContent(kind=kind, values=values)


_READERS: dict[BodyKind, Callable[[ReceivedBody], Content]] = {
    BodyKind.JSON: _json,
    BodyKind.LINES: _lines,
    BodyKind.JSON_SEQUENCE: _json_sequence,
    BodyKind.EVENTS: _event_stream,
    BodyKind.FORM: _form,
    BodyKind.MULTIPART: _multipart,
    BodyKind.YAML: _yaml,
    BodyKind.TEXT: _text,
    BodyKind.BYTES: _raw,
}
