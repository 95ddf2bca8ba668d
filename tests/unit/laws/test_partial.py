"""Parts of bytes, and what is said of them."""

import pytest

from ringback.laws import partial

WHOLE = b"0123456789"


@pytest.mark.parametrize(
    ("told", "part", "causes"),
    [
        ("bytes 2-5/10", b"2345", []),
        ("bytes 2-5/*", b"2345", []),
        ("bytes 2-3/10", b"23", []),  # less than was asked for, and it says so
        ("bytes 2-5/10", b"234", ["bytes"]),
        ("bytes 2-5/10", b"3456", ["bytes"]),
        ("bytes 3-6/10", b"3456", ["content-range", "bytes"]),
        ("bytes 2-5/4", b"2345", ["content-range"]),
        ("bytes 2-6/10", b"23456", ["content-range", "bytes"]),
        ("", b"2345", ["content-range"]),
    ],
)
def test_a_part_is_what_it_is_told_to_be(told: str, part: bytes, causes: list[str]) -> None:
    """It may end early; it does not begin elsewhere, and holds no other bytes."""
    found = partial.told_part("bytes=2-5", (2, 6), told, part, WHOLE)
    assert [each.cause for each in found] == causes
