"""What was deleted is gone: it can't be read, is not listed, has no children, keeps its key."""

from collections.abc import Iterator
from typing import Any

from ringback.laws.likeness import Breach
from ringback.payload import show

DELETED = "law/deleted"
LISTED = "law/listed"


def unreadable(status: int, what: str) -> Iterator[Breach]:
    """A read of what was deleted finds nothing."""
    if 200 <= status < 300:
        text = f"{what} was deleted, and a read still finds it ({status})"
        yield Breach(rule=DELETED, message=text, cause="readable")


def unlisted(entries: list[Any], what: str) -> Iterator[Breach]:
    """What was deleted stands in no list."""
    if entries:
        text = f"{what} was deleted, and still stands in the list"
        yield Breach(rule=LISTED, message=text, cause="deleted")


def unwritable(status: int, method: str, what: str) -> Iterator[Breach]:
    """What was deleted can't be written: an update of it is refused."""
    if 200 <= status < 300:
        text = f"{what} was deleted, and {method} on it is answered with {status}"
        yield Breach(rule=DELETED, message=text, cause=f"written by {method}")


def childless(status: int, child: str, what: str) -> Iterator[Breach]:
    """What stood in a deleted thing is gone with it."""
    if 200 <= status < 300:
        text = f"{what} was deleted, and {child} that stood in it can still be read ({status})"
        yield Breach(rule=DELETED, message=text, cause="children")


def key_again(key: Any, other: Any, *, promised: bool) -> Iterator[Breach]:
    """The key of what was deleted is not given to what is made later, where that is `promised`."""
    if str(key) == str(other):
        text = f"the key {show(key)} was deleted, and the next thing that was made has it again"
        if not promised:
            text += ": nothing promises otherwise, and who has the old key takes one for the other"
        yield Breach(rule=DELETED, message=text, cause="key")
