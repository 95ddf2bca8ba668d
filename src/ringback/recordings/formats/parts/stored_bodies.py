"""Stored bodies as the bytes that were meant: out of base64, and out of their content codings."""

import base64
import binascii
import importlib
import re
from typing import Any

import zstandard

from ringback.coding import CodingError, TooLargeError, unpacked
from ringback.exchange import Headers, header_values
from ringback.payload import decode, encode
from ringback.recordings.byte_streams.feed import LARGEST
from ringback.recordings.formats.parts.typed_parts import ShapeError, unfit
from ringback.wire.media_types import BodyKind, charset_of, is_json, kind_of

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_FED = 512  # bytes unpacked at once: a few may stand for very many
_TYPE = "Content-Type"
_HEX = re.compile(r"(?:[0-9a-fA-F]{2})*")


def from_base64(text: str | bytes, place: str) -> bytes:
    """What base64 (RFC 4648 4 or 5, line breaks allowed) stands for. Raises ShapeError."""
    data = text.encode("utf-8", "replace") if isinstance(text, str) else text
    data = b"".join(data.split()).translate(bytes.maketrans(b"-_", b"+/"))
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4), validate=True)
    except binascii.Error as error:
        raise ShapeError(f"{place} is no base64 ({error})") from None


def to_bytes(text: str, headers: Headers = ()) -> bytes:
    """The bytes of a text that stood in a body, in the charset that its headers tell.

    Else in UTF-8: JSON knows no other (RFC 8259 8.1). Half of a surrogate pair stays one, so that
    a check can tell of it.
    """
    try:
        return text.encode(told_charset(headers) or "utf-8")
    except (LookupError, UnicodeError):
        return text.encode("utf-8", "surrogatepass")


def told_charset(headers: Headers) -> str:
    """The charset of a body that is plain text; empty where none is told, or it is no such text."""
    name = next(iter(header_values(headers, _TYPE)), "")
    return charset_of(name) if kind_of(name) is BodyKind.TEXT else ""


def plain(body: bytes, headers: Headers, place: str) -> bytes:
    """The body without its content codings, where the tool that stored it left them on it.

    What does not look packed is taken for unpacked, whatever the headers say: browsers and
    proxies keep the header and store the plain body. Raises ShapeError for one that is broken.
    """
    values = header_values(headers, "content-encoding")
    codings = [part.strip().lower() for each in values for part in each.split(",")]
    for coding in reversed(codings):
        try:
            body = _without(body, coding, place)
        except TooLargeError:
            what = f"unpacks to more than {LARGEST:,} bytes"
            raise ShapeError(f"{place} {what}") from None
        except CodingError as error:
            raise ShapeError(f"{place}: {error}") from None
    return body


def _without(body: bytes, coding: str, place: str) -> bytes:
    """The body without one coding (RFC 9110 8.4)."""
    if coding in {"gzip", "x-gzip"} and body.startswith(_GZIP):
        return unpacked(body, [coding], LARGEST)
    if coding == "deflate" and not _is_text(body):
        return unpacked(body, [coding], LARGEST)
    if coding == "zstd" and body.startswith(_ZSTD):
        return _from_zstd(body)
    if coding == "br" and not _is_text(body):
        return _from_brotli(body, place)
    return body


def _is_text(body: bytes) -> bool:
    """Whether it is text: the codings without a mark of their own can't be told otherwise."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return all(char.isprintable() or char.isspace() for char in text)


def _from_zstd(body: bytes) -> bytes:
    whole = bytearray()
    while body:
        machine = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
        try:
            while body and not machine.eof:
                whole += machine.decompress(body[:_FED])
                body = body[_FED:]
                if len(whole) > LARGEST:
                    raise TooLargeError
        except zstandard.ZstdError as error:
            raise CodingError(f"the body's zstd coding is broken ({error})") from None
        if not machine.eof:
            raise CodingError("the body's zstd coding is broken (it ends early)")
        body = machine.unused_data + body
    return bytes(whole)


def _from_brotli(body: bytes, place: str) -> bytes:
    """Brotli is nobody's dependency here; who has it installed has it used."""
    try:
        brotli: Any = importlib.import_module("brotli")
    except ImportError:
        what = "is packed by brotli, which is not installed"
        raise ShapeError(f"{place} {what}; pip install brotli") from None
    machine = brotli.Decompressor()
    whole = bytearray()
    try:
        for begin in range(0, len(body), _FED):
            whole += machine.process(body[begin : begin + _FED])
            if len(whole) > LARGEST:
                raise TooLargeError
    except brotli.error as error:
        raise CodingError(f"the body's br coding is broken ({error})") from None
    return bytes(whole)


def from_bytes(value: Any, place: str) -> bytes:
    """The bytes that an array of numbers spells, as Node.js writes its Buffers. Raises ShapeError.

    The Buffer may stand in its object `{type, data}`.
    """
    data = value.get("data") if isinstance(value, dict) else value
    if not isinstance(data, list):
        raise unfit(place, "a Buffer or an array of bytes", value)
    if not all(type(each) is int and 0 <= each < 256 for each in data):
        raise ShapeError(f"{place} must hold bytes, numbers from 0 to 255")
    return bytes(data)


def from_hex(value: Any, place: str) -> bytes:
    """What hexadecimal digits stand for. Raises ShapeError."""
    if not isinstance(value, str):
        raise unfit(place, "a string", value)
    if not _HEX.fullmatch(value):
        raise ShapeError(f"{place} is not hexadecimal")
    return bytes.fromhex(value)


def parsed_or_text(value: Any, headers: Headers) -> bytes | None:
    """The bytes of a body that a tool parsed as JSON where it could, and else kept as its text.

    A text under a media type of JSON may be either, unless its length was told: then None.
    """
    if not isinstance(value, str):
        return encode(value)
    as_text, as_json = to_bytes(value, headers), encode(value)
    if not value or not is_json(next(iter(header_values(headers, _TYPE)), "")):
        return as_text
    if decode(as_text).parsed:  # which the tool would have parsed
        return as_json
    lengths = header_values(headers, "content-length")
    return next((each for each in (as_json, as_text) if [str(len(each))] == lengths), None)


def typed(headers: Headers, name: str | None) -> Headers:
    """The headers, with this media type where they bear none."""
    if not name or header_values(headers, _TYPE):
        return headers
    return (*headers, (_TYPE, name))
