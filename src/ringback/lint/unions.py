"""The unions of a description: their branches, and which of them say nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ringback.description import Description
from ringback.lint.naming import called
from ringback.lint.values import UNIONS, Value, Values, is_telling

_SILENT = frozenset({"type", "properties", "additionalProperties", "unevaluatedProperties"})
# What only lays down conditions for an object that is described around the union.
_OF_OBJECTS = frozenset({"properties", "required", "additionalProperties", "patternProperties"})
_CONDITIONS = frozenset({"required", "not", "dependentRequired", "minProperties", "maxProperties"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One branch: where it stands, and the value it is for, by itself.

    `members` says whether it tells anything of an object's members.
    """

    place: str
    value: Value
    types: frozenset[str]
    vacuous: bool
    conditional: bool
    members: bool

    @property
    def is_of_objects(self) -> bool:
        """Whether objects are meant, as it tells of members, and no type says so."""
        return self.members and not self.types

    @property
    def admits_objects(self) -> bool:
        """Whether its types leave room for an object."""
        return not self.types or "object" in self.types

    @property
    def is_null(self) -> bool:
        """Whether it is for null alone."""
        return self.types == {"null"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Union:
    """An anyOf or oneOf: `holder` is the schema that it stands in; `around` what else that says."""

    holder: str
    keyword: str
    branches: tuple[Branch, ...]
    around: Mapping[str, Any] | None

    def discriminator(self, values: Values) -> str | None:
        """The member that its Discriminator Object names (OpenAPI 3.1, 4.8.25)."""
        found = values.raw(self.holder).get("discriminator")
        name = found.get("propertyName") if isinstance(found, Mapping) else None
        return name if isinstance(name, str) else None

    @property
    def place(self) -> str:
        """Where its branches stand."""
        return f"{self.holder}/{self.keyword}"


def label(description: Description, branch: Branch) -> str:
    """What a branch is called: its component, else its types; empty where neither tells."""
    if not branch.value.home.startswith(branch.place):
        return called(description, branch.value.home)
    return " or ".join(sorted(branch.types))


def numbered(description: Description, union: Union, index: int) -> str:
    """A branch by its number, counted from 1, and by what it is called."""
    name = label(description, union.branches[index])
    return f"{index + 1} ({name})" if name else f"{index + 1}"


def unions(values: Values, every: tuple[Value, ...]) -> Iterator[Union]:
    """Every union of these values, once."""
    holders = dict.fromkeys(place for value in every for place in value.places)
    for place in holders:
        raw = values.raw(place)
        for keyword in UNIONS:
            listed = raw.get(keyword)
            if not isinstance(listed, list) or len(listed) < 2:
                continue
            rest = {name: said for name, said in raw.items() if name != keyword}
            branches = (f"{place}/{keyword}/{index}" for index in range(len(listed)))
            yield Union(
                holder=place,
                keyword=keyword,
                branches=tuple(_branch(values, each) for each in branches),
                around=rest if any(is_telling(name) for name in rest) else None,
            )


def _branch(values: Values, place: str) -> Branch:
    value = values.value([place])
    types = values.types(value)
    said = {name for each in value.places for name in values.raw(each) if is_telling(name)}
    return Branch(
        place=place,
        value=value,
        types=types,
        vacuous=_is_vacuous(values, value, types),
        conditional=bool(said) and said <= _CONDITIONS,
        members=bool(said & _OF_OBJECTS),
    )


def _is_vacuous(values: Values, value: Value, types: frozenset[str]) -> bool:
    """Whether a branch admits every value, or every object."""
    if values.is_boolean(value.home):
        return False
    for place in value.places:
        for name, said in values.raw(place).items():
            if not is_telling(name) or name in {"$ref", "allOf"}:
                continue
            if name not in _SILENT or (name != "type" and said not in (True, {})):
                return False
    return types <= {"object", "null"} and types != {"null"}
