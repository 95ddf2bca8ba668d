"""The unions of a description: their branches, and which of them say nothing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ringback.description import Description
from ringback.lint.shared.place_names import called
from ringback.schema.document import Schema
from ringback.schema.keywords import UNIONS, is_annotation
from ringback.schema.value_schema import ValueSchema, value_schema

_SILENT = frozenset({"type", "properties", "additionalProperties", "unevaluatedProperties"})
# What only lays down conditions for an object that is described around the union.
_OF_OBJECTS = frozenset({"properties", "required", "additionalProperties", "patternProperties"})
_CONDITIONS = frozenset({"required", "not", "dependentRequired", "minProperties", "maxProperties"})


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionBranch:
    """One branch: where it stands, and the value it is for, by itself.

    `members` says whether it tells anything of an object's members.
    """

    schema: Schema
    value: ValueSchema
    vacuous: bool
    conditional: bool
    members: bool

    @property
    def place(self) -> str:
        """Where it stands."""
        return self.schema.pointer

    @property
    def is_of_objects(self) -> bool:
        """Whether objects are meant, as it tells of members, and no type says so."""
        return self.members and not self.value.types

    @property
    def is_null(self) -> bool:
        """Whether it is for null alone."""
        return self.value.types == {"null"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Union:
    """An anyOf or oneOf: `holder` is the schema that it stands in."""

    holder: Schema
    keyword: str
    branches: tuple[UnionBranch, ...]

    @property
    def discriminator(self) -> str | None:
        """The member that its Discriminator Object names (OpenAPI 3.1, 4.8.25)."""
        found = self.holder.keywords.get("discriminator")
        name = found.get("propertyName") if isinstance(found, Mapping) else None
        return name if isinstance(name, str) else None

    @property
    def place(self) -> str:
        """Where its branches stand."""
        return f"{self.holder.pointer}/{self.keyword}"


def label(description: Description, branch: UnionBranch) -> str:
    """What a branch is called: its component, else its types; empty where neither tells."""
    home = branch.value.home.pointer
    if not home.startswith(branch.place):
        return called(description, home)
    return " or ".join(sorted(branch.value.types))


def numbered(description: Description, union: Union, index: int) -> str:
    """A branch by its number, counted from 1, and by what it is called."""
    name = label(description, union.branches[index])
    return f"{index + 1} ({name})" if name else f"{index + 1}"


def unions(every: Iterable[ValueSchema]) -> Iterator[Union]:
    """Every union of two branches at least that speaks of these values, once."""
    for holder in dict.fromkeys(each for value in every for each in value.schemas):
        for keyword, branches in holder.own_unions:
            if len(branches) > 1:
                yield Union(holder=holder, keyword=keyword, branches=tuple(map(_branch, branches)))


def beside_unions(schemas: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What holds for the payloads of a union besides it, by the pointer of its branches."""
    for place, raw in schemas:
        for keyword in UNIONS if isinstance(raw, Mapping) else ():
            rest = {name: said for name, said in raw.items() if name != keyword}
            if keyword in raw and not all(map(is_annotation, rest)):
                yield f"{place}/{keyword}", rest


def _branch(schema: Schema) -> UnionBranch:
    value = value_schema(schema)
    said = frozenset(name for each in value.schemas for name in each.keywords)
    said = frozenset(name for name in said if not is_annotation(name))
    return UnionBranch(
        schema=schema,
        value=value,
        vacuous=_is_vacuous(value),
        conditional=bool(said) and said <= _CONDITIONS,
        members=bool(said & _OF_OBJECTS),
    )


def _is_vacuous(value: ValueSchema) -> bool:
    """Whether a branch admits every value, or every object."""
    if isinstance(value.home.raw, bool) or not value.keywords <= _SILENT:
        return False
    silent = all(said in (True, {}) for word in _SILENT - {"type"} for said in value.said(word))
    return silent and value.types <= {"object", "null"} and value.types != {"null"}
