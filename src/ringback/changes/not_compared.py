"""change/not-compared: one unknown for each flaw of a description, told at its place."""

from collections.abc import Iterator

from ringback.change import Change, Kind
from ringback.changes.change_places import Where, told
from ringback.changes.pairing import PairedSides
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
