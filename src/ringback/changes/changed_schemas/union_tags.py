"""Which branch of a union is meant: the member that tells them apart, and its value in each.

A discriminator decides of no payload whether it is valid (OpenAPI 3.1, 4.8.25), and yet it says
which branch a payload is written and read by.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ringback.changes.changed_schemas.facts import text
from ringback.finding import steps
from ringback.schema.alternatives import all_of, alternatives
from ringback.schema.document import Schema
from ringback.schema.keywords import UNIONS
from ringback.witness import Kinds

_NESTED = 4  # unions within unions that are looked into for tags
Tags = frozenset[str]  # JSON texts


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionTags:
    """The tags of a union's branches, by their index; those that are no objects have none.

    `free` are the branches whose own schemas do not hold the member to these tags. `names` are the
    components that branches refer to. `named` tells that a discriminator names the member, which
    then must be there (OpenAPI 3.0, 4.7.25).
    """

    member: str
    values: Mapping[int, Tags]
    free: frozenset[int]
    names: Mapping[int, str]
    named: bool = True

    @property
    def by_name(self) -> dict[str, Tags]:
        """The tags of each component."""
        return {name: self.values[at] for at, name in self.names.items() if at in self.values}


class TagReader:
    """Reads the tags of unions, each once."""

    def __init__(self) -> None:
        self._kinds = Kinds()
        self._known: dict[tuple[Schema, str], UnionTags | None] = {}

    def __call__(self, owner: Schema, keyword: str) -> UnionTags | None:
        """What tells the branches of a union apart; None where nothing does."""
        key = (owner, keyword)
        if key not in self._known:
            self._known[key] = _union_tags(owner, keyword, self._kinds, _NESTED)
        return self._known[key]

    def labels(self, owner: Schema, keyword: str) -> tuple[tuple[str, Tags] | None, ...]:
        """What a discriminator tells each branch of a union apart by; None for no tag."""
        tags = self(owner, keyword)
        told = tags.values if tags is not None and tags.named else {}
        member = tags.member if tags is not None else ""
        branches = range(len(owner.listed(keyword)))
        return tuple((member, told[at]) if at in told else None for at in branches)

    def objects(self, branches: Sequence[Schema]) -> list[int]:
        """The indexes of the branches that an object may be of."""
        return [at for at, each in enumerate(branches) if "object" in self._kinds.of(each)]


def _union_tags(owner: Schema, keyword: str, kinds: Kinds, depth: int) -> UnionTags | None:
    branches = owner.listed(keyword)
    objects = [at for at, each in enumerate(branches) if "object" in kinds.of(each)]
    names = branch_names(branches)
    for member, mapping in _members(owner, [branches[at] for at in objects], keyword):
        listed = {at: _listed(branches[at], member) for at in objects}
        nested = {at: _nested(branches[at], member, kinds, depth) for at in objects}
        told = {at: _mapped(mapping, names.get(at)) for at in objects}
        usual = {at: _defaults(branches[at], member) for at in objects}
        certain = {at: listed[at] or nested[at] for at in objects}
        by_letter = {at: certain[at] or told[at] for at in objects}
        by_name = {at: _within(nested[at] or told[at], listed[at]) for at in objects}
        by_default = {at: _within(usual[at], listed[at]) for at in objects}
        # A lone branch may list the tags of those that the other side has beside it.
        first = (by_letter, by_name) if len(objects) > 1 else (by_name, by_letter)
        for tags in (*first, by_default):
            if tags and _apart(list(tags.values())):
                free = frozenset(at for at in objects if tags[at] != certain[at])
                return UnionTags(
                    member=member,
                    values=tags,
                    free=free,
                    names=names,
                    named=mapping is not None,
                )
    return None


def branch_names(branches: Sequence[Schema]) -> dict[int, str]:
    """The components that branches refer to, by their index."""
    return {
        at: steps(each.reference.pointer)[-1]
        for at, each in enumerate(branches)
        if each.reference is not None and steps(each.reference.pointer)
    }


def component_name(target: str) -> str:
    """The last step of a mapping's reference, or a component's name as it stands."""
    return steps(target.partition("#")[2])[-1] if "#/" in target else target


def held_to(member: str, tags: Tags, *, required: bool = False) -> dict[str, Any]:
    """A schema that holds the member to these tags."""
    held = {"properties": {member: {"enum": [json.loads(each) for each in sorted(tags)]}}}
    return {**held, "required": [member]} if required else held


def other_than(member: str, tags: Tags) -> dict[str, Any]:
    """A schema that admits any other tag."""
    listed = [json.loads(each) for each in sorted(tags)]
    return {"properties": {member: {"not": {"enum": listed}}}}


def _members(
    owner: Schema, branches: Sequence[Schema], keyword: str
) -> Iterator[tuple[str, Mapping[str, str] | None]]:
    """The members that may tell branches apart, with the mapping of a discriminator.

    That may stand at a parent that all branches build upon as well. Without one a oneOf may still
    go by a member that each branch has a default for.
    """
    found = owner.keywords.get("discriminator")
    above = [{part for part in each.in_place if _names_member(part)} for each in branches]
    common = set.intersection(*above) if above else set()
    inherited = (each.keywords["discriminator"] for each in common)
    for each in (found, *inherited):
        if isinstance(each, Mapping) and isinstance(each.get("propertyName"), str):
            mapping = each.get("mapping")
            told = mapping if isinstance(mapping, Mapping) else {}
            yield (
                each["propertyName"],
                {tag: target for tag, target in told.items() if isinstance(target, str)},
            )
    if keyword == "oneOf" and len(branches) > 1:
        yield from ((name, None) for name in branches[0].members)


def _names_member(schema: Schema) -> bool:
    found = schema.keywords.get("discriminator")
    return isinstance(found, Mapping) and isinstance(found.get("propertyName"), str)


def _listed(branch: Schema, member: str) -> Tags:
    """The values that a branch holds the member to; none where it leaves that open."""
    found: set[str] = set()
    for each in alternatives(branch):
        schemas = [part.named("properties").get(member) for part in each.parts]
        lists = [values for it in schemas if it is not None for values in _values(it)]
        if not lists:
            return frozenset()
        found |= frozenset.intersection(*lists)
    return frozenset(found)


def _values(schema: Schema) -> Iterator[Tags]:
    for part in all_of((schema,)):
        if "const" in part.keywords:
            yield frozenset({text(part.keywords["const"])})
        elif isinstance(part.keywords.get("enum"), list):
            yield frozenset(map(text, part.keywords["enum"]))


def _nested(branch: Schema, member: str, kinds: Kinds, depth: int) -> Tags:
    """The tags of a branch that is a union with a discriminator of the same member itself."""
    found: set[str] = set()
    home = branch.bare()
    for keyword in UNIONS if depth and _names_member(home) else ():
        tags = _union_tags(home, keyword, kinds, depth - 1) if home.listed(keyword) else None
        if tags is not None and tags.member == member:
            found = found.union(*tags.values.values())
    return frozenset(found)


def _mapped(mapping: Mapping[str, str] | None, name: str | None) -> Tags:
    """What a discriminator calls a component: by its mapping, else by its name."""
    if mapping is None or name is None:
        return frozenset()
    own = [tag for tag, target in mapping.items() if component_name(target) == name]
    return frozenset(map(text, own or [name]))


def _defaults(branch: Schema, member: str) -> Tags:
    """What the member is by default, where that is a text."""
    raws = [part.keywords for it in branch.members.get(member, ()) for part in it.in_place]
    told = [raw["default"] for raw in raws if isinstance(raw.get("default"), str)]
    return frozenset(text(each) for each in told[:1])


def _within(tags: Tags, listed: Tags) -> Tags:
    return tags & listed if listed else tags


def _apart(tags: Sequence[Tags]) -> bool:
    """Whether every branch has a tag, and none has another's."""
    every = [tag for each in tags for tag in each]
    return all(tags) and len(every) == len(set(every))
