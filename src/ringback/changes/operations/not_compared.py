"""change/not-compared: one unknown for each flaw of a description, told at its place."""

from collections.abc import Iterator

from ringback.change import Change, Kind
from ringback.changes.pairs.change_places import Where, told
from ringback.changes.pairs.pairing import PairedSides
from ringback.description import Description
from ringback.description.steady_places import standing, steady
from ringback.finding import steps
from ringback.payload import MISSING, at

RULE = "change/not-compared"
RULES = (RULE,)


def changes(sides: PairedSides) -> Iterator[Change]:
    """Flaws of operations and of schemas; one that stood in both sides as it stands is none."""
    for doubt in sides.doubts:
        where = Where(base=doubt.base, head=doubt.head, exact=True)
        text = f"{doubt.why}: nothing was compared here, and the rest was; mend it"
        yield told(sides, Kind.UNKNOWN, RULE, text, where, operations=doubt.operations)
    if sides.narrowed:
        return  # nobody asked after the schemas of other operations
    known = {place for doubt in sides.doubts for place in (doubt.base, doubt.head) if place}
    yield from _references(sides, sides.head, sides.base, known, newer=True)
    yield from _references(sides, sides.base, sides.head, known, newer=False)
    yield from _schemas(sides, sides.head, sides.base, newer=True)
    yield from _schemas(sides, sides.base, sides.head, newer=False)


def _schemas(
    sides: PairedSides, here: Description, there: Description, *, newer: bool
) -> Iterator[Change]:
    """What is wrong in the schemas of one side, and not so in the other."""
    known = {each.schema for each in there.flaws}
    for flaw in here.flaws:
        other = standing(there.document, steady(here.document, flaw.schema))
        if _is_unchanged(here, there, flaw.schema, other, flawed=other in known):
            continue
        base, head = (other, flaw.place) if newer else (flaw.place, other)
        text = f"{flaw.text}: this part of a schema was compared with nothing; mend it"
        yield told(
            *(sides, Kind.UNKNOWN, RULE, text, Where(base=base, head=head, exact=True)),
            cause=flaw.text,
        )


def _references(
    sides: PairedSides, here: Description, there: Description, known: set[str], *, newer: bool
) -> Iterator[Change]:
    """References that lead nowhere, and of which nothing else is told: of callbacks, links, parts.

    One that is in both sides is no change.
    """
    told_places = {*known, *(each.place for each in here.flaws)}
    others = {(each.pointer, each.text) for each in there.dangling}
    for each in here.dangling:
        near = (
            place == each.pointer
            or place.startswith(f"{each.pointer}/")
            or each.pointer.startswith(f"{place}/")
            for place in told_places
        )
        if (each.pointer, each.text) in others or any(near):
            continue
        where = Where(
            base=None if newer else each.pointer, head=each.pointer if newer else None, exact=True
        )
        text = f"the reference {each.text}: nothing was compared here, and the rest was; mend it"
        yield told(sides, Kind.UNKNOWN, RULE, text, where, cause=each.text)


def _is_unchanged(
    here: Description, there: Description, place: str, other: str | None, *, flawed: bool
) -> bool:
    """Whether both sides have the flaw, in a schema that is written alike.

    A schema that is not there lets any value through, and is compared as that.
    """
    one = at(here.written, steps(here.origin(place)))
    if one is MISSING:
        return True
    return flawed and other is not None and one == at(there.written, steps(there.origin(other)))
