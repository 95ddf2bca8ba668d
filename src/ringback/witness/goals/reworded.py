"""Whether two schemas say the same in other words: a proof that takes no search.

Each kind of value is looked at by itself, with all that holds for it: references and `allOf`, the
only branch of a union that is about it, a list of values however it is written. So
`type: [string, null]` is an `anyOf` of a string and null, `const` an `enum` of one, a `oneOf` whose
branches rule each other out an `anyOf`, and the order of branches says nothing.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, TypeVar

from ringback.schema.document import Schema
from ringback.schema.keywords import UNIONS, is_annotation
from ringback.witness.goals.alike import Alike, Labels, Supposed, as_text
from ringback.witness.goals.apart import Apart
from ringback.witness.goals.kinds import KINDS, Kinds, kind_of

_OF_NUMBERS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_OF_OBJECTS = (
    "properties", "patternProperties", "additionalProperties", "propertyNames", "required",
    "dependentRequired", "dependentSchemas", "minProperties", "maxProperties",
    "unevaluatedProperties",
)  # fmt: skip
_OF_ARRAYS = (
    "items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems", "unevaluatedItems",
)  # fmt: skip
# The kinds of value that a keyword is about, where those are not all.
_ABOUT = {
    **dict.fromkeys(("minLength", "maxLength", "pattern"), frozenset({"string"})),
    **dict.fromkeys(_OF_NUMBERS, frozenset({"integer", "number"})),
    "format": frozenset({"string", "integer", "number"}),
    **dict.fromkeys(_OF_OBJECTS, frozenset({"object"})),
    **dict.fromkeys(_OF_ARRAYS, frozenset({"array"})),
}
# What is told by the schemas that hold together, or with another keyword.
_SETTLED = frozenset(
    {
        "type",
        "const",
        "enum",
        "$ref",
        "allOf",
        *UNIONS,
        "then",
        "else",
        "minContains",
        "maxContains",
    }
)
# What depends on all that stands around it, and is not taken apart.
_WHOLE = ("unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$recursiveRef")
_ALL = {"null": frozenset({"null"}), "boolean": frozenset({"true", "false"})}
_HOLDING = frozenset(
    {
        "properties", "patternProperties", "dependentSchemas", "prefixItems", "items", "contains",
        "additionalProperties", "propertyNames", "not", "if",
    }
)  # fmt: skip
_TRIVIAL = frozenset({"additionalProperties", "items", "propertyNames"})  # where nothing is said
_T = TypeVar("_T")
_Branches = tuple[bool, tuple[tuple[Schema, Hashable], ...]]


@dataclass(slots=True)
class _Said:
    """What is said of the values of one kind.

    `values` are the only ones, as JSON texts, where they are listed; `plain` is what needs no
    schema; `schemas` are those of each part. `unions` are what is left to choose: whether one
    branch alone may hold, and the branches with their labels.
    """

    values: frozenset[str] | None = None
    plain: set[Hashable] = field(default_factory=set)
    schemas: dict[Hashable, list[Schema]] = field(default_factory=dict)
    unions: list[_Branches] = field(default_factory=list)

    def only(self, values: frozenset[str]) -> None:
        """No other values than these are admitted."""
        self.values = values if self.values is None else self.values & values


class Reworded(Alike):
    """Compares schemas as `Alike` does, and knows the same in other words.

    Both sides must have their unions, members and bounds in common, one by one: what follows from
    several of them together is left to the search.
    """

    def __init__(self, labels: Labels | None = None) -> None:
        super().__init__(labels)
        self._kinds = Kinds()
        self._apart = Apart()
        self._said: dict[tuple[Schema, str], _Said | None] = {}

    def _same(self, one: Schema, other: Schema, trail: Supposed) -> bool:
        kinds = self._kinds.of(one)
        if kinds != self._kinds.of(other) or (kinds == {"object"} and self._apart(one, other)):
            return False
        mark = trail.mark()
        if super()._same(one, other, trail):
            return True
        trail.undo(mark)
        return all(self._of_kind(one, other, kind, trail) for kind in KINDS if kind in kinds)

    def _of_kind(self, one: Schema, other: Schema, kind: str, trail: Supposed) -> bool:
        """Whether the two say the same of the values of a kind."""
        mine, theirs = self._about(one, kind), self._about(other, kind)
        if mine is None or theirs is None:
            return False
        if mine.values != theirs.values or mine.plain != theirs.plain:
            return False
        if mine.schemas.keys() != theirs.schemas.keys():
            return False
        return all(
            self._matched(mine.schemas[key], theirs.schemas[key], self._alike, trail)
            for key in mine.schemas
        ) and self._matched(mine.unions, theirs.unions, self._union, trail)

    def _matched(
        self,
        mine: Sequence[_T],
        theirs: Sequence[_T],
        same: Callable[[_T, _T, Supposed], bool],
        trail: Supposed,
    ) -> bool:
        """Whether each of the one side is the same as one of the other, in whatever order."""
        if len(mine) != len(theirs):
            return False
        left = list(theirs)
        for each in mine:
            found = next((at for at, it in enumerate(left) if same(each, it, trail)), None)
            if found is None:
                return False
            del left[found]
        return True

    def _union(self, one: _Branches, other: _Branches, trail: Supposed) -> bool:
        mark = trail.mark()
        if one[0] is other[0] and self._matched(one[1], other[1], self._branch, trail):
            return True
        trail.undo(mark)
        return False

    def _branch(
        self, one: tuple[Schema, Hashable], other: tuple[Schema, Hashable], trail: Supposed
    ) -> bool:
        return one[1] == other[1] and self._alike(one[0], other[0], trail)

    def _about(self, schema: Schema, kind: str) -> _Said | None:
        """What a schema says of the values of a kind; None where that can't be taken apart."""
        key = (schema, kind)
        if key not in self._said:
            self._said[key] = self._gathered(schema, kind)
        return self._said[key]

    def _gathered(self, schema: Schema, kind: str) -> _Said | None:
        said = _Said(values=_ALL.get(kind))
        found: dict[Schema, None] = {}
        pending = [schema]
        while pending:
            here = pending.pop().bare()
            if here in found:
                continue
            found[here] = None
            raw = here.keywords
            if any(word in raw and kind in _ABOUT.get(word, (kind,)) for word in _WHOLE):
                return None
            if "if" in raw and ("if",) in said.schemas:
                return None
            if "const" in raw:
                said.only(_texts([raw["const"]], kind))
            if isinstance(raw.get("enum"), list):
                said.only(_texts(raw["enum"], kind))
            pending += here.joined
            for keyword, branches in here.own_unions:
                pending += self._chosen(said, here, keyword, branches, kind)
            for name in raw.keys() - _SETTLED:
                if not is_annotation(name) and kind in _ABOUT.get(name, (kind,)):
                    _tell(said, here, name)
        return said

    def _chosen(
        self, said: _Said, owner: Schema, keyword: str, branches: Sequence[Schema], kind: str
    ) -> list[Schema]:
        """Take in a union; answers the branch that has to hold, where one alone is left."""
        labels = self._labelled(owner, keyword) or [None] * len(branches)
        pairs = zip(branches, labels, strict=True)
        options = tuple(each for each in pairs if kind in self._kinds.of(each[0]))
        if len(options) == 1:
            if options[0][1] is not None:
                said.plain.add(("label", options[0][1]))
            return [options[0][0]]
        lists = [self._values(each, kind) for each, _ in options]
        listed = [each for each in lists if each is not None]
        apart = len(frozenset().union(*listed)) == sum(map(len, listed))
        if len(listed) == len(options) and (keyword == "anyOf" or apart):
            said.only(frozenset().union(*listed))
            return []
        alone = keyword == "oneOf" and not (
            kind == "object"
            and all(self._apart(one, other) for (one, _), (other, _) in combinations(options, 2))
        )
        said.unions.append((alone, options))
        return []

    def _values(self, schema: Schema, kind: str) -> frozenset[str] | None:
        """The values of a kind that a schema lists, and says nothing else of; None for others."""
        if any(each.own_unions for each in schema.in_place):
            return None
        said = self._about(schema, kind)
        if said is None or said.plain or said.schemas or said.unions:
            return None
        return said.values


def _tell(said: _Said, owner: Schema, name: str) -> None:
    """Take in a keyword of a schema, with what stands beside it and counts."""
    value = owner.keywords[name]
    if name == "required":
        said.plain |= {(name, each) for each in value}
    elif name == "dependentRequired":
        said.plain |= {(name, one, each) for one, many in value.items() for each in many}
    elif name not in _HOLDING:
        said.plain.add((name, as_text(value)))
    for key, schema in _held(owner, name):
        if name not in _TRIVIAL or not _says_nothing(schema):
            said.schemas.setdefault(key, []).append(schema)


def _held(owner: Schema, name: str) -> Iterator[tuple[Hashable, Schema]]:
    """The schemas that a keyword holds, each by what it is about."""
    raw = owner.keywords
    match name:
        case "properties" | "patternProperties" | "dependentSchemas":
            yield from (((name, key), each) for key, each in owner.named(name).items())
        case "prefixItems":
            yield from (((name, at), each) for at, each in enumerate(owner.listed(name)))
        case "additionalProperties":
            known = (frozenset(raw.get(word, ())) for word in ("properties", "patternProperties"))
            yield (name, *known), owner.below(name)
        case "items":
            yield (name, len(raw.get("prefixItems", ()))), owner.below(name)
        case "contains":
            counts = (as_text(raw.get(word)) for word in ("minContains", "maxContains"))
            yield (name, *counts), owner.below(name)
        case "if":
            yield from (((it,), owner.below(it)) for it in ("if", "then", "else") if it in raw)
        case "not" | "propertyNames":
            yield (name,), owner.below(name)


def _says_nothing(schema: Schema) -> bool:
    return schema.raw is not False and all(map(is_annotation, schema.keywords))


def _texts(values: Sequence[Any], kind: str) -> frozenset[str]:
    return frozenset(as_text(each) for each in values if kind_of(each) == kind)
