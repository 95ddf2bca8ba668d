"""Unions of which nobody can say which branch is meant, set aside in both of two schemas.

A `oneOf` whose branches overlap admits next to nothing by the letter, and from nothing anything
follows. Where no tag helps nothing is known of the place, and all that stands beside it still is
compared: on both sides the same text stands there for every payload.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from ringback.schema.applying import reached
from ringback.schema.document import Schema
from ringback.schema.editing import changed
from ringback.schema.keywords import is_annotation
from ringback.schema.view import view
from ringback.witness import Alike, Apart, Found, Kinds, Nothing, Search

_LIMIT = 4_000  # goals that are looked at to find out whether a branch has a payload of its own
STAND_IN = "x-undecided"
_NESTING = frozenset({"object", "array"})
OVERLAP = (
    "the branches of its oneOf overlap, so that by the letter one of them admits nothing, and no "
    "tag says which is meant; give each branch a required member with a const of its own"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unproved:
    """Why nothing was proved, and where: pointers of the producer and the consumer."""

    why: str
    producer: str
    consumer: str
    cause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """Two schemas without what is undecided in them.

    `doubts` are the places that differ; `tokens` the texts that stand for payloads, each with one
    that a branch admits. Where any were `opened`, they differ by members that may be left out.
    """

    producer: Schema
    consumer: Schema
    doubts: tuple[Unproved, ...] = ()
    tokens: Mapping[str, Any] = field(default_factory=dict)
    opened: bool = False


class Undecided:
    """Finds such unions, and sets them aside; what is known of a union is kept."""

    def __init__(self, alike: Alike) -> None:
        self._alike = alike
        self._kinds = Kinds()
        self._apart = Apart()
        self._search = Search(limit=_LIMIT)
        self._known: dict[Schema, bool] = {}
        self._masked: dict[Schema, list[Schema]] = {}

    def set_aside(
        self, producer: Schema, consumer: Schema, sources: tuple[Schema, Schema]
    ) -> SetAside:
        """The two schemas with a text for every payload of such a union.

        `sources` are where the same unions stand, and what is known of them is kept.
        """
        given, taken = (self._found(each) for each in sources)
        if not given and not taken:
            return SetAside(producer=producer, consumer=consumer)
        mine: dict[str, Any] = {}
        theirs: dict[str, Any] = {}
        doubts: list[Unproved] = []
        tokens: dict[str, Any] = {}
        opened = False
        for place, owner in given.items():
            other = self._partner(owner, taken)
            token = f"{STAND_IN} {other.pointer if other is not None else place}"
            tokens[token] = self._sample(owner)
            mine[place] = {"const": token}
            if other is None:
                continue
            theirs[other.pointer] = {"const": token}
            if self._alike(owner, other):
                continue
            one, two = producer.document.schema(place), consumer.document.schema(other.pointer)
            if self._is_as_before(one, two):
                opened = True
                continue
            doubts.append(Unproved(why=OVERLAP, producer=place, consumer=other.pointer))
            if _says_more(owner) or _says_more(other):
                mine[place], theirs[other.pointer] = map(_without, (owner, other))
        for place, owner in taken.items():
            if place not in theirs:
                twin = next((it for it in given.values() if self._alike(it, owner)), None)
                token = f"{STAND_IN} {place} alone"
                tokens[token] = self._sample(owner)
                theirs[place] = mine[twin.pointer] if twin is not None else {"const": token}
        one, two = _put(producer, mine), _put(consumer, theirs)
        left = {each.pointer for each in (*reached(one), *reached(two))}
        seen = (each for each in doubts if {each.producer, each.consumer} & left)
        return SetAside(
            producer=one, consumer=two, doubts=tuple(seen), tokens=tokens, opened=opened
        )

    def _is_as_before(self, given: Schema, taken: Schema) -> bool:
        """Whether branches differ by members alone that one side knows and that may be left out.

        Then the same branch is meant, whatever that is. The search has to prove as well that no
        payload of declared members is refused: of a branch that is held to itself, and by the
        letter. What no tag decides within proves nothing.
        """
        unions = (given, taken)
        if any(map(_says_more, unions)):
            return False
        if any(self._overlaps(it) for one in unions for it in reached(one) if it is not one):
            return False
        pairs = self._partners(_branches(given), _branches(taken))
        return pairs is not None and all(
            isinstance(self._search.find([one], [two], declared=True), Nothing)
            for one, two in (*pairs, unions)
        )

    def _partners(
        self, given: list[Schema], taken: list[Schema]
    ) -> list[tuple[Schema, Schema]] | None:
        """The branches that differ by members alone; None where any differs by more."""
        left, differing = list(taken), list[Schema]()
        for each in given:
            twin = next((it for it in left if self._alike(each, it)), None)
            if twin is None:
                differing.append(each)
            else:
                left.remove(twin)
        pairs = []
        for each in differing:
            twin = next((it for it in left if self._alike(*_common(each, it))), None)
            if twin is None:
                return None
            left.remove(twin)
            pairs.append((each, twin))
        return None if left else pairs

    def masked(self, owner: Schema) -> list[Schema]:
        """The branches of an anyOf of objects that hide what changes in one of them.

        Every payload of one is admitted by another as well, which does not describe all of it. None
        where each has payloads of its own; a branch that takes every object is not asked.
        """
        if owner not in self._masked:
            branches = [
                each
                for each in owner.listed("anyOf")
                if "object" in self._kinds.of(each) and not says_nothing(each)
            ]
            hidden = len(branches) > 1 and any(self._hidden(each, branches) for each in branches)
            self._masked[owner] = branches if hidden else []
        return self._masked[owner]

    def _found(self, schema: Schema) -> dict[str, Schema]:
        owners = (each for each in reached(schema) if self._overlaps(each))
        return {each.pointer: each for each in owners}

    def _overlaps(self, owner: Schema) -> bool:
        """Whether branches of a oneOf have no payload of their own, as others admit it as well.

        One of objects or arrays is enough, as what changes in it can't be seen. Of texts and
        numbers the letter is meant, unless it leaves nothing to any of them.
        """
        if owner not in self._known:
            branches = [each for each in owner.listed("oneOf") if each.raw is not False]
            hidden = [each for each in branches if self._hidden(each, branches)]
            self._known[owner] = any(
                _NESTING & self._kinds.of(each)
                or all(it in hidden for it in self._near(each, branches))
                for each in hidden
            )
        return self._known[owner]

    def _near(self, branch: Schema, branches: list[Schema]) -> list[Schema]:
        """The other branches that are about values of the same kinds."""
        kinds = self._kinds.of(branch)
        others = [each for each in branches if each is not branch and kinds & self._kinds.of(each)]
        if kinds != {"object"}:
            return others
        return [each for each in others if not self._apart(branch, each)]

    def _hidden(self, branch: Schema, branches: list[Schema]) -> bool:
        near = self._near(branch, branches)
        if not near or isinstance(self._search.find([branch], near, declared=True), Found):
            return False
        return isinstance(self._search.find([branch], [], declared=True), Found)

    def _partner(self, owner: Schema, taken: Mapping[str, Schema]) -> Schema | None:
        """The one on the other side: of the same place, else one that says the same."""
        there = taken.get(owner.pointer)
        if there is not None and self._alike(owner, there):
            return there
        return next((each for each in taken.values() if self._alike(owner, each)), there)

    def _sample(self, owner: Schema) -> Any:
        """A payload of the first branch that has one."""
        for branch in owner.listed("oneOf"):
            answer = self._search.find([branch], [], declared=True)
            if isinstance(answer, Found):
                return answer.value
        return None


def says_nothing(schema: Schema) -> bool:
    """Whether a branch takes every object, or everything."""
    try:
        found = view(schema.document, schema.pointer)
        return found.vacuous or all(map(is_annotation, found.raw))
    except (ValueError, RecursionError):  # what leads back to itself: validators never end with it
        return False


def is_token(value: Any) -> bool:
    """Whether a value stands for payloads that were set aside."""
    return isinstance(value, str) and value.startswith(f"{STAND_IN} /")


def shown(value: Any, tokens: Mapping[str, Any]) -> Any:
    """A payload with one of those in the place of each text that stands for them."""
    if isinstance(value, str):
        return tokens.get(value, value)
    if isinstance(value, Mapping):
        return {name: shown(each, tokens) for name, each in value.items()}
    return [shown(each, tokens) for each in value] if isinstance(value, list) else value


def _says_more(owner: Schema) -> bool:
    """Whether there is more than the union to be held to."""
    return any(name != "oneOf" and not is_annotation(name) for name in owner.keywords)


def _common(one: Schema, other: Schema) -> tuple[Schema, Schema]:
    """Two branches without the members that only one of them declares and none asks for."""
    here, there = one.bare(), other.bare()
    both = here.named("properties").keys() & there.named("properties").keys()
    asked = {name for it in (here, there) for name in it.keywords.get("required", ())}
    return _without_members(here, both | asked), _without_members(there, both | asked)


def _without_members(schema: Schema, kept: AbstractSet[str]) -> Schema:
    own = schema.keywords.get("properties")
    if not own or own.keys() <= kept:
        return schema
    left = {name: each for name, each in own.items() if name in kept}
    document = changed(schema.document, {f"{schema.pointer}/properties": left})
    return document.schema(schema.pointer)


def _branches(owner: Schema) -> list[Schema]:
    return [each for each in owner.listed("oneOf") if each.raw is not False]


def _without(owner: Schema) -> dict[str, Any]:
    return {name: said for name, said in owner.keywords.items() if name != "oneOf"}


def _put(schema: Schema, changes: Mapping[str, Any]) -> Schema:
    return changed(schema.document, changes).schema(schema.pointer)
