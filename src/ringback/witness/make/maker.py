"""A value of one kind that is wanted: made from a draft, which grows by what is to be broken."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from operator import itemgetter
from typing import Any, ClassVar, Generic, TypeVar

from ringback.schema.document import Schema
from ringback.witness.answer import Answer, Found, Nothing, Unknown
from ringback.witness.goals.cases import SearchCase, extended
from ringback.witness.goals.holding import admits
from ringback.witness.goals.negation import AdmittedWay, Several, Way, ways
from ringback.witness.goals.plainly import Plainly
from ringback.witness.goals.query import Goal

Solve = Callable[[Goal], Answer]
_Key = tuple[frozenset[Schema], frozenset[Schema], frozenset[str], frozenset[str]]
_DEEP = 24  # cases within one another
_AHEAD = 12  # schemas that are looked at before one is chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is settled so far; `outside` is still to be broken, `broken` is sure to be."""

    outside: tuple[Schema, ...] = ()
    broken: tuple[Schema, ...] = ()


D = TypeVar("D", bound=Draft)


@dataclass(frozen=True, slots=True)
class _Options(Generic[D]):
    """How to go on: drafts that come to something, and ways that begin the case anew."""

    drafts: tuple[D, ...] = ()
    anew: tuple[AdmittedWay | Several, ...] = ()
    others: tuple[Schema, ...] = ()

    def __len__(self) -> int:
        return len(self.drafts) + len(self.anew)


class PayloadMaker(ABC, Generic[D]):
    """Finds a value for one case of a goal. `solve` finds the values of its parts."""

    KIND: ClassVar[str]

    def __init__(
        self,
        case: SearchCase,
        wanted: Goal,
        solve: Solve,
        *,
        plainly: Plainly,
    ) -> None:
        self.case = case
        self.wanted = wanted
        self.solve = solve
        self.unknown: str | None = None
        self.plainly = plainly
        self._within: tuple[_Key, ...] = ()

    @abstractmethod
    def first(self, outside: tuple[Schema, ...]) -> D:
        """The draft in which nothing is settled yet."""

    @abstractmethod
    def built(self, draft: D) -> Any:
        """The smallest value of a draft; None where there is none."""

    @abstractmethod
    def drafts(self, draft: D, way: Way) -> Iterator[D]:
        """The drafts that take a way."""

    def find(self) -> Answer:
        """The value; Nothing where every way was followed to its end."""
        outside = tuple(dict.fromkeys(self.open(self.case.outside)))
        found = self._from(self.first(outside))
        if found is not None:
            return found
        return Nothing() if self.unknown is None else Unknown(why=self.unknown)

    def open(self, schemas: Iterable[Schema]) -> Iterator[Schema]:
        """Those of some schemas that a value of the case might fit, references followed."""
        for schema in schemas:
            bare = schema.bare()
            if self.KIND != "object" or not self._is_apart(bare):
                yield bare

    def _is_apart(self, schema: Schema) -> bool:
        return any(self.plainly.apart(each, schema) for each in self.case.bases)

    def noted(self, answer: Answer) -> Found | None:
        """What was found; why nothing was is kept."""
        if isinstance(answer, Unknown):
            self.unknown = answer.why
        return answer if isinstance(answer, Found) else None

    def _from(self, draft: D) -> Found | None:
        """A value that goes on from the draft.

        What is broken next is a schema that still admits what the draft comes to: most branches of
        a union are broken by the way, and need no choice.
        """
        built = self.built(draft)
        if built is None:
            return None
        left = [schema for schema in draft.outside if admits(schema, built)]
        if not left:
            return Found(value=built)
        options = self._fewest(draft, left)
        for each in options.drafts:
            found = self._from(each)
            if found is not None:
                return found
        for way in options.anew:
            found = self._anew(options.others, way)
            if found is not None:
                return found
        return None

    def _fewest(self, draft: D, left: Sequence[Schema]) -> _Options[D]:
        """The options of the schema that leaves the fewest: none at all ends the draft at once."""
        before = self.unknown
        best: tuple[_Options[D], str | None] | None = None
        for schema in left[:_AHEAD]:
            self.unknown = None
            options = self._options(draft, schema)
            if best is None or len(options) < len(best[0]) or not (options or self.unknown):
                best = (options, self.unknown)
            if not options and self.unknown is None:
                break
        options, doubt = best or (_Options(), None)
        self.unknown = doubt or before
        return options

    def _options(self, draft: D, schema: Schema) -> _Options[D]:
        """The ways to break one schema, those left out that come to nothing."""
        others = tuple(each for each in draft.outside if each != schema)
        settled = replace(draft, outside=others, broken=(*draft.broken, schema))
        drafts: list[tuple[int, D]] = []
        anew: list[AdmittedWay | Several] = []
        for way in ways(schema, self.KIND, self.plainly.kinds):
            if isinstance(way, AdmittedWay | Several):
                anew.append(way)
            else:
                for each in self.drafts(settled, way):
                    built = self.built(each)
                    if built is not None:
                        drafts.append((_size(built), each))
        drafts.sort(key=itemgetter(0))  # the shortest way to a witness is the one to be read
        found = tuple(each for _, each in drafts)
        return _Options(found, tuple(anew), (*others, *draft.broken))

    def _anew(self, outside: tuple[Schema, ...], way: AdmittedWay | Several) -> Found | None:
        """The case made anew: what was to be broken is broken by schemas that the value fits."""
        if isinstance(way, AdmittedWay):
            return self._fitting(
                way.schemas, (*outside, *(schema.bare() for schema in way.refused))
            )
        # Of several, those that no value of the case fits are left out before they are paired.
        possible = [schema for schema in self.open(way.schemas) if self._may_fit(schema)]
        pairs = (
            pair
            for pair in combinations(possible, 2)
            if self.KIND != "object" or not self.plainly.apart(*pair)
        )
        return next(filter(None, (self._fitting(pair, outside) for pair in pairs)), None)

    def _fitting(self, schemas: Sequence[Schema], outside: tuple[Schema, ...]) -> Found | None:
        """A value of the case that fits these as well."""
        case = replace(self.case, outside=outside)
        answers = map(self._in, extended(case, schemas, self.KIND, self.plainly))
        return next(filter(None, map(self.noted, answers)), None)

    def _may_fit(self, schema: Schema) -> bool:
        if any(self.plainly.alike(each, schema) for each in self.case.outside):
            return False
        case = replace(self.case, outside=())
        return not all(
            isinstance(self._in(each), Nothing)
            for each in extended(case, [schema], self.KIND, self.plainly)
        )

    def _in(self, case: SearchCase) -> Answer:
        """What comes of a case that this one led to; nothing new of one that it is within."""
        key = (frozenset(case.bases), frozenset(case.outside), case.present, case.absent)
        if key in self._within:
            return Nothing()
        if len(self._within) >= _DEEP:
            return Unknown(why="too many unions stand within one another")
        if case.contradictory(self.plainly, self.KIND):
            return Nothing()
        inner = type(self)(case, self.wanted, self.solve, plainly=self.plainly)
        inner._within = (*self._within, key)  # noqa: SLF001 -- one of its own kind
        return inner.find()


def _size(value: Any) -> int:
    """How many values a payload is made of."""
    if isinstance(value, dict):
        return 1 + sum(map(_size, value.values()))
    return 1 + sum(map(_size, value)) if isinstance(value, list) else 1
