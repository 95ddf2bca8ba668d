"""change/version-changed: the version that a description gives itself."""

from collections.abc import Iterator

from ringback.change import Change, Kind
from ringback.changes.pairs.change_places import Where, told
from ringback.changes.pairs.pairing import PairedSides
from ringback.description import Description

CHANGED = "change/version-changed"
RULES = (CHANGED,)
PLACE = "/info/version"


def changes(sides: PairedSides) -> Iterator[Change]:
    """Another `info.version`."""
    base, head = version(sides.base), version(sides.head)
    if base != head:
        text = f"the version was {base or 'not told'} and is {head or 'not told'} now"
        where = Where(base=PLACE, head=PLACE)
        yield told(sides, Kind.COMPATIBLE, CHANGED, text, where)


def version(description: Description) -> str:
    """The `info.version`; empty where there is none."""
    try:
        return str(description.at(PLACE))
    except KeyError:
        return ""
