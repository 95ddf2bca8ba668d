"""The headers that an answer must carry, and its media type."""

import pytest

from ringback.checks import content_type, headers
from ringback.exchange import Headers, LostReason
from tests.unit.checks.judging import JSON, answer, line, lost, subject, told

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
