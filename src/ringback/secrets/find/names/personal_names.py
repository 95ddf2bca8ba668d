"""What a name says of the person whose data stands under it."""

import re
from collections.abc import Iterable
from functools import lru_cache

from ringback.secrets.find.names.personal_words import (
    ACTING,
    ADDRESS_NAMES,
    COORDINATES,
    EXAMPLES,
    KIND,
    NAME_WORDS,
    NUMBER_WORDS,
    NUMBERING,
    OBJECTS,
    PEOPLE,
    PLACED,
    REACHED,
    REACHED_BY,
    THINGS,
    TITLED,
    VERSIONS,
    WITHIN_ADDRESS,
    WITHIN_BIRTH,
    WITHIN_NAME,
)
from ringback.secrets.find.names.secret_names import is_phone_name, words
from ringback.secrets.find.secret_kinds import (
    ADDRESS,
    BANK,
    BIRTH,
    CARD,
    NAME,
    NATIONAL,
    PHONE,
    PLATE,
    POSITION,
)

_HOW = frozenset(("display", "full", "real", "preferred", "legal", "common", "print", "nick"))
_TAIL = re.compile(r"\d+$")
_COUNTED = re.compile(r"(?:numbers?|nummer|numero|num|no|nr)$")


@lru_cache(maxsize=8192)
def personal_kind(name: str, within: str = "") -> str | None:
    """The kind of personal data under a name, by what it is and the object that it stands in."""
    parts = words(name)
    if not parts or is_example_name(name):
        return None
    around = _ends(within)
    kind = _of_words(parts)
    bare = _TAIL.sub("", parts[-1])
    if bare in NAME_WORDS and len(parts) > 1 and parts[-2] in TITLED:
        kind = NAME
    if bare == "name" and _HOW.issuperset(parts[:-1]) and around & PEOPLE:
        kind = NAME
    if bare in COORDINATES and (PLACED & {*parts, *_around(within)}):
        return POSITION
    if len(parts) == 1 or (len(parts) == 2 and parts[1].isdigit()):
        kind = _of_object(_TAIL.sub("", parts[0]), around) or kind
    if kind is None and bare == "city" and len(parts) > 1 and parts[-2] in TITLED:
        kind = ADDRESS
    if kind is None and is_phone_name(name):
        kind = PHONE
    return kind


def _of_words(parts: tuple[str, ...]) -> str | None:
    """By the longest end of a name, whatever stands before it."""
    for at in range(len(parts)):
        end = "".join(parts[at:])
        if end in KIND:
            thing = KIND[end] == NAME and not THINGS.isdisjoint(parts[:at])
            return None if thing else KIND[end]
        end = _TAIL.sub("", end)
        if end in KIND:
            return KIND[end]
        kind = KIND.get(_COUNTED.sub("", end))
        if kind in {NATIONAL, CARD, BANK, PLATE}:
            return kind
    return None


def _around(within: str) -> Iterable[str]:
    """The words of all that a value stands in, in the singular as well."""
    return (end for part in words(within) for end in (part, part.removesuffix("s")))


def _ends(within: str) -> frozenset[str]:
    """The ends of the name of the nearest object by its words, in the singular as well."""
    parts = [_TAIL.sub("", part) for part in words(within.rpartition(".")[2])]
    ends = {"".join(parts[at:]) for at in range(len(parts))}
    return frozenset(ends | {end.removesuffix("s") for end in ends})


def _of_object(name: str, around: frozenset[str]) -> str | None:
    """By the object around a name that says little alone."""
    for own, objects, kind in OBJECTS:
        if name in own and around & objects:
            return kind
    held = {KIND.get(end) for end in around}
    if name in WITHIN_BIRTH and BIRTH in held:
        return BIRTH
    if name in NUMBER_WORDS:
        if any(map(is_phone_name, around)):
            return PHONE
        return next((kind for kind in (NATIONAL, PHONE, PLATE) if kind in held), None)
    return NAME if name in NAME_WORDS and around & ACTING else None


def tells_a_person(names: Iterable[str]) -> bool:
    """Whether members of an object say that it is about somebody: reached, born, or a card's."""
    return any("".join(words(name)) in REACHED for name in names)


@lru_cache(maxsize=8192)
def is_example_name(name: str) -> bool:
    """Whether what stands under a name is said to be made up."""
    return not EXAMPLES.isdisjoint(words(name))


@lru_cache(maxsize=8192)
def needs_context(name: str) -> bool:
    """Whether the object around a name decides what it says."""
    parts = words(name)
    bare = _TAIL.sub("", parts[0]) if len(parts) == 1 else ""
    return bare in NAME_WORDS | WITHIN_ADDRESS | WITHIN_NAME or bare in NUMBER_WORDS


@lru_cache(maxsize=8192)
def is_reached_name(name: str) -> bool:
    """Whether a name is that of whom a message goes to or comes from."""
    return len(words(name)) == 1 and words(name)[0] in REACHED_BY


@lru_cache(maxsize=8192)
def is_numbering_name(name: str) -> bool:
    """Whether digits under a name number, measure or date a thing."""
    return any(part in NUMBERING or _TAIL.sub("", part) in NUMBERING for part in words(name))


@lru_cache(maxsize=8192)
def is_version_name(name: str) -> bool:
    """Whether four numbers with dots between them are a version under a name."""
    return any(part in VERSIONS for part in words(name))


@lru_cache(maxsize=8192)
def is_ip_name(name: str) -> bool:
    """Whether a name is that of a machine's address."""
    return any(part in ADDRESS_NAMES for part in words(name)) and not is_version_name(name)
