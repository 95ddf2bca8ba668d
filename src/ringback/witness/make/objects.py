"""An object that is wanted: the members that it needs, and for each schema to break one way."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, assert_never

from ringback.schema.document import Schema
from ringback.witness.answer import Answer, Found
from ringback.witness.goals import negation
from ringback.witness.goals.cases import SearchCase
from ringback.witness.goals.holding import admits
from ringback.witness.goals.plainly import Plainly
from ringback.witness.goals.query import Goal, goal
from ringback.witness.make.maker import Draft, PayloadMaker, Solve
from ringback.witness.make.member_names import MemberNames

_MANY = 1_000  # members; an object of more is no witness that anybody reads


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft(Draft):
    """What is settled so far: members that break schemas, members left out, how many."""

    denied: tuple[tuple[str, Schema], ...] = ()
    absent: frozenset[str] = frozenset()
    least: int = 0
    most: int | None = None


class Objects(PayloadMaker[_Draft]):
    """Finds an object for one case of a goal. `solve` finds the values of members."""

    KIND = "object"

    def __init__(
        self,
        case: SearchCase,
        wanted: Goal,
        solve: Solve,
        *,
        plainly: Plainly,
    ) -> None:
        super().__init__(case, wanted, solve, plainly=plainly)
        elsewhere = frozenset(
            name
            for schema in wanted.outside
            for each in schema.about()
            for name in each.keywords.get("properties", ())
        )
        self._names = MemberNames(case, declared=wanted.declared, elsewhere=elsewhere)
        self._values: dict[tuple[str, tuple[Schema, ...]], Answer] = {}

    def first(self, outside: tuple[Schema, ...]) -> _Draft:
        """The draft in which nothing is settled yet."""
        return _Draft(outside=outside)

    def drafts(self, draft: _Draft, way: negation.Way) -> Iterator[_Draft]:
        """The drafts that take a way."""
        match way:
            case negation.Lacks(name=name, having=having):
                for settled in self._having(draft, having):
                    yield replace(settled, absent=settled.absent | {name})
            case negation.MemberWay() | negation.MatchingWay() | negation.Other():
                yield from (_with(draft, name, way.schema) for name in self._breaking(way))
            case negation.Naming(schema=schema):
                yield from self._named_wrong(draft, schema)
            case negation.Count(least=least, most=most):
                yield _counted(draft, least, most)
            case negation.RefusedWay():
                yield from self._refused(draft, way)
            case negation.Beyond(keyword=keyword):
                self.unknown = f"the keyword {keyword} is beyond the search"
            case (
                negation.AdmittedWay()
                | negation.Several()
                | negation.ItemWay()
                | negation.Every()
                | negation.TwiceWay()
            ):
                return
            case _:
                assert_never(way)

    def _refused(self, draft: _Draft, way: negation.RefusedWay) -> Iterator[_Draft]:
        """The draft that breaks more schemas; nothing where one of them holds in any case."""
        more = tuple(self.open(way.schemas))
        if self.case.held(more, self.plainly, self.KIND):
            return
        for settled in self._having(draft, way.having):
            yield replace(settled, outside=tuple(dict.fromkeys((*draft.outside, *more))))

    def _having(self, draft: _Draft, name: str | None) -> Iterator[_Draft]:
        """The draft with a member that has to be there; nothing where it can't be."""
        if name is None:
            yield draft
        elif self._names.may_be(name):
            yield _with(draft, name, None)

    def _breaking(
        self, way: negation.MemberWay | negation.MatchingWay | negation.Other
    ) -> Iterator[str]:
        """The members that may break what a way is about."""
        match way:
            case negation.MemberWay(name=name):
                yield from [name] if self._names.may_be(name) else []
            case negation.MatchingWay(pattern=pattern):
                yield from self._names.matching(pattern)
            case negation.Other(names=names, patterns=patterns):
                yield from self._names.others(names, patterns)
            case _:
                assert_never(way)

    def _named_wrong(self, draft: _Draft, schema: Schema) -> Iterator[_Draft]:
        for name in self._names.others(frozenset()):
            if not admits(schema, name):
                yield _with(draft, name, None)
        if self._names.open:
            wrong = (name for name in self._names.made_up(set()) if not admits(schema, name))
            found = next(wrong, None) or self._names.wrong_for(schema)
            if isinstance(found, str):
                yield _with(draft, found, None)
            elif not found:
                self.unknown = "no name was found that propertyNames turns away"

    def built(self, draft: _Draft) -> dict[str, Any] | None:
        """The smallest object of a draft; None where there is none."""
        names = self._members(draft)
        if names is None:
            return None
        made: dict[str, Any] = {}
        for name in names:
            value = self._value(name, draft)
            if value is None:
                return None
            made[name] = value.value
        made = self._filled(made, draft)
        most = min((n for n in (draft.most, self._names.most) if n is not None), default=None)
        short = len(made) < max(draft.least, self._names.least)
        return None if short or (most is not None and len(made) > most) else made

    def _members(self, draft: _Draft) -> list[str] | None:
        """Which members there are, with those that come along; None where one must not be."""
        names = list(dict.fromkeys([*self._names.required, *(name for name, _ in draft.denied)]))
        for name in names:  # grows while it is walked
            names += [each for each in self._names.companions(name) if each not in names]
        if draft.absent.intersection(names) or not all(map(self._names.may_be, names)):
            return None
        return names

    def _value(self, name: str, draft: _Draft) -> Found | None:
        """The value of a member; drafts differ in few of them, so each is asked for once."""
        denied = tuple(
            schema for each, schema in draft.denied if each == name and schema is not _ANYTHING
        )
        key = (name, denied)
        if key not in self._values:
            self._values[key] = self._asked(name, denied)
        return self.noted(self._values[key])

    def _asked(self, name: str, denied: tuple[Schema, ...]) -> Answer:
        schemas = self._names.schemas_of(name)
        return self.solve(
            goal(
                [schema for schema, declares in schemas if declares],
                denied,
                loose=[schema for schema, declares in schemas if not declares],
                declared=self.wanted.declared,
            )
        )

    def _filled(self, made: dict[str, Any], draft: _Draft) -> dict[str, Any]:
        """With as many more members as there have to be."""
        wanted = max(draft.least, self._names.least)
        if len(made) >= wanted:
            return made
        if wanted > _MANY:
            self.unknown = f"{wanted} members are too many for a witness"
            return made
        spare = (name for name in self._names.others(frozenset(made)) if name not in draft.absent)
        listed = [name for name in spare if name in self._names.listed]
        for name in itertools.chain(listed, self._names.made_up({*made, *listed})):
            if len(made) >= wanted:
                return made
            value = None if self._names.companions(name) else self._value(name, draft)
            if value is not None:
                made[name] = value.value
        if len(made) < wanted and (self._names.open or any(map(self._names.companions, listed))):
            self.unknown = f"no {wanted} members were found that go together"
        return made


class _Anything:
    """Stands for a member that is there and breaks nothing."""


_ANYTHING: Any = _Anything()


def _with(draft: _Draft, name: str, schema: Schema | None) -> _Draft:
    """The draft with a member that is there, and breaks the schema where one is given."""
    entry = (name, _ANYTHING if schema is None else schema.bare())
    if entry in draft.denied:
        return draft
    return replace(draft, denied=(*draft.denied, entry))


def _counted(draft: _Draft, least: int, most: int | None) -> _Draft:
    bounds = [n for n in (draft.most, most) if n is not None]
    return replace(draft, least=max(draft.least, least), most=min(bounds, default=None))
