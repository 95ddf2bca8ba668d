"""Multipart bodies, rewritten part by part (RFC 2046 section 5.1, RFC 7578)."""

import re
from collections.abc import Callable
from dataclasses import replace

from ringback.exchange import Headers, header_values
from ringback.secrets.find.finds import SecretSpot
from ringback.secrets.find.names.house_rules import HouseRules

Part = Callable[[bytes, Headers, SecretSpot], bytes]

_BOUNDARY = re.compile(r"boundary=(?:\"([^\"]+)\"|([^\s;,]+))", re.IGNORECASE)
_NAME = re.compile(r"[;\s]name=(?:\"([^\"]*)\"|([^\s;]+))", re.IGNORECASE)
_HEAD = re.compile(rb"\A(\r?\n)?((?:[^\r\n]+\r?\n)*)(\r?\n)")


def rewritten(
    body: bytes, headers: Headers, base: SecretSpot, part: Part, rules: HouseRules
) -> bytes:
    """The body with the content of each part as `part` answers it, all else as it was."""
    told = _BOUNDARY.search(" ".join(header_values(headers, "content-type")))
    if told is None:
        first = body.lstrip().split(b"\n", 1)[0].strip()
        boundary = first if first.startswith(b"--") and len(first) > 2 else None
    else:
        boundary = b"--" + (told[1] or told[2]).encode("utf-8", "surrogateescape")
    if boundary is None or boundary not in body:
        return part(body, (), base)
    return boundary.join(_part(piece, base, part, rules) for piece in body.split(boundary))


def _part(piece: bytes, base: SecretSpot, part: Part, rules: HouseRules) -> bytes:
    found = _HEAD.match(piece)
    if found is None:
        return piece
    head, content = piece[: found.end()], piece[found.end() :]
    end = b"\r\n" if content.endswith(b"\r\n") else b"\n" if content.endswith(b"\n") else b""
    content = content[: len(content) - len(end)]
    headers = _headers(found[2])
    named = _NAME.search(" ".join(header_values(headers, "content-disposition")))
    name = (named[1] or named[2] or "") if named else ""
    label = rules.label(name)
    place = f"{base.place} part {name}" if name else base.place
    spot = replace(base, place=place, name=name, label=label)
    return head + part(content, headers, spot) + end


def _headers(head: bytes) -> Headers:
    lines = head.decode("utf-8", "surrogateescape").splitlines()
    pairs = (line.partition(":") for line in lines if ":" in line)
    return tuple((name.strip(), value.strip()) for name, _, value in pairs)
