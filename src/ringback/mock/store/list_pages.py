"""What of the things of a resource a list answers: filtered, in order, cut into pages."""

import base64
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ringback.campaign.resource.list_answers import Paging, is_cursor, is_paging, paging_by
from ringback.campaign.resource.reference_members import words
from ringback.exchange import Request
from ringback.operation import Parameter
from ringback.payload import MISSING
from ringback.schema.view import Admits

_LIMIT = 100  # entries of a page for which nothing is said
_BACKWARDS = frozenset({"endingbefore", "pagebefore", "beforecursor", "before"})
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]+)?")
_DESCENDING = frozenset({"desc", "descending", "-1"})
_TEXTS = frozenset({"q", "query", "search", "searchterm", "searchtext", "term", "text"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One page: its entries, where it begins, and how it was cut. `number` counts from `first`."""

    entries: tuple[Any, ...]
    total: int
    offset: int
    limit: int
    first: int = 1
    cursor: str = ""
    url: str = ""

    @property
    def number(self) -> int:
        """The number of this page."""
        return self.offset // self.limit + self.first if self.limit else self.first

    @property
    def pages(self) -> int:
        """How many there are: at least one."""
        return max(1, -(-self.total // self.limit)) if self.limit else 1

    @property
    def has_more(self) -> bool:
        """Whether something stands behind it."""
        return self.offset + len(self.entries) < self.total


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntry:
    """An entry and the key that a cursor names it by."""

    value: Any
    key: str


class ListPages:
    """Cuts a list as the parameters of its `query` say; `defaults` are the description's.

    `members` are what entries are described to have: one that lacks what is asked for is left out.
    `admits` is the validator's word on cursors.
    """

    def __init__(
        self,
        query: Sequence[Parameter],
        defaults: Mapping[str, Any],
        members: Iterable[str],
        admits: Admits,
    ) -> None:
        self._paging: Paging = paging_by(query)
        self._query = query
        self._defaults = defaults
        self._members = frozenset(map(words, members))
        self._admits = admits

    def page(self, request: Request, entries: Sequence[ListEntry]) -> ListPage:
        """The page that a request asks for."""
        chosen = [each for each in entries if self._is_wanted(request, each.value)]
        chosen = self._sorted(request, chosen)
        paging = self._paging
        limit = self._number(request, paging.limit)
        limit = (len(chosen) or _LIMIT) if limit is None else limit
        first = 0 if paging.page and self._defaults.get(paging.page.name) == 0 else 1
        offset = self._offset(request, chosen, limit, first)
        taken = chosen[offset : offset + limit] if limit else []
        last = self._cursor(taken[-1].key) if taken else ""
        return ListPage(
            entries=tuple(each.value for each in taken),
            total=len(chosen),
            offset=offset,
            limit=limit,
            first=first,
            cursor=last if offset + len(taken) < len(chosen) else "",
            url=self._next_url(request, offset + limit, limit, last, first)
            if offset + len(taken) < len(chosen)
            else "",
        )

    def _offset(
        self, request: Request, entries: Sequence[ListEntry], limit: int, first: int
    ) -> int:
        paging = self._paging
        for name, text in request.query:
            if is_cursor(name) and text and paging.cursor is not None:
                keys = [{each.key, self._cursor(each.key)} for each in entries]
                at = next((i for i, each in enumerate(keys) if text in each), None)
                if at is not None:
                    return max(0, at - limit) if words(name) in _BACKWARDS else at + 1
                return len(entries) if text not in {"*", "0"} else 0
        offset = self._number(request, paging.offset)
        if offset is not None:
            return offset
        page = self._number(request, paging.page)
        return max(0, page - first) * limit if page is not None else 0

    def _cursor(self, key: str) -> str:
        """The cursor that names the page behind a thing: its key, or that in hex or base64."""
        cursor = self._paging.cursor
        schema = cursor.schema if cursor is not None else None
        spelt = key.encode()
        coded = (key, spelt.hex(), base64.urlsafe_b64encode(spelt).decode())
        return next((each for each in coded if not schema or self._admits(schema, each)), key)

    def _number(self, request: Request, parameter: Parameter | None) -> int | None:
        if parameter is None:
            return None
        text = next(iter(request.query_values(parameter.name)), None)
        if text is not None and text.isascii() and text.isdecimal():
            return int(text)
        default = self._defaults.get(parameter.name)
        is_number = isinstance(default, int) and not isinstance(default, bool)
        return default if is_number else None

    def _asked(self, request: Request) -> Iterator[tuple[str, list[str]]]:
        """The names in a query that choose among entries, each with its values."""
        names = self._paging.names
        for parameter in self._query:
            if parameter.name in names or is_paging(parameter.name):
                continue
            if parameter.form.style == "deepObject":
                for name, text in request.query:
                    if name.startswith(f"{parameter.name}[") and name.endswith("]"):
                        yield words(name[len(parameter.name) + 1 : -1]), text.split(",")
            elif asked := _values(request, parameter):
                yield words(parameter.name), asked

    def _is_wanted(self, request: Request, entry: Any) -> bool:
        """Whether an entry has what the query gives, and the texts that it looks for."""
        if not isinstance(entry, dict):
            return True
        for wanted, asked in self._asked(request):
            if wanted in _TEXTS:
                whole = " ".join(_texts(entry)).lower()
                if not all(each.lower() in whole for each in asked):
                    return False
                continue
            if not _is_within(entry, wanted, asked[0]):
                return False
            called = (wanted, f"{wanted}s", wanted.removesuffix("s"))
            held = next((it for name, it in entry.items() if words(name) in called), MISSING)
            if held is MISSING and wanted in self._members:
                return False
            if held is not MISSING and not isinstance(held, dict) and not _has(held, asked):
                return False
        return True

    def _sorted(self, request: Request, entries: list[ListEntry]) -> list[ListEntry]:
        """In the order that is asked for; entries without the member come last."""
        paging = self._paging
        if paging.sort is None:
            return entries
        told = ",".join(request.query_values(paging.sort.name))
        direction = ""
        if paging.direction is not None:
            direction = next(iter(request.query_values(paging.direction.name)), "")
        for part in reversed([each for each in told.split(",") if each]):
            name, down = _order(part, direction)
            entries = sorted(entries, key=lambda each: _rank(each.value, name), reverse=down)
            entries = sorted(entries, key=lambda each: _held(each.value, name) is MISSING)
        return entries

    def _next_url(self, request: Request, offset: int, limit: int, last: str, first: int) -> str:
        """The URL of the page behind this one; empty where nothing in the query leads there."""
        paging = self._paging
        split = urlsplit(request.url)
        if paging.offset is not None:
            new = {paging.offset.name: str(offset)}
        elif paging.page is not None:
            new = {paging.page.name: str(offset // limit + first if limit else first)}
        elif paging.cursor is not None:
            new = {paging.cursor.name: last}
        else:
            return ""
        kept = [(n, v) for n, v in parse_qsl(split.query, True) if n not in new]
        query = urlencode([*kept, *new.items()])
        return urlunsplit((split.scheme, split.netloc, split.path, query, ""))


def _is_within(entry: Mapping[str, Any], wanted: str, bound: str) -> bool:
    """Whether a number is not below `min_…` of its name, or above `max_…`."""
    for start, sign in (("min", 1), ("max", -1)):
        name = wanted.removeprefix(start)
        held = next((it for key, it in entry.items() if words(key) == name), None)
        if name == wanted or isinstance(held, bool) or not _NUMBER.fullmatch(bound):
            continue
        if isinstance(held, int | float):
            return sign * held >= sign * float(bound)
    return True


def _values(request: Request, parameter: Parameter) -> list[str]:
    """The values that a query gives a parameter, those of lists one by one."""
    given = [*request.query_values(parameter.name), *request.query_values(f"{parameter.name}[]")]
    return [each for text in given for each in text.split(",")]


def _has(held: Any, asked: Sequence[str]) -> bool:
    """Whether a member is, or holds, one of these."""
    values = held if isinstance(held, list) else [held]
    texts = {_text(each) for each in values if not isinstance(each, dict)}
    texts |= {_text(v) for each in values if isinstance(each, dict) for v in each.values()}
    return not texts.isdisjoint(asked)


def _text(value: Any) -> str:
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str):
        yield value


def _order(part: str, direction: str) -> tuple[str, bool]:
    """The member that is sorted by, and whether the last one comes first."""
    down = direction.lower() in _DESCENDING
    if part[0] in "+-":
        return part[1:], part[0] == "-"
    for mark in (":", " ", "."):
        name, found, way = part.rpartition(mark)
        if found and way.lower() in {"asc", "ascending", *_DESCENDING}:
            return name, way.lower() in _DESCENDING
    return part, down


def _held(entry: Any, name: str) -> Any:
    if not isinstance(entry, dict):
        return MISSING
    wanted = words(name)
    found = next((value for key, value in entry.items() if words(key) == wanted), MISSING)
    return MISSING if found is None or isinstance(found, dict | list) else found


def _rank(entry: Any, name: str) -> tuple[int, Any]:
    """What entries are compared by: numbers among numbers, texts among texts."""
    held = _held(entry, name)
    if isinstance(held, bool):
        return 0, int(held)
    if isinstance(held, str):
        return 1, held
    return (0, held) if held is not MISSING else (2, 0)
