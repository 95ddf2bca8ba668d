"""Which members of a body a refusal names, and which values it offers for them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ringback.payload import at, decode
from ringback.sampling.breakage import paths
from ringback.schema.view import View

_TELLING = 4_000  # characters of a refusal that are looked at
_OFFERED = 6  # values that a refusal may name
_SHORT = 3  # characters of a value that stand in many a sentence by chance
_QUOTED = re.compile(r"""(?<!\w)['`"“‘]([\w.+/-]{1,40})['`"”’](?![\w:])(?!\s*:)""")
_NAMING = frozenset({"field", "fields", "param", "parameter", "pointer", "path", "property", "loc"})
_ECHO = frozenset({"input", "ctx", "data", "body", "request", "payload", "value", "received"})


def named(view: View, body: Mapping[str, Any], refusal: bytes) -> tuple[list[str], bool]:
    """The members of an object that a refusal names, and whether it tells them as places.

    Places are `["body", "name"]`, `/name` as a `pointer`, or members whose values say something.
    Else they are named in its sentences: in quotes first, then by the value that was given.
    """
    answer = decode(refusal).value
    for told in (_paths(answer), _keys(answer)):
        found = set(told)
        if fitting := [name for name in view.properties if name in found]:
            return fitting, True
    text = refusal[:_TELLING].decode("utf-8", "replace")
    return _in_words(view, body, text), False


def offered(view: View, body: Mapping[str, Any], refusal: bytes) -> list[str]:
    """The texts in quotes that may be meant for a value: no member's name, and not given yet."""
    known = {*view.properties, *(each for each in body.values() if isinstance(each, str))}
    found = [each for told in _sentences(refusal) for each in _QUOTED.findall(told)]
    return [each for each in found if each not in known][:_OFFERED]


def _sentences(refusal: bytes) -> list[str]:
    """What a refusal says: the texts of its JSON that have several words, else all of it."""
    decoded = decode(refusal)
    if not decoded.parsed:
        return [refusal[:_TELLING].decode("utf-8", "replace")]
    told = (at(decoded.value, path) for path in paths(decoded.value))
    return [each[:_TELLING] for each in told if isinstance(each, str) and " " in each]


def _in_words(view: View, body: Mapping[str, Any], text: str) -> list[str]:
    quoted, bare, by_value = [], [], []
    for name, member in view.properties.items():
        told, spelt = body.get(name), re.escape(name)
        if re.search(rf"""["'`“‘/.]{spelt}["'`”’/]""", text):
            quoted.append(name)
        elif re.search(rf"(?<![\w-]){spelt}(?![\w-])", text):
            bare.append(name)
        elif _is_quoted(member, told, text):
            by_value.append(name)
    return [*quoted, *by_value, *bare]


def _is_quoted(member: View, told: Any, text: str) -> bool:
    """Whether a refusal has the value of a member in it, or names a part of that."""
    if isinstance(told, str):
        return len(told) > _SHORT and told in text
    return isinstance(told, dict) and bool(_in_words(member, told, text))


def _paths(answer: Any) -> Iterator[str]:
    """The steps of places that an answer tells."""
    for holder in _objects(answer):
        for name, value in holder.items():
            if name.lower() not in _NAMING:
                continue
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, str):
                    yield from (part for part in each.replace(".", "/").split("/") if part)


def _keys(answer: Any) -> Iterator[str]:
    """The names of members whose values say something: `{"email": ["is no address"]}`."""
    for holder in _objects(answer):
        for name, value in holder.items():
            if isinstance(value, list | dict) or (isinstance(value, str) and holder is not answer):
                yield name


def _objects(answer: Any) -> Iterator[dict[str, Any]]:
    """The objects in an answer, but for what it was sent."""
    if isinstance(answer, list):
        for each in answer:
            yield from _objects(each)
    elif isinstance(answer, dict):
        yield answer
        for name, each in answer.items():
            if name.lower() not in _ECHO:
                yield from _objects(each)
