"""A text that some schemas admit and others do not, by automata: found, or proved not to be there.

Schemas become formulas over patterns, lengths and formats; the automata of all of them read one
text together, breadth first, so that a witness is as short as can be. Formats are known from above:
a text that is none is surely none. What no automaton can follow leaves the question open.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from ringback.sampling.pattern_texts.ecma import UnreadableError
from ringback.schema.document import Schema
from ringback.witness.make.automata import PatternAutomaton, TextState, automaton
from ringback.witness.make.code_points import EVERY_CODE_POINT, CodePoints

_BUDGET = 1_000_000  # states looked at, which take two seconds
_TRIES = 200  # texts that the automata take and the validators might not
_HEX = "[0-9a-fA-F]"
_BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_DAY = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_TIME = (
    "(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:[.][0-9]+)?"
    "(?:[zZ]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)
# No text of the format, by its RFC, is outside its pattern; none inside that of an `_EXACT` one is
# another's.
_FORMATS = {
    "uuid": f"^{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}$",
    "ipv4": f"^{_BYTE}(?:[.]{_BYTE}){{3}}$",
    "date": f"^{_DAY}$",
    "time": f"^{_TIME}$",
    "date-time": f"^{_DAY}[tT]{_TIME}$",
    "ipv6": "^[0-9a-fA-F:.]{2,45}$",
    "hostname": "^[a-zA-Z0-9.-]{1,254}$",
    "email": "@",
    "duration": "^P[0-9YMDWTHS]+$",
    "uri": "^[a-zA-Z][a-zA-Z0-9+.-]*:",
    "byte": "^(?:[A-Za-z0-9+/_-]{4})*(?:[A-Za-z0-9+/_-]{2}==|[A-Za-z0-9+/_-]{3}=)?$",
}
_EXACT = frozenset({"uuid", "ipv4"})
_READABLE = "aA0bB1cC2 -_.:/@+,~"  # characters that a witness is made of, if it can be


@dataclass(frozen=True, slots=True)
class _Atom:
    """A pattern, or a length; `exact` tells whether what it says no to alone is known."""

    pattern: str
    exact: bool = True


@dataclass(frozen=True, slots=True)
class _Not:
    of: "_Formula"


@dataclass(frozen=True, slots=True)
class _All:
    of: "tuple[_Formula, ...]"


@dataclass(frozen=True, slots=True)
class _Any:
    of: "tuple[_Formula, ...]"


_Formula: TypeAlias = _Atom | _Not | _All | _Any | bool
_States = tuple[TextState, ...]
_Asked = Callable[[_Atom], bool]


def text_between(
    inside: tuple[Schema, ...], outside: tuple[Schema, ...], met_by: Callable[[str], bool]
) -> str | bool:
    """A text that `met_by` confirms; True where there is provably none, False where none is known.

    `inside` are the schemas that have to admit it, `outside` those that must not.
    """
    try:
        wanted = _All(
            (
                *(_formula(each, frozenset()) for each in inside),
                *(_Not(_formula(each, frozenset())) for each in outside),
            )
        )
        atoms = tuple(sorted(set(_atoms(wanted)), key=lambda each: (each.pattern, each.exact)))
        machines = tuple(automaton(each.pattern) for each in atoms)
    except (UnreadableError, RecursionError):
        return False
    return _Reading(wanted, atoms, machines, met_by).run()


class _Reading:
    """All automata reading one text."""

    def __init__(
        self,
        wanted: _Formula,
        atoms: tuple[_Atom, ...],
        machines: tuple[PatternAutomaton, ...],
        met_by: Callable[[str], bool],
    ) -> None:
        self._wanted = wanted
        self._atoms = atoms
        self._machines = machines
        self._met_by = met_by
        self._alphabet = _alphabet({chars for each in machines for chars in each.classes})

    def run(self) -> str | bool:
        """The shortest text that is confirmed; whether there is none."""
        first = tuple(each.begin() for each in self._machines)
        seen = {first}
        todo: deque[tuple[str, _States]] = deque([("", first)])
        left, tries, sure = _BUDGET, _TRIES, True
        while todo:
            text, here = todo.popleft()
            if self._holds(here):
                if self._met_by(text):
                    return text
                sure, tries = False, tries - 1
            for code in self._alphabet:
                left -= 1 + sum(len(each.states) for each in here)
                if left < 0 or tries < 0:
                    return False
                there = tuple(
                    machine.step(state, code)
                    for machine, state in zip(self._machines, here, strict=True)
                )
                if there not in seen and self._hopes(there):
                    seen.add(there)
                    todo.append((text + chr(code), there))
        return sure

    def _holds(self, here: _States) -> bool:
        taken = {
            atom: machine.accepts(state)
            for atom, machine, state in zip(self._atoms, self._machines, here, strict=True)
        }
        return _holds(
            self._wanted, taken.__getitem__, lambda atom: atom.exact and taken[atom], upper=True
        )

    def _hopes(self, here: _States) -> bool:
        """Whether any text that goes on from here may fit."""
        known = dict(zip(self._atoms, zip(self._machines, here, strict=True), strict=True))

        def may(atom: _Atom) -> bool:
            machine, state = known[atom]
            return not machine.is_dead(state)

        def must(atom: _Atom) -> bool:
            machine, state = known[atom]
            return atom.exact and machine.is_sure(state)

        return _holds(self._wanted, may, must, upper=True)


def _holds(formula: _Formula, may: _Asked, must: _Asked, *, upper: bool) -> bool:
    """Whether a formula may hold (`upper`), or must, by what single atoms may and must."""
    match formula:
        case bool():
            return formula
        case _Atom():
            return may(formula) if upper else must(formula)
        case _Not(of=inner):
            return not _holds(inner, may, must, upper=not upper)
        case _All(of=parts):
            return all(_holds(each, may, must, upper=upper) for each in parts)
        case _Any(of=parts):
            return any(_holds(each, may, must, upper=upper) for each in parts)


def _atoms(formula: _Formula) -> Iterator[_Atom]:
    match formula:
        case bool():
            return
        case _Atom():
            yield formula
        case _Not(of=inner):
            yield from _atoms(inner)
        case _All(of=parts) | _Any(of=parts):
            for each in parts:
                yield from _atoms(each)


def _formula(schema: Schema, above: frozenset[Schema]) -> _Formula:
    """What a schema says of texts."""
    raw = schema.raw
    if not isinstance(raw, Mapping):
        return raw is not False
    if schema in above:
        return True
    within = above | {schema}
    parts: list[_Formula] = [*_own(raw)]
    parts += [_formula(each, within) for each in schema.joined]
    for keyword, branches in schema.own_unions:
        options = [_formula(each, within) for each in branches]
        parts.append(_Any(tuple(options)))
        if keyword == "oneOf":
            parts += [
                _Not(_All((one, other)))
                for index, one in enumerate(options)
                for other in options[index + 1 :]
            ]
    negated, condition = schema.one("not"), schema.one("if")
    if negated is not None:
        parts.append(_Not(_formula(negated, within)))
    if condition is not None:
        then, otherwise = schema.one("then"), schema.one("else")
        met = _formula(condition, within)
        parts += [_Any((_Not(met), _formula(then, within)))] if then else []
        parts += [_Any((met, _formula(otherwise, within)))] if otherwise else []
    return _All(tuple(parts))


def _own(raw: Mapping[str, Any]) -> Iterator[_Formula]:
    """What a schema's own keywords say of texts."""
    named = raw.get("type", "string")
    yield "string" in ([named] if isinstance(named, str) else named)
    if "const" in raw:
        yield _literals([raw["const"]])
    if isinstance(raw.get("enum"), list):
        yield _literals(raw["enum"])
    if isinstance(raw.get("pattern"), str):
        yield _Atom(raw["pattern"])
    least, most = raw.get("minLength"), raw.get("maxLength")
    if least:
        yield _Atom(f"^[^]{{{int(least)},}}$")
    if most is not None:
        yield _Atom(f"^[^]{{0,{int(most)}}}$")
    form = str(raw.get("format", ""))
    if form in _FORMATS:
        yield _Atom(_FORMATS[form], exact=form in _EXACT)
    elif form:
        yield _Atom("", exact=False)  # any text may be of it, and none must


def _literals(values: list[Any]) -> _Formula:
    texts = [re.escape(value) for value in values if isinstance(value, str)]
    return _Any(tuple(_Atom(f"^(?:{each})$") for each in texts))


def _alphabet(classes: set[CodePoints]) -> list[int]:
    """One code point of each kind that the classes tell apart."""
    bounds = {0x61}
    for chars in classes:
        for low, high in chars.ranges:
            bounds |= {low, high + 1}
    found: dict[tuple[bool, ...], int] = {}
    ordered = sorted(classes, key=lambda each: each.ranges)
    for code in (*map(ord, _READABLE), *range(0x21, 0x7F), *sorted(bounds)):
        if EVERY_CODE_POINT.has(code):
            found.setdefault(tuple(each.has(code) for each in ordered), code)
    return list(found.values())
