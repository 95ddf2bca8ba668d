"""One line of a log."""

import pytest

from ringback.exchange import Exchange, Request, Response
from ringback.recordings import Mapping, Payload, Recording, Unreadable, entry_of_line

LINE = b'{"request":{"method":"GET","url":"/a"},"response":{"status":200,"body":%s}}'
JSON = (("Content-Type", "application/json"),)
MAPPED = Mapping.parse(("method=/m", "status=/s", "url=/u"))


def test_an_exchange() -> None:
    """Numbers keep their value, however long; the mark before the first line is passed over."""
    expected = Recording(
        file="a",
        entry="line 1",
        line=1,
        exchange=Exchange(
            request=Request(method="GET", url="/a"),
            outcome=Response(status=200, headers=JSON, body=b"[123456789012345678901234567890]"),
        ),
        with_headers=False,
    )
    line = LINE % b"[123456789012345678901234567890]"
    assert entry_of_line(line, "a", 1) == expected
    assert entry_of_line(b"\xef\xbb\xbf " + line + b"\r\n", "a", 1) == expected


def test_payloads() -> None:
    """What is no exchange, and every line where payloads are asked for."""
    line = LINE % b"1"
    payload = Payload(file="a", entry="line 2", line=2, body=b'{"a": 1}')
    assert entry_of_line(b' {"a": 1}\r', "a", 2) == payload
    assert entry_of_line(b' {"a": 1}\r', "a", 2, bare=True) == payload
    whole = Payload(file="a", entry="line 2", line=2, body=line)
    assert entry_of_line(line, "a", 2, bare=True) == whole
    broken = Payload(file="a", entry="line 2", line=2, body=b"{")
    assert entry_of_line(b"{", "a", 2, bare=True) == broken


def unreadable(problem: str, kind: str = "unreadable", place: str | None = None) -> Unreadable:
    """What is told of line 9."""
    return Unreadable(
        file="a",
        entry="line 9",
        line=9,
        rule=f"recording/{kind}",
        problem=problem,
        instance=place,
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b'{"a":', unreadable("is not JSON: expecting value at column 6")),
        (b"\0\0", unreadable("is not JSON: expecting value at column 1")),
        (b"[" * 9999, unreadable("is nested deeper than the 200 levels that are read")),
        (LINE[:-1] % b"1" + b',"note":NaN}',
            unreadable("holds NaN, which is no JSON number", "invalid")),
        (LINE[:-1] % b"1" + b',"note":"\\ud800"}',
            unreadable("holds an unpaired surrogate", "invalid")),
        (LINE % b'"\xff"', unreadable("is not UTF-8 at byte 72", "invalid")),
        (LINE[:-1] % b"1" + b',"a":1,"a":2}',
            unreadable('gives the member "a" more than once', "invalid")),
        (b'{"request":{"method":"GET","url":"/a"},"response":{}}',
            unreadable('is no recording: the object needs "status"', "invalid", "/response")),
    ],
)  # fmt: skip
def test_what_a_line_has_wrong(line: bytes, expected: Unreadable) -> None:
    """The place is the line's, and the column within it."""
    assert entry_of_line(line, "a", 9) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b'{"m":', unreadable("is not JSON: expecting value at column 6")),
        (b'{"m":"GET","m":"PUT"}', unreadable('gives the member "m" more than once', "invalid")),
        (b"[]", unreadable("does not fit the mapping: it has no status at /s", "invalid")),
    ],
)
def test_what_a_mapped_line_has_wrong(line: bytes, expected: Unreadable) -> None:
    """The same, and what the mapping lacks."""
    assert entry_of_line(line, "a", 9, MAPPED) == expected


def test_a_number_of_very_many_digits() -> None:
    """It is read as it is spelt, in a moment."""
    digits = b"7" * 100_000
    found = entry_of_line(LINE % digits, "a", 1)
    assert isinstance(found, Recording)
    assert isinstance(found.exchange.outcome, Response)
    assert found.exchange.outcome.body == digits
