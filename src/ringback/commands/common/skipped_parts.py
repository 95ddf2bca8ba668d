"""What of a description is not judged by, by name and with what is wrong in it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ringback.commands.common.reporting import under
from ringback.description import Description
from ringback.lint.shared.place_names import called
from ringback.verdict import Skipped


def left_out(*descriptions: Description, in_part: bool = False) -> Iterator[Skipped]:
    """The operations that are left out, and the schemas out of which something was taken.

    With `in_part` an operation goes without what is wrong in it, and is not left out as a whole.
    One cause is told in the same words for all that it touches, with the first of its places.
    """
    for description in descriptions:
        first: dict[str, str] = {}
        for left in description.left_out:
            where = first.setdefault(left.why, _where(description, left.place))
            how = "left out in part" if in_part and left.operation else "left out"
            yield Skipped(rule=left.name, why=f"{how}: {left.why} ({where})")
        for flaw in description.flaws:
            where = first.setdefault(flaw.text, _where(description, flaw.place))
            name = f"schema {called(description, flaw.schema)}"
            yield Skipped(rule=name, why=f"left out in part: {flaw.text} ({where})")


def placed(skipped: Iterable[Skipped], root: Path) -> Iterator[Skipped]:
    """The same with the names of files as seen from a folder."""
    return (replace(each, why=under(each.why, root)) for each in skipped)


def nothing_left(description: Description) -> str:
    """The doubt of a run for which no operation is left; empty where there are any."""
    if description.operations or not description.left_out:
        return ""
    return "every operation of the description is left out, so nothing can be judged"


def _where(description: Description, pointer: str) -> str:
    place = description.place(pointer)
    return f"{place.file}:{place.line}" if place.line else place.file
