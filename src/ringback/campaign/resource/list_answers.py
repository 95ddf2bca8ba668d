"""How a list answers: where its entries stand, its total, and what leads to the next page."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ringback.campaign.resource.reference_members import words
from ringback.exchange import Response, header_values
from ringback.operation import Operation, Parameter
from ringback.payload import MISSING, decode

TOTALS = ("total", "totalcount", "totalitems", "totalelements", "totalresults", "count")
TOTAL_HEADERS = ("x-total-count", "x-total", "total-count")
_LIMITS = frozenset(
    (
        *("limit", "perpage", "pagesize", "size", "maxresults", "top", "first", "max"),
        *("pagelimit", "itemsperpage", "count", "take"),
    )
)
_OFFSETS = frozenset({"offset", "skip", "start", "startindex", "from"})
_PAGES = frozenset({"page", "pagenumber", "pageno", "pageindex"})
_CURSORS = frozenset(
    (
        *("cursor", "after", "pagetoken", "startingafter", "nexttoken", "continuationtoken"),
        *("marker", "pageafter", "pagecursor", "endingbefore", "pagebefore", "nextcursor"),
        *("aftercursor", "beforecursor", "startcursor", "endcursor", "bookmark", "scrollid"),
    )
)
_NEXT = frozenset(
    (
        *("next", "nextcursor", "nextpagetoken", "nexttoken", "cursor", "continuationtoken"),
        *("nextpage", "endcursor", "marker", "nextmarker"),
    )
)
_SORTS = frozenset({"sort", "sortby", "orderby", "order", "ordering"})
_DIRECTIONS = frozenset({"order", "direction", "dir", "sortorder", "sortdirection", "orderdir"})
_LINK = re.compile(r"<([^<>]*)>\s*;[^,<]*\brel=\"?next\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """The parameters of a list that cut it into pages; None for what it does not have."""

    limit: Parameter | None = None
    offset: Parameter | None = None
    page: Parameter | None = None
    cursor: Parameter | None = None
    sort: Parameter | None = None
    direction: Parameter | None = None

    @property
    def names(self) -> frozenset[str]:
        """The names of all of them."""
        every = (self.limit, self.offset, self.page, self.cursor, self.sort, self.direction)
        return frozenset(each.name for each in every if each is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One answer of a list: the entries, the total where one is told, the next page's cursor.

    A total that may as well be the number of the page's own entries is `of_page`.
    """

    entries: tuple[Any, ...]
    total: int | None = None
    next: str | None = None
    of_page: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether nothing tells of more than its own entries."""
        return self.next is None and (self.total is None or self.total <= len(self.entries))


def is_paging(name: str) -> bool:
    """Whether a member or parameter is called as what cuts a list into pages is called."""
    return words(name) in _LIMITS | _OFFSETS | _PAGES | _CURSORS | {*TOTALS}


def is_cursor(name: str) -> bool:
    """Whether a parameter or member is called as what an answer tells of the next page."""
    return words(name) in _CURSORS


def paging_of(operation: Operation) -> Paging:
    """What a list's parameters do, by their names."""
    return paging_by([each for each in operation.parameters if each.where == "query"])


def paging_by(query: Sequence[Parameter]) -> Paging:
    """What each of some parameters does, by its name."""

    def named(names: frozenset[str], *but: Parameter | None) -> Parameter | None:
        taken = {each.name for each in but if each is not None}
        fitting = (each for each in query if words(each.name) in names and each.name not in taken)
        return next(fitting, None)

    sort = named(_SORTS - {"order"}) or named(_SORTS)  # beside a sort, an order is its direction
    return Paging(
        limit=named(_LIMITS),
        offset=named(_OFFSETS),
        page=named(_PAGES),
        cursor=named(_CURSORS),
        sort=sort,
        direction=named(_DIRECTIONS, sort),
    )


def listed(response: Response | None) -> Listed | None:
    """The entries of an answer; None where it holds no list."""
    if response is None or not response.succeeded:
        return None
    decoded = decode(response.body)
    if not decoded.parsed:
        return None
    value = decoded.value
    entries = _entries(value)
    if entries is None:
        return None
    total, name = _total(value, response)
    return Listed(
        entries=tuple(entries),
        total=total,
        next=_next(value, response),
        of_page=name == "count" and total == len(entries),
    )


def _entries(value: Any) -> list[Any] | None:
    if isinstance(value, list):
        return value
    if not isinstance(value, Mapping):
        return None
    lists = [each for each in value.values() if isinstance(each, list)]
    if len(lists) == 1:
        return lists[0]
    if not lists:
        inside = [_entries(each) for each in value.values() if isinstance(each, Mapping)]
        found = [each for each in inside if each is not None]
        return found[0] if len(found) == 1 else None
    of_objects = [each for each in lists if any(isinstance(item, dict) for item in each)]
    return of_objects[0] if len(of_objects) == 1 else None


def _total(value: Any, response: Response) -> tuple[int | None, str]:
    """The number of all entries, and the name that tells it."""
    for name in TOTAL_HEADERS:
        values = header_values(response.headers, name)
        if values and values[0].isascii() and values[0].isdecimal():
            return int(values[0]), name
    told: dict[str, int] = {}
    for holder in (value, *_inside(value)):
        for name, each in holder.items() if isinstance(holder, Mapping) else ():
            if words(name) in TOTALS and isinstance(each, int) and not isinstance(each, bool):
                told.setdefault(words(name), each)
    # Beside a total, a count is that of the page.
    name = next((name for name in TOTALS if name in told), "")
    return told.get(name), name


def _inside(value: Any) -> list[Any]:
    """The objects right below: `meta`, `pagination`, `links`."""
    return (
        [each for each in value.values() if isinstance(each, dict)]
        if isinstance(value, dict)
        else []
    )


def _next(value: Any, response: Response) -> str | None:
    """The cursor, or the URL, of the next page; None on the last one."""
    for text in header_values(response.headers, "link"):
        found = _LINK.search(text)
        if found:
            return found.group(1)
    for holder in (value, *_inside(value)):
        for name, each in holder.items() if isinstance(holder, Mapping) else ():
            if words(name) in _NEXT and isinstance(each, str) and each:
                return each
    return None


def is_url(text: str) -> bool:
    """Whether a cursor is the next page's URL, or a reference to it (RFC 3986 4.2)."""
    return text.startswith(("/", "?")) or urlsplit(text).scheme in {"http", "https"}


def entry_of(entries: tuple[Any, ...], member: str | None, key: Any) -> list[Any]:
    """The entries whose key is this; the keys themselves may be the entries."""
    if member is None:
        return [each for each in entries if str(each) == str(key)]
    return [
        each
        for each in entries
        if isinstance(each, Mapping) and str(each.get(member, MISSING)) == str(key)
    ]
