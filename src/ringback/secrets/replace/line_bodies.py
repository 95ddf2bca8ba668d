"""Bodies of many lines, rewritten: JSON a line, and server-sent events."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ringback.payload import decode
from ringback.secrets.find.embedded import jsons, texts
from ringback.secrets.find.finds import Hand, Path, SecretSpot

_LINE = re.compile(r"(data: ?)?(.*?)(\r\n|\n|\r|\Z)")
# Members whose texts are pieces of one text that comes in several events.
_PIECES = frozenset(
    {"delta", "content", "text", "arguments", "partial_json", "chunk", "output", "token", "data",
     "message", "reasoning", "thinking", "transcript", "response", "completion"}
)  # fmt: skip


def rewritten(text: str, spot: SecretSpot, hand: Hand) -> str:
    """Each line rewritten alone, after what runs over several events of a stream was.

    The placeholder of a value that came in pieces stands in the first, and the others lose theirs.
    """
    lines = [list(found.groups()) for found in _LINE.finditer(text) if found[0]]
    values = [_value(line[1]) for line in lines]
    _join_events(lines, values)
    if any(line[0] for line in lines):
        _stitch(lines, values, spot, hand)
    done = []
    for line, value in zip(lines, values, strict=True):
        field, content, end = line
        if value is None:
            content = texts.rewritten(content, spot, hand)
        else:
            new = jsons.rewritten(value, texts.leaf(spot, hand, 1), hand.rules)
            if new is not value:
                content = jsons.respelt(new, content)
        done.append(f"{field or ''}{content}{end}")
    return "".join(done)


def _value(content: str) -> Any:
    """The JSON value of a line, None where it holds no object or array."""
    if content.lstrip()[:1] not in {"{", "["}:
        return None
    decoded = decode(content.encode("utf-8", "surrogatepass"))
    return decoded.value if decoded.parsed and not decoded.flaws else None


def _join_events(lines: list[list[str]], values: list[Any]) -> None:
    """JSON that one event spreads over several data lines becomes one line (HTML, 9.2.6)."""
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and lines[end][0]:
            end += 1
        if end - at > 1 and values[at] is None and lines[at][1].lstrip()[:1] in {"{", "["}:
            value = _value("\n".join(line[1] for line in lines[at:end]))
            if value is not None:
                lines[at][1] = jsons.respelt(value, lines[at][1])
                values[at] = value
                lines[at][2] = lines[end - 1][2]
                del lines[at + 1 : end], values[at + 1 : end]
                end = at + 1
        at = max(end, at + 1)


def _stitch(lines: list[list[str]], values: list[Any], spot: SecretSpot, hand: Hand) -> None:
    """Replace what runs over the pieces of one text, whichever events they came in."""
    plain = [at for at, value in enumerate(values) if value is None and lines[at][0]]
    pieces = [lines[at][1] for at in plain]
    for at, piece in zip(plain, stitched(pieces, spot, hand), strict=True):
        lines[at][1] = piece
    places: dict[Path, list[int]] = {}
    for at, value in enumerate(values):
        for path in _texts(value, ()):
            places.setdefault(path, []).append(at)
    for path, standing in places.items():
        pieces = [_at(values[at], path) for at in standing]
        for at, old, new in zip(standing, pieces, stitched(pieces, spot, hand), strict=True):
            if new != old:
                values[at] = _with(values[at], path, new)
                lines[at][1] = jsons.respelt(values[at], lines[at][1])


def stitched(pieces: list[str], spot: SecretSpot, hand: Hand) -> list[str]:
    """The pieces of one text, without what runs over the end of one."""
    if len(pieces) < 2:
        return pieces
    whole = "".join(pieces)
    starts, at = [], 0
    for piece in pieces:
        starts.append(at)
        at += len(piece)
    kept = list(pieces)
    for span in sorted(
        texts.spans(whole, replace(spot, opaque=True), hand), key=lambda one: -one.start
    ):
        inside = [
            at
            for at, start in enumerate(starts)
            if start < span.end and span.start < start + len(pieces[at])
        ]
        if len(inside) < 2 or any(len(kept[at]) != len(pieces[at]) for at in inside[1:]):
            continue
        put = span.make()
        if put == whole[span.start : span.end]:
            continue
        for at in inside:
            low, high = max(0, span.start - starts[at]), span.end - starts[at]
            kept[at] = kept[at][:low] + (put if at == inside[0] else "") + kept[at][high:]
    return kept


def _texts(value: Any, path: Path) -> Iterator[Path]:
    if isinstance(value, str):
        if any(step in _PIECES for step in path):
            yield path
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, (*path, name))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _texts(inner, (*path, at))


def _at(value: Any, path: Path) -> str:
    for step in path:
        value = value[step]
    return str(value)


def _with(value: Any, path: Path, text: str) -> Any:
    """The value with another text at the path, the rest shared."""
    if not path:
        return text
    step, *rest = path
    new: Any = dict(value) if isinstance(value, dict) else list(value)
    new[step] = _with(value[step], tuple(rest), text)
    return new
