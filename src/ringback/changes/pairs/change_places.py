"""Where a change stands in both descriptions: what every rule says its changes with."""

from dataclasses import dataclass

from ringback.change import Change, Kind
from ringback.changes.pairs.pairing import PairedSides
from ringback.description import Description
from ringback.finding import Counterpart, pointer, steps
from ringback.payload import MISSING, at
from ringback.schema.references.lookup import locate

_MEANT = frozenset({"minimum", "maximum", "multipleOf"})  # unless written, by a format of numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The pointers of a change in the older and the newer description, its side and status.

    `instance` points into the payload. `exact` pointers have no reference on the way, and one that
    stands at their end is what changed.
    """

    base: str | None = None
    head: str | None = None
    side: str = ""
    status: str = ""
    instance: str | None = None
    exact: bool = False


def told(  # noqa: PLR0913 -- each is one fact of the change
    sides: PairedSides,
    kind: Kind,
    rule: str,
    message: str,
    where: Where,
    *,
    operations: tuple[str, ...] = (),
    cause: str = "",
) -> Change:
    """A change with its places: pointers without a reference on the way, files and lines."""
    return Change(
        kind=kind,
        rule=rule,
        message=message,
        operations=operations,
        side=where.side,
        status=where.status,
        base=placed(sides.base, where.base, exact=where.exact),
        head=placed(sides.head, where.head, exact=where.exact),
        instance=where.instance,
        cause=cause,
    )


def placed(
    description: Description, where: str | None, *, exact: bool = False
) -> Counterpart | None:
    """The place of what a pointer leads to, references followed; None without a pointer.

    The nearest place above stands for one that the description does not have.
    """
    if where is None:
        return None
    found = where
    while found and not exact:
        try:
            found, _ = locate(description.document, found)
            break
        except KeyError:
            found = found.rpartition("/")[0]
    owner, _, keyword = found.rpartition("/")
    if keyword in _MEANT and not _is_written(description, found):
        found = f"{owner}/format" if _is_written(description, f"{owner}/format") else found
    place = description.place(found)
    schema = description.origin(found)
    return Counterpart(
        schema=schema, file=place.file, line=place.line, anchor=description.anchor(schema)
    )


def _is_written(description: Description, place: str) -> bool:
    return at(description.written, steps(description.origin(place))) is not MISSING


def media_place(description: Description, owner: str, name: str) -> str:
    """The pointer to a media type of a body or an answer, by its name in lower case."""
    try:
        content = description.at(f"{owner}/content")
    except KeyError:
        return owner
    written = next((each for each in content if each.lower() == name), name)
    return f"{owner}/content{pointer([written])}"
