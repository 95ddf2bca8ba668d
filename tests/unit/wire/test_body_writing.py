"""Values to bytes and back to the same values, for every media type that can spell them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.contract import Contract
from ringback.operation import MediaType
from ringback.wire.body_content import BodyContent
from ringback.wire.body_writing import UnwritableError, writable, write_body, writes_json
from tests.unit.wire.judging_bodies import describing

TEXTS = st.text(st.characters(codec="utf-8"), max_size=8)
MEMBERS = {
    "text": {"type": "string"},
    "count": {"type": "integer"},
    "size": {"type": "number"},
    "on": {"type": "boolean"},
    "list": {"type": "array", "items": {"type": "integer"}},
    "texts": {"type": "array", "items": {"type": "string"}},
    "thing": {
        "type": "object",
        "properties": {"a": {"type": "integer"}, "b": {"type": "string"}},
    },
    "file": {"type": "string", "format": "binary"},
}
SCHEMA = {"type": "object", "properties": MEMBERS}
THINGS = st.fixed_dictionaries({"a": st.integers(), "b": TEXTS})
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "text": TEXTS,
        "count": st.integers(),
        "size": st.floats(allow_nan=False, allow_infinity=False).filter(lambda x: x % 1 != 0),
        "on": st.booleans(),
        "list": st.lists(st.integers(), min_size=1),
        "texts": st.lists(TEXTS, min_size=1),
        "thing": THINGS,
    },
)
FILES = st.binary(max_size=40).map(lambda each: each.decode("latin-1"))
STYLES: list[Any] = [
    {},
    {"list": {"explode": False}, "texts": {"style": "form"}, "thing": {"style": "deepObject"}},
    {"list": {"style": "pipeDelimited", "explode": False}, "thing": {"explode": False}},
    {"list": {"style": "spaceDelimited", "explode": False}, "thing": {"style": "form"}},
    {"list": {"contentType": "application/json"}, "text": {"allowReserved": True}},
]
FORMS = [
    describing("application/x-www-form-urlencoded", {"schema": SCHEMA, "encoding": each})
    for each in STYLES
]
PARTS = describing("multipart/form-data", {"schema": SCHEMA})


def entry(contract: Contract) -> MediaType:
    """The one media type of a contract."""
    return contract.operation("it").answers[0].media_types[0]


def travelled(contract: Contract, value: Any) -> Any:
    """What is read of a value that was written."""
    content, name = write_body(value, entry(contract))
    read = contract.content(entry(contract), (("Content-Type", name),), content)
    assert isinstance(read, BodyContent)
    assert (read.flaws, read.objections, read.doubts) == ((), (), ())
    return [each.value for each in read.values]


@pytest.mark.parametrize("contract", FORMS)
@given(value=VALUES)
def test_a_form_holds_what_was_written(contract: Contract, value: Any) -> None:
    """Texts, numbers, booleans, lists and objects come back by every style."""
    assert travelled(contract, value) == [value]


@given(value=VALUES, file=FILES)
def test_a_multipart_body_holds_what_was_written(value: Any, file: str) -> None:
    """Members come back as they were, raw bytes octet by octet."""
    whole = {**value, "file": file}
    assert travelled(PARTS, whole) == [whole]


@pytest.mark.parametrize("name", ["application/x-ndjson", "application/json-seq"])
@given(values=st.lists(VALUES, min_size=1))
def test_a_sequence_holds_what_was_written(name: str, values: list[Any]) -> None:
    """Each item comes back, in order."""
    assert travelled(describing_once(name), values) == values


_KNOWN: dict[str, Contract] = {}


def describing_once(name: str) -> Contract:
    """The contract of a sequence whose items are objects, made once for all examples."""
    if name not in _KNOWN:
        _KNOWN[name] = describing(name, {"schema": SCHEMA})
    return _KNOWN[name]


EVENT = {"type": "object", "properties": {"data": {"type": "string"}, "retry": {"type": "integer"}}}
LINE = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=8)
STREAM = describing("text/event-stream", {"schema": EVENT})


@given(
    values=st.lists(
        st.fixed_dictionaries(
            {"data": st.lists(LINE, min_size=1).map("\n".join)},
            optional={"event": LINE, "retry": st.integers(min_value=0)},
        ),
        min_size=1,
    )
)
def test_an_event_stream_holds_what_was_written(values: list[Any]) -> None:
    """Data of several lines comes back in one piece."""
    assert travelled(STREAM, values) == values


@pytest.mark.parametrize(
    ("name", "schema", "value", "expected"),
    [
        ("application/json", {}, {"a": 1}, (b'{"a":1}', "application/json")),
        ("application/hal+json", {}, [1], (b"[1]", "application/hal+json")),
        ("*/*", {}, {"a": 1}, (b'{"a":1}', "application/json")),
        ("application/yaml", {}, {"a": 1}, (b'{"a":1}', "application/yaml")),
        ("text/plain", {}, "a", (b"a", "text/plain")),
        ("text/*", {}, 1.5, (b"1.5", "text/plain")),
        ("text/plain", {}, True, (b"true", "text/plain")),
        ("image/png", {}, "\x89P", (b"\x89P", "image/png")),
        ("image/*", {}, "\u20ac", ("\u20ac".encode(), "image/octet-stream")),
        ("application/x-www-form-urlencoded", {}, {"a": "b c", "n": None, "l": [1, 2]},
         (b"a=b+c&l=1&l=2", "application/x-www-form-urlencoded")),
        ("multipart/form-data", {"properties": {"f": {"format": "binary"}}}, {"f": "x", "o": {}}, ((
            b"--ringback-74652127902b8a3c7e4e4cf8\r\n"
            b'Content-Disposition: form-data; name="f"; filename="f"\r\n'
            b"Content-Type: application/octet-stream\r\n\r\nx\r\n"
            b"--ringback-74652127902b8a3c7e4e4cf8\r\n"
            b'Content-Disposition: form-data; name="o"\r\n'
            b"Content-Type: application/json\r\n\r\n{}\r\n"
            b"--ringback-74652127902b8a3c7e4e4cf8--\r\n"),
            "multipart/form-data; boundary=ringback-74652127902b8a3c7e4e4cf8",
        )),
    ],
)  # fmt: skip
def test_what_is_sent(name: str, schema: Any, value: Any, expected: tuple[bytes, str]) -> None:
    """The bytes of a value, and the Content-Type that goes with them."""
    assert write_body(value, entry(describing(name, {"schema": schema}))) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("application/x-www-form-urlencoded", [1]),
        ("multipart/form-data", "x"),
        ("text/plain", {}),
        ("image/png", 1),
        ("text/event-stream", ["x"]),
        ("application/xml", {}),
    ],
)
def test_what_has_no_spelling(name: str, value: Any) -> None:
    """A value that a media type can't hold is refused."""
    with pytest.raises(UnwritableError):
        write_body(value, MediaType(name=name, schema=None))


@pytest.mark.parametrize(
    ("names", "expected", "json"),
    [
        (["multipart/form-data", "application/json"], "application/json", True),
        (["text/plain", "application/*"], "application/*", True),
        (["multipart/form-data", "application/x-www-form-urlencoded"],
         "application/x-www-form-urlencoded", False),
        (["application/xml", "text/plain"], "text/plain", False),
    ],
)  # fmt: skip
def test_json_is_written_before_anything_else(names: list[str], expected: str, json: bool) -> None:
    """Of several media types the one that says most about a value is taken."""
    found = writable([MediaType(name=name, schema=None) for name in names])
    assert found is not None
    assert (found.name, writes_json(found)) == (expected, json)


def test_nothing_is_written_in_xml() -> None:
    """An operation that takes XML alone is not written to."""
    assert writable([MediaType(name="application/xml", schema=None)]) is None
