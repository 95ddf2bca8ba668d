"""The members that an object of some schemas may have, and the schemas that they have to fit."""

import itertools
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from ringback.sampling.pattern_texts.patterns import like
from ringback.sampling.scalars.string_candidates import string_candidates
from ringback.schema.applying import of_member
from ringback.schema.document import Schema
from ringback.schema.validators.regular_expressions import may_match
from ringback.witness.goals.cases import SearchCase
from ringback.witness.goals.holding import admits
from ringback.witness.make.languages import text_between

_MADE_UP = ("key", "other", "more", "k", "KEY", "0", "a-key", "x" * 40, "", "é")


class MemberNames:
    """What the bases of a case say about the members of an object."""

    def __init__(
        self, case: SearchCase, *, declared: bool, elsewhere: frozenset[str] = frozenset()
    ) -> None:
        self._case = case
        self._declared = declared
        self._elsewhere = elsewhere  # what the other side names
        self._allowed: dict[str, bool] = {}
        self._raws = [each.keywords for each in case.bases]
        self._limits = [it for each in case.bases if (it := each.one("propertyNames")) is not None]
        self._dependent = [
            raw["dependentRequired"] for raw in self._raws if "dependentRequired" in raw
        ]

    @cached_property
    def required(self) -> list[str]:
        """The members that have to be there."""
        found = [name for raw in self._raws for name in raw.get("required", ())]
        return list(dict.fromkeys([*found, *sorted(self._case.present)]))

    @cached_property
    def listed(self) -> list[str]:
        """Every member that a base names."""
        named = [name for raw in self._raws for name in raw.get("properties", {})]
        return [name for name in dict.fromkeys([*self.required, *named]) if self.may_be(name)]

    def may_be(self, name: str) -> bool:
        """Whether an object may have a member of this name, as far as names go."""
        if name not in self._allowed:
            self._allowed[name] = self._may_be(name)
        return self._allowed[name]

    def _may_be(self, name: str) -> bool:
        if name in self._case.absent or not self._fits(name):
            return False
        return (
            not self._declared
            or any(self._declares(each.keywords, name) for each in self._case.declaring)
            or self._free_form
            or (self._spread and name not in self._elsewhere)
        )

    @cached_property
    def _kinds_of_names(self) -> int:
        """How many made-up names to try: names of one pattern are as good as one another."""
        own = sum(len(raw.get("patternProperties", {})) for raw in self._raws)
        return 12 if self._limits else 1 + 2 * own

    @cached_property
    def open(self) -> bool:
        """Whether names that no base lists may be there."""
        if not self._declared:
            return True
        maps = (_is_map(each.keywords) for each in self._case.declaring)
        return any(maps) or self._free_form or self._spread

    @cached_property
    def _free_form(self) -> bool:
        """Whether an object is meant that may hold anything: no schema names a member of it."""
        declaring = self._case.declaring
        named = ("properties", "patternProperties")
        if any(word in each.keywords for each in declaring for word in named):
            return False
        clear = (each for each in declaring if each not in self._case.vague)
        return any(_says_object(each.keywords) for each in clear)

    @cached_property
    def _spread(self) -> bool:
        """Whether a schema says outright that members that it does not name are welcome.

        A member that the other side gives a name is none of those: no client meant it.
        """
        return any(
            each.keywords.get("additionalProperties") in (True, {})
            and "additionalProperties" in each.keywords
            for each in self._case.declaring
        )

    def schemas_of(self, name: str) -> list[tuple[Schema, bool]]:
        """The schemas that a member has to fit, each with whether it declares."""
        found = [
            (each, schema in self._case.declaring)
            for schema in self._case.bases
            for each in of_member(schema, name)
        ]
        return found or self._unevaluated()

    def _unevaluated(self) -> list[tuple[Schema, bool]]:
        """What members have to fit that no schema of the case describes."""
        found = (each.one("unevaluatedProperties") for each in self._case.bases)
        return [(each, False) for each in found if each is not None]

    def matching(self, pattern: str) -> Iterator[str]:
        """Names that may be there and match the pattern: listed ones, else made-up ones."""
        yield from (name for name in self.listed if may_match(pattern, name))
        if self.open:
            yield from (name for name in like(pattern) if self.may_be(name))

    def others(self, names: frozenset[str], patterns: tuple[str, ...] = ()) -> Iterator[str]:
        """Names that may be there, other than these; a made-up one last, where any may be."""
        taken = {*names, *self.listed}
        for name in self.listed:
            if name not in names and not any(may_match(each, name) for each in patterns):
                yield name
        if self.open:
            fresh = (
                name
                for name in self.made_up(taken)
                if not any(may_match(each, name) for each in patterns)
            )
            yield from itertools.islice(fresh, self._kinds_of_names)

    def made_up(self, taken: set[str]) -> Iterator[str]:
        """Names that nobody lists, up to a thousand where any name will do."""
        if not self.open:
            return
        own = [each for raw in self._raws for each in raw.get("patternProperties", {})]
        offered = [_MADE_UP[0], *(name for pattern in own for name in like(pattern)[:2])]
        for limit in self._limits:
            offered += string_candidates([each.keywords for each in limit.about()])
        offered += [*_MADE_UP[1:], *(name for pattern in own for name in like(pattern))]
        fitting = (name for name in dict.fromkeys(offered) if name not in taken)
        yield from (name for name in fitting if self.may_be(name))
        for number in range(1000):
            name = f"key{number}"
            if name not in taken and self.may_be(name):
                yield name

    def wrong_for(self, schema: Schema) -> str | bool:
        """A name that may be there and breaks a schema; True where there is provably none.

        False where none is known.
        """
        return text_between(tuple(self._limits), (schema,), self.may_be)

    def companions(self, name: str) -> list[str]:
        """The members that have to be there where this one is."""
        return [each for told in self._dependent for each in told.get(name, ())]

    @cached_property
    def least(self) -> int:
        """The fewest members that an object may have."""
        return max(
            [0, *(int(raw["minProperties"]) for raw in self._raws if "minProperties" in raw)]
        )

    @cached_property
    def most(self) -> int | None:
        """The most members that an object may have; None for any number."""
        given = [int(raw["maxProperties"]) for raw in self._raws if "maxProperties" in raw]
        return min(given) if given else None

    def _fits(self, name: str) -> bool:
        return all(admits(limit, name) for limit in self._limits)

    def _declares(self, raw: Mapping[str, Any], name: str) -> bool:
        if name in raw.get("properties", {}) or name in raw.get("required", ()):
            return True
        if any(may_match(pattern, name) for pattern in raw.get("patternProperties", {})):
            return True
        return _is_map(raw)


def _is_map(raw: Mapping[str, Any]) -> bool:
    """Whether a schema describes members of any name: each is of a kind, at least."""
    other = raw.get("additionalProperties")
    return (isinstance(other, Mapping) and bool(other)) or bool(raw.get("patternProperties"))


def _says_object(raw: Mapping[str, Any]) -> bool:
    """Whether a schema is for objects outright; what is for any value means no map."""
    named = raw.get("type")
    return named == "object" or (isinstance(named, list) and "object" in named)
