"""A document whose schemas are looked into, with validators for each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import unquote

import jsonschema_rs

from ringback.contract.explain import Violation, explain
from ringback.contract.schemas import fragment
from ringback.description.places import locate
from ringback.finding import pointer, steps

_NUMBERS = count(1)
_HOPS = 64  # a chain of references longer than this is a circle


class Book:
    """A document of JSON Schemas 2020-12 whose references are pointers of the document itself."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self._uri = f"urn:ringback:book:{next(_NUMBERS)}"
        self._registry = jsonschema_rs.Registry(resources=[(self._uri, dict(document))])
        self._validators: dict[str, jsonschema_rs.Draft202012Validator] = {}
        self._found: dict[str, Any] = {}
        self._parts: dict[tuple[str, tuple[str | int, ...]], Part] = {}
        self._referred: dict[str, Part | None] = {}

    def at(self, place: str) -> Any:
        """What stands at a pointer, no reference followed; KeyError where nothing does."""
        if place not in self._found:
            node: Any = self.document
            for step in steps(place):
                try:
                    node = node[int(step)] if isinstance(node, list) else node[step]
                except (IndexError, TypeError, ValueError):
                    raise KeyError(place) from None
            self._found[place] = node
        return self._found[place]

    def part(self, place: str, path: tuple[str | int, ...]) -> "Part":
        """The schema at these steps below a place; the same one whenever it is asked for."""
        key = (place, path)
        found = self._parts.get(key)
        if found is None:
            found = self._parts[key] = Part(self, place + pointer(path))
        return found

    def referred(self, place: str) -> "Part | None":
        """Where the `$ref` of the schema at a place leads; None where it has none."""
        if place not in self._referred:
            raw = self.at(place)
            target = raw.get("$ref") if isinstance(raw, Mapping) else None
            local = isinstance(target, str) and target.startswith("#")
            self._referred[place] = Part(self, unquote(str(target)[1:])) if local else None
        return self._referred[place]

    def uri(self, place: str) -> str:
        """What schemas of another document call the schema at a pointer."""
        return f"{self._uri}#{fragment(place)}" if place else self._uri

    def admits(self, place: str, value: Any) -> bool:
        """Whether the schema at the pointer admits the value; formats are asserted."""
        return self._validator(place).is_valid(value)

    def violations(self, place: str, value: Any) -> list[Violation]:
        """Each objection of the schema at the pointer to the value, explained."""
        return self.explained(self.errors(place, value), value)

    def errors(self, place: str, value: Any) -> list[jsonschema_rs.ValidationError]:
        """What the validator says of the value, unions unresolved."""
        return list(self._validator(place).iter_errors(value))

    def explained(
        self, errors: Sequence[jsonschema_rs.ValidationError], value: Any
    ) -> list[Violation]:
        """The errors at their leaves, in the words of the branch that was meant."""
        return explain(errors, value, self._resolved) if errors else []

    def _validator(self, place: str) -> jsonschema_rs.Draft202012Validator:
        if place not in self._validators:
            self._validators[place] = jsonschema_rs.Draft202012Validator(
                {"$ref": self.uri(place)},
                registry=self._registry,
                validate_formats=True,
            )
        return self._validators[place]

    def _resolved(self, place: str) -> Any:
        return locate(self.document, place)[1]


@dataclass(frozen=True, slots=True)
class Part:
    """A schema: a place in a book."""

    book: Book
    place: str

    @property
    def raw(self) -> Any:
        """The schema as it stands: a mapping, or a boolean."""
        return self.book.at(self.place)

    def below(self, *path: str | int) -> "Part":
        """What stands at these steps below."""
        return self.book.part(self.place, path)

    def referred(self) -> "Part | None":
        """Where the schema's own `$ref` leads; None where it has none."""
        return self.book.referred(self.place)

    def bare(self) -> "Part":
        """The part with references followed that stand alone."""
        here = self
        for _ in range(_HOPS):
            raw = here.raw
            there = here.referred()
            if there is None or len(raw) > 1:
                return here
            here = there
        return here

    def admits(self, value: Any) -> bool:
        """Whether the schema admits the value."""
        return self.book.admits(self.place, value)
