"""Text that can't act on a terminal."""

import json

import pytest

from ringback.visible import visible, visible_json


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain “text” é 🎉", "plain “text” é 🎉"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("a\nb\r\tc", r"a\nb\r\tc"),
        ("\x00\x7f\x9b", r"\x00\x7f\x9b"),
        ("abc\u202egpj.exe", r"abc\u202egpj.exe"),
        ("\u2028\ufeff\uffff", r"\u2028\ufeff\uffff"),
        ("\ud800", r"\ud800"),
    ],
)
def test_what_cannot_be_shown_is_escaped(text: str, shown: str) -> None:
    """Controls, direction marks, line breaks and lone surrogates become escapes; the rest stays."""
    assert visible(text) == shown


def test_json_stays_json() -> None:
    """What can't be shown is an escape of JSON, so that the text says what it said."""
    text = '"\x7f\x9b\u202e\ud800é"'
    shown = visible_json(text)
    assert (shown, json.loads(shown)) == (r'"\u007f\u009b\u202e\ud800é"', text[1:-1])
