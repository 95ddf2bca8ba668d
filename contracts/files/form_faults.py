"""Faults in what forms say, in what is made of it, and in what becomes of a document after it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from contracts.files.planting import hooked, on, on_document
from contracts.files.reading import Fields
from contracts.files.refusals import RefusedError
from contracts.files.service import Service
from contracts.files.store import Document
from contracts.planting import Real, admitted, planted

_ACCEPTED = "request/accepted-invalid"
_REFUSED = "request/refused-valid"


def _labels(change: Callable[[list[str]], Sequence[str]]) -> Any:
    """An app that takes the labels of a form for other ones."""
    return hooked(read_labels=lambda _s, real, values: real(change(list(values))))


def _title(change: Callable[[str], str]) -> Any:
    """An app that takes a valid title for another one."""
    return hooked(read_title=lambda _s, real, values: change(real(values)))


def _preview(change: Callable[[dict[str, list[str]]], Any]) -> Any:
    """An app that reads the fields of a feedback, changed in place, for those that came."""

    def preview(_service: Service, real: Real, fields: Fields) -> Any:
        copied = {name: list(values) for name, values in fields.items()}
        change(copied)
        return real(copied)

    return hooked(preview=preview)


def _shown(change: Callable[[dict[str, Any]], Any]) -> Any:
    """An app that shows a feedback otherwise."""

    def preview(_service: Service, real: Real, fields: Fields) -> Any:
        told = real(fields)
        change(told)
        return told

    return hooked(preview=preview)


def _rating(low: int, high: int) -> Any:
    """An app that takes ratings within other bounds."""

    def whole(_service: Service, real: Real, text: str, name: str, *bounds: int) -> Any:
        value = real(text, name, *((low, high) if name == "rating" else bounds))
        return min(5, max(1, value)) if name == "rating" else value

    return hooked(whole=whole)


def _any_rating(_service: Service, real: Real, text: str, name: str, *bounds: int) -> Any:
    """Count a rating that is no number as the middle one."""
    try:
        return real(text, name, *bounds)
    except RefusedError:
        if name != "rating" or text.lstrip("-").isdecimal():
            raise
        return 3


def _topics_remembered(service: Service, real: Real, values: Sequence[str]) -> Any:
    """Tell the topics of the feedback before, where there are none."""
    topics = real(values) or vars(service).get("topics", ())
    vars(service)["topics"] = topics
    return topics


def _title_refused(when: Callable[[str], bool], status: int) -> Any:
    """An app that refuses some valid titles."""

    def read(_service: Service, real: Real, values: Sequence[str]) -> Any:
        title = real(values)
        if when(title):
            raise RefusedError(status, "title", "The title is not liked.")
        return title

    return hooked(read_title=read)


def _no_title(_service: Service, real: Real, values: Sequence[str]) -> Any:
    """Find a title for a document that has none."""
    return real(values or ["Untitled"])


def _cut_title(_service: Service, real: Real, values: Sequence[str]) -> Any:
    """Cut a title that is too long, and say nothing."""
    return real([each[:200] for each in values])


def _stored_and_refused(service: Service, real: Real, values: Sequence[str]) -> Any:
    """Store a document, and only then see that it has no title."""
    try:
        return real(values)
    except RefusedError:
        service.create_document("Untitled", (), b"", "text/plain")
        raise


FORM = planted(
    "form",
    ("labels-last-only", "law/echo", _labels(lambda values: values[-1:])),
    ("labels-sorted", "law/echo", _labels(sorted)),
    ("labels-once-each", "law/echo", _labels(lambda values: list(dict.fromkeys(values)))),
    ("labels-in-lower-case", "law/echo", _labels(lambda values: [v.lower() for v in values])),
    ("labels-split-at-commas", "law/echo", _labels(lambda values: ",".join(values).split(","))),
    ("title-trimmed", "law/echo", _title(lambda title: title.strip() or title)),
    (
        "title-escaped-for-html",
        "law/echo",
        _title(lambda title: title.replace("&", "&amp;").replace("<", "&lt;")),
    ),
    (
        "title-in-ascii",
        "law/echo",
        _title(lambda title: title.encode("ascii", "replace").decode()),
    ),
    ("title-missing-accepted", _ACCEPTED, hooked(read_title=_no_title)),
    admitted(
        "title-too-long-cut",
        _ACCEPTED,
        hooked(read_title=_cut_title),
        "right services cut a text of a form that is too long, as a text control does",
    ),
    (
        "too-many-labels-accepted",
        _ACCEPTED,
        hooked(read_labels=lambda _s, _real, values: tuple(values)),
    ),
    ("long-title-refused", _REFUSED, _title_refused(lambda title: len(title) > 100, 422)),
    (
        "title-crashes-beyond-the-plane",
        "protocol/server-error",
        _title_refused(lambda title: any(ord(each) > 0xFFFF for each in title), 500),
    ),
    ("refused-and-stored", "law/refused", hooked(read_title=_stored_and_refused)),
)

PREVIEW = planted(
    "preview",
    ("topics-last-only", "law/echo", _preview(lambda f: f.update(topics=f.get("topics", [])[-1:]))),
    (
        "text-with-its-plus-signs",
        "law/echo",
        _shown(lambda told: told.update(text=told["text"].replace(" ", "+"))),
    ),
    (
        "text-on-one-line",
        "law/echo",
        _shown(lambda told: told.update(text=" ".join(told["text"].split()) or "-")),
    ),
    ("topics-remembered", "law/idempotence", hooked(read_topics=_topics_remembered)),
    (
        "rating-from-the-end",
        "law/echo",
        _shown(lambda told: told.update(rating=6 - told["rating"])),
    ),
    (
        "rating-a-string",
        "schema/response",
        _shown(lambda told: told.update(rating=str(told["rating"]))),
    ),
    (
        "topics-null-when-none",
        "schema/response",
        _shown(lambda t: t["topics"] or t.update(topics=None)),
    ),
    ("rating-above-five-accepted", _ACCEPTED, _rating(1, 10**9)),
    ("rating-zero-accepted", _ACCEPTED, _rating(0, 5)),
    ("rating-a-word-accepted", _ACCEPTED, hooked(whole=_any_rating)),
    (
        "unknown-topics-accepted",
        _ACCEPTED,
        hooked(read_topics=lambda _s, _real, values: tuple(values)),
    ),
    ("text-missing-accepted", _ACCEPTED, _preview(lambda f: f.setdefault("text", ["-"]))),
)


def _kept_labels(_service: Service, real: Real, old: Document, title: str, labels: Any) -> Any:
    """Keep the labels that are not given again."""
    return real(old, title, labels or old.labels)


def _joined_labels(_service: Service, real: Real, old: Document, title: str, labels: Any) -> Any:
    """Put the new labels behind the old ones."""
    return real(old, title, tuple(dict.fromkeys((*old.labels, *labels)))[:20])


def _not_stored(service: Service, real: Real, old: Document, *asked: Any) -> Any:
    """Answer with the new title and labels, and forget them."""
    new = real(old, *asked)
    service.store.documents[old.id] = old
    return new


def _all_titles(service: Service, real: Real, old: Document, title: str, labels: Any) -> Any:
    """Forget which document it is about."""
    new = real(old, title, labels)
    for each in list(service.store.documents.values()):
        real(each, title, each.labels if each.id != old.id else labels)
    return new


def _bytes_lost(service: Service, real: Real, old: Document, *asked: Any) -> Any:
    """Lose the bytes of a document whose title changes."""
    return service.replace_content(real(old, *asked), b"", old.media_type)


def _counting(service: Service, real: Real, document: Document) -> Any:
    """Tell another time of creation in each answer."""
    vars(service)["told"] = told = vars(service).get("told", 0) + 1
    return {**real(document), "created_at": f"2024-06-01T08:{told // 60 % 60:02}:{told % 60:02}Z"}


UPDATE = planted(
    "update",
    ("labels-kept-when-left-out", "law/replace", hooked(update_document=_kept_labels)),
    ("labels-added-to-the-old", "law/echo", hooked(update_document=_joined_labels)),
    ("update-not-stored", "law/read-back", hooked(update_document=_not_stored)),
    ("update-changes-all", "law/isolation", hooked(update_document=_all_titles)),
    ("update-loses-the-bytes", "law/isolation", hooked(update_document=_bytes_lost)),
    ("created-at-each-answer", "law/identity", hooked(render=_counting)),
    ("created-at-no-time", "schema/response", on_document(lambda d: d.update(created_at="today"))),
    (
        "updated-as-201",
        "schema/status",
        on("PUT", "/documents/", 200, lambda a: replace(a, status=201)),
    ),
)
