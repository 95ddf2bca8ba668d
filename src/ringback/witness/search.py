"""A payload that some schemas admit and others do not: found, or proved not to be there."""

from collections.abc import Mapping, Sequence
from typing import Any

from ringback.payload import same
from ringback.witness.algebra import Algebra
from ringback.witness.alike import Alike
from ringback.witness.answer import Answer, Found, Nothing, Unknown
from ringback.witness.arrays import Arrays
from ringback.witness.book import Part
from ringback.witness.cases import Case, cases
from ringback.witness.goal import Goal, goal
from ringback.witness.kinds import KINDS, Kinds
from ringback.witness.objects import Objects
from ringback.witness.scalars import Scalars

_ENDLESS = 1_000_000_000  # deeper than any stack


class Search:
    """Looks for payloads; what it learnt of schemas helps with others of the same books.

    Unions are followed branch by branch, and what must not be admitted is broken one keyword at a
    time, until a payload is found or every way has come to its end. `limit` bounds the goals that
    are looked at for one question.
    """

    def __init__(self, *, limit: int = 20_000) -> None:
        self._limit = limit
        self._left = limit
        self._kinds = Kinds()
        self._alike = Alike()
        self._algebra = Algebra()
        self._scalars = Scalars(self._algebra)
        self._known: dict[tuple[Goal, str], Answer] = {}
        self._open: dict[tuple[Goal, str], int] = {}
        self._assumed = _ENDLESS

    def find(
        self,
        inside: Sequence[Part],
        outside: Sequence[Part],
        *,
        declared: bool,
        loose: Sequence[Part] = (),
    ) -> Answer:
        """A payload that every schema `inside` and `loose` admits, and none `outside`.

        With `declared` its objects have only members that a schema inside declares.
        """
        self._left = self._limit
        self._open.clear()
        self._assumed = _ENDLESS
        wanted = goal(inside, outside, declared=declared, loose=loose)
        try:
            answer = self._solve(wanted)
        except RecursionError:
            answer = Unknown(why="the schemas are nested too deep for the search")
        if isinstance(answer, Unknown) and self._algebra.rules_out(wanted):
            return Nothing()
        return answer

    def _solve(self, wanted: Goal) -> Answer:
        if self._hopeless(wanted):
            return Nothing()
        listed = self._listed(wanted)
        if listed is not None:
            return next((Found(value=each) for each in listed if wanted.met_by(each)), Nothing())
        possible = set(KINDS)
        for part in wanted.admitting:
            possible &= self._kinds.of(part)
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
            part.raw is True or any(self._alike(part, each) for each in wanted.admitting)
            for part in wanted.outside
        )

    def _listed(self, wanted: Goal) -> list[Any] | None:
        """The values that a schema lists, where one does: no others need to be looked at."""
        found: list[Any] | None = None
        for part in sorted(wanted.admitting, key=lambda each: each.place):
            raw = part.raw
            if isinstance(raw, Mapping) and ("const" in raw or isinstance(raw.get("enum"), list)):
                values = [raw["const"]] if "const" in raw else raw["enum"]
                if found is None or len(values) < len(found):
                    found = list(values)
        return found

    def _narrowed(self, wanted: Goal, kind: str) -> Goal:
        """Without what no value of the kind could fit: it is broken anyway."""
        left = frozenset(part for part in wanted.outside if kind in self._kinds.of(part))
        if left == wanted.outside:
            return wanted
        return Goal(wanted.inside, wanted.loose, left, wanted.declared)

    def _of_kind(self, wanted: Goal, kind: str) -> Answer:
        """The answer for values of one kind.

        A goal that comes up within itself adds nothing: the smallest payload that meets it needs
        no smaller one that does. What was concluded from that is kept only once it is settled.
        """
        key = (wanted, kind)
        if key in self._known:
            return self._known[key]
        if key in self._open:
            self._assumed = min(self._assumed, self._open[key])
            return Nothing()
        if self._left <= 0:
            return Unknown(why=f"the search was ended after {self._limit} steps")
        self._left -= 1
        depth = len(self._open)
        around, self._assumed = self._assumed, _ENDLESS
        self._open[key] = depth
        answer = self._looked_for(wanted, kind)
        del self._open[key]
        if isinstance(answer, Found) or (self._assumed >= depth and self._left > 0):
            self._known[key] = answer
            self._assumed = _ENDLESS
        self._assumed = min(self._assumed, around)
        return answer

    def _looked_for(self, wanted: Goal, kind: str) -> Answer:
        if kind not in {"object", "array"}:
            return self._scalars.find(wanted, kind)
        unknown: Answer | None = None
        for case in cases(wanted, kind, self._kinds):
            if self._contradictory(case):
                continue
            answer = self._in_case(case, wanted, kind)
            if isinstance(answer, Found) and wanted.met_by(answer.value):
                return answer
            if isinstance(answer, Found):
                answer = Unknown(why="a payload was made that the validators see otherwise")
            unknown = answer if isinstance(answer, Unknown) else unknown
        return unknown or Nothing()

    def _contradictory(self, case: Case) -> bool:
        """Whether a schema that holds is one that must not."""
        return any(self._alike(part, base) for part in case.outside for base in case.bases)

    def _in_case(self, case: Case, wanted: Goal, kind: str) -> Answer:
        listed = self._of_case(case)
        if listed is not None:
            for value in listed:
                if wanted.met_by(value):
                    return Found(value=value)
            return Nothing()
        finder = Objects if kind == "object" else Arrays
        return finder(case, wanted, self._kinds, self._solve).find()

    def _of_case(self, case: Case) -> list[Any] | None:
        """The values that a base of the case lists."""
        found: list[Any] | None = None
        for part in case.bases:
            raw = part.raw
            if "const" in raw or isinstance(raw.get("enum"), list):
                values = [raw["const"]] if "const" in raw else list(raw["enum"])
                if found is None:
                    found = values
                else:
                    found = [each for each in found if any(same(each, it) for it in values)]
        return found
