"""What is said of one value in several places, taken together.

A schema speaks of a value with what it refers to, its `allOf`, and what it holds under a
condition. Of a union's branch, what stands around the union holds as well.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ringback.schema.applying import may_apply
from ringback.schema.document import Schema
from ringback.schema.keywords import is_annotation

_REFERENCES = 64  # in a row; more of them lead round in a circle
_OF_ONE = ("items", "contains", "additionalProperties", "unevaluatedProperties")
_TOGETHER = frozenset({"$ref", "allOf"})


@dataclass(frozen=True, eq=False)  # no slots: what is asked often is kept in the instance
class ValueSchema:
    """The schemas of one kind of value.

    `schemas` are those that say something, where it stands first; `around` those around the union
    that it is a branch of. `home` is where it is written, behind what only refers to it. `step` is
    how it hangs on the value above: properties, items, additionalProperties, a union's keyword, or
    the empty text for a payload as a whole.
    """

    home: Schema
    schemas: tuple[Schema, ...]
    around: tuple[Schema, ...] = ()
    step: str = ""

    @property
    def key(self) -> tuple[tuple[Schema, ...], tuple[Schema, ...]]:
        """What two of the same are alike in."""
        return self.schemas, self.around

    @cached_property
    def whole(self) -> tuple[Schema, ...]:
        """Everything that holds for it."""
        return tuple(dict.fromkeys((*self.schemas, *self.around)))

    def said(self, keyword: str) -> list[Any]:
        """What is said of it under a keyword, wherever that stands."""
        return [each.keywords[keyword] for each in self.whole if keyword in each.keywords]

    @cached_property
    def keywords(self) -> frozenset[str]:
        """The keywords that say something of it, but for those that hold its own schemas."""
        named = frozenset(name for each in self.schemas for name in each.keywords)
        return frozenset(name for name in named - _TOGETHER if not is_annotation(name))

    @cached_property
    def members(self) -> Mapping[str, tuple[Schema, ...]]:
        """The described members, each with its schemas."""
        found: dict[str, list[Schema]] = {}
        for each in self.schemas:
            for name, member in each.named("properties").items():
                found.setdefault(name, []).append(member)
        return {name: tuple(schemas) for name, schemas in found.items()}

    @cached_property
    def types(self) -> frozenset[str]:
        """The types that are named for it: what all who name any agree on."""
        named = [[each] if isinstance(each, str) else each for each in self.said("type")]
        return frozenset.intersection(*map(frozenset, named)) if named else frozenset()

    @property
    def may_be_object(self) -> bool:
        """Whether its types leave room for an object."""
        return not self.types or "object" in self.types

    @cached_property
    def branches(self) -> tuple["ValueSchema", ...]:
        """The branches of every union of it."""
        return tuple(
            value_schema(branch, around=self.whole, step=keyword)
            for each in self.schemas
            for keyword, branches in each.own_unions
            for branch in branches
        )

    def below(self) -> Iterator["ValueSchema"]:
        """What is said of the values right below: branches, members, items, further members."""
        if all(each.is_leaf for each in self.schemas):
            return  # nearly always
        yield from self.branches
        for schemas in self.members.values():
            yield value_schema(*schemas, step="properties")
        for keyword in _OF_ONE:
            held = [
                each.below(keyword)
                for each in self.schemas
                if isinstance(each.keywords.get(keyword), Mapping)
            ]
            if held:
                yield value_schema(*held, step=keyword)
        for each in self.schemas:
            yield from (value_schema(it, step="items") for it in each.listed("prefixItems"))
            for member in each.named("patternProperties").values():
                yield value_schema(member, step="additionalProperties")


def value_schema(*schemas: Schema, around: tuple[Schema, ...] = (), step: str = "") -> ValueSchema:
    """What these schemas, one at least, say together of one value."""
    if len(schemas) == 1 and schemas[0].is_leaf:
        return ValueSchema(schemas[0], schemas, around, step)
    every = dict.fromkeys(it for each in schemas for it in may_apply(each, unions=False))
    written = home(schemas[0])
    return ValueSchema(written, tuple(filter(tells, every)) or (written,), around, step)


def walk(roots: Iterable[Schema], known: Iterable[ValueSchema] = ()) -> Iterator[ValueSchema]:
    """What is said of the values that begin at these schemas, and of all below, each once.

    What has been walked before, and is `known`, is left out.
    """
    seen = {each.key for each in known}
    pending = [value_schema(root) for root in reversed(list(roots))]
    while pending:
        here = pending.pop()
        if here.key not in seen:
            seen.add(here.key)
            yield here
            pending += reversed(list(here.below()))


def tells(schema: Schema) -> bool:
    """Whether a schema says something about values by itself, what it refers to aside."""
    return any(not is_annotation(name) for name in schema.keywords if name not in _TOGETHER)


def home(schema: Schema) -> Schema:
    """Where a schema is written that this one only stands for, with annotations at most."""
    for _ in range(_REFERENCES):
        telling = [name for name in schema.keywords if not is_annotation(name)]
        if len(telling) != 1 or telling[0] not in _TOGETHER or len(schema.joined) != 1:
            break
        schema = schema.joined[0]
    return schema
