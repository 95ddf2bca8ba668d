"""Members of forms that travel as their Encoding Objects say (OpenAPI 3.1, 4.8.15)."""

from typing import Any

import pytest

from ringback.wire.body_content import BodyContent
from tests.unit.wire.judging_bodies import asked, describing

FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data"
BOUND = "multipart/form-data; boundary=b"
LIST = {"type": "array", "items": {"type": "integer"}}
POINT = {"type": "object", "properties": {"x": {"type": "integer"}, "y": {"type": "integer"}}}
NOT_INTEGER = "must be an integer, not a string"


@pytest.mark.parametrize(
    ("member", "encoding", "content", "expected"),
    [
        (LIST, {}, b"m=1&m=2", []),
        (LIST, {}, b"m=1,2", [(NOT_INTEGER, "/m/0")]),
        (LIST, {"style": "form"}, b"m=1&m=x", [(NOT_INTEGER, "/m/1")]),
        (LIST, {"explode": False}, b"m=1,2", []),
        (LIST, {"explode": False}, b"m=1,x", [(NOT_INTEGER, "/m/1")]),
        (LIST, {"explode": False}, b"m=1%2C2",
         'the form member "m" has its commas percent-encoded'),
        (LIST, {"explode": False}, b"m=1&m=2", 'the form member "m" is given more than once'),
        (LIST, {"style": "pipeDelimited", "explode": False}, b"m=1|2%7C3", []),
        (LIST, {"style": "pipeDelimited", "explode": False}, b"m=1|x", [(NOT_INTEGER, "/m/1")]),
        (LIST, {"style": "spaceDelimited", "explode": False}, b"m=1%202+3", []),
        (LIST, {"style": "spaceDelimited", "explode": False}, b"m=1%20x", [(NOT_INTEGER, "/m/1")]),
        (LIST, {"contentType": "application/json"}, b"m=%5B1,2%5D", []),
        (LIST, {"contentType": "application/json"}, b"m=%5B1,%22x%22%5D", [(NOT_INTEGER, "/m/1")]),
        (POINT, {}, b'm={"x":1}', []),
        (POINT, {}, b'm={"x":"1"}', [(NOT_INTEGER, "/m/x")]),
        (POINT, {}, b"m=x", 'the form member "m" is an object, and not spelt as JSON'),
        (POINT, {}, b"x=1", 'the form member "m" may be spelt by its own members'),
        (POINT, {"style": "deepObject", "explode": True}, b"m[x]=1&m%5By%5D=2", []),
        (POINT, {"style": "deepObject", "explode": True}, b"m[x]=a", [(NOT_INTEGER, "/m/x")]),
        (POINT, {"style": "deepObject", "explode": True}, b"m[x][y]=1",
         'the form member "m" is spelt in a way of its own'),
        (POINT, {"style": "form"}, b"x=1&y=b", [(NOT_INTEGER, "/m/y")]),
        (POINT, {"style": "form", "explode": False}, b"m=x,1,y,b", [(NOT_INTEGER, "/m/y")]),
        (POINT, {"style": "pipeDelimited"}, b"m=1",
         'the form member "m" is an object, and pipeDelimited has no form for one'),
        ({"type": "integer"}, {}, b"m=1&m=2", 'the form member "m" is given more than once'),
        ({"type": "integer"}, {}, b"m=%FF", "the form is in another charset than UTF-8"),
        ({"anyOf": [{"type": "string"}, LIST]}, {}, b"m=a", []),
        ({"anyOf": [{"type": "boolean"}, LIST]}, {}, b"m=1&m=2", []),
        ({"anyOf": [{"type": "boolean"}, LIST]}, {}, b"m=true", []),
    ],
)  # fmt: skip
def test_members_of_a_form(member: Any, encoding: Any, content: bytes, expected: object) -> None:
    """Each style reads its own form; what right servers read differently is a doubt."""
    schema = {"type": "object", "properties": {"m": member}}
    contract = describing(FORM, {"schema": schema, "encoding": {"m": encoding}})
    assert asked(contract, content, FORM) == expected


def test_a_doubt_hides_nothing_that_is_certain() -> None:
    """Beside a member that is doubtful the objection to another one is told all the same."""
    schema = {"type": "object", "properties": {"m": LIST, "n": {"type": "integer"}}}
    contract = describing(FORM, {"schema": schema})
    response = contract.operation("it").answers[0].media_types[0]
    content = contract.content(response, (), b"m[]=1&n=x")
    assert isinstance(content, BodyContent)
    found = contract.violations(content)
    assert [(each.message, each.instance) for each in found] == [(NOT_INTEGER, "/n")]


def part(headers: str, content: bytes) -> bytes:
    """A whole multipart body of one part named m."""
    head = f'--b\r\nContent-Disposition: form-data; name="m"\r\n{headers}\r\n'
    return head.encode() + content + b"\r\n--b--\r\n"


PNG = "Content-Type: image/png\r\n"
AS_JSON = "Content-Type: application/json\r\n"


@pytest.mark.parametrize(
    ("member", "encoding", "content", "expected"),
    [
        ({}, {"contentType": "image/png, image/jpeg"}, part(PNG, b"\x89"), []),
        ({}, {"contentType": "image/*"}, part(PNG, b"\x89"), []),
        ({}, {"contentType": "image/png"}, part("", b"\x89"),
         'the form member "m" is text in a charset that is not told'),
        ({}, {"contentType": "image/gif, image/jpeg"}, part(PNG, b"\x89"),
         [('the part "m" is image/png, not image/gif or image/jpeg', "/m")]),
        ({}, {"headers": {"X-A": {"required": True, "schema": {}}}}, part("", b""),
         [('the part "m" lacks the header X-A', "/m")]),
        ({}, {"headers": {"X-A": {"required": True, "schema": {}}}}, part("x-a: 1\r\n", b""), []),
        (POINT, {}, part(AS_JSON, b'{"x":"1"}'), [(NOT_INTEGER, "/m/x")]),
        (POINT, {}, part("", b'{"x":"1"}'), [(NOT_INTEGER, "/m/x")]),
        (POINT, {}, part("", b"x"), [("must be an object, not a string", "/m")]),
        (LIST, {}, part(AS_JSON, b"[1]"), []),
        (LIST, {}, part("", b"1"), []),
        (LIST, {}, part("", b"x"), [(NOT_INTEGER, "/m/0")]),
        (LIST, {"style": "form"}, part("", b"1"),
         'the form member "m" has a style, which parts of a multipart body may not have'),
        ({"type": "string"}, {}, part("Content-Transfer-Encoding: base64\r\n", b"YQ=="), []),
        ({"type": "string", "maxLength": 1}, {},
         part("Content-Transfer-Encoding: base64\r\n", b"YQ=="), []),
        ({"type": "string", "enum": ["\u00e4"]}, {},
         part("Content-Type: text/plain; charset=iso-8859-1\r\n", b"\xe4"), []),
    ],
)  # fmt: skip
def test_parts_of_a_multipart_body(
    member: Any, encoding: Any, content: bytes, expected: object
) -> None:
    """A part is read by its own Content-Type, and held against the one that is asked for."""
    schema = {"type": "object", "properties": {"m": member}}
    contract = describing(PARTS, {"schema": schema, "encoding": {"m": encoding}})
    assert asked(contract, content, BOUND) == expected


def test_a_part_that_is_no_json_is_told_once() -> None:
    """A part that says that it is JSON, and is not, is what is told of it."""
    schema = {"type": "object", "required": ["m"], "properties": {"m": POINT}}
    contract = describing(PARTS, {"schema": schema})
    media_type = contract.operation("it").answers[0].media_types[0]
    headers = (("Content-Type", BOUND),)
    content = contract.content(media_type, headers, part(AS_JSON, b"{"))
    assert isinstance(content, BodyContent)
    found = contract.violations(content)
    text = (
        'the part "m" is not JSON: expecting property name enclosed in double quotes at line 1 '
        "column 2"
    )
    assert [(each.message, each.instance, each.cause) for each in found] == [
        (text, "/m", "not JSON")
    ]
