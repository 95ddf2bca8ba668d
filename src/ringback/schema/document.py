"""A document of JSON Schemas, and a schema in it: what every look into a description begins with.

`$ref` is followed here and nowhere else. By then every reference is a pointer of the document
itself (`schema.resources`, `schema.dynamic_scope`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ringback.finding import pointer, steps
from ringback.schema.keywords import (
    IN_PLACE,
    IN_PLACE_MAPS,
    LEADING,
    UNIONS,
    reference_target,
    subschemas,
)
from ringback.schema.references.concerned import leading_to, references
from ringback.schema.references.lookup import locate
from ringback.schema.validators.schema_validators import SchemaValidators

_REFERENCES = 64  # in a row; more of them lead round in a circle


class SchemaDocument:
    """Schemas of JSON Schema 2020-12 in a document, by JSON Pointer, with validators for them.

    Formats are asserted, unless `formats` is False. `unsent` is the annotation of members that do
    not travel in the direction that the document is of, `readOnly` or `writeOnly`; empty where it
    is of both. One that is `like` another but at some places shares with it the schemas that these
    do not concern, so that what is known of them is known in both.
    """

    def __init__(
        self,
        root: Mapping[str, Any],
        *,
        unsent: str = "",
        formats: bool = True,
        like: "SchemaDocument | None" = None,
        but: Iterable[str] = (),
    ) -> None:
        self.root = root
        self._like = like
        self._but = tuple(but)
        self.unsent = unsent
        self.validators = SchemaValidators(
            root,
            formats=formats,
            home=lambda place: self.schema(place).bare().pointer,
            keywords=lambda place: self.schema(place).keywords,
        )
        self._schemas: dict[str, Schema] = {}
        self._parts: dict[str, Schema] = {}
        self.views: dict[str, Any] = {}  # what `schema.view` has worked out, by pointer
        self.kept: dict[tuple[str, str], Any] = {}  # what others have, by their word for it as well

    def at(self, place: str) -> Any:
        """What stands at a pointer, no reference followed; KeyError where nothing does."""
        node: Any = self.root
        for step in steps(place):
            try:
                node = node[int(step)] if isinstance(node, list) else node[step]
            except (IndexError, TypeError, ValueError, KeyError):
                raise KeyError(place) from None
        return node

    def resolved(self, place: str) -> "Schema | None":
        """The schema at a pointer that leads through references; None where nothing stands."""
        try:
            return self.schema(locate(self.root, place)[0])
        except KeyError:
            return None

    def schema(self, place: str) -> "Schema":
        """The schema at a pointer; the same one whenever it is asked for."""
        found = self._schemas.get(place)
        if found is None:
            found = self._schemas[place] = Schema(self, place)
        return found

    def remade(self, root: Mapping[str, Any], but: Iterable[str]) -> "SchemaDocument":
        """A document with another root, which is like this one but at some places."""
        return SchemaDocument(root, unsent=self.unsent, like=self, but=but)

    def part(self, place: str) -> "Schema":
        """The schema at a pointer as other schemas lead to it: a shared one where it is as it was.

        Its own document is another one then, which says the same of it.
        """
        found = self._parts.get(place)
        if found is None:
            shared = self._like is not None and self._is_as_it_was(place)
            found = self._like.part(place) if self._like and shared else self.schema(place)
            self._parts[place] = found
        return found

    def _is_as_it_was(self, place: str) -> bool:
        targets = self._targets(place)
        return targets is not None and self._concerned.isdisjoint((place, *targets))

    @cached_property
    def _concerned(self) -> frozenset[str]:
        """The targets of references that are another thing here, or lead to one."""
        return leading_to(references(self.root), self._targets) if self._but else frozenset()

    def _targets(self, place: str) -> frozenset[str] | None:
        """Where the references of a place lead; None where it is not as it was."""
        if not self._but:
            return frozenset()
        if any(f"{it}/".startswith(f"{place}/") or place.startswith(f"{it}/") for it in self._but):
            return None
        try:
            return references(self.at(place))
        except KeyError:
            return None

    def admits(self, place: str, value: Any) -> bool:
        """Whether the schema at the pointer admits the value."""
        return self.validators.admits(place, value)


@dataclass(frozen=True, eq=False)  # no slots: what is asked often is kept in the instance
class Schema:
    """A schema of a document, as it is written at a pointer.

    There is one `Schema` for a pointer of a document, so that two are equal if they are the same;
    documents that are like each other share them.
    """

    document: SchemaDocument = field(repr=False)
    pointer: str
    _below: dict[tuple[str | int, ...], "Schema"] = field(default_factory=dict, repr=False)

    @cached_property
    def raw(self) -> Any:
        """The schema as it stands: a mapping, or a boolean. KeyError where nothing does."""
        return self.document.at(self.pointer)

    @cached_property
    def keywords(self) -> Mapping[str, Any]:
        """The schema's own keywords; none of a boolean one."""
        return self.raw if isinstance(self.raw, Mapping) else {}

    @cached_property
    def is_leaf(self) -> bool:
        """Whether none of its keywords leads to another schema."""
        return self.keywords.keys().isdisjoint(LEADING)

    def below(self, *path: str | int) -> "Schema":
        """What stands at these steps below."""
        found = self._below.get(path)
        if found is None:
            found = self._below[path] = self.document.part(self.pointer + pointer(path))
        return found

    def listed(self, keyword: str) -> list["Schema"]:
        """The schemas in the list under a keyword."""
        found = self.keywords.get(keyword)
        return [self.below(keyword, at) for at in range(len(found) if type(found) is list else 0)]

    def named(self, keyword: str) -> dict[str, "Schema"]:
        """The schemas in the map under a keyword, by name."""
        found = self.keywords.get(keyword)
        names = found if found and isinstance(found, Mapping) else ()
        return {name: self.below(keyword, name) for name in names}

    def one(self, keyword: str) -> "Schema | None":
        """The schema under a keyword, a boolean one included; None where there is none."""
        found = self.keywords.get(keyword)
        there = found is not None and isinstance(found, bool | Mapping)
        return self.below(keyword) if there else None

    @cached_property
    def reference(self) -> "Schema | None":
        """Where the schema's own `$ref` leads; None where it has none."""
        target = reference_target(self.keywords)
        return None if target is None else self.document.part(target)

    def bare(self) -> "Schema":
        """The schema, with references followed that stand alone."""
        here = self
        for _ in range(_REFERENCES):
            there = here.reference
            if there is None or len(here.keywords) > 1:
                return here
            here = there
        return here

    @cached_property
    def joined(self) -> tuple["Schema", ...]:
        """What its own `$ref` and `allOf` add to it."""
        there = self.reference
        return (*([there] if there else ()), *self.listed("allOf"))

    @cached_property
    def in_place(self) -> tuple["Schema", ...]:
        """Itself and all that holds wherever it does, the nearest first: `$ref` and `allOf`."""
        return _closure(self, lambda here: here.joined)

    @cached_property
    def conditional(self) -> tuple["Schema", ...]:
        """What its own keywords hold some of its values to: then, else, dependentSchemas."""
        found = [each for word in ("then", "else") if (each := self.one(word)) is not None]
        return (*found, *self.named("dependentSchemas").values())

    @cached_property
    def own_unions(self) -> tuple[tuple[str, tuple["Schema", ...]], ...]:
        """Its own unions: each its keyword and its branches; anyOf and oneOf are two."""
        found = ((keyword, tuple(self.listed(keyword))) for keyword in UNIONS)
        return tuple(each for each in found if each[1])

    @cached_property
    def unions(self) -> tuple[tuple[str, tuple["Schema", ...]], ...]:
        """The unions that hold wherever it does."""
        return tuple(union for each in self.in_place for union in each.own_unions)

    @cached_property
    def members(self) -> Mapping[str, tuple["Schema", ...]]:
        """The members that are described wherever it holds, each with its schemas."""
        found: dict[str, list[Schema]] = {}
        for part in self.in_place:
            for name, member in part.named("properties").items():
                found.setdefault(name, []).append(member)
        return {name: tuple(schemas) for name, schemas in found.items()}

    def about(self, *, negated: bool = True) -> tuple["Schema", ...]:
        """Itself and all that has a word about the same value, unions and conditions included.

        What stands in a `not` is among them only if it is to be `negated` as well.
        """
        return _closure(self, lambda here: here.same_value(negated=negated))

    def same_value(self, *, negated: bool = True) -> Iterator["Schema"]:
        """The schemas right below that are about the same value: references and in-place ones."""
        yield from self.joined
        for keyword in IN_PLACE:
            found = self.one(keyword)
            if found is not None and (negated or keyword != "not"):
                yield found
        for _, branches in self.own_unions:
            yield from branches
        for keyword in IN_PLACE_MAPS:
            yield from self.named(keyword).values()

    def inner(self) -> Iterator["Schema"]:
        """The schemas that its own keywords hold, of whatever value, without what it refers to."""
        for place, _ in subschemas(self.raw):
            yield self.document.part(self.pointer + place)

    def admits(self, value: Any) -> bool:
        """Whether the schema admits the value."""
        return self.document.admits(self.pointer, value)


def _closure(start: Schema, below: Callable[[Schema], Iterable[Schema]]) -> tuple[Schema, ...]:
    """A schema and all that these steps lead to, the nearest first, each once."""
    found: dict[Schema, None] = {}
    pending = [start]
    while pending:
        here = pending.pop()
        if here not in found:
            found[here] = None
            pending += reversed([*below(here)])
    return tuple(found)
