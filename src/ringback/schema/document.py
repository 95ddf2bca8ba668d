"""A document of JSON Schemas, and a schema in it: what every look into a description begins with.

`$ref` is followed here and nowhere else. By then every reference is a pointer of the document
itself (`schema.resources`, `schema.dynamic_scope`).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from functools import cached_property
from itertools import count
from typing import Any

import jsonschema_rs

from ringback.finding import pointer, steps
from ringback.schema.formats import FORMATS, Formats
from ringback.schema.keywords import (
    IN_PLACE,
    IN_PLACE_MAPS,
    LEADING,
    LEAF,
    UNIONS,
    is_annotation,
    reference_target,
    subschemas,
)
from ringback.schema.lookup import locate

_NUMBERS = count(1)
_REFERENCES = 64  # in a row; more of them lead round in a circle


class SchemaDocument:
    """Schemas of JSON Schema 2020-12 in a document, by JSON Pointer, with validators for them.

    Formats are asserted, unless `formats` is False. `unsent` is the annotation of members that do
    not travel in the direction that the document is of, `readOnly` or `writeOnly`; empty where it
    is of both.
    """

    def __init__(self, root: Mapping[str, Any], *, unsent: str = "", formats: bool = True) -> None:
        self.root = root
        self.unsent = unsent
        self._formats = formats
        self.identifier = f"urn:ringback:document:{next(_NUMBERS)}"
        self._validators: dict[str, jsonschema_rs.Draft202012Validator] = {}
        self._lenient: dict[str, jsonschema_rs.Draft202012Validator] = {}
        self._leaves: dict[str, jsonschema_rs.Draft202012Validator] = {}
        self._schemas: dict[str, Schema] = {}
        self.views: dict[str, Any] = {}  # what `schema.view` has worked out, by pointer
        self.kept: dict[tuple[str, str], Any] = {}  # what others have, by their word for it as well

    @cached_property
    def _registry(self) -> jsonschema_rs.Registry:
        return _registry(self)

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

    def admits(self, place: str, value: Any) -> bool:
        """Whether the schema at the pointer admits the value."""
        return _admits(self.validator(place), value)

    def admits_leniently(self, place: str, value: Any, formats: Formats) -> bool:
        """Whether the schema admits the value with other predicates for some formats."""
        if place not in self._lenient:
            schema = {"$ref": self.uri(place)}
            self._lenient[place] = self.compiled(schema, formats=formats)
        return self._lenient[place].is_valid(sendable(value))

    def errors(self, place: str, value: Any) -> tuple[list[jsonschema_rs.ValidationError], Any]:
        """What the validator says, unions unresolved, and the value that it is about.

        That is another one where no validator can look at the value itself (`sendable`).
        """
        if place not in self._validators:
            leaf = self._leaf(place)
            if leaf is not None and _admits(leaf, value):
                return [], value
        try:
            return list(self.validator(place).iter_errors(value)), value
        except ValueError:  # an unpaired surrogate, or an objection to a number too long to tell
            value = sendable(value)
            return list(self.validator(place).iter_errors(value)), value

    def uri(self, place: str) -> str:
        """What schemas of another document call the schema at a pointer."""
        return f"{self.identifier}#{fragment(place)}"

    def compiled(
        self,
        schema: Mapping[str, Any],
        *,
        formats: Formats | None = None,
        beside: "SchemaDocument | None" = None,
    ) -> jsonschema_rs.Draft202012Validator:
        """A validator of a schema that may refer to those of the document, and of one `beside` it.

        Raises ValidationError and ReferencingError of jsonschema-rs for one that is none.
        """
        return jsonschema_rs.Draft202012Validator(
            dict(schema),
            registry=self._registry if beside in {None, self} else _registry(self, beside),
            validate_formats=self._formats,
            formats={**FORMATS, **(formats or {})},
        )

    def validator(self, place: str) -> jsonschema_rs.Draft202012Validator:
        """The validator of the schema at a pointer, made when it is first asked for.

        Schemas that are a reference and nothing else share that of what they refer to.
        """
        found = self._validators.get(place)
        if found is None:
            home = self._home(place)
            found = self._validators.get(home) or self.compiled({"$ref": self.uri(home)})
            self._validators[place] = self._validators[home] = found
        return found

    def _home(self, place: str) -> str:
        """Where the schema stands that the one at a pointer stands for."""
        try:
            return self.schema(place).bare().pointer
        except KeyError:  # it leads nowhere, and the validator says so
            return place

    def _leaf(self, place: str) -> jsonschema_rs.Draft202012Validator | None:
        """A validator for all schemas that say the same, of one that leads to no others.

        It tells whether a value is admitted, and not where the schema stands that refuses it.
        """
        raw = self.schema(place).keywords
        said = {name: it for name, it in raw.items() if not is_annotation(name)}
        if not said or not said.keys() <= LEAF:
            return None
        text = json.dumps(said)
        if text not in self._leaves:
            self._leaves[text] = self.compiled(said)
        return self._leaves[text]


def _admits(validator: jsonschema_rs.Draft202012Validator, value: Any) -> bool:
    try:
        return validator.is_valid(value)
    except ValueError:  # an unpaired surrogate
        return validator.is_valid(sendable(value))


def _registry(*documents: SchemaDocument | None) -> jsonschema_rs.Registry:
    known = [(each.identifier, dict(each.root)) for each in documents if each is not None]
    return jsonschema_rs.Registry(resources=known)


@dataclass(frozen=True, eq=False)  # no slots: what is asked often is kept in the instance
class Schema:
    """A schema of a document, as it is written at a pointer.

    There is one `Schema` for a pointer of a document, so that two are equal if they are the same.
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
            found = self._below[path] = self.document.schema(self.pointer + pointer(path))
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
        return None if target is None else self.document.schema(target)

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
            yield self.document.schema(self.pointer + place)

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


def fragment(place: str) -> str:
    """The pointer as a URI fragment (RFC 6901 section 6)."""
    return "".join(
        char
        if char.isascii() and (char.isalnum() or char in "/-_.~$:@!'()*+,;=")
        else "".join(f"%{byte:02X}" for byte in char.encode())
        for char in place
    )


def sendable(value: Any) -> Any:
    """The value with every unpaired surrogate as U+FFFD, and numbers of thousands of digits cut.

    No UTF-8 spells such a surrogate, so no validator that speaks UTF-8 can look at it; lengths and
    patterns see one character either way. A number cut to 17 digits keeps its size.
    """
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {sendable(str(key)): sendable(member) for key, member in value.items()}
    if isinstance(value, list):
        return [sendable(item) for item in value]
    if isinstance(value, Decimal):
        return Context(prec=17, Emax=MAX_EMAX, Emin=MIN_EMIN).plus(value)
    return value
