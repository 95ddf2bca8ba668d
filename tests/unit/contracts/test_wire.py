"""Reading a request's JSON."""

import pytest

from contracts import wire


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("-0", 0),
        ("-0.0", 0),
        ("0e99999999999999", 0),
        ("3", 3),
        ("3.0", 3),
        ("-3.50e1", -35),
        ("1e2", 100),
        ("1E+30", 10**30),
        ("1e1000", 10**1000),
        ("123456789012345678901234567890", 123456789012345678901234567890),
        ("12345678901234567890.0", 12345678901234567890),
        ("100e-2", 1),
        ("0.1", 0.1),
        ("-2.5e-3", -0.0025),
        ("1e-400", 0.0),
        ("1e-99999999999999999999", 0.0),
        ("9" * 4000, 10**4000 - 1),
        ('"\\ud83d\\ude00"', "\U0001f600"),
        ('"\\u0000\\u007f"', "\0\x7f"),
        (" \t\r\n[1.5]", [1.5]),
    ],
)
def test_values_are_exact(text: str, value: object) -> None:
    """A number without a fraction is an int of its exact value, any other a double."""
    read = wire.parse(text.encode())
    assert (type(read), read) == (type(value), value)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not JSON: Expecting value"),
        (b"{", "not JSON: Expecting property name enclosed in double quotes"),
        (b"1 2", "not JSON: Extra data"),
        (b'"\n"', "not JSON: Invalid control character at"),
        (b"NaN", "not JSON: NaN is no number of JSON"),
        (b"[-Infinity]", "not JSON: -Infinity is no number of JSON"),
        (b"\xef\xbb\xbf{}", "not JSON: Unexpected UTF-8 BOM (decode using utf-8-sig)"),
        (b'"\xff"', "not UTF-8"),
        (b'"\xed\xa0\x80"', "not UTF-8"),
        (b'{"a":1,"a":1}', "an object gives the same name twice"),
        (b'"\\ud800"', "a string holds an unpaired surrogate"),
        (b'{"\\udc00":1}', "a string holds an unpaired surrogate"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b"1" * 4001, "a number of more than 4000 digits"),
        (b"1" * 4000 + b"e1", "a number of more than 4000 digits"),
        (b"1" * 4000 + b".5", "a number of more than 4000 digits"),
        (b"1" * 400 + b".5", "a number too large to be answered"),
        (b"1e1001", "an exponent of more than 1000"),
        (b"1e99999999999999999999", "an exponent of more than 1000"),
    ],
)
def test_what_could_not_be_answered_is_malformed(body: bytes, reason: str) -> None:
    """Whatever is no JSON, or could not be sent back exactly, is refused with its reason."""
    with pytest.raises(wire.MalformedError) as caught:
        wire.parse(body)
    assert str(caught.value) == reason


@pytest.mark.parametrize(
    ("content_type", "json"),
    [
        ("application/json", True),
        ("Application/JSON; charset=utf-8", True),
        ("application/vnd.api+json", True),
        ("text/plain", False),
        ("text/json", False),
        ("application/jsonp", False),
        ("+json", False),
        ("", False),
    ],
)
def test_media_types_of_json(content_type: str, json: bool) -> None:
    """JSON is application/json and every type with the suffix +json."""
    assert wire.is_json_type(content_type) is json
