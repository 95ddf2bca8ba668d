"""A request made from the values of its parameters."""

from typing import Any

import pytest

from ringback.generation.case import request_for
from ringback.generation.fuzz import Fuzzer
from tests.unit.wire.cells import NAME, described

LIST = {"type": "array", "items": {"type": "integer"}}
OBJECT = {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}}
DEEP = {"style": "deepObject", "explode": True, "schema": OBJECT}
JSON = {"content": {"application/json": {"schema": LIST}}}


@pytest.mark.parametrize(
    ("parameter", "text", "url"),
    [
        ({"schema": {"type": "string"}}, "+1 5,&", "/things?color=%2B1%205%2C%26"),
        ({"schema": LIST}, "1", "/things?color=1"),
        ({"schema": LIST}, "1&color=2", "/things?color=1&color=2"),
        ({"schema": LIST}, "color=1&color=2", "/things?color=1&color=2"),
        ({"schema": LIST, "explode": False}, "1,2", "/things?color=1,2"),
        ({"schema": LIST, "explode": False, "style": "pipeDelimited"}, "1|2",
            "/things?color=1%7C2"),
        ({"schema": LIST, "explode": False}, "+1", "/things?color=%2B1"),
        ({"schema": OBJECT}, "a=1&b=2", "/things?a=1&b=2"),
        (DEEP, "color[a]=1", "/things?color%5Ba%5D=1"),
        (DEEP, "1", "/things?color=1"),
        (JSON, "[1, 2]", "/things?color=%5B1%2C2%5D"),
        (JSON, "no json", "/things?color=%22no%20json%22"),
        ({"schema": {"type": "string"}, "style": "pipeDelimited"}, "a", "/things?color=a"),
        ({"schema": {"type": "string"}, "allowReserved": True}, "a/b?c&d",
            "/things?color=a/b?c%26d"),
        ({"in": "path", "schema": LIST}, "1,2", "/things/1,2"),
        ({"in": "path", "schema": LIST, "style": "label"}, "1,2", "/things/.1,2"),
        ({"in": "path", "schema": LIST, "style": "matrix"}, ";color=1,2", "/things/;color=1,2"),
    ],
)  # fmt: skip
def test_a_configured_text_goes_out_in_the_form_of_its_parameter(
    parameter: dict[str, Any], text: str, url: str
) -> None:
    """The text of a list or an object is what travels, with or without the name before it."""
    place = {"in": "query", "required": parameter.get("in") == "path"}
    contract = described({"name": NAME, **place, **parameter})
    operation = contract.operation("read")
    assert request_for(operation, contract.configured(operation, {NAME: text})).url == url


def test_headers_and_cookies_are_parameters_too() -> None:
    """Each header is one of its own; all cookies are in one."""
    text = {"type": "string"}
    contract = described(
        {"name": NAME, "in": "cookie", "schema": text},
        {"name": "theme", "in": "cookie", "schema": text},
        {"name": "X-Ids", "in": "header", "schema": LIST},
    )
    operation = contract.operation("read")
    texts = {NAME: "a;b", "theme": "dark", "X-Ids": "1, 2"}
    request = request_for(operation, contract.configured(operation, texts))
    assert request.headers == (("X-Ids", "1,2"), ("Cookie", "color=a%3Bb; theme=dark"))


@pytest.mark.parametrize("style", ["form", "spaceDelimited", "pipeDelimited"])
def test_generated_requests_travel_as_described(style: str) -> None:
    """What Schemathesis writes arrives as it wrote it, cookies among it."""
    contract = described(
        {
            "name": NAME,
            "in": "query",
            "required": True,
            "style": style,
            "explode": False,
            "schema": {**LIST, "minItems": 2},
        },
        {"name": "theme", "in": "cookie", "required": True, "schema": {"enum": ["dark"]}},
    )
    operation = contract.operation("read")
    cases = list(Fuzzer(contract.description.document, 0).coverage(operation, positive=True))
    assert cases
    fine = operation.parameters
    assert all(contract.parameters_fine(each.request, operation, fine) for each in cases)
