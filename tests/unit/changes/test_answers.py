"""Statuses, media types and headers of answers."""

from collections.abc import Callable
from typing import Any

import pytest

from ringback.changes import Change
from tests.unit.changes.conftest import MAKE, READ, Edit, Told, make, read, same, told

Changes = Callable[[Edit, Edit], tuple[Change, ...]]
OK = f"{READ}/responses/200"
TAKE = "may be answered now, which it was not; see that"
KNOW = "clients that know only the old ones can take it"
VAIN = "is answered no more; who waits for it waits in vain, so keep it"


def answers(it: dict[str, Any]) -> dict[str, Any]:
    """What the operation that reads answers."""
    found: dict[str, Any] = read(it)["responses"]
    return found


def plain(*statuses: str) -> Edit:
    """What the operation that makes answers, by status alone."""
    return lambda it: make(it).update(responses={each: {"description": "d"} for each in statuses})


def content(*names: str) -> Edit:
    """What the answer to a read is written in."""
    return lambda it: answers(it)["200"].update(content={each: {} for each in names})


def header(*, required: bool | None = None) -> Edit:
    """A header of the answer to a read."""
    told = {} if required is None else {"required": required}
    return lambda it: answers(it)["200"].update(
        headers={"X-Left": {"schema": {"type": "integer"}} | told}
    )


ROWS: list[tuple[Edit, Edit, list[Told]]] = [
    (plain("200", "404"), plain("404"),
     [("BREAKS", "response-status-removed", f"the status 200 {VAIN}",
       f"{MAKE}/responses/200", f"{MAKE}/responses")]),
    (plain("200", "404"), plain("200"),
     [("CAREFUL", "response-status-removed", f"the status 404 {VAIN}",
       f"{MAKE}/responses/404", f"{MAKE}/responses")]),
    (plain("200"), plain("201"),
     [("BREAKS", "response-status-changed",
       "a success was 200 and is 201 now; keep the old status",
       f"{MAKE}/responses/200", f"{MAKE}/responses/201")]),
    (plain("200"), plain("200", "202"),
     [("CAREFUL", "response-status-added", f"the status 202 {TAKE} {KNOW}",
       f"{MAKE}/responses", f"{MAKE}/responses/202")]),
    (plain("200"), plain("2XX"),
     [("CAREFUL", "response-status-added", f"the status 2XX {TAKE} {KNOW}",
       f"{MAKE}/responses", f"{MAKE}/responses/2XX")]),
    (plain("200"), plain("200", "429"),
     [("CAREFUL", "response-status-added", f"the status 429 {TAKE} clients can take it",
       f"{MAKE}/responses", f"{MAKE}/responses/429")]),
    (plain("200"), plain("200", "303"),
     [("CAREFUL", "response-status-added", f"the status 303 {TAKE} clients can take it",
       f"{MAKE}/responses", f"{MAKE}/responses/303")]),
    (plain("200"), plain("200", "default"),
     [("CAREFUL", "response-status-added", f"any other status {TAKE} clients can take it",
       f"{MAKE}/responses", f"{MAKE}/responses/default")]),
    (plain("200", "default"), plain("200"),
     [("CAREFUL", "response-status-removed", f"any other status {VAIN}",
       f"{MAKE}/responses/default", f"{MAKE}/responses")]),
    (same, content("text/csv"),
     [("BREAKS", "response-media-type-removed",
       "the answer is not given as application/json any more; keep it beside the rest",
       f"{OK}/content/application~1json", f"{OK}/content"),
      ("COMPATIBLE", "response-media-type-added", "the answer may be given as text/csv now",
       f"{OK}/content", f"{OK}/content/text~1csv")]),
    (content("application/json"), content("application/json", "*/*"),
     [("CAREFUL", "response-media-type-added", "the answer may be given as */* now",
       f"{OK}/content", f"{OK}/content/*~1*")]),
    (content("Text/CSV", "text/plain"), content("text/plain"),
     [("BREAKS", "response-media-type-removed",
       "the answer is not given as text/csv any more; keep it beside the rest",
       f"{OK}/content/Text~1CSV", f"{OK}/content")]),
    (same, lambda it: answers(it)["200"].pop("content"),
     [("BREAKS", "response-body-removed", ("the answer has no body any more; keep it for who reads "
       "it"), OK, OK)]),
    (same, lambda it: answers(it)["404"].update(content={"text/plain": {}}),
     [("COMPATIBLE", "response-body-added", "the answer has a body now",
       f"{READ}/responses/404", f"{READ}/responses/404")]),
    (header(required=True), same,
     [("BREAKS", "response-header-removed",
       "the header X-Left is promised no more; keep it for who reads it",
       f"{OK}/headers/X-Left", OK)]),
    (header(), same,
     [("CAREFUL", "response-header-removed",
       "the header X-Left is promised no more; keep it for who reads it",
       f"{OK}/headers/X-Left", OK)]),
    (header(required=True), header(),
     [("BREAKS", "response-header-optional",
       "the header X-Left was always there and may be missing now; keep it",
       f"{OK}/headers/X-Left", f"{OK}/headers/X-Left")]),
    (same, header(),
     [("COMPATIBLE", "response-header-added", "the header X-Left is new",
       OK, f"{OK}/headers/X-Left")]),
]  # fmt: skip

HARMLESS: list[tuple[Edit, Edit]] = [
    (plain("200", "404"), plain("404", "200")),
    (plain("200", "4XX"), plain("200", "404", "4XX")),
    (plain("200", "4XX"), plain("200", "404")),
    (plain("200", "default"), plain("200", "404", "500")),
    (plain("200", "default"), plain("200", "201", "default")),
    (plain("200", "404", "default"), plain("200", "default")),
    (plain("2xx"), plain("2XX")),
    (plain("2XX"), plain("200")),
    (plain(), plain("200")),
    (content("application/json"), content("application/json; charset=utf-8")),
    (content("application/json"), content("Application/JSON")),
    (content("application/*"), content("application/json")),
    (content("application/json", "text/csv"), content("text/csv", "application/json")),
    (header(), header(required=False)),
    (header(), lambda it: answers(it)["200"].update(
        headers={"x-left": {"schema": {"type": "integer"}}})),
    (same, lambda it: answers(it)["404"].update(description="other")),
    (same, lambda it: it["components"].update(responses={"N": {"description": "d"}})
     or answers(it).update({"404": {"$ref": "#/components/responses/N"}})),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "expected"), ROWS)
def test_what_answers_promise_otherwise_is_told(
    changes: Changes, before: Edit, after: Edit, expected: list[Told]
) -> None:
    """A success, a media type or a needed header that went is a break; refusals are warnings."""
    assert [told(each) for each in changes(before, after)] == expected


@pytest.mark.parametrize(("before", "after"), HARMLESS)
def test_the_same_answers_in_other_words_are_not_told(
    changes: Changes, before: Edit, after: Edit
) -> None:
    """Ranges and `default` cover what is spelt out beside them or instead of them."""
    assert changes(before, after) == ()


def test_a_change_of_an_answer_says_its_status_and_side(changes: Changes) -> None:
    """So that one sees which answer it is."""
    (found,) = changes(header(), same)
    assert (found.operations, found.side, found.status) == (("read",), "response", "200")
