"""Whether a description admits a parameter, by the form in which it is described to travel."""

from typing import Any

import pytest

from ringback.contract import Admitted, Refused, Unclear
from tests.unit.wire.cells import NAME, described, request

INTEGERS = {"type": "array", "items": {"type": "integer"}}
WORDS = {"type": "array", "items": {"enum": ["a b", "c", "d,e"]}}
RANGE = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"min": {"type": "integer"}, "max": {"type": "integer"}},
}
OPEN = {"type": "object", "additionalProperties": {"type": "integer"}}
DEEP = {"style": "deepObject", "explode": True}
DIFFERENT = "is read in different ways by right readers"
JSON = {"content": {"application/json": {"schema": INTEGERS}}}


def said(parameter: dict[str, Any], text: str, *others: dict[str, Any]) -> object:
    """Admitted; the objections with their places; or why it is unclear, without the name."""
    contract = described({"name": NAME, **parameter}, *others)
    operation = contract.operation("read")
    start = f'the {parameter["in"]} parameter "{NAME}"'
    match contract.admission(request(parameter["in"], text), operation):
        case Refused(violations=violations):
            return [(each.instance, each.message.removeprefix(start)) for each in violations]
        case Unclear(why=why):
            return why.removeprefix(start).strip()
        case admitted:
            return admitted


def query(schema: Any, **form: Any) -> dict[str, Any]:
    """A query parameter."""
    return {"in": "query", "schema": schema, **form}


def place(where: str, schema: Any, **form: Any) -> dict[str, Any]:
    """A parameter of another place."""
    return {"in": where, "required": where == "path", "schema": schema, **form}


def no_integer(at: str) -> list[tuple[str, str]]:
    """The objection to a text among integers."""
    return [(at, f" at {at} must be an integer, not a string")]


@pytest.mark.parametrize(
    ("parameter", "text", "expected"),
    [
        (query(INTEGERS), "color=5", Admitted()),
        (query(INTEGERS), "color=5&color=7", Admitted()),
        (query(INTEGERS), "color=5&color=x", no_integer("/1")),
        (query(INTEGERS), "color=5,7", no_integer("/0")),
        (query(INTEGERS, explode=False), "color=5,7", Admitted()),
        (query(INTEGERS, explode=False), "color=5,x", no_integer("/1")),
        (query({**INTEGERS, "maxItems": 1}, explode=False), "color=5,7",
            [("", ": [5, 7] has more than 1 item")]),
        (query(INTEGERS, style="pipeDelimited", explode=False), "color=5|x", no_integer("/1")),
        (query(INTEGERS, style="spaceDelimited", explode=False), "color=5+7", Admitted()),
        (query({**RANGE, "additionalProperties": True}), "min=1&max=2&page=x", Admitted()),
        (query(RANGE), "min=1&max=x&page=x", no_integer("/max")),
        (query(RANGE), "min=x", no_integer("/min")),
        (query(RANGE, explode=False), "color=min,1,max,x", no_integer("/max")),
        (query(RANGE, explode=False), "color=min", [("", " must be an object, not a string")]),
        (query(RANGE, **DEEP), "color[min]=1&color%5Bmax%5D=2", Admitted()),
        (query(RANGE, **DEEP), "color[min]=abc&color[oops]=1", [
            *no_integer("/min"), ("", ': the object has no "oops" here')]),
        (query({"anyOf": [{"type": "boolean"}, INTEGERS]}), "color=true", Admitted()),
        (query({"anyOf": [{"type": "boolean"}, INTEGERS]}), "color=1&color=2", Admitted()),
        (query({**INTEGERS, "required": []}, required=True), "", [("", " is missing")]),
        ({"in": "query", **JSON}, "color=[1,2]", Admitted()),
        ({"in": "query", **JSON}, "color=%5B1,%22x%22%5D", no_integer("/1")),
        ({"in": "query", **JSON}, "color=[1", [
            ("", " is not JSON: expecting ',' delimiter at line 1 column 3")]),
        (place("path", INTEGERS), "5,x", no_integer("/1")),
        (place("path", INTEGERS, style="matrix", explode=True), ";color=5;color=x",
            no_integer("/1")),
        (place("path", INTEGERS, style="label", explode=True), ".5.7", Admitted()),
        (place("path", INTEGERS, style="label", explode=True), "5.7",
            [("", " is not written in the style label")]),
        (place("header", INTEGERS), "5, 7", Admitted()),
        (place("header", INTEGERS), "5, x", no_integer("/1")),
        (place("header", RANGE, explode=True), "min=1,max=x", no_integer("/max")),
        (place("cookie", {"enum": ["dark"]}), "a=1; color=dark", Admitted()),
        (place("cookie", {"enum": ["dark"]}), "color=light",
            [("", ' must be "dark", not "light"')]),
        (place("cookie", INTEGERS, explode=False), "color=1,x", no_integer("/1")),
        ({"in": "querystring", "content": {"application/json": {"schema": INTEGERS}}},
            "%5B1,%22x%22%5D", no_integer("/1")),
        ({"in": "querystring", "content": {"application/x-www-form-urlencoded": {"schema": RANGE}}},
            "min=1&max=x", no_integer("/max")),
    ],
)  # fmt: skip
def test_what_the_table_defines_is_certain(
    parameter: dict[str, Any], text: str, expected: object
) -> None:
    """A right value is admitted; a wrong part is told at its place in the value."""
    assert said(parameter, text) == expected


@pytest.mark.parametrize(
    ("parameter", "text", "why"),
    [
        (query(RANGE), "min=1&page=x", "may have page as a member"),
        (query(INTEGERS), "color[]=x", "is spelt in a way of its own"),
        (query(INTEGERS), "color[0]=x", "is spelt in a way of its own"),
        (query({"type": "array", "items": {"enum": ["a"]}}), "color=", DIFFERENT),
        (query(INTEGERS), "color=",
            'at /0 is spelt "", which right readers take in different ways'),
        (query(INTEGERS, explode=False), "color=1&color=2", "is given more than once"),
        (query(INTEGERS, explode=False), "color=1%2C2", DIFFERENT),
        (query({"type": "string"}, style="pipeDelimited"), "color=1",
            "OpenAPI defines no style pipeDelimited for primitive values in query"),
        (query(INTEGERS, style="spaceDelimited", explode=True), "color=x",
            "OpenAPI defines no exploded style spaceDelimited for array values in query"),
        (query(INTEGERS, **DEEP), "color[0]=x",
            "OpenAPI defines no exploded style deepObject for array values in query"),
        (query(WORDS, style="spaceDelimited"), "color=a%20b", "may hold the delimiter in an item"),
        (place("header", WORDS), "d,e, c", "may hold the delimiter in an item"),
        (query(RANGE, style="deepObject"), "color[min]=x",
            "is in the style deepObject, which is undefined without explode"),
        (query(RANGE, **DEEP), "color[min][a]=x", "holds a list or an object"),
        (query(RANGE, **DEEP), "color[min]=x&color[min]=y", "holds a list or an object"),
        (query(RANGE, **DEEP), "color=x", "is spelt in a way of its own"),
        (query(RANGE, required=True), "", "may be an object without members"),
        (query({"type": "array", "items": INTEGERS}), "color=x",
            "at /0 holds a list or an object in a list or an object"),
        (query({"type": "integer"}, allowEmptyValue=True), "color=",
            'is spelt "", which right readers take in different ways'),
        (query({"type": "string", "minLength": 1}, allowEmptyValue=True), "color=",
            "is empty, as it may be in place of none"),
        (place("path", INTEGERS, style="label"), ".1.2", DIFFERENT),
        (place("cookie", INTEGERS), "color=x",
            "OpenAPI defines no exploded style form for array values in cookie"),
        (place("cookie", {"enum": ["dark"]}), 'color="dark"',
            DIFFERENT),
        ({"in": "query", "content": {"application/xml": {"schema": INTEGERS}}}, "color=1",
            "is application/xml, which is not judged in a parameter"),
    ],
)  # fmt: skip
def test_what_openapi_leaves_open_is_unclear(
    parameter: dict[str, Any], text: str, why: str
) -> None:
    """Nothing is asked of a cell that has no form, or of a text with several meanings."""
    assert said(parameter, text) == why


def test_a_name_that_another_parameter_has_is_not_a_member() -> None:
    """An open object takes what is left of the query, and no more."""
    page = {"name": "page", "in": "query", "schema": {"type": "string"}}
    assert said(query(OPEN), "a=1&page=x", page) == Admitted()
    assert said(query(OPEN), "a=1&page=x") == no_integer("/page")


def test_a_parameter_may_have_brackets_in_its_name() -> None:
    """What is described under such a name is not another parameter spelt otherwise."""
    brackets = {"name": f"{NAME}[]", "in": "query", "schema": INTEGERS}
    assert said(query(INTEGERS), "color[]=1", brackets) == Admitted()
