"""`application/x-www-form-urlencoded`: bytes to an object, and an object to bytes.

A member without a style of its own travels by its content type, which goes by its schema: an
object as JSON, a list as one pair an item (OpenAPI 3.1, 4.8.15.1). One with a style travels as a
query parameter would.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, quote_plus, unquote_plus

from ringback.operation import Encoding, MediaType
from ringback.payload import decode, encode
from ringback.wire.form_members import FormContent, FormSchema
from ringback.wire.media_types import is_json
from ringback.wire.typed_texts import spelt

_DELIMITERS = {
    "spaceDelimited": ("%20", "+", " "),
    "pipeDelimited": ("%7C", "%7c", "|"),
    "tabDelimited": ("%09", "\t"),
}
_RESERVED = ":/?#[]@!$'()*,;"  # without what takes a form apart (RFC 3986 2.2; `&`, `+`, `=`)

Fields = dict[str, list[str]]  # names to their texts, still percent-encoded


def read_form(text: str, media_type: MediaType, schema: FormSchema) -> FormContent:
    """The object that a form spells, each member typed by its schema.

    Raises UnicodeDecodeError where a percent-encoded text is no UTF-8.
    """
    content = FormContent()
    fields: Fields = {}
    for part in text.split("&") if text else ():
        name, _, raw = part.partition("=")
        if part:
            fields.setdefault(_plain(name), []).append(raw)
    left = dict(fields)
    for name in schema.members:
        _member(content, schema, name, media_type.encoding_of(name), fields, left)
    for name, raws in left.items():
        head = name.partition("[")[0]
        if name not in schema.members and head != name and head in schema.members:
            content.doubt(head, "is spelt in a way of its own")
            continue
        values = [schema.text(content, name, _plain(raw), schema.schemas(name)) for raw in raws]
        content.value[name] = schema.either(name, [*values[:1], values])
    return content


def _member(
    content: FormContent,
    schema: FormSchema,
    name: str,
    encoding: Encoding,
    fields: Fields,
    left: Fields,
) -> None:
    """Read one described member, and take what it is spelt by out of what is `left`."""
    shape = schema.shape(name)
    if shape == "object":
        _object(content, schema, name, encoding, fields, left)
        return
    raws = left.pop(name, None)
    if raws is None:
        schema.absent(content, name)
        return
    if shape:
        lists = [_items(content, schema, name, encoding, raws)]
        single = [] if shape == "array" or len(raws) > 1 else [schema.scalar(name, _plain(raws[0]))]
        content.value[name] = schema.either(name, [*single, *lists])
        return
    if len(raws) > 1:
        content.doubt(name, "is given more than once")
    content.value[name] = _scalar(content, schema, name, encoding, raws[0])


def _scalar(
    content: FormContent, schema: FormSchema, name: str, encoding: Encoding, raw: str
) -> Any:
    text = _plain(raw)
    if not encoding.styled and encoding.content_type and is_json(encoding.content_type):
        decoded = decode(text.encode())
        return decoded.value if decoded.parsed else text
    return schema.text(content, name, text, schema.schemas(name))


def _items(
    content: FormContent, schema: FormSchema, name: str, encoding: Encoding, raws: Sequence[str]
) -> list[Any]:
    """The items of a list: one a pair, or all in one pair where the style joins them."""
    items = schema.items(name)
    style = encoding.style or "form"
    exploded = encoding.explode if encoding.explode is not None else style == "form"
    whole = encoding.content_type if not encoding.styled else None
    if whole and is_json(whole) and len(raws) == 1:
        decoded = decode(_plain(raws[0]).encode())
        if decoded.parsed and isinstance(decoded.value, list):
            return decoded.value
    if encoding.styled and not exploded:
        if len(raws) > 1:
            content.doubt(name, "is given more than once")
        texts = _split(raws[0], style)
        if len(texts) == 1 and "%2c" in raws[0].lower() and style == "form":
            content.doubt(name, "has its commas percent-encoded")
    else:
        texts = [_plain(raw) for raw in raws]
    return [_item(content, schema, name, text, items) for text in texts]


def _item(content: FormContent, schema: FormSchema, name: str, text: str, items: Any) -> Any:
    """An item: typed by its schema; an object or a list in a list is JSON."""
    value = schema.text(content, name, text, items)
    if value == text and not any(schema.admits(each.pointer, value) for each in items):
        decoded = decode(text.encode())
        if decoded.parsed and isinstance(decoded.value, dict | list):
            return decoded.value
    return value


def _split(raw: str, style: str) -> list[str]:
    for other in _DELIMITERS.get(style, ()):
        raw = raw.replace(other, ",")
    return [_plain(each) for each in raw.split(",")] if raw else []


def _object(
    content: FormContent,
    schema: FormSchema,
    name: str,
    encoding: Encoding,
    fields: Fields,
    left: Fields,
) -> None:
    """Read a member that is an object: JSON, or by a style."""
    style = encoding.style or "form"
    exploded = encoding.explode if encoding.explode is not None else style == "form"
    if not encoding.styled:
        _json_object(content, schema, name, fields, left)
    elif style == "deepObject":
        deep = {key: raws for key, raws in fields.items() if key.startswith(f"{name}[")}
        _gather(content, schema, name, _deep(name, deep), left, deep)
    elif style == "form" and exploded:
        names = {key for inner in schema.inner(name) for key in inner.members}
        flat = {key: fields[key] for key in fields if key in names}
        _gather(content, schema, name, flat, left, flat)
    elif style == "form":
        raws = left.pop(name, None)
        if raws is not None:
            steps = raws[0].split(",")
            pairs = {
                _plain(key): [text] for key, text in zip(steps[::2], steps[1::2], strict=False)
            }
            _gather(content, schema, name, pairs, left, {})
    elif left.pop(name, None) is not None:
        content.doubt(name, f"is an object, and {style} has no form for one")


def _deep(name: str, fields: Fields) -> Fields:
    """The members of an object by deepObject; deeper ones keep their brackets."""
    return {key[len(name) + 1 :].removesuffix("]"): raws for key, raws in fields.items()}


def _gather(
    content: FormContent,
    schema: FormSchema,
    name: str,
    found: Mapping[str, Sequence[str]],
    left: Fields,
    taken: Mapping[str, Any],
) -> None:
    """Make an object of texts, each typed by the schema of its member."""
    for key in taken:
        left.pop(key, None)
    if not found:
        schema.absent(content, name)
        return
    value: dict[str, Any] = {}
    for key, raws in found.items():
        below = [view for inner in schema.inner(name) for view in inner.schemas(key)]
        if len(raws) > 1 or "[" in key:
            content.doubt(name, "is spelt in a way of its own")
        value[key] = schema.text(content, name, _plain(raws[0]), below)
    content.value[name] = value


def _json_object(
    content: FormContent, schema: FormSchema, name: str, fields: Fields, left: Fields
) -> None:
    """An object as JSON; 3.0 also has it, by the default of `style`, as pairs of its members."""
    raws = left.pop(name, None)
    if raws is None:
        names = {key for inner in schema.inner(name) for key in inner.members}
        if names.intersection(fields).difference(schema.members):
            content.doubt(name, "may be spelt by its own members")
        return
    text = _plain(raws[0])
    decoded = decode(text.encode())
    if len(raws) > 1:
        content.doubt(name, "is given more than once")
    elif not decoded.parsed or decoded.flaws:
        content.doubt(name, "is an object, and not spelt as JSON")
    content.value[name] = decoded.value if decoded.parsed else text


def _plain(raw: str) -> str:
    return unquote_plus(raw, errors="strict")


def write_form(value: Mapping[str, Any], media_type: MediaType) -> bytes:
    """The form of an object; members that are null are left out, as no form has a null."""
    pairs = (
        pair
        for name, member in value.items()
        if member is not None
        for pair in _written(name, member, media_type.encoding_of(name))
    )
    return "&".join(pairs).encode("ascii")


def _written(name: str, value: Any, encoding: Encoding) -> Iterator[str]:
    """The pairs of one member."""
    safe = _RESERVED if encoding.allow_reserved else ""
    style = encoding.style or "form"
    exploded = encoding.explode if encoding.explode is not None else style == "form"
    as_json = not encoding.styled and encoding.content_type and is_json(encoding.content_type)

    def pair(key: str, text: str) -> str:
        return f"{quote_plus(key, errors='surrogatepass')}={_quoted(text, safe)}"

    if as_json or (isinstance(value, dict) and not encoding.styled):
        yield pair(name, encode(value).decode())
    elif isinstance(value, dict) and style == "deepObject":
        yield from (pair(f"{name}[{key}]", _text(each)) for key, each in value.items())
    elif isinstance(value, dict) and exploded:
        yield from (pair(key, _text(each)) for key, each in value.items())
    elif isinstance(value, dict):
        steps = (_quoted(_text(step), "") for pairs in value.items() for step in pairs)
        yield f"{quote_plus(name)}={','.join(steps)}"
    elif isinstance(value, list) and encoding.styled and not exploded:
        delimiter = _DELIMITERS.get(style, (",",))[0]
        yield f"{quote_plus(name)}={delimiter.join(quote(_text(each), safe='') for each in value)}"
    elif isinstance(value, list):
        yield from (pair(name, _text(each)) for each in value)
    else:
        yield pair(name, spelt(value))


def _quoted(text: str, safe: str) -> str:
    return quote_plus(text, safe=safe, errors="surrogatepass")


def _text(value: Any) -> str:
    return encode(value).decode() if isinstance(value, dict | list) else spelt(value)
