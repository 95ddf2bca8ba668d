"""change/parameter-…: how a parameter that stayed is written, its default, its deprecation."""

from collections.abc import Iterator
from typing import Any

from ringback.change import Change, Kind
from ringback.changes.changed_schemas.facts import facts, types
from ringback.changes.messages.parameters import named
from ringback.changes.pairs.change_places import Where, told
from ringback.changes.pairs.pairing import PairedSides
from ringback.changes.pairs.partners import parameters
from ringback.description import Description
from ringback.operation import Parameter
from ringback.wire.parameter_writing import write_parameter
from ringback.wire.styles import UndefinedFormError

RESTYLED = "change/parameter-restyled"
RESERVED = "change/parameter-reserved"
EMPTY = "change/parameter-empty-value"
DEFAULT = "change/parameter-default-changed"
DEPRECATED = "change/parameter-deprecated"
RULES = (RESTYLED, RESERVED, EMPTY, DEFAULT, DEPRECATED)

_Couple = tuple[Parameter, Parameter]


def changes(sides: PairedSides) -> Iterator[Change]:
    """Style, explode and content break where they write a value of a type of both sides anew.

    What may be sent without escapes, or empty, and no more, is a warning, as servers differ.
    """
    for pair in sides.pairs:
        for couple in parameters(pair).both:
            older, newer = couple
            if sides.same_text(older.pointer, newer.pointer):
                continue
            found = [
                *_restyled(sides, couple),
                *_allowed(couple),
                *_default(sides, couple),
                *_deprecated(couple, _node(sides.base, older), _node(sides.head, newer)),
            ]
            where = Where(base=older.pointer, head=newer.pointer, side="request")
            for kind, rule, text in found:
                yield told(sides, kind, rule, text, where, operations=pair.ids)


_Told = tuple[Kind, str, str]
# A value of each type, by which forms are told apart.
_SAMPLES: dict[str, Any] = {
    "string": "a",
    "integer": 1,
    "number": 1.5,
    "boolean": True,
    "array": ["a", "b"],
    "object": {"x": "a", "y": "b"},
}


def _restyled(sides: PairedSides, couple: _Couple) -> Iterator[_Told]:
    older, newer = couple
    if older.schema is None or newer.schema is None:
        return
    common = types(sides.older.schema(older.schema)) & types(sides.newer.schema(newer.schema))
    for kind in sorted(common & _SAMPLES.keys()):
        was, now = _written(older, _SAMPLES[kind]), _written(newer, _SAMPLES[kind])
        if was and now and was != now:
            sentence = (
                f"{named(newer)} was written as {was} for a value of type {kind}, and is "
                f"{now} now; keep the old form"
            )
            yield Kind.BREAKS, RESTYLED, sentence
            return


def _written(parameter: Parameter, value: Any) -> str:
    """A parameter on the wire; a media type that is not written here is told by its name.

    Empty where OpenAPI does not say how: then nobody can tell whether it changed.
    """
    try:
        return write_parameter(parameter, value)
    except UndefinedFormError:
        return f"<{parameter.form.content}>" if parameter.form.content else ""


def _allowed(couple: _Couple) -> Iterator[_Told]:
    was, now = (each.form for each in couple)
    for lost, rule, what in (
        (
            was.allow_reserved and not now.allow_reserved,
            RESERVED,
            "with reserved characters as they are",
        ),
        (was.allow_empty and not now.allow_empty, EMPTY, "without a value"),
    ):
        if lost:
            text = f"{named(couple[1])} could be sent {what}, and can't any more; allow it still"
            yield Kind.CAREFUL, rule, text


def _default(sides: PairedSides, couple: _Couple) -> Iterator[_Told]:
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


def _deprecated(couple: _Couple, was: dict[str, Any], now: dict[str, Any]) -> Iterator[_Told]:
    if now.get("deprecated") is True and was.get("deprecated") is not True:
        yield Kind.COMPATIBLE, DEPRECATED, f"{named(couple[1])} is deprecated now"


def _node(description: Description, parameter: Parameter) -> dict[str, Any]:
    found = description.at(parameter.pointer)
    return found if isinstance(found, dict) else {}
