"""What a file holds, told by its content: the name only helps where the content leaves it open."""

import re
from collections.abc import Iterator
from enum import Enum, auto

from ringback.payload import decode

_SPACE = b" \t\r\n"
_BOM = b"\xef\xbb\xbf"
_STRING = rb'"(?:[^"\\]|\\.)*+"'
_NAMED_LINES = re.compile(r"\.(ndjson|jsonl)(\.(gz|zst))?$", re.IGNORECASE)
_YAML = re.compile(rb"^(interactions|\"interactions\"|'interactions')[ \t]*:", re.MULTILINE)
_YAML_FLOW = re.compile(rb"\{\s*(interactions|version)\s*:")
_TOKEN = re.compile(rb"(" + _STRING + rb")|[\[\]{}:,\"]|[^\s\[\]{}:,\"]+", re.DOTALL)
_VERSIONED = re.compile(rb'^\{\s*"version"\s*:|"version"\s*:\s*1\s*\}\s*$')
# What a HAR's log may hold (HAR 1.2, log), and one interaction of a cassette.
_OF_LOG = {b'"version"', b'"creator"', b'"browser"', b'"pages"', b'"entries"'}
_OF_INTERACTION = {b'"request"', b'"response"', b'"recorded_at"'}
_LOOKED_AT = 8  # lines, where the first is broken
_SEEN = 1 << 16  # bytes of one object that are looked through
_DEEP = 200  # levels, as deep as JSON is read


class Form(Enum):
    """The forms that recordings come in."""

    RECORDING = auto()  # one exchange, ringback's own
    HAR = auto()  # HAR 1.2
    CASSETTE_JSON = auto()  # VCR.py
    CASSETTE_YAML = auto()
    LINES = auto()  # one JSON value a line
    ARRAY = auto()  # a JSON array of exchanges or payloads
    PAYLOAD = auto()  # anything else


def recognise(head: bytes, name: str, *, mapped: bool) -> Form:
    """The form of a file that begins with `head`: its first kilobytes, or all of it.

    With a mapping everything is lines. `name` is looked at for one line alone, which is NDJSON
    if the name ends so.
    """
    if mapped:
        return Form.LINES
    text = head.removeprefix(_BOM).lstrip(_SPACE)
    if not text:
        return Form.LINES if _NAMED_LINES.search(name) else Form.PAYLOAD
    lines = [line for line in text.split(b"\n", 64) if line.strip(_SPACE)]
    if len(lines) > 1 and all(_whole(line) for line in lines[:2]):
        return Form.LINES
    form = _of_object(text) if text.startswith(b"{") else _of_text(text)
    several = form in {Form.RECORDING, Form.ARRAY, Form.PAYLOAD} and _in_lines(lines, name)
    return Form.LINES if several else form


def _of_text(text: bytes) -> Form:
    """What begins as no object: an array, or YAML."""
    if text.startswith(b"["):
        return Form.ARRAY
    return Form.CASSETTE_YAML if _YAML.search(text) else Form.PAYLOAD


def _in_lines(lines: list[bytes], name: str) -> bool:
    """Whether it is NDJSON all the same: by its name, or one whose first line is broken."""
    first = lines[0].strip(_SPACE)
    if _NAMED_LINES.search(name):
        return first not in {b"{", b"["}  # which begin one document over many lines
    objects = [line for line in lines[1:_LOOKED_AT] if line.lstrip(_SPACE).startswith(b"{")]
    return first.startswith(b"{") and sum(map(_whole, objects)) > 1


def _whole(line: bytes) -> bool:
    """Whether the line is one JSON value."""
    return decode(line.strip(_SPACE)).parsed


def _of_object(text: bytes) -> Form:
    """What the members of an object say, as far as they can be seen."""
    if _YAML_FLOW.match(text):
        return Form.CASSETTE_YAML
    versioned = _VERSIONED.search(text) is not None
    found = Form.PAYLOAD
    for path, name in _members(text[:_SEEN]):
        if path == (b'"log"',) and name in _OF_LOG:
            return Form.HAR
        if path == (b'"interactions"', b"") and name in _OF_INTERACTION:
            return Form.CASSETTE_JSON
        if path == (b'"interactions"',) and name == b"[" and versioned:
            return Form.CASSETTE_JSON
        if not path and name in {b'"request"', b'"response"'}:
            found = Form.RECORDING
    return found


def _members(text: bytes) -> Iterator[tuple[tuple[bytes, ...], bytes]]:
    """Each member's name, and `[` for each array, behind the names of what it stands in."""
    path: list[bytes] = []
    name = b""
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark == b"{":
            path.append(name)
        elif mark == b"[":
            path.append(name)
            yield tuple(path[1:]), mark
        elif mark in b"}]":
            path.pop()
        elif token[1] and text[token.end() : token.end() + 64].lstrip(_SPACE).startswith(b":"):
            name = mark
            yield tuple(path[1:]), name
            continue
        if mark == b'"' or not 0 < len(path) < _DEEP:  # it breaks off, ends, or is no such thing
            return
        name = name if mark == b":" else b""
