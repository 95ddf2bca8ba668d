"""Entity tags change with what is told, and conditions go by the one of now (RFC 9110 8.8)."""

from collections.abc import Iterator
from typing import Any

from ringback.laws.likeness import Breach
from ringback.payload import same

ETAG = "law/etag"
PRECONDITION = "law/precondition"


def changed(before: Any, after: Any, tags: tuple[str, str], why: str) -> Iterator[Breach]:
    """What is told otherwise has another tag; a weak one may stay (RFC 9110 8.8.1)."""
    one, other = tags
    if one and one == other and not one.startswith("W/") and not same(before, after):
        text = f"{why} changed what is told, and its tag is still {one}"
        yield Breach(rule=ETAG, message=text, cause=f"stays after {why}")


def refused(status: int, now: str) -> Iterator[Breach]:
    """A condition on the tag of now holds."""
    if status == 412:
        text = f"If-Match with the tag of now, {now}, was refused (412)"
        yield Breach(rule=PRECONDITION, message=text, cause="current")


def stale_taken(status: int) -> Iterator[Breach]:
    """A condition on a tag of before does not hold."""
    if 200 <= status < 300:
        text = f"If-Match with a stale tag was accepted ({status})"
        yield Breach(rule=PRECONDITION, message=text, cause="stale")
