"""The ways in which a payload can be what schemas ask for: one branch of each union at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ringback.schema.document import Schema
from ringback.witness.goals.plainly import Plainly
from ringback.witness.goals.query import Goal


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchCase:
    """Schemas that hold together, unions settled.

    Of `bases` only the keywords that are no choice count: the rest has been chosen. Those in
    `declaring` are the ones whose members count as declared. None of `outside` may hold. Members
    in `present` and `absent` are settled by what depends on them. Those in `vague` are one of
    several branches for objects: where such a one describes nothing, no map is meant.
    """

    bases: tuple[Schema, ...] = ()
    declaring: frozenset[Schema] = frozenset()
    outside: tuple[Schema, ...] = ()
    present: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    vague: frozenset[Schema] = frozenset()

    def contradictory(self, plainly: Plainly, kind: str) -> bool:
        """Whether a schema that holds is one that must not."""
        return self.held(self.outside, plainly, kind)

    def held(self, schemas: Sequence[Schema], plainly: Plainly, kind: str) -> bool:
        """Whether one of some schemas plainly holds for every value of the case."""
        return any(plainly.holds(schema, self.bases, kind) for schema in schemas)


@dataclass(frozen=True, slots=True)
class _Todo:
    schema: Schema
    declares: bool
    vague: bool = False


_Choice = tuple[tuple[_Todo, ...], SearchCase]


def cases(wanted: Goal, kind: str, plainly: Plainly) -> Iterator[SearchCase]:
    """Every way in which a value of the kind can be inside; the outside goes with each."""
    todo = [
        *(_Todo(schema, declares=True) for schema in _sorted(wanted.inside)),
        *(_Todo(schema, declares=False) for schema in _sorted(wanted.loose - wanted.inside)),
    ]
    start = SearchCase(outside=tuple(_sorted(wanted.outside)))
    yield from _Expansion(kind, plainly).run(tuple(todo), start, frozenset())


def extended(
    case: SearchCase, schemas: Sequence[Schema], kind: str, plainly: Plainly
) -> Iterator[SearchCase]:
    """The ways in which a value of a case can fit more schemas; these declare nothing."""
    todo = tuple(_Todo(schema, declares=False) for schema in schemas)
    yield from _Expansion(kind, plainly).run(todo, case, frozenset())


def _sorted(schemas: frozenset[Schema]) -> list[Schema]:
    """In an order that does not hang on the run: by place."""
    return sorted(schemas, key=lambda schema: schema.pointer)


class _Expansion:
    """Works through the schemas that hold, and branches where one leaves a choice."""

    def __init__(self, kind: str, plainly: Plainly) -> None:
        self._kind = kind
        self._kinds = plainly.kinds
        self._apart = plainly.apart

    def run(
        self, todo: tuple[_Todo, ...], case: SearchCase, seen: frozenset[tuple[Schema, bool]]
    ) -> Iterator[SearchCase]:
        """The cases that come of what is still to be done."""
        if not todo:
            yield case
            return
        here, rest = todo[0], todo[1:]
        schema = here.schema.bare()
        raw = schema.raw
        if (schema, here.declares) in seen or raw is True:
            yield from self.run(rest, case, seen)
            return
        if raw is False or self._kind not in self._kinds.of(schema):
            return
        seen |= {(schema, here.declares)}
        case = replace(case, bases=(*case.bases, schema))
        if here.declares:
            case = replace(case, declaring=case.declaring | {schema})
        if here.vague:
            case = replace(case, vague=case.vague | {schema})
        negated = schema.one("not")
        if negated is not None:
            case = replace(case, outside=(*case.outside, negated))
        rest = (*(_Todo(each, here.declares, here.vague) for each in schema.joined), *rest)
        for chosen, settled in self._choices(schema, here.declares, case):
            yield from self.run((*chosen, *rest), settled, seen)

    def _choices(self, schema: Schema, declares: bool, case: SearchCase) -> Iterator[_Choice]:
        """Each combination of what the schema leaves to choose."""
        combined: list[_Choice] = [((), case)]
        for options in (
            *self._unions(schema, declares),
            *_conditions(schema, declares),
            *_dependents(schema, declares),
        ):
            combined = [
                ((*todo, *more), _joined(settled, change))
                for todo, settled in combined
                for more, change in options
            ]
        yield from combined

    def _unions(self, schema: Schema, declares: bool) -> Iterator[list[_Choice]]:
        for keyword, branches in schema.own_unions:
            options = [each for each in branches if self._kind in self._kinds.of(each)]
            yield [
                (
                    (_Todo(each, declares, vague=len(options) > 1),),
                    SearchCase(outside=self._others(options, each) if keyword == "oneOf" else ()),
                )
                for each in options
            ]

    def _others(self, options: list[Schema], chosen: Schema) -> tuple[Schema, ...]:
        """The branches that a value of the chosen one might fit as well, and must not."""
        others = (each for each in options if each != chosen)
        if self._kind != "object":
            return tuple(others)
        return tuple(each for each in others if not self._apart(chosen, each))


def _conditions(schema: Schema, declares: bool) -> Iterator[list[_Choice]]:
    """If, then and else (JSON Schema 2020-12, 10.2.2)."""
    condition, then, otherwise = (schema.one(word) for word in ("if", "then", "else"))
    if condition is None or not (then or otherwise):
        return
    met = [_Todo(condition, declares=False)]
    met += [_Todo(then, declares)] if then else []
    unmet = [_Todo(otherwise, declares)] if otherwise else []
    yield [(tuple(met), SearchCase()), (tuple(unmet), SearchCase(outside=(condition,)))]


def _dependents(schema: Schema, declares: bool) -> Iterator[list[_Choice]]:
    for name, dependent in schema.named("dependentSchemas").items():
        yield [
            ((), SearchCase(absent=frozenset({name}))),
            ((_Todo(dependent, declares),), SearchCase(present=frozenset({name}))),
        ]


def _joined(one: SearchCase, other: SearchCase) -> SearchCase:
    return replace(
        one,
        outside=(*one.outside, *other.outside),
        present=one.present | other.present,
        absent=one.absent | other.absent,
    )
