"""Faults in lists: their pages, totals and filters, and what stands in them; and in the catalog."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from contracts.files.planting import hooked, on
from contracts.files.reading import Filter
from contracts.files.refusals import RefusedError
from contracts.files.service import Query, Service
from contracts.files.store import Document, fresh_store
from contracts.planting import Answer, Real, planted

_ACCEPTED = "request/accepted-invalid"
_SEEDED = frozenset(fresh_store().documents)


def _pages(first: Callable[[int, int], int]) -> Any:
    """An app whose pages begin elsewhere: at `first` of the page and its size."""

    def page(
        _service: Service, _real: Real, documents: Sequence[Document], page: int, per_page: int
    ) -> Any:
        start = first(page, per_page)
        return list(documents[start : start + per_page])

    return hooked(page=page)


def _turned(service: Service, real: Real, documents: Sequence[Document], *asked: int) -> Any:
    """Turn the list round with each second answer, as a list without an order comes."""
    vars(service)["turn"] = not vars(service).get("turn", False)
    return real(documents if vars(service)["turn"] else documents[::-1], *asked)


def _filtering(**forgotten: Any) -> Any:
    """An app that takes no notice of some members of the filter."""
    return hooked(
        fits=lambda _s, real, document, wanted: real(document, replace(wanted, **forgotten))
    )


def _more_than(_service: Service, real: Real, document: Document, wanted: Filter) -> bool:
    """Take the smallest size for one that is too small."""
    fits: bool = real(document, wanted)
    return fits and len(document.content) != wanted.min_size


def _label_within(_service: Service, real: Real, document: Document, wanted: Filter) -> bool:
    """Find a label within others."""
    fits: bool = real(document, replace(wanted, label=None))
    return fits and (wanted.label is None or any(wanted.label in each for each in document.labels))


def _known_members(_service: Service, real: Real, query: Query) -> Any:
    """Pass over members of the filter that are not known."""
    known = {f"filter[{name}]" for name in Filter.__dataclass_fields__}
    return real([(name, text) for name, text in query if name in known])


def _unlisted(when: Callable[[Document], bool]) -> Any:
    """An app that leaves some documents out of the list."""

    def fitting(_service: Service, real: Real, wanted: Filter) -> list[Document]:
        return [each for each in real(wanted) if not when(each)]

    return hooked(fitting=fitting)


def _twice(_service: Service, real: Real, wanted: Filter) -> list[Document]:
    """List a document with several labels once for each, as a join does."""
    return [each for each in real(wanted) for _ in each.labels or [""]]


def _ghosts(service: Service, real: Real, wanted: Filter) -> list[Document]:
    """Go on listing what was listed once."""
    known: dict[str, Document] = vars(service).setdefault("known", {})
    known.update({each.id: each for each in real(wanted)})
    return [each for each in known.values() if service.fits(each, wanted)]


def _entry(change: Callable[[dict[str, Any]], Any]) -> Any:
    """An app that shows documents otherwise in the list."""

    def entry(_service: Service, real: Real, document: Document) -> Any:
        shown = real(document)
        change(shown)
        return shown

    return hooked(entry=entry)


def _bounded(name: str, low: int, high: int) -> Any:
    """An app that takes numbers within other bounds than those described."""

    def whole(_service: Service, real: Real, text: str, asked: str, *bounds: int) -> Any:
        return real(text, asked, *((low, high) if asked == name else bounds))

    return hooked(whole=whole)


def _lenient(name: str, usual: int) -> Any:
    """An app that takes whatever is no such number for the usual one."""

    def whole(_service: Service, real: Real, text: str, asked: str, *bounds: int) -> Any:
        try:
            return real(text, asked, *bounds)
        except RefusedError:
            if asked != name:
                raise
            return usual

    return hooked(whole=whole)


def _total(change: Callable[[Answer], str | None]) -> Any:
    """An app whose lists tell another total."""
    return on("GET", "/documents", 200, lambda a: a.with_header("x-total-count", change(a)))


def _every(service: Service, _real: Real, _fitting: Sequence[Document], _shown: Any) -> int:
    """Count what does not fit, too."""
    return len(service.store.documents)


LIST = planted(
    "list",
    (
        "total-of-the-page",
        "law/total",
        hooked(total=lambda _service, _real, _fitting, shown: len(shown)),
    ),
    ("total-one-too-many", "law/total", hooked(total=lambda _s, real, *found: real(*found) + 1)),
    ("total-without-the-filter", "law/total", hooked(total=_every)),
    ("total-missing", "schema/headers", _total(lambda _answer: None)),
    ("total-a-word", "schema/headers", _total(lambda _answer: "many")),
    (
        "per-page-ignored",
        "law/limit",
        hooked(page=lambda _s, real, documents, page, _per_page: real(documents, page, 20)),
    ),
    (
        "one-more-than-per-page",
        "law/limit",
        hooked(page=lambda _s, _real, all_, p, n: list(all_[(p - 1) * n : p * n + 1])),
    ),
    ("pages-overlap", "law/pages", _pages(lambda page, size: (page - 1) * max(1, size - 1))),
    ("pages-skip", "law/pages", _pages(lambda page, size: (page - 1) * (size + 1))),
    ("page-ignored", "law/pages", _pages(lambda _page, _size: 0)),
    ("list-without-an-order", "law/pages", hooked(page=_turned)),
    ("filter-by-label-ignored", "law/filter", _filtering(label=None)),
    ("filter-by-type-ignored", "law/filter", _filtering(media_type=None)),
    ("filter-by-largest-size-ignored", "law/filter", _filtering(max_size=None)),
    ("smallest-size-is-too-small", "law/filter", hooked(fits=_more_than)),
    ("label-found-within-others", "law/filter", hooked(fits=_label_within)),
    ("unknown-filter-accepted", _ACCEPTED, hooked(read_filter=_known_members)),
    ("page-zero-accepted", _ACCEPTED, _bounded("page", 0, 1_000_000)),
    ("any-page-size-accepted", _ACCEPTED, _bounded("per_page", 1, 10**9)),
    ("page-a-word-accepted", _ACCEPTED, _lenient("page", 1)),
    ("new-documents-not-listed", "law/listed", _unlisted(lambda each: each.id not in _SEEDED)),
    ("empty-documents-not-listed", "law/listed", _unlisted(lambda each: not each.content)),
    ("listed-once-a-label", "law/listed", hooked(fitting=_twice)),
    ("deleted-stays-listed", "law/listed", hooked(fitting=_ghosts)),
    ("listed-without-labels", "law/listed", _entry(lambda shown: shown.update(labels=[]))),
    (
        "listed-title-cut",
        "law/listed",
        _entry(lambda shown: shown.update(title=shown["title"][:3])),
    ),
    ("listed-without-size", "schema/response", _entry(lambda shown: shown.pop("size"))),
)


def _unknown_columns(_service: Service, real: Real, lines: Sequence[str]) -> Any:
    """Pass over columns that are not known."""
    try:
        return real(lines)
    except RefusedError:
        return real([])


CATALOG = planted(
    "catalog",
    ("unknown-column-accepted", _ACCEPTED, hooked(read_columns=_unknown_columns)),
    ("row-limit-not-validated", _ACCEPTED, _bounded("X-Row-Limit", -(10**9), 10**9)),
    (
        "catalog-as-html",
        "schema/content-type",
        on("GET", "/catalog", 200, lambda a: a.with_header("content-type", "text/html")),
    ),
    (
        "catalog-refusal-in-text",
        "schema/content-type",
        on("GET", "/catalog", 406, lambda a: a.with_header("content-type", "text/plain")),
    ),
    (
        "catalog-in-latin-1",
        "protocol/encoding",
        on(
            "GET",
            "/catalog",
            200,
            lambda a: replace(a, body=a.body.decode().encode("latin-1", "replace")),
        ),
    ),
)
