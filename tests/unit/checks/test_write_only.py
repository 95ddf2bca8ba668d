"""schema/write-only, and what a read-only member in a request comes to."""

from functools import cache
from typing import Any

import pytest

from ringback.checks import Subject, response_schema, write_only
from ringback.contract import Admitted, Contract, Refused, Unclear
from ringback.exchange import Exchange, Request
from tests.unit.checks.judging import JSON, answer
from tests.unit.contract.making import small

PROFILE = {
    "type": "object",
    "required": ["id", "nick", "pin"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "integer", "readOnly": True},
        "nick": {"type": "string"},
        "pin": {"type": "string", "writeOnly": True},
    },
}


@cache
def contract() -> Contract:
    """A profile that is read and written."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Profile"}}}
    lists = {"application/json": {"schema": {"items": {"$ref": "#/components/schemas/Profile"}}}}
    paths = {
        "/profile": {
            "put": {
                "operationId": "put",
                "requestBody": {"content": content},
                "responses": {"200": {"description": "", "content": content}},
            },
            "get": {
                "operationId": "list",
                "responses": {"200": {"description": "", "content": lists}},
            },
        }
    }
    return small({"Profile": PROFILE}, paths)


def judged(body: bytes, operation: str) -> Subject:
    """An answer with a body."""
    described = contract().operation(operation)
    request = Request(method=described.method, url="/profile")
    return Subject(
        exchange=Exchange(request=request, outcome=answer(200, body)),
        operation=described,
        contract=contract(),
        admission=Admitted(),
    )


@pytest.mark.parametrize(
    ("operation", "body", "expected"),
    [
        ("put", b'{"id":1,"nick":"a"}', []),
        ("put", b'{"id":1,"nick":"a","pin":"0000"}', [("/pin", "/pin")]),
        ("put", b"no JSON", []),
        ("list", b'[{"id":1,"nick":"a"},{"id":2,"nick":"b","pin":"1"}]', [("/1/pin", "/*/pin")]),
    ],
)
def test_a_write_only_member_in_an_answer(
    operation: str, body: bytes, expected: list[tuple[str, str]]
) -> None:
    """It is told at its place, once for all items; that it is absent is right."""
    subject = judged(body, operation)
    found = list(write_only.check(subject))
    assert [(each.rule, each.instance, each.cause) for each in found] == [
        ("schema/write-only", place, cause) for place, cause in expected
    ]
    for each in found:
        assert each.message == f"response 200 {each.instance}: is write-only, and is answered"
    assert list(response_schema.check(subject)) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"nick":"a","pin":"0000"}', Admitted),
        (b'{"nick":"a"}', Refused),
        (b'{"id":1,"nick":"a","pin":"0000"}', Unclear),
        (b'{"id":"x","nick":"a","pin":"0000"}', Unclear),
        (b'{"id":1,"nick":1,"pin":"0000"}', Refused),
    ],
)
def test_a_read_only_member_in_a_request(body: bytes, expected: Any) -> None:
    """It is not demanded; given all the same, a service may pass over it or refuse it."""
    request = Request(method="PUT", url="/profile", headers=JSON, body=body)
    assert isinstance(contract().admission(request, contract().operation("put")), expected)
