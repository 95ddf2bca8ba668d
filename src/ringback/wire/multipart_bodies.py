"""Multipart bodies (RFC 2046 5.1, RFC 7578): parts to an object or a list, and back to bytes.

The parts are found by the standard library's parser of messages. How a part is read goes by its
own Content-Type; one without is text, or JSON where its schema is an object (OpenAPI 3.1, 4.8.15).
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.errors import MessageDefect
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from fnmatch import fnmatchcase
from typing import Any

from ringback.exchange import Headers, header_values
from ringback.operation import Encoding, MediaType
from ringback.payload import decode, encode
from ringback.wire.form_members import FormContent, FormSchema, PartObjection, member_place
from ringback.wire.media_types import BodyKind, charset_of, essence_of, is_json, kind_of
from ringback.wire.typed_texts import spelt

UNCLOSED = "ends without its closing boundary"
"""What is wrong with a body that some readers take all the same."""
_DEFECTS = {
    "NoBoundaryInMultipartDefect": "has no boundary in its Content-Type",
    "StartBoundaryNotFoundDefect": "does not begin with its boundary",
    "CloseBoundaryNotFoundDefect": UNCLOSED,
    "MissingHeaderBodySeparatorDefect": "has a part whose headers do not end",
}
_OCTETS = "application/octet-stream"


class MultipartError(ValueError):
    """A multipart body whose parts can't be told apart; its text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPart:
    """One part: its name (None where it has none), its own Content-Type, headers and content."""

    name: str | None
    content_type: str | None
    headers: Headers
    content: bytes


def parts_of(body: bytes, content_type: str) -> tuple[FormPart, ...]:
    """The parts of a body; MultipartError where they can't be told apart."""
    head = content_type.encode("utf-8", "surrogateescape").replace(b"\r", b"").replace(b"\n", b"")
    try:
        message = BytesParser(policy=compat32).parsebytes(
            b"Content-Type: " + head + b"\r\n\r\n" + body
        )
    except RecursionError:
        raise MultipartError("holds multipart bodies inside each other without end") from None
    boundary = message.get_boundary() or ""
    if boundary and body.strip() == f"--{boundary}--".encode("utf-8", "surrogateescape"):
        return ()
    payload = message.get_payload()
    found = (
        [each for each in payload if isinstance(each, Message)] if message.is_multipart() else []
    )
    defects: list[MessageDefect] = [*message.defects]
    for each in found:
        defects += each.defects
    for defect in defects:
        text = _DEFECTS.get(type(defect).__name__)
        if text:
            raise MultipartError(text)
    return tuple(_part(each) for each in found)


def _part(message: "Message[str, str]") -> FormPart:
    headers = tuple((name, _utf8(str(text))) for name, text in message.raw_items())
    bare: Message[str, str] = Message()
    bare["content-disposition"] = " ".join(
        next(iter(header_values(headers, "content-disposition")), "").splitlines()
    )
    name = bare.get_param("name", header="content-disposition")
    if isinstance(name, tuple):  # RFC 2231: charset, language and text
        name = name[2]
    content = message.get_payload(decode=True)
    if not isinstance(content, bytes):  # a message or a multipart body inside the part
        content = b"\r\n\r\n".join(message.as_bytes().split(b"\n\n", 1)[1:])
    types = header_values(headers, "content-type")
    return FormPart(
        name=name,
        content_type=types[0].strip() if types else None,
        headers=headers,
        content=content,
    )


def _utf8(text: str) -> str:
    """A raw header: HTTP clients write names of files and fields in UTF-8."""
    return text.encode("ascii", "surrogateescape").decode("utf-8", "replace")


def read_multipart(
    parts: Sequence[FormPart], media_type: MediaType, schema: FormSchema
) -> FormContent:
    """The object that named parts spell, each typed by its schema; a name given again is a list.

    Raises MultipartError for a part without a name.
    """
    content = FormContent()
    named: dict[str, list[FormPart]] = {}
    for each in parts:
        if each.name is None:
            raise MultipartError("has a part without a name")
        named.setdefault(each.name, []).append(each)
    for name, several in named.items():
        encoding = media_type.encoding_of(name)
        for each in several:
            content.objections += _objections(each, name, encoding, schema)
        content.value[name] = _value(content, schema, name, encoding, several)
    for name in schema.members:
        if name not in named and schema.shape(name) != "object":
            schema.absent(content, name)
    return content


def _value(
    content: FormContent,
    schema: FormSchema,
    name: str,
    encoding: Encoding,
    several: Sequence[FormPart],
) -> Any:
    """The value of the parts of one name."""
    shape = schema.shape(name)
    if encoding.styled and shape:
        content.doubt(name, "has a style, which parts of a multipart body may not have")
    items = schema.items(name)
    if not shape or shape == "object":
        if len(several) > 1 and name in schema.members:
            content.doubt(name, "is given more than once")
        schemas = schema.schemas(name)
        values = [_read(content, schema, name, each, schemas) for each in several]
        return schema.either(name, [values[0], values])
    values = [_read(content, schema, name, each, items) for each in several]
    if len(several) > 1:
        return values
    whole = _read(FormContent(), schema, name, several[0], schema.schemas(name))
    return schema.either(name, [values, whole])


def _read(content: FormContent, schema: FormSchema, name: str, part: FormPart, schemas: Any) -> Any:
    """The value of one part, by its own media type."""
    given = part.content_type or "text/plain"
    kind = kind_of(given)
    if kind is BodyKind.JSON:
        decoded = decode(part.content)
        if not decoded.parsed:
            text = f'the part "{name}" {decoded.flaws[-1].text}'
            content.objections.append(_objection(text, name, schema.pointer, "not JSON"))
            content.doubt(name, "can't be read")
        return decoded.value
    if kind is not BodyKind.TEXT:
        return part.content.decode("latin-1")  # a character an octet: lengths count octets
    try:
        text = part.content.decode(charset_of(given) or "utf-8")
    except (UnicodeDecodeError, LookupError):
        content.doubt(name, "is text in a charset that is not told")
        return part.content.decode("latin-1")
    value = schema.text(content, name, text, schemas)
    structured = [each for each in schemas if {"object", "array"} & set(each.types)]
    if structured and value == text:
        decoded = decode(part.content)
        if decoded.parsed and isinstance(decoded.value, dict | list):
            return decoded.value
    return value


def _objections(
    part: FormPart, name: str, encoding: Encoding, schema: FormSchema
) -> Iterator[PartObjection]:
    """A part of another media type than its encoding asks for, or without a header of it."""
    asked = [each.strip() for each in (encoding.content_type or "").split(",") if each.strip()]
    if asked and not encoding.styled and part.content_type is not None:
        given = essence_of(part.content_type)
        if not any(fnmatchcase(given, essence_of(each)) for each in asked):
            text = f'the part "{name}" is {given}, not {" or ".join(asked)}'
            yield _objection(text, name, schema.pointer, "media type")
    for header in encoding.headers:
        if header.required and not header_values(part.headers, header.name):
            text = f'the part "{name}" lacks the header {header.name}'
            yield _objection(text, name, schema.pointer, f"required {header.name}")


def _objection(text: str, name: str, schema: str, cause: str) -> PartObjection:
    return PartObjection(message=text, instance=member_place(name), schema=schema, cause=cause)


def write_multipart(value: Mapping[str, Any], media_type: MediaType) -> tuple[bytes, str]:
    """The body of an object and its Content-Type; null members are left out, lists repeated."""
    parts = [
        _written(name, each, media_type)
        for name, member in value.items()
        if member is not None
        for each in (member if isinstance(member, list) else [member])
    ]
    # The same value gives the same bytes, so that a request can be told from another by its body.
    boundary = f"ringback-{hashlib.sha256(b''.join(parts)).hexdigest()[:24]}".encode()
    whole = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    name = f"{essence_of(media_type.name)}; boundary={boundary.decode()}"
    return whole + b"--" + boundary + b"--\r\n", name


def _written(name: str, value: Any, media_type: MediaType) -> bytes:
    """One part, headers and content."""
    asked = (media_type.encoding_of(name).content_type or "").split(",")
    given = next((each.strip() for each in asked if each.strip() and "*" not in each), "")
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    head = f'Content-Disposition: form-data; name="{quoted}"'
    if name in media_type.binary:
        head, given = f'{head}; filename="{quoted}"', given or _OCTETS
    if isinstance(value, dict | list) or is_json(given):
        content, given = encode(value), given or "application/json"
    elif name in media_type.binary and isinstance(value, str):
        content = octets(value)
    else:
        content = spelt(value).encode("utf-8", "surrogatepass")
    kind = f"\r\nContent-Type: {given}" if given else ""
    return f"{head}{kind}\r\n\r\n".encode("utf-8", "surrogatepass") + content


def octets(text: str) -> bytes:
    """A text as raw bytes: a character an octet, as lengths count them; UTF-8 where one is more."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
