"""Bodies of every media type against their schemas: what passes, and what is told of the rest."""

from typing import Any

import pytest

from tests.unit.wire.judging_bodies import Told, answered, describing

N = {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}}
LINES = "application/x-ndjson"
FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data"
BOUND = "multipart/form-data; boundary=b"
TEXT = {"type": "string"}
LIST = {"type": "array", "items": {"type": "integer"}}
PET = {
    "type": "object",
    "required": ["age"],
    "properties": {
        "age": {"type": "integer"},
        "tags": {"type": "array", "items": {"type": "integer"}},
        "at": {"type": "object", "properties": {"x": {"type": "number"}}},
        "ok": {"type": "boolean"},
    },
}
CLOSED = {**PET, "additionalProperties": False}
FILE = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {"type": "string", "format": "binary", "maxLength": 4},
        "about": N,
        "age": {"type": "integer"},
    },
}
HERE = "/paths/~1it/post/requestBody/content/application~1x-www-form-urlencoded/schema"
RECURSIVE = {
    "anyOf": [
        N,
        *(({"$ref": f"#{HERE}"},) * 12),
    ]
}
EVENT = {
    "type": "object",
    "required": ["data"],
    "properties": {"data": {"type": "string"}, "retry": {"type": "integer", "maximum": 9}},
}


def part(head: str, content: bytes) -> bytes:
    """One part of a multipart body, its boundary before it."""
    return f"--b\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n"


END = b"--b--\r\n"


@pytest.mark.parametrize(
    ("name", "schema", "content", "content_type"),
    [
        ("application/json", N, b'{"n":1}', "application/json; charset=utf-8"),
        ("application/json; charset=utf-8", N, b'{"n":1}', "application/json"),
        ("application/vnd.x+json", N, b'{"n":1}', "Application/VND.x+JSON"),
        (LINES, N, b'{"n":1}\n{"n":2}\n', LINES),
        (LINES, N, b'{"n":1}\r\n\n{"n":2}', LINES),
        (LINES, N, b"", LINES),
        (LINES, {"type": "array", "items": N, "maxItems": 2}, b'{"n":1}\n{"n":2}\n', LINES),
        (LINES, LIST, b"[1]\n[2,3]\n", LINES),  # each line a list of its own
        ("application/jsonl", N, b'{"n":1}\n', "application/jsonl"),
        ("application/json-seq", N, b'\x1e{"n":1}\n\x1e\x1e{"n":2}\n', "application/json-seq"),
        ("application/geo+json-seq", N, b'\x1e{"n":1}\n', "application/geo+json-seq"),
        ("text/event-stream", EVENT, b": hi\ndata: a\ndata: b\n\nretry: 5\ndata\n\n", ""),
        ("text/event-stream", EVENT, b"data: a\n\nevent: never ended", ""),
        ("text/event-stream", TEXT, b"data: a\n\n", ""),
        ("text/event-stream", N, b"data: {}\n\n", ""),  # of the event, or of its data?
        ("application/yaml", N, b"n: 1\n", "application/yaml"),
        ("application/yaml", N, b'{"n": 1}', "text/yaml"),
        ("application/yaml", N, b"a: &x [1]\nb: *x\nn: 0x10\n", "application/yaml"),
        ("application/yaml", N, b"n: !mine 1\n", "application/yaml"),  # JSON has no such value
        ("application/yaml", {"type": "object", "properties": {"n": {"type": "boolean"}}},
         b"n: yes\n", "application/yaml"),  # a boolean to readers of YAML 1.1
        ("text/plain", {"type": "string", "enum": ["ok"]}, b"ok", "text/plain"),
        ("text/plain", TEXT, b"\xe4", "text/plain; charset=iso-8859-1"),
        ("text/plain", TEXT, b"\xe4", "text/plain"),
        ("text/plain", TEXT, b"\xe4", "text/plain; charset=klingon"),
        ("text/plain", {"type": "integer"}, b" 12\n", "text/plain"),
        ("text/plain", {"type": "boolean"}, b"true", "text/plain"),
        ("text/plain", {"type": "boolean"}, b"yes", "text/plain"),
        ("text/csv", LIST, b"1,2", "text/csv"),  # no rule says how a list is spelt in it
        ("text/*", TEXT, b"<p>", "text/html"),
        ("image/png", {"type": "string", "format": "binary"}, b"\x89PNG", "image/png"),
        ("image/png", {"type": "string", "maxLength": 4}, b"\x89\xe4\xb6\x00", "image/png"),
        ("image/png", {}, b"\x89PNG", "image/png"),
        ("image/png", {"type": "string", "pattern": "^a"}, b"\x89PNG", "image/png"),
        ("application/xml", N, b"<n>x</n>", "application/xml"),
        ("application/x-protobuf", N, b"\x00", "application/x-protobuf"),
        (FORM, PET, b"age=1", FORM),
        (FORM, PET, b"age=1&tags=1&tags=2&at=%7B%22x%22%3A1.5%7D&ok=true&other=x", FORM),
        (FORM, PET, b"age=%2B5", FORM),  # a number to some readers
        (FORM, PET, b"age=1&at[x]=2", FORM),  # an object in a way of its own
        (FORM, CLOSED, b"age=1&tags[]=2", FORM),
        (FORM, {"anyOf": [N, PET]}, b"n=1", FORM),
        (FORM, RECURSIVE, b"n=1&other=2", FORM),
        (FORM, {"type": "object", "required": ["l"], "properties": {"l": LIST}}, b"", FORM),
        (FORM, {"type": "object", "additionalProperties": {"type": "integer"}}, b"a=1&b=2", FORM),
        (FORM, {"type": "object", "patternProperties": {"^x": {"type": "integer"}}}, b"x1=1", FORM),
        (PARTS, FILE, part('name="file"; filename="f"', b"\x00\xff\r\n") + END, BOUND),
        (PARTS, FILE, part("name=file", b"") + part("name=about", b'{"n":1}')
         + part("name=age", b"5") + END, BOUND),
        (PARTS, {"type": "object", "properties": {"l": LIST}},
         part("name=l", b"1") + part("name=l", b"2") + END, BOUND),
        (PARTS, {"type": "object"}, END, BOUND),
        ("multipart/mixed", N, b"--b\r\n\r\nx\r\n--b--", "multipart/mixed; boundary=b"),
        ("multipart/mixed", {"type": "array", "items": N},
         b'--b\r\nContent-Type: application/json\r\n\r\n{"n":1}\r\n--b--',
         "multipart/mixed; boundary=b"),
    ],
)  # fmt: skip
def test_bodies_that_pass(name: str, schema: Any, content: bytes, content_type: str) -> None:
    """What the schema admits by the form of its media type, and what no rule decides."""
    assert answered(describing(name, {"schema": schema}), content, content_type or name) == []


def flagged(
    text: str, instance: str | None, place: str, cause: str, rule: str = "schema/response"
) -> Told:
    """A finding; the status stands before its sentence."""
    separator = " " if instance is not None else ": "
    return (rule, f"response 200{separator}{text}", instance, place, cause)


@pytest.mark.parametrize(
    ("name", "schema", "content", "content_type", "expected"),
    [
        (LINES, N, b'{"n":1}\n{"n":"x"}\n{}\n', LINES, [
            flagged("/1/n: must be an integer, not a string", "/1/n", "schema/properties/n/type",
                    "type"),
            flagged('/2: the object needs "n"', "/2", "schema/required", "required n"),
        ]),
        (LINES, N, b'{"n":1}\nnope\n{"n":2}\n', LINES, [
            flagged("the body in item 2 is not JSON: expecting value at line 1 column 1", None,
                    "schema", "", "protocol/not-json"),
        ]),
        (LINES, N, b'{"n":1}\n{"n":', LINES, [
            flagged("the body is cut off in item 2, which is not JSON: expecting value at line 1 "
                    "column 6", None, "schema", "", "protocol/not-json"),
        ]),
        (LINES, {"type": "array", "items": N, "minItems": 3}, b'{"n":1}\n{"n":2}\n', LINES, [
            flagged('/: [{"n": 1}, {"n": 2}] has fewer than 3 items', "",
                    "schema/minItems", "minItems"),
        ]),
        (LINES, {"type": "array", "items": N}, b'{"n":1}\n{"n":"x"}\n', LINES, [
            flagged("/1/n: must be an integer, not a string", "/1/n",
                    "schema/items/properties/n/type", "type"),
        ]),
        ("application/json-seq", N, b'{"n":1}\n', "application/json-seq", [
            flagged("the body does not begin with a record separator (RFC 7464 2.1)", None,
                    "schema", "", "protocol/malformed-body"),
        ]),
        ("application/json-seq", N, b'\x1e{"n":"x"}\n\x1e{"n"', "application/json-seq", [
            flagged("the body is cut off in item 2, which is not JSON: expecting ':' delimiter at "
                    "line 1 column 5", None, "schema", "", "protocol/not-json"),
            flagged("/0/n: must be an integer, not a string", "/0/n", "schema/properties/n/type",
                    "type"),
        ]),
        ("text/event-stream", EVENT, b"data: a\n\nevent: b\nretry: 10\n\n", "text/event-stream", [
            flagged('/1: the object needs "data"', "/1", "schema/required", "required data"),
            flagged("/1/retry: 10 is above 9", "/1/retry",
                    "schema/properties/retry/maximum", "maximum"),
        ]),
        ("application/yaml", N, b"n: many\n", "application/yaml", [
            flagged("/n: must be an integer, not a string", "/n", "schema/properties/n/type",
                    "type"),
        ]),
        ("application/yaml", N, b"n: [1\n", "application/yaml", [
            flagged("the body is not YAML: did not find expected ',' or ']' (line 2)", None,
                    "schema", "", "protocol/malformed-body"),
        ]),
        ("text/plain", {"type": "string", "enum": ["ok"]}, b"nope", "text/plain", [
            flagged('/: must be "ok", not "nope"', "", "schema/enum", "enum"),
        ]),
        ("text/plain", {"type": "integer"}, b"many", "text/plain", [
            flagged("/: must be an integer, not a string", "", "schema/type", "type"),
        ]),
        ("text/plain", {"type": "integer", "maximum": 9}, b"12", "text/plain", [
            flagged("/: 12 is above 9", "", "schema/maximum", "maximum"),
        ]),
        ("text/plain", TEXT, b"a\xe4", "text/plain; charset=utf-8", [
            flagged("the body is not utf-8 at byte 1", None, "schema", "", "protocol/encoding"),
        ]),
        ("image/png", {"type": "string", "maxLength": 2}, b"\x89PN", "image/png", [
            flagged("/: the body of 3 bytes is longer than 2 bytes", "",
                    "schema/maxLength", "maxLength"),
        ]),
        ("image/png", {"type": "string", "minLength": 1}, b"", "image/png", [
            flagged("has no body, and one is documented", None, "schema", "empty",
                    "protocol/malformed-body"),
        ]),
        (FORM, PET, b"age=abc", FORM, [
            flagged("/age: must be an integer, not a string", "/age", "schema/properties/age/type",
                    "type"),
        ]),
        (FORM, PET, b"agee=1&tags=1&tags=x", FORM, [
            flagged('/: the object needs "age"', "", "schema/required", "required age"),
            flagged("/tags/1: must be an integer, not a string", "/tags/1",
                    "schema/properties/tags/items/type", "type"),
        ]),
        (FORM, CLOSED, b"age=1&agee=1&ok=1", FORM, [  # ok=1 is a boolean to some readers
            flagged('/: the object has no "agee" here', "", "schema/additionalProperties",
                    "additionalProperties agee"),
        ]),
        (FORM, PET, b"age=1&at=%7B%22x%22%3A%22y%22%7D", FORM, [
            flagged("/at/x: must be a number, not a string", "/at/x",
                    "schema/properties/at/properties/x/type", "type"),
        ]),
        (PARTS, FILE, part("name=file", b"12345") + part("name=age", b"x") + END, BOUND, [
            flagged('/file: "12345" is longer than 4 characters', "/file",
                    "schema/properties/file/maxLength", "maxLength"),
            flagged("/age: must be an integer, not a string", "/age", "schema/properties/age/type",
                    "type"),
        ]),
        (PARTS, FILE, part("name=about", b'{"n":"x"}') + END, BOUND, [
            flagged('/: the object needs "file"', "", "schema/required", "required file"),
            flagged("/about/n: must be an integer, not a string", "/about/n",
                    "schema/properties/about/properties/n/type", "type"),
        ]),
        (PARTS, FILE, part("name=file", b"1"), BOUND, [
            flagged("the body ends without its closing boundary", None, "schema", "",
                    "protocol/malformed-body"),
        ]),
        (PARTS, FILE, b"nothing", BOUND, [
            flagged("the body does not begin with its boundary", None, "schema", "",
                    "protocol/malformed-body"),
        ]),
        (PARTS, FILE, part("name=file", b"1") + END, PARTS, [
            flagged("the body has no boundary in its Content-Type", None, "schema", "",
                    "protocol/malformed-body"),
        ]),
        (PARTS, FILE, b"--b\r\n\r\nx\r\n--b--", BOUND, [
            flagged("the body has a part without a name", None, "schema", "",
                    "protocol/malformed-body"),
        ]),
    ],
)  # fmt: skip
def test_bodies_that_are_flagged(
    name: str, schema: Any, content: bytes, content_type: str, expected: list[Told]
) -> None:
    """Each objection once, at its place in the body and in the description."""
    assert answered(describing(name, {"schema": schema}), content, content_type) == expected


@pytest.mark.parametrize(
    ("media_type", "content", "expected"),
    [
        ({"itemSchema": N}, b'{"n":1}\n', []),
        ({"itemSchema": N, "schema": {"maxItems": 1}}, b'{"n":1}\n{}\n', [
            flagged('/1: the object needs "n"', "/1", "itemSchema/required", "required n"),
            flagged('/: [{"n": 1}, {}] has more than 1 item', "", "schema/maxItems", "maxItems"),
        ]),
    ],
)  # fmt: skip
def test_items_have_a_schema_of_their_own(
    media_type: Any, content: bytes, expected: list[Told]
) -> None:
    """OpenAPI 3.2 gives the items of a sequence a schema beside that of all of them."""
    assert answered(describing(LINES, media_type), content, LINES) == expected
