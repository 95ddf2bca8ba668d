"""Multipart forms (RFC 7578, RFC 2046 5.1), taken apart without touching a byte of a part."""

import re
from dataclasses import dataclass

from contracts.files.refusals import malformed, unsupported

_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_PARAMETER = re.compile(
    rf""";[ \t]*(?:({_NAME})=(?:"((?:[^"\\]|\\.)*)"|({_NAME})))?[ \t]*""", re.DOTALL
)
_PLAIN_ENCODINGS = frozenset({"", "7bit", "8bit", "binary"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part: its name, its Content-Type as it came ("" for none), and its bytes."""

    name: str
    content_type: str
    content: bytes


def essence_of(content_type: str) -> str:
    """The media type without its parameters, in lower case."""
    return content_type.partition(";")[0].strip().lower()


def parameters_of(value: str) -> dict[str, str]:
    """The parameters of a header's value, by their names in lower case (RFC 9110 5.6.6).

    The first of one name counts; where they are misspelt there are none.
    """
    found: dict[str, str] = {}
    at = len(value.partition(";")[0])
    while at < len(value):
        match = _PARAMETER.match(value, at)
        if match is None:
            return {}
        name, quoted, token = match.groups()
        if name is not None:
            text = token if quoted is None else re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL)
            found.setdefault(name.lower(), text)
        at = match.end()
    return found


def parts_of(content_type: str, body: bytes) -> list[Part]:
    """The parts of a form, in order; a RefusedError where they can't be told apart."""
    boundary = parameters_of(content_type).get("boundary", "")
    if not boundary:
        raise malformed("the Content-Type names no boundary")
    line = rb"\r\n--" + re.escape(boundary.encode("latin-1")) + rb"(--)?[ \t]*(?=\r\n|\Z)"
    # The first delimiter may stand at the very beginning, without a line break before it.
    whole = b"\r\n" + body
    delimiters = list(re.finditer(line, whole))
    if not delimiters:
        raise malformed("the boundary is not in the body")
    found: list[Part] = []
    for at, delimiter in enumerate(delimiters):
        if delimiter[1]:
            return found
        if at + 1 == len(delimiters):
            break
        found.append(_part(whole[delimiter.end() + 2 : delimiters[at + 1].start()]))
    raise malformed("the body ends without its closing boundary")


def _part(piece: bytes) -> Part:
    """A part, from what stands between two delimiters."""
    head, empty_line, content = piece.partition(b"\r\n\r\n")
    if not empty_line:  # a part may end behind its headers (RFC 2046 5.1.1)
        if not piece.endswith(b"\r\n"):
            raise malformed("a part's headers do not end")
        head = piece[:-2]
    headers = _headers(head)
    disposition = headers.get("content-disposition", "")
    name = parameters_of(disposition).get("name")
    if essence_of(disposition) != "form-data" or name is None:
        raise malformed("a part has no name")
    if headers.get("content-transfer-encoding", "").lower() not in _PLAIN_ENCODINGS:
        raise unsupported("parts travel as they are (RFC 7578 4.7)")
    return Part(name=name, content_type=headers.get("content-type", ""), content=content)


def _headers(head: bytes) -> dict[str, str]:
    """The headers of a part, by their names in lower case; a line may go on in the next one."""
    text = re.sub(r"\r\n[ \t]+", " ", head.decode("utf-8", "replace"))
    found: dict[str, str] = {}
    for line in text.split("\r\n"):
        name, colon, value = line.partition(":")
        if not colon or not re.fullmatch(_NAME, name.rstrip()):
            raise malformed("a part has a line that is no header")
        found.setdefault(name.rstrip().lower(), value.strip(" \t"))
    return found
