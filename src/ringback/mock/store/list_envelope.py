"""The payload of a list around its entries: totals, page numbers, what leads to the next page."""

from collections.abc import Mapping
from typing import Any

from ringback.campaign.resource.list_answers import TOTAL_HEADERS, TOTALS, is_cursor, is_url
from ringback.campaign.resource.reference_members import words
from ringback.mock.store.list_pages import ListPage
from ringback.payload import MISSING
from ringback.sampling.breakage import replaced

_MORE = frozenset({"hasmore", "hasnext", "hasnextpage", "more"})
_LESS = frozenset({"hasprevious", "hasprev", "haspreviouspage", "hasprevpage"})
_LIMITS = frozenset({"limit", "perpage", "pagesize", "itemsperpage", "size", "maxresults"})
_OFFSETS = frozenset({"offset", "skip", "start", "startindex", "from"})
_PAGES = frozenset({"page", "pagenumber", "currentpage", "pageindex"})
_COUNTS = frozenset({"pages", "totalpages", "pagecount", "lastpage", "numpages"})
_PREVIOUS = frozenset({"previous", "prev", "previouscursor", "prevcursor", "first", "last", "self"})
_IN_PAGE = frozenset({"count", "numberofelements", "returned"})


def list_places(sample: Any) -> tuple[str, ...] | None:
    """Where the entries stand in the payload of a list; None where it holds none.

    A list of objects is taken before one of texts, and one right below before one deeper.
    """
    if isinstance(sample, list):
        return ()
    if not isinstance(sample, dict):
        return None
    here = [(name, each) for name, each in sample.items() if isinstance(each, list)]
    inner = [
        ((name, below), each)
        for name, holder in sample.items()
        if isinstance(holder, dict)
        for below, each in holder.items()
        if isinstance(each, list)
    ]
    found = [((name,), each) for name, each in here] + inner
    of_objects = [path for path, each in found if any(isinstance(it, dict) for it in each)]
    return next(iter([*of_objects, *(path for path, _ in found)]), None)


def enveloped(sample: Any, path: tuple[str, ...], page: ListPage, absent: Any = MISSING) -> Any:
    """The payload with the entries of a page in it, and what tells of the page put right.

    `absent` stands for what leads to a page that there is not.
    """
    if not path:
        return list(page.entries)
    told = _told(sample, page, _has_total(sample), absent)
    return replaced(told, path, list(page.entries))


def _has_total(sample: Any) -> bool:
    """Whether a payload tells the number of all entries, so that a count is that of the page."""
    names = {words(name) for name in sample} if isinstance(sample, dict) else set()
    inner = sample.values() if isinstance(sample, dict) else ()
    names |= {words(name) for each in inner if isinstance(each, dict) for name in each}
    return bool(names & (set(TOTALS) - {"count"}))


def _told(value: Any, page: ListPage, has_total: bool, absent: Any) -> Any:
    if not isinstance(value, dict):
        return value
    made = {}
    for name, held in value.items():
        if isinstance(held, dict):
            made[name] = _told(held, page, has_total, absent)
            continue
        told = _member(name, held, page, has_total)
        told = absent if told is MISSING else told
        if told is not MISSING:
            made[name] = told
    return made


def _member(name: str, held: Any, page: ListPage, has_total: bool) -> Any:
    """What a member tells of a page; `MISSING` for what is not there on such a page."""
    word = words(name)
    if isinstance(held, bool):
        return page.has_more if word in _MORE else bool(page.offset) if word in _LESS else held
    if isinstance(held, int) or (held is None and word in TOTALS):
        return _number(word, held, page, has_total)
    if word in _PREVIOUS:
        return held if word == "self" else MISSING
    if is_cursor(name) or "next" in word or word in {"cursor", "marker"}:
        if not page.has_more:
            return MISSING
        is_address = isinstance(held, str) and is_url(held)
        return (page.url or page.cursor) if is_address else page.cursor
    return held


def _number(word: str, held: Any, page: ListPage, has_total: bool) -> Any:
    if word in _IN_PAGE and has_total:
        return len(page.entries)
    if word in TOTALS:
        return page.total
    table = (
        (_LIMITS, page.limit),
        (_OFFSETS, page.offset),
        (_PAGES, page.number),
        (_COUNTS, page.pages),
    )
    found = next((value for names, value in table if word in names), held)
    if "next" in word:
        return page.number + 1 if page.has_more else MISSING
    if word in _PREVIOUS:
        return page.number - 1 if page.offset else MISSING
    return found


def list_headers(described: Mapping[str, str], page: ListPage) -> dict[str, str]:
    """The documented headers of a list, those that tell of its page put right."""
    told = {name: text for name, text in described.items() if name != "link"}
    told |= {name: str(page.total) for name in described if name in TOTAL_HEADERS}
    if "link" in described and page.url:
        told["link"] = f'<{page.url}>; rel="next"'
    return told
