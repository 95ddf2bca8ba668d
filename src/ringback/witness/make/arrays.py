"""An array that is wanted: as few items as will do, and for each schema to break one way."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, assert_never

from ringback.payload import same
from ringback.schema.applying import of_item
from ringback.schema.document import Schema, SchemaDocument
from ringback.witness.answer import Found
from ringback.witness.goals import negation
from ringback.witness.goals.cases import SearchCase
from ringback.witness.goals.plainly import Plainly
from ringback.witness.goals.query import Goal, goal
from ringback.witness.make.maker import Draft, PayloadMaker, Solve

_MANY = 20_000  # items; an array of more is no witness that anybody reads


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft(Draft):
    """What is settled so far: items that break schemas, how many there are, equal ones."""

    denied: tuple[tuple[int, Schema], ...] = ()
    every: tuple[Schema, ...] = ()
    least: int = 0
    most: int | None = None
    twice: bool = False


class Arrays(PayloadMaker[_Draft]):
    """Finds an array for one case of a goal. `solve` finds the values of items."""

    KIND = "array"

    def __init__(
        self,
        case: SearchCase,
        wanted: Goal,
        solve: Solve,
        *,
        plainly: Plainly,
    ) -> None:
        super().__init__(case, wanted, solve, plainly=plainly)
        self._raws = [each.keywords for each in case.bases]

    def first(self, outside: tuple[Schema, ...]) -> _Draft:
        """The draft in which nothing is settled yet."""
        return _Draft(outside=outside)

    def drafts(self, draft: _Draft, way: negation.Way) -> Iterator[_Draft]:
        """The drafts that take a way."""
        match way:
            case negation.ItemWay(index=index, schema=schema, onwards=onwards):
                last = max(index, *(len(raw.get("prefixItems", ())) for raw in self._raws), 0)
                for at in range(index, (last if onwards else index) + 1):
                    yield replace(draft, denied=(*draft.denied, (at, schema.bare())))
            case negation.Every(schema=schema):
                yield replace(draft, every=(*draft.every, schema.bare()))
            case negation.TwiceWay():
                yield replace(draft, twice=True, least=max(draft.least, 2))
            case negation.Count(least=least, most=most):
                bounds = [n for n in (draft.most, most) if n is not None]
                yield replace(draft, least=max(draft.least, least), most=min(bounds, default=None))
            case negation.RefusedWay(schemas=schemas):
                more = tuple(schema.bare() for schema in schemas)
                yield replace(draft, outside=tuple(dict.fromkeys((*draft.outside, *more))))
            case negation.Beyond(keyword=keyword):
                self.unknown = f"the keyword {keyword} is beyond the search"
            case (
                negation.AdmittedWay()
                | negation.Several()
                | negation.Lacks()
                | negation.MemberWay()
                | negation.MatchingWay()
                | negation.Other()
                | negation.Naming()
            ):
                return
            case _:
                assert_never(way)

    def built(self, draft: _Draft) -> list[Any] | None:
        """The shortest array of a draft; None where there is none."""
        needed = self._needed()
        lengths = [draft.least, sum(needed.values()), *(at + 1 for at, _ in draft.denied)]
        lengths += [int(raw["minItems"]) for raw in self._raws if "minItems" in raw]
        most = [int(raw["maxItems"]) for raw in self._raws if "maxItems" in raw]
        most += [draft.most] if draft.most is not None else []
        length = max(lengths)
        if draft.twice and any(raw.get("uniqueItems") is True for raw in self._raws):
            return None
        if most and length > min(most):
            return None
        if length > _MANY:
            self.unknown = f"{length} items are too many for a witness"
            return None
        wanted = [schema for schema, count in needed.items() for _ in range(count)]
        if wanted and draft.denied and (not most or length + len(wanted) <= min(most)):
            length += len(wanted)  # the wrong ones before those that have to be contained
        made: list[Any] = []
        for index in range(length):
            # What has to be contained stands at the end, where items are least often special.
            place = index - (length - len(wanted))
            contained = [wanted[place]] if place >= 0 else []
            value = self._item(index, draft, contained, made)
            if value is None:
                return None
            made.append(value.value)
        return made

    def _needed(self) -> dict[Schema, int]:
        """How many items have to fit which schema."""
        return {
            contained: int(each.keywords.get("minContains", 1))
            for each in self.case.bases
            if (contained := each.one("contains")) is not None
        }

    def _item(
        self, index: int, draft: _Draft, contained: list[Schema], before: list[Any]
    ) -> Found | None:
        schemas = [
            (each, schema in self.case.declaring)
            for schema in self.case.bases
            for each in of_item(schema, index)
        ]
        inside = [schema for schema, declares in schemas if declares]
        loose = [schema for schema, declares in schemas if not declares] + contained
        outside = [*draft.every, *(schema for at, schema in draft.denied if at == index)]
        beside = self._beside(index, draft, before)
        found = self._made(inside, loose + beside.alike, outside + beside.apart)
        hangs = bool(beside.apart or beside.alike)
        # Where an item may be had by itself, the ones before it are what stands in the way.
        if found is None and (contained or (hangs and self._made(inside, loose, outside))):
            self.unknown = "no items were found that go together"
        return found

    def _beside(self, index: int, draft: _Draft, before: list[Any]) -> "_Beside":
        """What the items before this one ask of it."""
        if draft.twice and index == 1:
            return _Beside(alike=[_constant(before[0])])
        unique = any(raw.get("uniqueItems") is True for raw in self._raws)
        return _Beside(apart=[_constant(each) for each in before] if unique else [])

    def _made(
        self, inside: list[Schema], loose: list[Schema], outside: list[Schema]
    ) -> Found | None:
        declared = self.wanted.declared
        return self.noted(self.solve(goal(inside, outside, loose=loose, declared=declared)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beside:
    """Values that an item has to be like, and those that it has to differ from."""

    alike: list[Schema] = field(default_factory=list)
    apart: list[Schema] = field(default_factory=list)


_CONSTANTS: list[tuple[Any, Schema]] = []


def _constant(value: Any) -> Schema:
    """A schema of this value alone; the same one for the same value."""
    for known, schema in _CONSTANTS:
        if same(known, value):
            return schema
    schema = SchemaDocument({"const": value}).schema("")
    _CONSTANTS.append((value, schema))
    return schema
