"""What values may be: small validators that name each mistake and fill in what was left out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import jsonschema_rs

Mistake = tuple[str, str]
"""Where in the value a mistake stands, as a JSON Pointer, and what it is."""

_FORMATS = {
    # Right readers differ on the edges of an email address: one library decides for both sides.
    name: jsonschema_rs.Draft202012Validator(
        {"type": "string", "format": name}, validate_formats=True
    )
    for name in ("email", "date", "uuid")
}


class Field(Protocol):
    """One kind of value."""

    def mistakes(self, value: Any, at: str = "") -> Iterator[Mistake]:
        """What is wrong with the value; nothing where it is fine."""
        ...

    def filled(self, value: Any) -> Any:
        """A fine value as it is kept: with defaults, without what a client cannot give."""
        ...


class _Plain:
    """A value that is kept as it was given."""

    def filled(self, value: Any) -> Any:
        """The value itself."""
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(_Plain):
    """A text; its length counts code points, and the pattern has to fit all of it."""

    least: int = 0
    most: int | None = None
    pattern: str = ""
    format: str = ""

    def mistakes(self, value: Any, at: str = "") -> Iterator[Mistake]:
        """Type, length, pattern and format."""
        if not isinstance(value, str):
            yield at, "must be a string"
            return
        if len(value) < self.least:
            yield at, f"must have at least {self.least} characters"
        if self.most is not None and len(value) > self.most:
            yield at, f"must have at most {self.most} characters"
        if self.pattern and not re.fullmatch(self.pattern, value):
            yield at, f"must match {self.pattern}"
        if self.format and not _FORMATS[self.format].is_valid(value):
            yield at, f"must be of the format {self.format}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(_Plain):
    """One of a few texts."""

    values: tuple[str, ...]

    def mistakes(self, value: Any, at: str = "") -> Iterator[Mistake]:
        """Whether it is one of them; case counts."""
        if not isinstance(value, str) or value not in self.values:
            yield at, f"must be one of {', '.join(self.values)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(_Plain):
    """A number within bounds; `whole` ones have no fraction, however they are spelt."""

    least: int | None = None
    most: int | None = None
    whole: bool = True

    def mistakes(self, value: Any, at: str = "") -> Iterator[Mistake]:
        """Type and bounds; the reader of bodies has made 1.0 a whole number already."""
        allowed = int if self.whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, allowed):
            yield at, f"must be {'an integer' if self.whole else 'a number'}"
            return
        if self.least is not None and value < self.least:
            yield at, f"must be at least {self.least}"
        if self.most is not None and value > self.most:
            yield at, f"must be at most {self.most}"


@dataclass(frozen=True, slots=True)
class Flag(_Plain):
    """True or false."""

    def mistakes(self, value: Any, at: str = "") -> Iterator[Mistake]:
        """Type alone."""
        if not isinstance(value, bool):
            yield at, "must be a boolean"


@dataclass(frozen=True, slots=True)
class Nullable:
    """Another kind of value, or null."""

    of: Field

    def mistakes(self, value: Any, at: str = "") -> Iterator[Mistake]:
        """Null is fine."""
        if value is not None:
            yield from self.of.mistakes(value, at)

    def filled(self, value: Any) -> Any:
        """Null, or the other kind as it is kept."""
        return None if value is None else self.of.filled(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """A list of values of one kind."""

    of: Field
    most: int | None = None
    unique: bool = False

    def mistakes(self, value: Any, at: str = "") -> Iterator[Mistake]:
        """The list's own mistakes, then those of its items."""
        if not isinstance(value, list):
            yield at, "must be an array"
            return
        if self.most is not None and len(value) > self.most:
            yield at, f"must have at most {self.most} items"
        if self.unique and any(item in value[:index] for index, item in enumerate(value)):
            yield at, "must not have the same item twice"
        for index, item in enumerate(value):
            yield from self.of.mistakes(item, f"{at}/{index}")

    def filled(self, value: Any) -> Any:
        """Each item as it is kept."""
        return [self.of.filled(item) for item in value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """An object whose members have any names of at most `longest` characters, and one kind."""

    of: Field
    longest: int

    def mistakes(self, value: Any, at: str = "") -> Iterator[Mistake]:
        """Names, then values."""
        if not isinstance(value, dict):
            yield at, "must be an object"
            return
        for name, member in value.items():
            if len(name) > self.longest:
                yield at, f"must have no name of more than {self.longest} characters"
            yield from self.of.mistakes(member, f"{at}/{_escaped(name)}")

    def filled(self, value: Any) -> Any:
        """Each member as it is kept."""
        return {name: self.of.filled(member) for name, member in value.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """An object with known members; `ignored` ones may come, and are passed over.

    A `closed` object has no other members; an open one may, and they are passed over as well.
    """

    known: Mapping[str, Field]
    required: frozenset[str] = frozenset()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    closed: bool = True

    def mistakes(self, value: Any, at: str = "") -> Iterator[Mistake]:
        """Missing and unknown members, then those of each member."""
        if not isinstance(value, dict):
            yield at, "must be an object"
            return
        for name in sorted(self.required - value.keys()):
            yield f"{at}/{name}", "is required"
        for name, member in value.items():
            place = f"{at}/{_escaped(name)}"
            if name in self.known:
                yield from self.known[name].mistakes(member, place)
            elif self.closed and name not in self.ignored:
                yield place, "is not known"

    def filled(self, value: Any) -> Any:
        """The known members, those left out at their default if they have one."""
        given = {**self.defaults, **value}
        kept = ((name, kind) for name, kind in self.known.items() if name in given)
        return {name: kind.filled(given[name]) for name, kind in kept}

    def with_member(self, name: str, kind: Field) -> "Members":
        """The same with another kind of value for one member."""
        return replace(self, known={**self.known, name: kind})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """One of several kinds of object, told apart by the member `by`."""

    by: str
    kinds: Mapping[str, Members]

    def mistakes(self, value: Any, at: str = "") -> Iterator[Mistake]:
        """The tag, then what its kind says of the object."""
        if not isinstance(value, dict):
            yield at, "must be an object"
            return
        kind = value.get(self.by)
        if not isinstance(kind, str) or kind not in self.kinds:
            yield f"{at}/{self.by}", f"must be one of {', '.join(self.kinds)}"
            return
        yield from self.kinds[kind].mistakes(value, at)

    def filled(self, value: Any) -> Any:
        """The object as its kind keeps it."""
        return self.kinds[value[self.by]].filled(value)


def merged(target: Any, patch: Any) -> Any:
    """The target after a JSON merge patch (RFC 7396 section 2)."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result


def _escaped(name: str) -> str:
    """A name as a step of a JSON Pointer (RFC 6901 section 3)."""
    return name.replace("~", "~0").replace("/", "~1")
