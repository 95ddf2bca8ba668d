"""Values as words of a shell, tried in a real one."""

import os
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringback.reports.evidence.shell import Part, Variable, printf, shown, word
from ringback.visible import visible

Shell = Callable[[str, Mapping[str, str]], tuple[list[bytes], bytes]]
TOKEN = Variable(name="TOKEN")
VALUE = "v'a\"l$u`e\\ 100%"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["plain-text/1"], "plain-text/1"),
        ([""], "''"),
        (["two words"], "'two words'"),
        (["it's"], "'it'\\''s'"),
        (["Bearer ", TOKEN], '"Bearer $TOKEN"'),
        ([TOKEN, "x"], '"${TOKEN}x"'),
        ([TOKEN, TOKEN], '"$TOKEN$TOKEN"'),
        (['{"a":"', TOKEN, '"}'], '\'{"a":"\'"$TOKEN"\'"}\''),
        (["a\x1bb"], "\"$(printf 'a\\033b')\""),
    ],
)
def test_words(parts: list[Part], expected: str) -> None:
    """Bare where possible, single quotes for literals, double quotes where a variable expands."""
    assert word(parts) == expected


def test_a_reader_sees_variables_with_their_dollar_sign() -> None:
    """`shown` is what a message holds."""
    assert shown(["a ", TOKEN, "!"]) == "a $TOKEN!"


def test_printf_never_begins_like_an_option() -> None:
    """A template that begins with a dash is written so that no shell takes it for an option."""
    assert printf(["-n"]) == "printf '\\055n'"


# Arguments hold no NUL, and command substitution takes line breaks off the end.
literals = st.text(st.characters(exclude_characters="\0\n", exclude_categories=["Cs"]), min_size=1)
octets = st.binary(min_size=1)
SLOW = settings(deadline=None, max_examples=60)  # a process each


def _expected(parts: list[Part]) -> bytes:
    """The bytes that the parts mean."""
    return b"".join(
        os.fsencode(VALUE)
        if isinstance(part, Variable)
        else part.encode("utf-8", "surrogateescape")
        for part in parts
    )


@SLOW
@given(parts=st.lists(st.one_of(literals, st.just(TOKEN)), min_size=1))
def test_a_word_has_the_value_of_its_parts(shell: Shell, parts: list[Part]) -> None:
    """Whatever the parts hold, the shell passes exactly that, and the line is fit to be shown."""
    line = f"curl {word(parts)}"
    assert visible(line) == line
    assert shell(line, {"TOKEN": VALUE}) == ([_expected(parts)], b"")


@SLOW
@given(pieces=st.lists(st.one_of(octets, st.just(TOKEN)), min_size=1))
def test_printf_writes_any_bytes(shell: Shell, pieces: list[bytes | Variable]) -> None:
    """Every byte arrives, NUL and bytes that are no UTF-8 too."""
    parts: list[Part] = [
        piece if isinstance(piece, Variable) else piece.decode("utf-8", "surrogateescape")
        for piece in pieces
    ]
    line = f"{printf(parts)} | curl @-"
    assert visible(line) == line
    assert shell(line, {"TOKEN": VALUE}) == ([b"@-"], _expected(parts))
