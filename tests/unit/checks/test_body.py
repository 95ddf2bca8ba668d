"""The bytes of an answer, and the payload that they spell."""

import pytest

from ringback.checks import body, response_schema
from ringback.exchange import Headers, LostReason
from tests.unit.checks.judging import JSON, answer, line, lost, subject, told

THING = "/components/schemas/Thing"
HERE = "/paths/~1things/get/responses/200/content/application~1json/schema"


@pytest.mark.parametrize(
    ("status", "content", "headers"),
    [
        (200, b'{"a":1}', JSON),
        (200, '{"a":1,"\u00e9":"\U0001f600"}'.encode(), JSON),
        (200, b'{"a":123456789012345678901234567890}', JSON),
        (200, b"<html>", (("Content-Type", "text/html"),)),
        (200, b"<html>", ()),
        (404, b"\xff", (("Content-Type", "text/plain"),)),
        (422, b"{", (("Content-Type", "application/problem+json"),)),
        (204, b"", ()),
        (418, b"{", JSON),
    ],
)
def test_bodies_that_pass(status: int, content: bytes, headers: Headers) -> None:
    """Plain JSON; what is not documented as JSON, or does not say that it is, is not looked at."""
    judged = subject(answer(status, content, headers))
    assert told(body.check, judged) == []


@pytest.mark.parametrize(
    # The last is not described, and all that is described is JSON.
    "name",
    ["", "application/json", "application/json; charset=utf-8", "text/html"],
)
def test_an_empty_body_where_json_is_described(name: str) -> None:
    """Whatever its Content-Type says; an answer that may have no body is no such thing."""
    headers = (("Content-Type", name),) if name else ()
    found = told(body.check, subject(answer(200, b"", headers)))
    assert [each[:2] for each in found] == [
        ("protocol/not-json", "response 200: has no body, and one is documented")
    ]
    for status in (204, 304, 404, 422):
        assert told(body.check, subject(answer(status, b"", headers))) == []


def test_no_answer_passes() -> None:
    """Where nothing came there is no body; HEAD has none to give."""
    assert told(body.check, subject(lost(LostReason.CLOSED))) == []
    assert told(response_schema.check, subject(lost(LostReason.CLOSED))) == []
    assert told(body.check, subject(answer(200), method="HEAD")) == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [("not-json", "response 200: has no body, and one is documented", "empty")]),
        (
            b"{",
            [
                (
                    "not-json",
                    (
                        "response 200: the body is not JSON: expecting property name enclosed in "
                        "double quotes at line 1 column 2"
                    ),
                    "",
                )
            ],
        ),
        (
            b"[" * 300,
            [
                (
                    "not-json",
                    "response 200: the body is not JSON: expecting value at line 1 column 301",
                    "",
                )
            ],
        ),
        (
            b"[" * 300 + b"]" * 300,
            [
                (
                    "not-json",
                    "response 200: the body is nested deeper than the 200 levels that are read",
                    "",
                )
            ],
        ),
        (
            b'{"a":1,"a":2,"b":{"a":1,"a":1},"b":3}',
            [
                (
                    "duplicate-key",
                    'response 200: the body gives the member "a" more than once',
                    "a",
                ),
                (
                    "duplicate-key",
                    'response 200: the body gives the member "b" more than once',
                    "b",
                ),
            ],
        ),
        (
            b'{"a":NaN,"b":[NaN,Infinity]}',
            [
                (
                    "not-a-number",
                    "response 200: the body holds NaN, which is no JSON number",
                    "NaN",
                ),
                (
                    "not-a-number",
                    "response 200: the body holds Infinity, which is no JSON number",
                    "Infinity",
                ),
            ],
        ),
        (
            b'{"a":1,"b":"\xff"}',
            [("encoding", "response 200: the body is not UTF-8 at byte 12", "")],
        ),
        (
            b'{"a":1,"b":"\\ud800"}',
            [("encoding", "response 200: the body holds an unpaired surrogate", "surrogate")],
        ),
        (
            b'\xef\xbb\xbf{"a":1}',
            [("byte-order-mark", "response 200: the body begins with a byte-order mark", "")],
        ),
    ],
)
def test_bodies_that_are_flagged(content: bytes, expected: list[tuple[str, str, str]]) -> None:
    """Each flaw in the bytes once, at the schema that documents them."""
    found = told(body.check, subject(answer(200, content)))
    place = line(HERE)
    assert found == [
        (f"protocol/{rule}", text, None, HERE, cause, place) for rule, text, cause in expected
    ]


@pytest.mark.parametrize(
    ("status", "content", "headers"),
    [
        (200, b'{"a":1}', JSON),
        (200, b'{"a":1.0,"b":null}', JSON),
        (200, b"", JSON),
        (200, b"{", JSON),
        (200, b"[]", (("Content-Type", "text/html"),)),
        (404, b"[]", JSON),
    ],
)
def test_payloads_that_pass(status: int, content: bytes, headers: Headers) -> None:
    """What the schema admits, and what other checks tell about."""
    assert told(response_schema.check, subject(answer(status, content, headers))) == []


@pytest.mark.parametrize(
    ("content", "text", "instance", "keyword", "cause"),
    [
        (b"{}", '/: Thing needs "a"', "", "required", "required a"),
        (b"[]", "/: must be an object, not an array", "", "type", "type"),
        (b'{"a":"1"}', "/a: must be an integer, not a string", "/a", "properties/a/type", "type"),
        (b'{"a":NaN}', "/a: must be an integer, not a number", "/a", "properties/a/type", "type"),
    ],
)
def test_payloads_that_are_flagged(
    content: bytes, text: str, instance: str, keyword: str, cause: str
) -> None:
    """Each objection at its leaf, with its line in the description."""
    place = f"{THING}/{keyword}"
    found = told(response_schema.check, subject(answer(200, content)))
    message = f"response 200 {text}"
    assert found == [("schema/response", message, instance, place, cause, line(place))]


def test_a_failure_has_its_documented_form() -> None:
    """An answer that is documented by a range is judged by it."""
    found = told(response_schema.check, subject(answer(500, b"[]")))
    place = "/paths/~1things/get/responses/5XX/content/application~1json/schema/type"
    text = "response 500 /: must be an object, not an array"
    assert found == [("schema/response", text, "", place, "type", line(place))]
