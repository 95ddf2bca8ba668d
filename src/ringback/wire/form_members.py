"""The members of a form as its schema describes them, and what was made of the ones that came."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ringback.finding import pointer
from ringback.schema.view import Admits, View
from ringback.wire.typed_texts import applied, loosely_spelt, typed, types_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PartObjection:
    """What is wrong with a part of a form beside its value; `instance` points to the member."""

    message: str
    instance: str
    schema: str
    cause: str


@dataclass(slots=True, kw_only=True)
class FormContent:
    """A form that was read: the object that it spells, and by member what is doubtful of it."""

    value: dict[str, Any] = field(default_factory=dict)
    doubts: dict[str, str] = field(default_factory=dict)
    objections: list[PartObjection] = field(default_factory=list)

    def doubt(self, name: str, why: str) -> None:
        """Note that right servers may differ on a member."""
        self.doubts.setdefault(name, f'the form member "{name}" {why}')


class FormSchema:
    """A schema asked for the members of a form, whichever part or branch of it names them."""

    def __init__(self, schema: View, admits: Admits) -> None:
        self.pointer = schema.pointer
        self.admits = admits
        self._parts = tuple(applied(schema))
        self.types = types_of([schema])
        self.required = frozenset(name for part in self._parts for name in part.required)
        self.members: dict[str, list[View]] = {}
        for part in self._parts:
            for name, member in part.properties.items():
                known = self.members.setdefault(name, [])
                known += [member] if member not in known else []

    def schemas(self, name: str) -> list[View]:
        """The schemas of a member: its own, or those for names that are not described."""
        if name in self.members:
            return self.members[name]
        found = []
        for part in self._parts:
            patterns = part.raw.get("patternProperties")
            found += [
                part.child("patternProperties", pattern)
                for pattern in (patterns if isinstance(patterns, Mapping) else ())
                if _matches(pattern, name)
            ]
            for keyword in ("additionalProperties", "unevaluatedProperties"):
                if not found and isinstance(part.raw.get(keyword), Mapping):
                    found.append(part.child(keyword))
        return found

    def shape(self, name: str) -> str:
        """`object` or `array` where it can be nothing else, `mixed` for a list or else; else ''."""
        types = types_of(self.schemas(name)) - {"null"}
        if types in ({"object"}, {"array"}):
            return next(iter(types))
        return "mixed" if "array" in types else ""

    def items(self, name: str) -> list[View]:
        """The schemas of the items of a member that is a list."""
        parts = (part for each in self.schemas(name) for part in applied(each))
        return [part.items for part in parts if part.items is not None]

    def inner(self, name: str) -> "list[FormSchema]":
        """The schemas of a member that is an object, to be asked for its own members."""
        return [FormSchema(each, self.admits) for each in self.schemas(name)]

    def absent(self, content: FormContent, name: str) -> None:
        """A member that did not come: an empty list or object is nothing on the wire either."""
        empty: object = {} if self.shape(name) == "object" else []
        admitted = any(self.admits(each.pointer, empty) for each in self.schemas(name))
        if name in self.required and self.shape(name) and admitted:
            content.doubt(name, "may be empty, and what is empty does not travel")

    def text(self, content: FormContent, name: str, text: str, schemas: Sequence[View]) -> Any:
        """The value of a text in a member; a spelling that not all readers share is a doubt."""
        value = typed(text, schemas, self.admits)
        refused = schemas and not any(self.admits(each.pointer, value) for each in schemas)
        if refused and loosely_spelt(text, schemas):
            content.doubt(name, f'is spelt "{text}", which right servers read differently')
        return value

    def scalar(self, name: str, text: str) -> Any:
        """The value of a text in a member that may be a list as well."""
        return typed(text, self.schemas(name), self.admits)

    def either(self, name: str, candidates: Sequence[Any]) -> Any:
        """The first of several readings that a member's schema admits; else the first."""
        for value in candidates:
            if any(self.admits(each.pointer, value) for each in self.schemas(name)):
                return value
        return candidates[0]


def _matches(pattern: str, name: str) -> bool:
    """Whether a pattern finds itself in a name; one that Python can't read may well."""
    try:
        return re.search(pattern, name) is not None
    except re.error:
        return True


def member_place(name: str) -> str:
    """The pointer to a member of a form."""
    return pointer([name])
