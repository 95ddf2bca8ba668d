"""The ways in which a payload can be what schemas ask for: one branch of each union at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ringback.schema.document import Schema
from ringback.witness.alike import Alike
from ringback.witness.goal import Goal
from ringback.witness.kinds import Kinds, below


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Schemas that hold together, unions settled.

    Of `bases` only the keywords that are no choice count: the rest has been chosen. Those in
    `declaring` are the ones whose members count as declared. None of `outside` may hold. Members
    in `present` and `absent` are settled by what depends on them.
    """

    bases: tuple[Schema, ...] = ()
    declaring: frozenset[Schema] = frozenset()
    outside: tuple[Schema, ...] = ()
    present: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()

    def contradictory(self, alike: Alike) -> bool:
        """Whether a schema that holds is one that must not."""
        return any(alike(part, base) for part in self.outside for base in self.bases)


@dataclass(frozen=True, slots=True)
class _Todo:
    part: Schema
    declares: bool


def cases(wanted: Goal, kind: str, kinds: Kinds) -> Iterator[Case]:
    """Every way in which a value of the kind can be inside; the outside goes with each."""
    todo = [
        *(_Todo(part, declares=True) for part in _sorted(wanted.inside)),
        *(_Todo(part, declares=False) for part in _sorted(wanted.loose - wanted.inside)),
    ]
    start = Case(outside=tuple(_sorted(wanted.outside)))
    yield from _Expansion(kind, kinds).run(tuple(todo), start, frozenset())


def extended(case: Case, parts: Sequence[Schema], kind: str, kinds: Kinds) -> Iterator[Case]:
    """The ways in which a value of a case can fit more schemas; these declare nothing."""
    todo = tuple(_Todo(part, declares=False) for part in parts)
    yield from _Expansion(kind, kinds).run(todo, case, frozenset())


def _sorted(parts: frozenset[Schema]) -> list[Schema]:
    """In an order that does not hang on the run: by place."""
    return sorted(parts, key=lambda part: part.pointer)


class _Expansion:
    """Works through the schemas that hold, and branches where one leaves a choice."""

    def __init__(self, kind: str, kinds: Kinds) -> None:
        self._kind = kind
        self._kinds = kinds

    def run(
        self, todo: tuple[_Todo, ...], case: Case, seen: frozenset[tuple[Schema, bool]]
    ) -> Iterator[Case]:
        """The cases that come of what is still to be done."""
        if not todo:
            yield case
            return
        here, rest = todo[0], todo[1:]
        part = here.part.bare()
        raw = part.raw
        if (part, here.declares) in seen or raw is True:
            yield from self.run(rest, case, seen)
            return
        if raw is False or self._kind not in self._kinds.of(part):
            return
        seen |= {(part, here.declares)}
        case = replace(case, bases=(*case.bases, part))
        if here.declares:
            case = replace(case, declaring=case.declaring | {part})
        if "not" in raw:
            case = replace(case, outside=(*case.outside, part.below("not")))
        there = part.reference
        more = [there] if there else []
        more += below(part, "allOf")
        rest = (*(_Todo(each, here.declares) for each in more), *rest)
        for chosen, settled in self._choices(part, raw, here.declares, case):
            yield from self.run((*chosen, *rest), settled, seen)

    def _choices(
        self, part: Schema, raw: Mapping[str, Any], declares: bool, case: Case
    ) -> Iterator[tuple[tuple[_Todo, ...], Case]]:
        """Each combination of what the schema leaves to choose."""
        combined: list[tuple[tuple[_Todo, ...], Case]] = [((), case)]
        for options in (
            *self._unions(part, raw, declares),
            *_conditions(part, raw, declares),
            *_dependents(part, raw, declares),
        ):
            combined = [
                ((*todo, *more), _joined(settled, change))
                for todo, settled in combined
                for more, change in options
            ]
        yield from combined

    def _unions(
        self, part: Schema, raw: Mapping[str, Any], declares: bool
    ) -> Iterator[list[tuple[tuple[_Todo, ...], Case]]]:
        for keyword in ("anyOf", "oneOf"):
            if keyword not in raw:
                continue
            options = [each for each in below(part, keyword) if self._kind in self._kinds.of(each)]
            yield [
                (
                    (_Todo(each, declares),),
                    Case(outside=_others(options, each) if keyword == "oneOf" else ()),
                )
                for each in options
            ]


def _others(options: list[Schema], chosen: Schema) -> tuple[Schema, ...]:
    return tuple(each for each in options if each != chosen)


def _conditions(
    part: Schema, raw: Mapping[str, Any], declares: bool
) -> Iterator[list[tuple[tuple[_Todo, ...], Case]]]:
    """If, then and else (JSON Schema 2020-12, 10.2.2)."""
    if "if" not in raw or not {"then", "else"} & raw.keys():
        return
    condition = part.below("if")
    met = [_Todo(condition, declares=False)]
    met += [_Todo(part.below("then"), declares)] if "then" in raw else []
    unmet = [_Todo(part.below("else"), declares)] if "else" in raw else []
    yield [(tuple(met), Case()), (tuple(unmet), Case(outside=(condition,)))]


def _dependents(
    part: Schema, raw: Mapping[str, Any], declares: bool
) -> Iterator[list[tuple[tuple[_Todo, ...], Case]]]:
    for name in raw.get("dependentSchemas", {}):
        needed = _Todo(part.below("dependentSchemas", name), declares)
        yield [
            ((), Case(absent=frozenset({name}))),
            ((needed,), Case(present=frozenset({name}))),
        ]


def _joined(one: Case, other: Case) -> Case:
    return replace(
        one,
        outside=(*one.outside, *other.outside),
        present=one.present | other.present,
        absent=one.absent | other.absent,
    )
