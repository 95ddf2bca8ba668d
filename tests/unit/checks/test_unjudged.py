"""What of an exchange no check can judge, and when that is all of it."""

import random
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from ringback.checks.unjudged import NO_GAPS, Gaps, Unjudged, UnjudgedPart, answer_gaps, gaps
from ringback.contract import Contract
from ringback.verdict import NotJudged
from tests.unit.checks.judging import answer, subject
from tests.unit.contract.making import small

JSON, XML, HTML = "application/json", "application/xml", "text/html"
NONE = UnjudgedPart()
STORED = UnjudgedPart(content_type=JSON, there=True)
LOST = UnjudgedPart(content_type=JSON, stored=False)
NOT_STORED = "it was not stored"
NO_TYPE = "its media type was not stored"
NO_WORD = "the description says nothing of it"
ANYBODY = "what stands before a service may give it to any request"
NO_JUDGE = "application/xml is not judged"


def _content(*names: str) -> dict[str, Any]:
    return {name: {"schema": {"type": "object"}} for name in names}


@cache
def contract() -> Contract:
    """Pets: read and kept, as JSON or XML, and answers of every kind of description."""
    answers = {
        "200": {"description": "a pet", "content": _content(JSON, XML)},
        "201": {"description": "kept", "content": {XML: {}}},
        "204": {"description": "nothing"},
        "304": {"description": "the same", "content": _content(JSON)},
        "429": {"description": "busy", "content": _content(JSON)},
        "4XX": {"description": "no"},
        "default": {"description": "failed", "content": _content(JSON)},
    }
    body = {"content": _content(JSON, XML)}
    return small(
        {},
        {
            "/pets": {
                "get": {"operationId": "read", "responses": answers},
                "head": {"operationId": "look", "responses": answers},
                "put": {"operationId": "keep", "requestBody": body, "responses": answers},
            }
        },
    )


@pytest.mark.parametrize(
    ("operation", "status", "asked", "answered"),
    [
        ("read", 200, NONE, STORED),
        ("read", 200, NONE, NONE),  # missing, which is a finding
        (
            "read",
            200,
            NONE,
            UnjudgedPart(content_type=HTML, there=True),
        ),  # told by schema/content-type
        ("read", 200, NONE, UnjudgedPart(there=True)),  # the same
        ("read", 201, NONE, UnjudgedPart(content_type=XML, there=True)),  # by its media type alone
        ("read", 204, NONE, NONE),
        ("read", 204, NONE, UnjudgedPart(stored=False)),
        ("read", 304, NONE, LOST),  # it has none to store
        ("look", 200, NONE, LOST),
        ("read", 404, NONE, NONE),
        ("read", 404, NONE, LOST),
        ("read", 429, NONE, STORED),  # documented by its very code
        ("read", 500, NONE, STORED),
        ("keep", 200, STORED, STORED),
        ("keep", 204, NONE, NONE),  # what need not be there
        (
            "keep",
            404,
            UnjudgedPart(content_type=XML, there=True),
            NONE,
        ),  # refused: nothing is asked of it
        ("keep", 404, LOST, NONE),
    ],
)
def test_exchanges_that_are_judged(
    operation: str, status: int, asked: UnjudgedPart, answered: UnjudgedPart
) -> None:
    """Wherever the checks look at all that the description speaks of; no body is no gap."""
    assert gaps(contract().operation(operation), status, asked, answered) == NO_GAPS


@pytest.mark.parametrize(
    ("operation", "status", "asked", "answered", "expected"),
    [
        ("read", 200, NONE, LOST,
            Gaps(entries=(("the body of read 200", NOT_STORED),), blank=True)),
        ("read", 200, NONE,
            UnjudgedPart(content_type=XML, there=True, why=NO_JUDGE),
            Gaps(entries=(("the body of read 200", NO_JUDGE),), blank=True)),
        ("read", 200, NONE,
            UnjudgedPart(content_type=f"{XML}; charset=utf-8", there=True, why=NO_JUDGE),
            Gaps(entries=(("the body of read 200", NO_JUDGE),), blank=True)),
        ("read", 200, NONE, UnjudgedPart(there=True, typed=False),
            Gaps(entries=(("the body of read 200", NO_TYPE),), blank=True)),
        ("read", 200, NONE, UnjudgedPart(content_type=HTML, there=True, typed=False),
            Gaps(entries=(("the body of read 200", NO_TYPE),), blank=True)),
        ("read", 418, NONE, STORED, Gaps(entries=(("the body of read 418", NO_WORD),))),
        ("read", 429, NONE, LOST,
            Gaps(entries=(("the body of read 429", NOT_STORED),), blank=True)),
        ("read", 431, NONE, STORED,
            Gaps(entries=(("the answer 431 of read", ANYBODY),), about=False)),
        ("read", 503, NONE, NONE,
            Gaps(entries=(("the answer 503 of read", ANYBODY),), about=False)),
        ("keep", 503, STORED, NONE, Gaps(entries=(("the answer 503 of keep", ANYBODY),))),
        ("keep", 200, STORED, LOST, Gaps(entries=(("the body of keep 200", NOT_STORED),))),
        ("keep", 200, LOST, STORED, Gaps(entries=(("the request body of keep", NOT_STORED),))),
        ("keep", 204, LOST, NONE,
            Gaps(entries=(("the request body of keep", NOT_STORED),), blank=True)),
        ("keep", 200, UnjudgedPart(content_type=XML, there=True, why=NO_JUDGE), STORED,
            Gaps(entries=(("the request body of keep", NO_JUDGE),))),
        ("read", 200, STORED, STORED, Gaps(entries=(("the request body of read", NO_WORD),))),
    ],
)  # fmt: skip
def test_exchanges_that_are_not(
    operation: str, status: int, asked: UnjudgedPart, answered: UnjudgedPart, expected: Gaps
) -> None:
    """What is left open by name; blank where what the description speaks of is all of it."""
    assert gaps(contract().operation(operation), status, asked, answered) == expected


def test_a_doubtful_request() -> None:
    """Its doubts are told, and its body makes no exchange judged; of a refused one none is told."""
    keep = contract().operation("keep")
    doubt = ("the request of keep", "a doubt")
    assert gaps(keep, 200, STORED, STORED, ["a doubt"]) == Gaps(entries=(doubt,))
    assert gaps(keep, 204, STORED, NONE, ["a doubt"]) == Gaps(entries=(doubt,))
    assert gaps(keep, 200, STORED, LOST, ["a doubt"]) == Gaps(
        entries=(("the body of keep 200", NOT_STORED), doubt), blank=True
    )
    assert gaps(keep, 404, STORED, NONE, ["a doubt"]) == NO_GAPS


def test_an_answer_of_a_target() -> None:
    """Only the answer counts, and it is never blank: statuses and laws are judged in any case."""
    html = (("Content-Type", "text/html"),)
    assert answer_gaps(subject(answer(404, b"<no>", html))) == NO_GAPS
    xml = answer(200, b"<pet/>", (("Content-Type", XML),))
    about = replace(subject(xml), contract=contract(), operation=contract().operation("read"))
    assert answer_gaps(about) == Gaps(entries=(("the body of read 200", NO_JUDGE),))
    assert answer_gaps(subject(answer(404, b"<no>", html), method="PATCH")) == NO_GAPS
    assert answer_gaps(subject(answer(200, b'{"a":1}'))) == NO_GAPS


def test_counts_add_up_in_any_order() -> None:
    """However many reasons a hostile log makes up, the same ones are told apart."""
    reasons = [f"reason {number % 700:03}" for number in range(2_000)]
    rnd = random.Random(1)  # noqa: S311 -- for tests
    totals = []
    for _ in range(3):
        rnd.shuffle(reasons)
        parts = [Unjudged(), Unjudged()]
        for number, reason in enumerate(reasons):
            parts[number % 2].add(Gaps(entries=(("a", reason),), blank=True))
        whole = Unjudged()
        for each in parts:
            whole.merge(each)
        totals.append(whole)
    assert totals[0] == totals[1] == totals[2]
    assert sum(each.count for each in totals[0].entries) == 2_000
    assert len(totals[0].entries) == 201
    assert totals[0].entries[0] == NotJudged(what="a", why="reason 000", count=3)


def test_why_a_run_is_no_proof() -> None:
    """A sentence where nothing could be judged of some recording, with the first reasons."""
    found = Unjudged()
    found.add(Gaps(entries=(("the body of b 200", NO_WORD),)), 5)
    assert found.doubts == []
    found.add(Gaps(entries=(("the body of a 200", NOT_STORED),), blank=True))
    assert found.doubts == [
        "nothing could be judged of 1 recording: the body of a 200: it was not stored"
    ]
    for name in "cdef":
        found.add(Gaps(entries=((f"the body of {name} 200", NO_JUDGE),), blank=True), 300)
    (sentence,) = found.doubts
    assert sentence.startswith("nothing could be judged of 1,201 recordings: the body of a 200: it")
    assert sentence.endswith("; and 2 more")
