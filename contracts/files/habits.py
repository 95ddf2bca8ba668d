"""Habits: ways to keep the contract that are not the reference's, and are right all the same."""

import json
from collections.abc import Callable

from starlette.types import ASGIApp

from contracts.files.planting import answering, hooked
from contracts.files.reference import create_app
from contracts.planting import Answer, AppMaker, Habit, Rewriter
from contracts.wire_habits import (
    adorned,
    charset_named,
    chunked,
    located_absolutely,
    respelt,
    reversed_members,
)

_PORTION = 8  # bytes of a range that are sent at once


def _typed(change: Callable[[str], str]) -> AppMaker:
    """An app that spells the media types of its answers in another way."""

    def changed(answer: Answer) -> Answer:
        told = dict(answer.headers).get("content-type")
        return answer.with_header("content-type", change(told)) if told else answer

    return answering(changed)


def _no_ranges(answer: Answer) -> Answer:
    """Promise no ranges."""
    told = dict(answer.headers).get("accept-ranges")
    return answer.with_header("accept-ranges", "none") if told else answer


def _whole() -> ASGIApp:
    """A service that has no ranges, and says so."""
    service = hooked(wanted_span=lambda _service, _real, *_asked: None)()
    return Rewriter(service, _no_ranges)


def _untold(answer: Answer) -> Answer:
    """Leave open how long the whole is (RFC 9110 14.4)."""
    told = dict(answer.headers).get("content-range", "")
    if answer.status != 206:
        return answer
    return answer.with_header("content-range", told.rpartition("/")[0] + "/*")


def _adorned(answer: Answer) -> Answer:
    """Add the headers that stand in front of many services, cookies of theirs too."""
    more = adorned(answer).with_header("cache-control", "private, no-cache")
    return more.with_header("set-cookie", "seen=1; Path=/; HttpOnly")


def _found_too(answer: Answer) -> Answer:
    """Name the new thing in Content-Location as well, which the answer is a representation of."""
    location = dict(answer.headers).get("location")
    return answer.with_header("content-location", location) if location else answer


HABITS: tuple[Habit, ...] = tuple(
    Habit(name=name, why=why, app=app)
    for name, why, app in (
        ("no-ranges", "A Range may be ignored (RFC 9110 14.2).", _whole),
        (
            "ranges-in-portions",
            "A 206 may hold less than was asked for, and says so (RFC 9110 15.3.7).",
            hooked(
                piece=lambda _service, real, content, first, last: real(
                    content, first, min(last, first + _PORTION - 1)
                )
            ),
        ),
        ("length-untold", "The length of the whole may be unknown.", answering(_untold)),
        (
            "tag-of-the-revision",
            "A tag may change with each upload, of the same bytes too (RFC 9110 8.8.1).",
            hooked(tag=lambda _service, _real, document: f'"{document.id}-{document.revision}"'),
        ),
        (
            "one-form-of-the-catalog",
            "An Accept may be disregarded (RFC 9110 12.5.1).",
            hooked(catalog_form=lambda _service, _real, _accept: "text/csv"),
        ),
        (
            "location-absolute",
            "A Location is any reference (RFC 9110 10.2.2).",
            located_absolutely(create_app),
        ),
        ("content-location", "A 201 may be the new thing's representation.", answering(_found_too)),
        (
            "chunked",
            "A length need not be told, by HEAD neither (RFC 9110 9.3.2).",
            chunked(create_app),
        ),
        ("charset-named", "A content type may have parameters.", answering(charset_named)),
        (
            "content-type-upper-case",
            "Media types compare without case (RFC 9110 8.3.1).",
            _typed(str.title),
        ),
        (
            "members-reversed",
            "Objects have no order.",
            respelt(create_app, lambda v: json.dumps(reversed_members(v)).encode()),
        ),
        (
            "ascii-only",
            "Escapes mean the same text.",
            respelt(create_app, lambda value: json.dumps(value, indent=1).encode()),
        ),
        ("headers-and-cookies-added", "Headers are open.", answering(_adorned)),
    )
)
"""Every habit; none breaks a law of the contract."""
