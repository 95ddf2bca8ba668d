"""Which branch of a union a payload takes: by its tag or its type where these tell, else by trial.

The answer is that of `schema.view.chosen`, for a fraction of the time: a payload that is known to
satisfy the union need not be tried against a branch that is the only one left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ringback.coverage.choices import never
from ringback.schema.view import Admits, View

_NAMES: Mapping[type, frozenset[str]] = {
    str: frozenset({"string"}),
    bool: frozenset({"boolean"}),
    int: frozenset({"integer", "number"}),
    float: frozenset({"integer", "number"}),
    Decimal: frozenset({"integer", "number"}),
    list: frozenset({"array"}),
    dict: frozenset({"object"}),
    type(None): frozenset({"null"}),
}
_MISSING = object()


@dataclass(frozen=True)  # no slots: what is worked out once is kept in the instance
class Choosing:
    """The branches of one union, sorted by what tells them apart."""

    branches: Sequence[View]
    admits: Admits
    _by_type: dict[type, tuple[View, ...]] = field(default_factory=dict, repr=False)
    _tags: tuple[str, dict[str, View]] | None = field(init=False, repr=False)
    _free: bool = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Work out the tag, and whether an object may take a branch that says nothing."""
        object.__setattr__(self, "_free", any(it.vacuous for it in self.branches))
        object.__setattr__(self, "_tags", _tags(self._candidates(dict)))

    def choose(self, value: Any, *, sound: bool) -> View | None:
        """The branch that admits the value; None where none that says anything does.

        `sound` tells that the union as a whole is known to admit it.
        """
        kind = value.__class__
        known = self._candidates(kind)
        if kind is dict and self._tags is not None:
            tag = value.get(self._tags[0], _MISSING)
            if tag.__class__ is str:
                branch = self._tags[1].get(tag)
                known = () if branch is None else (branch,)
        last = len(known) - 1 if sound and not self._free else -1
        for index, branch in enumerate(known):
            if index == last or self.admits(branch.pointer, value):
                return branch
        return None

    def nearest(self, value: Any) -> View | None:
        """The branch that a value means that none admits; None where that can't be told.

        A tag that no branch has names a new kind, which is no branch with further members.
        """
        known = self._candidates(value.__class__)
        if value.__class__ is not dict:
            return known[0] if len(known) == 1 else None
        if self._tags is not None:
            tag = value.get(self._tags[0])
            return self._tags[1].get(tag) if isinstance(tag, str) else None
        fitting = [each for each in known if value.keys() >= set(each.required)]
        return min(fitting, key=lambda it: len(value.keys() - it.described.keys()), default=None)

    def besides(self, branch: View) -> frozenset[str]:
        """The members that other branches describe, where no tag tells which of them is meant.

        What two branches admit is documented where either of them names it.
        """
        if self._tags is not None:
            return frozenset()
        others = (each for each in self._candidates(dict) if each.pointer != branch.pointer)
        return frozenset(name for each in others for name in each.described)

    def names(self) -> frozenset[str]:
        """The members that any of the branches describes."""
        return frozenset(name for each in self._candidates(dict) for name in each.described)

    def _candidates(self, kind: type) -> tuple[View, ...]:
        """The branches that may admit a value of a type, in their order."""
        if kind not in self._by_type:
            names = _NAMES.get(kind, frozenset())
            self._by_type[kind] = tuple(
                each
                for each in self.branches
                if not each.vacuous and not never(each) and _may_be(each, names)
            )
        return self._by_type[kind]


def _may_be(branch: View, names: frozenset[str]) -> bool:
    """Whether the branch's own type keyword leaves room for one of these types."""
    named = branch.raw.get("type")
    if named is None:
        return True
    return bool(names.intersection([named] if isinstance(named, str) else named))


def _tags(branches: tuple[View, ...]) -> tuple[str, dict[str, View]] | None:
    """The member that each of the branches has a value of its own for, with the branch of each."""
    if len(branches) < 2:
        return None
    for name in branches[0].properties:
        tags = {tag: each for each in branches if (tag := _tag(each, name)) is not None}
        if len(tags) == len(branches):
            return name, tags
    return None


def _tag(branch: View, name: str) -> str | None:
    """The one text that a branch admits for a member; None where it is not of that kind."""
    member = branch.properties.get(name)
    if member is None:
        return None
    raw = member.raw
    named = [raw["const"]] if "const" in raw else raw.get("enum", ())
    return named[0] if len(named) == 1 and isinstance(named[0], str) else None
