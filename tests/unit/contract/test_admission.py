"""Whether the repository's description admits a request, by the bytes of it."""

import pytest

from ringback.contract import Admitted, Refused, Unclear
from ringback.exchange import Request
from tests.unit.contract.making import UUID, numbers, small

JSON = (("Content-Type", "application/json"),)
URL = "/v1/numbers/update?phone_number=%2B15550100001"
LINK = f'{{"inbound_agent":"{UUID}"}}'.encode()
FIELDS = '{{"inbound_agent":{{"{0}":{1}}}}}'
Headers = tuple[tuple[str, str], ...]


def asked(
    body: bytes | None = LINK, *, url: str = URL, headers: Headers = JSON, method: str = "POST"
) -> Admitted | list[tuple[str, str]] | str:
    """Admitted; or message and cause of what is refused; or why it is unclear."""
    contract = numbers("published")
    request = Request(method=method, url=url, headers=headers, body=body)
    operation = contract.operation_for(request)
    assert operation is not None
    match contract.admission(request, operation):
        case Refused(violations=violations):
            return [(each.message, each.cause) for each in violations]
        case Unclear(why=why):
            return why
        case admitted:
            return admitted


def field(name: str, text: str) -> bytes:
    """An edit that gives a field this JSON text."""
    return FIELDS.format(name, text).encode()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (URL, Admitted()),
        ("/v1/numbers/update?phone_number=+15550100001", Admitted()),  # a space: still a text
        ("/v1/numbers/update?phone_number=", Admitted()),
        ("/v1/numbers/update?phone_number", Admitted()),
        ("/v1/numbers/update?phone_number=%ff", Admitted()),
        (f"{URL}&other=1", Admitted()),
        (
            "/v1/numbers/update",
            [('the query parameter "phone_number" is missing', "required phone_number")],
        ),
        (
            "/v1/numbers/update?Phone_Number=1",
            [('the query parameter "phone_number" is missing', "required phone_number")],
        ),
        (f"{URL}&phone_number=2", 'the query parameter "phone_number" is given more than once'),
        (
            "/v1/numbers/update?phone_number[a]=1",
            'the query parameter "phone_number" is spelt in a way of its own',
        ),
    ],
)
def test_the_query(url: str, expected: object) -> None:
    """A parameter is there, absent, or there in a way that right servers read differently."""
    assert asked(url=url) == expected


@pytest.mark.parametrize(
    "body",
    [
        LINK,
        LINK.upper().replace(b"INBOUND_AGENT", b"inbound_agent"),
        b'{"inbound_agent":{}}',
        b' {"inbound_agent" : {"unknown": [null]}, "other": NULL}'.replace(b"NULL", b"null"),
        field("prompt", '""'),
        field("prompt", '{"vacuous":1}'),
        field("initial_message", "{}"),
        field("actions", "[]"),
        field("actions", '{"vacuous":[]}'),
        field("actions", f'["{UUID}",{{"type":"action_dtmf"}}]'),
        field("actions", '[{"type":"action_transfer_call","config":{}}]'),
        field("voice", '{"type":"no such voice"}'),
        field("voice", '{"type":"voice_azure","pitch":123456789012345678901234567890}'),
        field("voice", '{"type":"voice_azure","pitch":3.0}'),
        field("voice", '{"type":"voice_azure","pitch":3e2}'),
        field("webhook", '{"subscriptions":["no such event"]}'),
        field("prompt", '"\\ud83d\\ude00"'),
    ],
)
def test_bodies_that_are_admitted(body: bytes) -> None:
    """Links, edits, and every object where only `Undefined` fits."""
    assert asked(body) == Admitted()


TYPES = "must be a string or an object, not "


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (None, [("the body is missing", "required body")]),
        (b"", [("the body is missing", "required body")]),
        (b" ", [("the body is not JSON: expecting value at line 1 column 2", "not JSON")]),
        (b"{", [(("the body is not JSON: expecting property name enclosed in double quotes at "
                 "line 1 column 2"), "not JSON")]),
        (LINK + b"}", [("the body is not JSON: extra data at line 1 column 57", "not JSON")]),
        (b"\xff", [("the body is not JSON: expecting value at line 1 column 1", "not JSON")]),
        (b"NaN", [("the body holds NaN, which is no JSON number", "not JSON")]),
        (b'{"a":1,"a":[-Infinity]}',
            [("the body holds -Infinity, which is no JSON number", "not JSON")]),
        (b"null", [("must be an object, not null", "type")]),
        (b"[]", [("must be an object, not an array", "type")]),
        (b"{}", [('UpdateNumberRequest needs "inbound_agent"', "required inbound_agent")]),
        (b'{"inbound_agent":"x"}', [('"x" is no uuid', "format")]),
        (field("prompt", "null"), [(f"{TYPES}null", "type")]),
        (field("prompt", "1"), [(f"{TYPES}an integer", "type")]),
        (field("prompt", "true"), [(f"{TYPES}a boolean", "type")]),
        (field("prompt", "[]"), [(f"{TYPES}an array", "type")]),
        (field("voice", "null"), [(f"{TYPES}null", "type")]),
        (field("voice", '"x"'), [('"x" is no uuid', "format")]),
        (field("actions", "null"), [("must be an array or an object, not null", "type")]),
        (field("actions", "[null]"), [(f"{TYPES}null", "type")]),
        (field("actions", "[{}]"), [('needs "type"', "required")]),
    ],
)  # fmt: skip
def test_bodies_that_are_refused(body: bytes | None, expected: list[tuple[str, str]]) -> None:
    """Absent, no JSON, or of a type that no branch of a union has."""
    assert asked(body) == expected


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (f'{{"inbound_agent":"{UUID.replace("-", "")}"}}'.encode(),
            "a uuid is spelt in a way that many services read"),
        (f'{{"inbound_agent":"{{{UUID}}}"}}'.encode(),
            "a uuid is spelt in a way that many services read"),
        (f'{{"inbound_agent":"urn:uuid:{UUID}"}}'.encode(),
            "a uuid is spelt in a way that many services read"),
        (b"\xef\xbb\xbf" + LINK, "the body begins with a byte-order mark"),
        (b'{"inbound_agent":{},"inbound_agent":1}',
            'the body gives the member "inbound_agent" more than once'),
        (field("prompt", '"\\ud800"'), "the body holds an unpaired surrogate"),
        (field("\\udfff", "1"), "the body holds an unpaired surrogate"),
        (b'{"inbound_agent":{"prompt":"\xff"}}', "the body is not UTF-8 at byte 28"),
        (LINK.decode().encode("utf-16"), "the body is JSON in another encoding than UTF-8"),
        (LINK.decode().encode("utf-32-le"), "the body is JSON in another encoding than UTF-8"),
        (b"[" * 300 + b"]" * 300, "the body is nested deeper than the 200 levels that are read"),
    ],
)  # fmt: skip
def test_bodies_that_right_servers_read_differently(body: bytes, why: str) -> None:
    """Nothing is asked of a service where readers of JSON differ."""
    assert asked(body) == why


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ((("content-type", "Application/JSON"),), Admitted()),
        ((("Content-Type", "application/json; charset=utf-8"),), Admitted()),
        ((("Content-Type", 'application/json;charset="UTF-8"'),), Admitted()),
        ((("Content-Type", "application/json; profile=x"),), Admitted()),
        ((), "the request has no Content-Type"),
        ((("Content-Type", ""),), "the request has no Content-Type"),
        (
            (("Content-Type", "application/json; charset=utf-16"),),
            "the body is said to be utf-16, which is not how JSON travels",
        ),
        (
            (("Content-Type", "application/merge-patch+json"),),
            "application/merge-patch+json may be read as JSON",
        ),
        (
            (("Content-Type", "text/plain"),),
            [("the body is text/plain, not application/json", "media type")],
        ),
        (
            (("Content-Type", "application/x-www-form-urlencoded"),),
            [("the body is application/x-www-form-urlencoded, not application/json", "media type")],
        ),
    ],
)
def test_the_media_type(headers: Headers, expected: object) -> None:
    """JSON by its name, whatever its parameters; others are refused, likenesses are unclear."""
    assert asked(headers=headers) == expected


def test_everything_wrong_is_told_at_once() -> None:
    """The parameter and the body, in this order."""
    assert asked(b"[]", url="/v1/numbers/update") == [
        ('the query parameter "phone_number" is missing', "required phone_number"),
        ("must be an object, not an array", "type"),
    ]


def test_a_doubt_hides_no_certain_fault() -> None:
    """What is unclear in one part is told beside what is surely wrong in another."""
    contract = numbers("published")
    request = Request(
        method="POST",
        url="/v1/numbers/update",
        headers=(("Content-Type", "application/json"),),
        body=b"\xef\xbb\xbf[]",
    )
    operation = contract.operation_for(request)
    assert operation is not None
    judged = contract.admission(request, operation)
    assert isinstance(judged, Refused)
    missing = 'the query parameter "phone_number" is missing'
    assert [each.message for each in judged.violations] == [missing]
    assert judged.doubts == ("the body begins with a byte-order mark",)


def test_an_operation_without_a_body_asks_nothing_of_it() -> None:
    """A read with a body that nobody described is admitted."""
    url = "/v1/numbers?phone_number=1"
    assert asked(b"{", url=url, method="GET", headers=()) == Admitted()


@pytest.mark.parametrize(
    ("media_type", "sent", "expected"),
    [
        ("application/octet-stream", "application/octet-stream", Unclear),
        ("image/png", "image/png", Unclear),
        ("text/plain", "text/plain; charset=utf-8", Unclear),
        ("application/octet-stream", None, Refused),
        ("application/octet-stream", "application/json", Refused),
        ("application/json", "application/json", Refused),
        ("application/xml", "", Refused),
    ],
)
def test_no_bytes_may_be_an_empty_file(media_type: str, sent: str | None, expected: type) -> None:
    """An upload of nothing is what a body that is missing looks like on the wire."""
    body = {"required": True, "content": {media_type: {}}}
    answers = {"204": {"description": "stored"}}
    put = {"operationId": "store", "requestBody": body, "responses": answers}
    contract = small(paths={"/file": {"put": put}})
    request = Request(method="PUT", url="/file", body=b"").with_header("Content-Type", sent)
    assert isinstance(contract.admission(request, contract.operation("store")), expected)
