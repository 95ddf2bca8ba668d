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
    known = {each.text for each in there.flaws}
    for flaw in here.flaws:
        other = standing(there.document, steady(here.document, flaw.schema))
        if flaw.text in known and _same(here, there, flaw.schema, other):
            continue
        base, head = (other, flaw.place) if newer else (flaw.place, other)
        text = f"{flaw.text}: this part of a schema was compared with nothing; mend it"
        yield told(
            *(sides, Kind.UNKNOWN, RULE, text, Where(base=base, head=head, exact=True)),
            cause=flaw.text,
        )


def _same(here: Description, there: Description, place: str, other: str | None) -> bool:
    """Whether a schema is written alike in both."""
    if other is None:
        return False
    one, two = (
        at(side.written, steps(side.origin(where)))
        for side, where in ((here, place), (there, other))
    )
    return bool(one is not MISSING and one == two)
