"""What each query and each path of the shop's API may hold, and how they are read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from contracts.shop.fields import Choice, Field, Flag, Many, Members, Mistake, Number, Text
from contracts.shop.forms import (
    ITEM_ID,
    LIMIT,
    MONEY,
    OFFSET,
    ORDER_ID,
    SORT,
    STATUSES,
    TAG_NAME,
    TIERS,
    UUID,
)

QUERIES: Mapping[str, Members] = {
    "customers": Members(
        known={
            "tier": Many(of=Choice(values=TIERS)),
            "email": Text(most=254),
            "newsletter": Flag(),
            "order_by": Choice(values=("name", "created_at")),
            "direction": Choice(values=("asc", "desc")),
            "page": Number(least=1, most=10_000),
            "per_page": Number(least=1, most=50),
        },
        defaults={"direction": "asc", "page": 1, "per_page": 20},
    ),
    "orders": Members(
        known={
            "status": Many(of=Choice(values=STATUSES)),
            "customer_id": UUID,
            "min_total": MONEY,
            "max_total": MONEY,
            "sort": SORT,
            "offset": OFFSET,
            "limit": LIMIT,
        },
        defaults={"offset": 0, "limit": 20},
    ),
    "tags": Members(
        known={
            "cursor": Text(pattern="[0-9a-f]{1,128}"),
            "limit": Number(least=1, most=100),
        },
        defaults={"limit": 20},
    ),
}
"""What queries may hold; names that no query knows are passed over."""

PATHS: Mapping[str, Field] = {
    "customer_id": UUID,
    "order_id": ORDER_ID,
    "item_id": ITEM_ID,
    "name": TAG_NAME,
}
"""What the names in paths may be."""

REPEATED = frozenset({"tier"})
"""The lists of queries that give each item a name of its own; the others part them by commas."""

_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,30})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """The values of a query, as far as they could be read, and the mistakes of the rest."""

    values: Mapping[str, Any]
    mistakes: tuple[Mistake, ...]


def read_query(form: Members, raw: str) -> Query:
    """The values that a query string gives a form's names; a name given twice is a mistake."""
    given: dict[str, list[str]] = {}
    for pair in raw.split("&"):
        name, _, text = pair.partition("=")
        given.setdefault(unquote_plus(name), []).append(text)
    values: dict[str, Any] = {}
    mistakes: list[Mistake] = []
    for name, kind in form.known.items():
        texts = given.get(name, [])
        if len(texts) > 1 and name not in REPEATED:
            mistakes.append((name, "must not be given more than once"))
        elif texts:
            values[name] = _many(kind, texts, name) if isinstance(kind, Many) else _one(kind, texts)
    mistakes += ((at.strip("/"), text) for at, text in form.mistakes(values))
    return Query(values=form.filled(values) if not mistakes else {}, mistakes=tuple(mistakes))


def _many(kind: Many, texts: list[str], name: str) -> list[Any]:
    """The items of a list; a comma that is percent-encoded belongs to its item."""
    items = texts if name in REPEATED else texts[0].split(",")
    return [typed(kind.of, unquote_plus(item)) for item in items]


def _one(kind: Field, texts: list[str]) -> Any:
    return typed(kind, unquote_plus(texts[0]))


def typed(kind: Field, text: str) -> Any:
    """The value that a text spells for a kind of value; the text itself where it spells none."""
    if isinstance(kind, Number) and _WHOLE.fullmatch(text):
        return int(text)
    if isinstance(kind, Flag) and text in {"true", "false"}:
        return text == "true"
    return text


def mistakes_of_path(values: Mapping[str, Any], kinds: Mapping[str, Field]) -> Iterator[Mistake]:
    """What is wrong with the names in a path."""
    for name, value in values.items():
        yield from ((name, text) for _, text in kinds[name].mistakes(value))
