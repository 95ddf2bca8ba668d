"""change/parameter-…: how a parameter that stayed is written, its default, its deprecation."""

from collections.abc import Iterator
from typing import Any

from ringback.change import Change, Kind
from ringback.changes.facts import facts, types
from ringback.changes.pairing import Sides
from ringback.changes.parameters import named
from ringback.changes.partners import parameters
from ringback.changes.telling import Where, told
from ringback.changes.wire import written
from ringback.description import Description
from ringback.operation import Parameter

RESTYLED = "change/parameter-restyled"
RESERVED = "change/parameter-reserved"
EMPTY = "change/parameter-empty-value"
DEFAULT = "change/parameter-default-changed"
DEPRECATED = "change/parameter-deprecated"
RULES = (RESTYLED, RESERVED, EMPTY, DEFAULT, DEPRECATED)

_Couple = tuple[Parameter, Parameter]


def changes(sides: Sides) -> Iterator[Change]:
    """Style, explode and content break where they write a value of a type of both sides anew.

    What may be sent without escapes, or empty, and no more, is a warning, as servers differ.
    """
    for pair in sides.pairs:
        for couple in parameters(pair).both:
            older, newer = couple
            nodes = _node(sides.base, older), _node(sides.head, newer)
            found = [
                *_restyled(sides, couple, nodes),
                *_allowed(couple, nodes),
                *_default(sides, couple),
                *_deprecated(couple, nodes),
            ]
            where = Where(base=older.pointer, head=newer.pointer, side="request")
            for kind, rule, text in found:
                yield told(sides, kind, rule, text, where, operations=pair.ids)


_Told = tuple[Kind, str, str]
_Nodes = tuple[dict[str, Any], dict[str, Any]]


def _restyled(sides: Sides, couple: _Couple, nodes: _Nodes) -> Iterator[_Told]:
    older, newer = couple
    if older.schema is None or newer.schema is None:
        return
    common = types(sides.older.schema(older.schema)) & types(sides.newer.schema(newer.schema))
    was, now = written(nodes[0], sorted(common)), written(nodes[1], sorted(common))
    for kind, text in was.items():
        if now[kind] != text:
            sentence = (
                f"{named(newer)} was written as {text} for a value of type {kind}, and is "
                f"{now[kind]} now; keep the old form"
            )
            yield Kind.BREAKS, RESTYLED, sentence
            return


def _allowed(couple: _Couple, nodes: _Nodes) -> Iterator[_Told]:
    for member, rule, what in (
        ("allowReserved", RESERVED, "with reserved characters as they are"),
        ("allowEmptyValue", EMPTY, "without a value"),
    ):
        if nodes[0].get(member) is True and nodes[1].get(member) is not True:
            text = f"{named(couple[1])} could be sent {what}, and can't any more; allow it still"
            yield Kind.CAREFUL, rule, text


def _default(sides: Sides, couple: _Couple) -> Iterator[_Told]:
    """What is taken where the parameter is left out."""
    older, newer = couple
    if older.schema is None or newer.schema is None or newer.required:
        return
    was = facts(((sides.older.schema(older.schema),),)).default
    now = facts(((sides.newer.schema(newer.schema),),)).default
    if was and was != now:
        what = f"is {now} now" if now else "went"
        text = (
            f"the default of {named(newer)} was {was} and {what}: "
            "who leaves it out may get something else; keep the old one"
        )
        yield Kind.CAREFUL, DEFAULT, text


def _deprecated(couple: _Couple, nodes: _Nodes) -> Iterator[_Told]:
    if nodes[1].get("deprecated") is True and nodes[0].get("deprecated") is not True:
        yield Kind.COMPATIBLE, DEPRECATED, f"{named(couple[1])} is deprecated now"


def _node(description: Description, parameter: Parameter) -> dict[str, Any]:
    found = description.at(parameter.pointer)
    return found if isinstance(found, dict) else {}
