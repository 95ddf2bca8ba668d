"""change/parameter-…: what is sent in path, query, headers and cookies; not the values' schemas."""

from collections.abc import Iterator

from ringback.change import Change, Kind
from ringback.changes.changed_schemas.facts import canonical
from ringback.changes.pairs.change_places import Where, told
from ringback.changes.pairs.pairing import Pair, PairedSides
from ringback.changes.pairs.partners import Partners, parameters
from ringback.operation import Parameter
from ringback.schema.document import SchemaDocument

REMOVED = "change/parameter-removed"
ADDED = "change/parameter-added"
MOVED = "change/parameter-moved"
RENAMED = "change/parameter-renamed"
REQUIRED = "change/parameter-required"
OPTIONAL = "change/parameter-optional"
RULES = (REMOVED, ADDED, MOVED, RENAMED, REQUIRED, OPTIONAL)


def changes(sides: PairedSides) -> Iterator[Change]:
    """Parameters that went, came, moved, or have to be sent now.

    One that went, under its name or from its place, is ignored where it is still sent: a warning,
    and a break only where what replaces it has to be sent. Path parameters go and come with paths.
    """
    for pair in sides.pairs:
        found = parameters(pair)
        couples = [*_moved(found), *_renamed(sides, found)]
        for older, newer in couples:
            yield _elsewhere(sides, pair, older, newer)
        left = {id(each) for couple in couples for each in couple}
        for each in found.gone:
            if id(each) not in left and each.where != "path":
                yield _gone(sides, pair, each)
        for each in found.come:
            if id(each) not in left and each.where != "path":
                yield _come(sides, pair, each)
        for older, newer in found.both:
            yield from _need(sides, pair, older, newer)


def named(parameter: Parameter) -> str:
    """The parameter, as a sentence takes it."""
    return f'the {parameter.where} parameter "{parameter.name}"'


def _moved(found: Partners[Parameter]) -> list[tuple[Parameter, Parameter]]:
    """Those of one name in another place."""
    new = {each.name: each for each in found.come}
    return [(each, new[each.name]) for each in found.gone if each.name in new]


def _renamed(sides: PairedSides, found: Partners[Parameter]) -> list[tuple[Parameter, Parameter]]:
    """The only two in one place, of those that went and came, of one schema."""

    def schema(side: SchemaDocument, each: Parameter) -> tuple[str, str]:
        return each.where, canonical(((side.schema(each.schema),),)) if each.schema else ""

    moved = {each.name for couple in _moved(found) for each in couple}
    old = [
        (schema(sides.older, each), each)
        for each in found.gone
        if each.name not in moved and each.where != "path"
    ]
    new = [(schema(sides.newer, each), each) for each in found.come if each.name not in moved]
    couples = []
    for key, each in old:
        same = [other for other_key, other in new if other_key == key]
        if len(same) == 1 and [one for one, _ in old].count(key) == 1:
            couples.append((each, same[0]))
    return couples


def _elsewhere(sides: PairedSides, pair: Pair, older: Parameter, newer: Parameter) -> Change:
    """One that has another place or another name."""
    kind = Kind.BREAKS if newer.required else Kind.DROPPED
    effect = (
        "who sends the old one is refused"
        if newer.required
        else "the old one is not heard any more"
    )
    if older.name == newer.name:
        rule = MOVED
        text = f"{named(older)} is a {newer.where} parameter now: {effect}; take both for a while"
    else:
        rule = RENAMED
        text = (
            f'{named(older)} went and "{newer.name}" came with the same schema, as if renamed: '
            f"{effect}; take both for a while"
        )
    where = Where(base=older.pointer, head=newer.pointer, side="request")
    return told(sides, kind, rule, text, where, operations=pair.ids)


def _gone(sides: PairedSides, pair: Pair, parameter: Parameter) -> Change:
    text = f"{named(parameter)} is described no more: who sends it is not heard; keep it"
    where = Where(base=parameter.pointer, head=pair.head.pointer, side="request")
    cause = f"{parameter.where} {parameter.name}"
    return told(sides, Kind.DROPPED, REMOVED, text, where, operations=pair.ids, cause=cause)


def _come(sides: PairedSides, pair: Pair, parameter: Parameter) -> Change:
    where = Where(base=pair.base.pointer, head=parameter.pointer, side="request")
    text = f"{named(parameter)} is new"
    kind = Kind.COMPATIBLE
    if parameter.required:
        kind = Kind.BREAKS
        text += " and must be sent: who does not is refused; make it optional"
    return told(sides, kind, ADDED, text, where, operations=pair.ids)


def _need(sides: PairedSides, pair: Pair, older: Parameter, newer: Parameter) -> Iterator[Change]:
    if older.required == newer.required or older.where == "path":
        return
    where = Where(
        base=f"{older.pointer}/required", head=f"{newer.pointer}/required", side="request"
    )
    if newer.required:
        text = f"{named(newer)} must be sent now, which was optional; leave it so"
        yield told(sides, Kind.BREAKS, REQUIRED, text, where, operations=pair.ids)
    else:
        text = f"{named(newer)} may be left out now"
        yield told(sides, Kind.COMPATIBLE, OPTIONAL, text, where, operations=pair.ids)
