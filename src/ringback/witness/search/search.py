"""A payload that some schemas admit and others do not: found, or proved not to be there."""

from collections.abc import Mapping, Sequence
from typing import Any

import jsonschema_rs

from ringback.payload import same
from ringback.schema.document import Schema
from ringback.witness.answer import Answer, Found, Nothing, Unknown
from ringback.witness.goals.algebra import Algebra
from ringback.witness.goals.cases import SearchCase, cases
from ringback.witness.goals.kinds import KINDS
from ringback.witness.goals.plainly import Plainly
from ringback.witness.goals.query import Goal, goal
from ringback.witness.make.arrays import Arrays
from ringback.witness.make.objects import Objects
from ringback.witness.make.scalars import Scalars
from ringback.witness.search.conclusions import Conclusions
from ringback.witness.search.recursion_limit import raised_recursion_limit

_NESTING = frozenset({"object", "array"})
_DEPTHS = (6, 12, 24, 10_000)  # values within one another; a shallow payload is the one to be read


class Search:
    """Looks for payloads; what it learnt of schemas helps with others of the same documents.

    Unions are followed branch by branch, and what must not be admitted is broken one keyword at a
    time, until a payload is found or every way has come to its end. `limit` bounds the goals that
    are looked at for one question.
    """

    def __init__(self, *, limit: int = 20_000) -> None:
        self._limit = limit
        self._left = limit
        self._plainly = Plainly()
        self._algebra = Algebra()
        self._scalars = Scalars(self._algebra)
        self._memory = Conclusions()
        self._deepest = _DEPTHS[0]
        self._cut = False  # whether something deeper was left out

    @property
    def learnt(self) -> int:
        """How many answers are remembered."""
        return self._memory.settled

    def find(
        self,
        inside: Sequence[Schema],
        outside: Sequence[Schema],
        *,
        declared: bool,
        loose: Sequence[Schema] = (),
    ) -> Answer:
        """A payload that every schema `inside` and `loose` admits, and none `outside`.

        With `declared` its objects have only members that a schema inside declares.
        """
        self._left = self._limit
        wanted = goal(inside, outside, declared=declared, loose=loose)
        try:
            with raised_recursion_limit():
                answer = self._deepening(wanted)
        except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError):
            answer = Unknown(why="there is a schema in them that the validators can't read")
        except RecursionError:
            answer = Unknown(why="the schemas are nested too deep for the search")
        if isinstance(answer, Found) and not wanted.confirmed(answer.value):
            return Unknown(why="a payload was made that the validators see otherwise")
        if isinstance(answer, Unknown) and self._algebra.rules_out(wanted):
            return Nothing()
        return answer

    def _deepening(self, wanted: Goal) -> Answer:
        """The answer from payloads that are not deep, if one is there; else from deeper ones."""
        answer: Answer = Unknown(why="nothing was looked at")
        for self._deepest in _DEPTHS:
            self._memory.begin()
            self._cut = False
            answer = self._solve(wanted)
            if isinstance(answer, Found) or not self._cut:
                break
        return answer

    def _solve(self, wanted: Goal) -> Answer:
        if self._left <= 0:
            return Unknown(why=f"the search was ended after {self._limit} steps")
        self._left -= 1
        if self._hopeless(wanted):
            return Nothing()
        listed = self._listed(wanted)
        if listed is not None:
            return next((Found(value=each) for each in listed if wanted.met_by(each)), Nothing())
        possible = set(KINDS)
        for schema in wanted.admitting:
            possible &= self._plainly.kinds.of(schema)
        unknown: Answer | None = None
        for kind in (each for each in KINDS if each in possible):
            answer = self._of_kind(self._narrowed(wanted, kind), kind)
            if isinstance(answer, Found):
                return answer
            unknown = answer if isinstance(answer, Unknown) else unknown
        return unknown or Nothing()

    def _hopeless(self, wanted: Goal) -> bool:
        """Whether what must not be admitted plainly is."""
        return any(
            schema.raw is True
            or any(self._plainly.alike(schema, each) for each in wanted.admitting)
            for schema in wanted.outside
        )

    def _listed(self, wanted: Goal) -> list[Any] | None:
        """The values that a schema lists, where one does: no others need to be looked at."""
        found: list[Any] | None = None
        for schema in sorted(wanted.admitting, key=lambda each: each.pointer):
            raw = schema.raw
            if isinstance(raw, Mapping) and ("const" in raw or isinstance(raw.get("enum"), list)):
                values = [raw["const"]] if "const" in raw else raw["enum"]
                if found is None or len(values) < len(found):
                    found = list(values)
        return found

    def _narrowed(self, wanted: Goal, kind: str) -> Goal:
        """Without what no value of the kind could fit: it is broken anyway."""
        left = frozenset(
            schema for schema in wanted.outside if kind in self._plainly.kinds.of(schema)
        )
        if kind == "object":
            inside = wanted.admitting
            left = frozenset(
                schema
                for schema in left
                if not any(self._plainly.apart(each, schema) for each in inside)
            )
        if left == wanted.outside:
            return wanted
        return Goal(wanted.inside, wanted.loose, left, wanted.declared)

    def _of_kind(self, wanted: Goal, kind: str) -> Answer:
        """The answer for values of one kind."""

        def look() -> tuple[Answer, bool]:
            around, self._cut = self._cut, False
            answer = self._looked_for(wanted, kind)
            whole = self._left > 0 and not self._cut
            self._cut |= around
            return answer, whole

        known = self._memory.recalled((wanted, kind))
        if known is not None:
            return known
        no_room = kind in _NESTING and self._memory.depth >= self._deepest
        if no_room or self._memory.lacks_room((wanted, kind)):
            self._cut = True
            return Unknown(why="it is nested too deep to be read")
        return self._memory.concluded((wanted, kind), look)

    def _looked_for(self, wanted: Goal, kind: str) -> Answer:
        if kind not in _NESTING:
            return self._scalars.find(wanted, kind)
        unknown: Answer | None = None
        for case in cases(wanted, kind, self._plainly):
            if self._left <= 0:
                return Unknown(why=f"the search was ended after {self._limit} steps")
            self._left -= 1
            if case.contradictory(self._plainly, kind):
                continue
            answer = self._in_case(case, wanted, kind)
            if isinstance(answer, Found) and wanted.met_by(answer.value):
                return answer
            if isinstance(answer, Found):
                answer = Unknown(why="a payload was made that the validators see otherwise")
            unknown = answer if isinstance(answer, Unknown) else unknown
        return unknown or Nothing()

    def _in_case(self, case: SearchCase, wanted: Goal, kind: str) -> Answer:
        listed = self._of_case(case)
        if listed is not None:
            for value in listed:
                if wanted.met_by(value):
                    return Found(value=value)
            return Nothing()
        finder = Objects if kind == "object" else Arrays
        return finder(case, wanted, self._solve, plainly=self._plainly).find()

    def _of_case(self, case: SearchCase) -> list[Any] | None:
        """The values that a base of the case lists."""
        found: list[Any] | None = None
        for schema in case.bases:
            raw = schema.raw
            if "const" in raw or isinstance(raw.get("enum"), list):
                values = [raw["const"]] if "const" in raw else list(raw["enum"])
                if found is None:
                    found = values
                else:
                    found = [each for each in found if any(same(each, it) for it in values)]
        return found
