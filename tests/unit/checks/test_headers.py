"""The headers that an answer must carry, and its media type."""

from typing import Any

import pytest

from ringback.checks import content_type, headers
from ringback.exchange import Headers, LostReason
from tests.unit.checks.judging import JSON, answer, line, lost, subject, told
from tests.unit.contract.making import small

OK = "/paths/~1things/get/responses/200"
COUNT = f"{OK}/headers/X-Count/schema"
FLAG = f"{OK}/headers/X-Flag/schema"


@pytest.mark.parametrize(
    "sent",
    [
        (("X-Count", "7"),),
        (("x-count", "-7"), ("X-FLAG", "true")),
        (("X-Count", "7"), ("X-Flag", "false"), ("X-Other", "?")),
    ],
)
def test_headers_pass(sent: Headers) -> None:
    """Names without case; a text may spell the number or boolean that is described."""
    assert told(headers.check, subject(answer(200, headers=sent))) == []


def test_headers_pass_what_documents_none() -> None:
    """A status without documented headers, and no answer."""
    assert told(headers.check, subject(answer(404, headers=()))) == []
    assert told(headers.check, subject(lost(LostReason.CLOSED))) == []


@pytest.mark.parametrize(
    ("sent", "text", "schema", "cause"),
    [
        ((), "lacks the header X-Count", OK, "X-Count"),
        (
            (("X-Count", "many"),),
            "the header X-Count must be an integer, not a string",
            f"{COUNT}/type",
            "X-Count type",
        ),
        (
            (("X-Count", "1"), ("X-Flag", "maybe")),
            "the header X-Flag must be a boolean, not a string",
            f"{FLAG}/type",
            "X-Flag type",
        ),
    ],
)
def test_headers_flag(sent: Headers, text: str, schema: str, cause: str) -> None:
    """A required header that is missing; one that its schema refuses."""
    expected = ("schema/headers", f"response 200: {text}", None, schema, cause, line(schema))
    assert told(headers.check, subject(answer(200, headers=sent))) == [expected]


@pytest.mark.parametrize(
    ("verb", "allow"),
    [("PUT", "GET, POST"), ("PUT", "get,POST , HEAD"), ("PUT", "GET, POST, OPTIONS"), ("", "POST")],
)
def test_allow_passes(verb: str, allow: str) -> None:
    """A 405 names the described methods, and not the one that it refuses."""
    judged = subject(answer(405, headers=(("Allow", allow),)), method=verb)
    assert told(headers.check, judged) == []


def test_allow_may_come_in_several_headers() -> None:
    """A list may be spread over header lines (RFC 9110 5.3)."""
    sent = (("Allow", "GET"), ("Allow", "POST"))
    assert told(headers.check, subject(answer(405, headers=sent), method="PUT")) == []


@pytest.mark.parametrize(
    ("verb", "sent", "text", "cause"),
    [
        ("PUT", (), "lacks the header Allow", "absent"),
        (
            "PUT",
            (("Allow", "GET, PUT, POST"),),
            "Allow names PUT, the very method it refuses",
            "refused method named",
        ),
        ("PUT", (("Allow", "POST"),), "Allow does not name GET", "described method missing"),
        ("PUT", (("Allow", ""),), "Allow does not name GET, POST", "described method missing"),
        (
            "",
            (("Allow", "GET"),),
            "Allow names GET, the very method it refuses",
            "refused method named",
        ),
    ],
)
def test_allow_flags(verb: str, sent: Headers, text: str, cause: str) -> None:
    """No Allow, one that contradicts its answer, or one that hides a described method."""
    expected = ("protocol/allow", f"response 405: {text}", None, None, cause, None)
    assert told(headers.check, subject(answer(405, headers=sent), method=verb)) == [expected]


@pytest.mark.parametrize(
    ("status", "body", "sent"),
    [
        (200, b"{}", JSON),
        (200, b"{}", (("content-type", "Application/JSON; charset=utf-8"),)),
        (200, b"", ()),
        (404, b"no", (("Content-Type", "text/plain"),)),
        (404, b"no", (("Content-Type", "text/html"),)),
        (422, b"{}", (("Content-Type", "application/problem+json"),)),
        (405, b"anything", ()),
        (418, b"anything", ()),
    ],
)
def test_content_type_passes(status: int, body: bytes, sent: Headers) -> None:
    """A documented type or range; no body; no documented content; another check's status."""
    assert told(content_type.check, subject(answer(status, body, sent))) == []


@pytest.mark.parametrize(
    ("status", "sent", "text", "cause"),
    [
        (200, (), "has no Content-Type (documented: application/json)", "absent"),
        (
            200,
            (("Content-Type", "text/html; charset=utf-8"),),
            "is text/html; charset=utf-8 (documented: application/json)",
            "text/html",
        ),
        (404, JSON, "is application/json (documented: text/*)", "application/json"),
        (
            422,
            JSON,
            "is application/json (documented: application/problem+json)",
            "application/json",
        ),
    ],
)
def test_content_type_flags(status: int, sent: Headers, text: str, cause: str) -> None:
    """A body without a type, or of one that is not documented."""
    place = f"/paths/~1things/get/responses/{status}"
    message = f"response {status}: {text}"
    expected = ("schema/content-type", message, None, place, cause, line(place))
    assert told(content_type.check, subject(answer(status, b"{}", sent))) == [expected]


NUMBER = {"type": "number", "maximum": 1}
WORDS = {"type": "array", "items": {"enum": ["a", "b"]}}
LEVELS = {"type": "object", "additionalProperties": {"type": "integer"}}
SESSION = {"type": "string", "pattern": "^s="}


@pytest.mark.parametrize(
    ("described", "lines", "expected"),
    [
        ({"schema": NUMBER}, ["0.75"], []),
        ({"schema": NUMBER}, ["1.75"], ["the header X: 1.75 is above 1"]),
        ({"schema": NUMBER}, ["01"], []),  # how a number is spelt is open
        ({"schema": NUMBER}, ["0.1", "0.2"], []),  # and what two of them are
        ({"schema": WORDS}, ["a,b"], []),
        ({"schema": WORDS}, ["a", "b, a"], []),
        ({"schema": WORDS}, ["a, c"], ['the header X at /1 must be "a" or "b", not "c"']),
        ({"schema": WORDS}, ["a", "c"], ['the header X at /1 must be "a" or "b", not "c"']),
        ({"schema": LEVELS}, ["a,1,b,2"], []),
        ({"schema": LEVELS}, ["a,1,b,x"], ["the header X at /b must be an integer, not a string"]),
        ({"schema": LEVELS, "explode": True}, ["a=1,b=2"], []),
        ({"content": {"application/json": {"schema": LEVELS}}}, ['{"a": 1}'], []),
        (
            {"content": {"application/json": {"schema": LEVELS}}},
            ['{"a": "1"}'],
            ["the header X at /a must be an integer, not a string"],
        ),
        ({"content": {"text/plain": {"schema": SESSION}}}, ["s=1"], []),
    ],
)
def test_headers_are_read_in_the_style_simple(
    described: dict[str, Any], lines: list[str], expected: list[str]
) -> None:
    """Numbers, lists and objects are what their text spells; several lines are one list."""
    assert objections("X", described, lines) == expected


def test_cookies_that_are_set_are_never_joined() -> None:
    """Each Set-Cookie is one of its own, and one that is as described is enough."""
    assert objections("Set-Cookie", {"schema": SESSION}, ["a=1, b", "s=2"]) == []
    wrong = ['the header Set-Cookie: "a=1" does not match the pattern "^s="']
    assert objections("Set-Cookie", {"schema": SESSION}, ["a=1", "b=2"]) == wrong


def objections(name: str, described: dict[str, Any], lines: list[str]) -> list[str]:
    """What is said of an answer with these lines of a header."""
    answers = {"200": {"description": "ok", "headers": {name: described}}}
    contract = small(paths={"/a": {"get": {"operationId": "read", "responses": answers}}})
    (header,) = contract.operation("read").answers[0].headers
    judged = contract.header(header, tuple((name, line) for line in lines))
    return [each.message for each in judged.violations]
