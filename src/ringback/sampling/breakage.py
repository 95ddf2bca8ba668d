"""Payloads that a schema may refuse: a valid one with one part broken. The validator decides."""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from ringback.payload import MISSING, at

Path = tuple[str | int, ...]

_UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-")
_WRONG: tuple[tuple[str, Any], ...] = (
    ("null", None),
    ("a boolean", True),
    ("an integer", 7),
    ("a fraction", 0.5),
    ("a number as text", "7"),
    ("a text", "not-what-is-asked"),
    ("an empty text", ""),
    ("an array", []),
    ("an array of one", ["x"]),
    ("an object", {}),
)


def broken(
    value: Any,
    siblings: Mapping[str, Sequence[str]] = MappingProxyType({}),
    known: Container[str] = (),
) -> Iterator[tuple[Any, str]]:
    """The payload with each part replaced by each wrong thing, left out, or misspelt.

    `siblings` are other texts that a description knows beside one: a tag may be another kind's.
    Yields the payload and a label that is the same for every item of an array; none whose label is
    `known`.
    """
    seen: set[str] = set()
    for path in paths(value):
        for label, new in _at(value, path, siblings):
            if label not in seen and label not in known:
                seen.add(label)
                yield replaced(value, path, new), label


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """The path of every node, parents before children."""
    yield path
    if isinstance(value, dict):
        for name, member in value.items():
            yield from paths(member, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from paths(item, (*path, index))


def _at(value: Any, path: Path, siblings: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Any]]:
    """What may stand at a path in the place of what does, each with its label."""
    here = "/" + "/".join("*" if isinstance(step, int) else step for step in path)
    old = at(value, path)
    kind = f" ({old['type']})" if isinstance(old, dict) and "type" in old else ""
    for label, wrong in _WRONG:
        yield f"{here}{kind}: {label}", wrong
    if path and isinstance(path[-1], str):
        yield f"{here}{kind}: left out", MISSING
    if isinstance(old, str) and old:
        ways = [("upper case", old.upper()), ("cut short", old[:-1])]
        ways += [("padded", f" {old}\n"), ("no digit", f"{old[:-1]}g")] if _UUID.match(old) else []
        for label, text in ways:
            yield f"{here} of {_family(old)}: {label}", text
        for text in siblings.get(old, ()):
            yield f"{here} of {old} as {text}: another", text


def _family(text: str) -> str:
    """Tags are told apart, other texts are not: one broken uuid is as good as another."""
    return text if text.isidentifier() else "text"


def replaced(value: Any, path: Path, new: Any) -> Any:
    """A copy with the node at the path replaced; `MISSING` takes the member out."""
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(value, dict):
        changed = dict(value)
        inner = replaced(changed.get(str(step)), rest, new)
        if inner is MISSING:
            changed.pop(str(step), None)
        else:
            changed[str(step)] = inner
        return changed
    items = list(value)
    inner = replaced(items[int(step)], rest, new)
    if inner is MISSING:
        del items[int(step)]
    else:
        items[int(step)] = inner
    return items
