"""Patterns by automata: what they say is what a regular expression engine says, text by text."""

import itertools
import random
import re
import time

import jsonschema_rs
import pytest

from ringback.sampling.pattern_texts.ecma import UnreadableError
from ringback.schema.document import SchemaDocument
from ringback.schema.validators.formats import FORMATS
from ringback.witness.make.automata import automaton
from ringback.witness.make.code_points import EVERY_CODE_POINT, CodePoints
from ringback.witness.make.languages import text_between

PATTERNS = (
    "", "a", "^a", "a$", "^a$", "^(a|b)*$", "^a{2,3}b?$", "a+b", "^[^a]+$", "^$", "$^", "(^a|b$)",
    "^.$", r"^\w\d$", "^(?:ab|a)(?:c|bcd)?$", "^(a*)*$", "a{0}", "^a{2,}$", "[^]", "^(|a|ab)$",
)  # fmt: skip
REFUSED = (
    "(?=a)b", "(?!a)b", r"(a)\1", r"\bab", r"\p{L}", "(?i)a", "(", "a" * 10 + "{400}" * 2,
    "^(?:a{100}){100}$", "[z-a]",
)  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
def test_an_automaton_takes_what_the_pattern_is_found_in(pattern: str) -> None:
    """Every text of up to four of these characters, against the engine of Python."""
    machine = automaton(pattern)
    spelt = pattern.replace("[^]", r"[\s\S]").replace("$", r"\Z")
    for size in range(5):
        for text in map("".join, itertools.product("ab1\n", repeat=size)):
            state = machine.begin()
            for char in text:
                state = machine.step(state, ord(char))
            assert machine.accepts(state) is bool(re.search(spelt, text, re.ASCII)), text


@pytest.mark.parametrize("pattern", REFUSED)
def test_what_no_automaton_follows_is_refused(pattern: str) -> None:
    """Nothing is said of it, rather than something wrong."""
    with pytest.raises(UnreadableError):
        automaton(pattern)


@pytest.mark.parametrize("seed", range(60))
def test_what_is_proved_of_two_patterns_no_text_contradicts(seed: int) -> None:
    """Patterns made by chance: a witness is one, and where there is none no short text is one."""
    chance = random.Random(seed)  # noqa: S311 -- the same patterns every time
    one, other = (f"^{_pattern(chance, 3)}$" for _ in range(2))
    document = SchemaDocument({"one": {"pattern": one}, "other": {"pattern": other}})
    inside, outside = document.schema("/one"), document.schema("/other")

    def shown(text: str) -> bool:
        return inside.admits(text) and not outside.admits(text)

    found = text_between((inside,), (outside,), shown)
    if isinstance(found, str):
        assert shown(found)
        return
    assert found is True
    texts = ("".join(each) for size in range(6) for each in itertools.product("abc", repeat=size))
    assert not any(map(shown, texts)), (one, other)


def _pattern(chance: random.Random, depth: int) -> str:
    if depth == 0:
        return chance.choice(("a", "b", "c", "[ab]", "[^a]", "."))
    parts = [_pattern(chance, depth - 1) for _ in range(chance.randint(1, 2))]
    match chance.randrange(4):
        case 0:
            return f"(?:{'|'.join(parts)})"
        case 1:
            return f"(?:{''.join(parts)}){chance.choice(('*', '+', '?', '{1,2}'))}"
        case _:
            return "".join(parts)


def test_the_time_of_a_question_is_bounded() -> None:
    """Two patterns whose states multiply end as unknown, and soon."""
    schemas = {"one": {"pattern": "(a|b)*a(a|b){14}$"}, "other": {"pattern": "(a|b)*b(a|b){14}$"}}
    document = SchemaDocument(schemas)
    inside = document.schema("/one"), document.schema("/other")
    started = time.monotonic()
    assert text_between(inside, (), lambda _: False) is False
    assert time.monotonic() - started < 20


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("uuid", ["5f0c2c1e-6a51-4d6e-9a53-0d2f8f6f6b01", "5F0C2C1E-6A51-4D6E-9A53-0D2F8F6F6B01"]),
        ("ipv4", ["0.0.0.0", "255.255.255.255", "1.20.3.44"]),
        ("date", ["2024-02-29", "0001-12-31"]),
        ("date-time", ["2024-02-29T12:00:00Z", "1990-12-31t15:59:60.5-08:00"]),
        ("byte", ["", "YQ==", "YWI=", "_-8="]),
        ("hostname", ["a.b-c.example"]),
        ("email", ["a@b.example"]),
        ("duration", ["P1Y2M3DT4H5M6S", "P4W"]),
        ("uri", ["urn:a", "http://a.example/b?c#d"]),
        ("ipv6", ["::", "::ffff:1.2.3.4"]),
        ("time", ["12:00:00Z"]),
    ],
)
def test_no_text_of_a_format_is_ruled_out(name: str, texts: list[str]) -> None:
    """A text of the format is found where nothing else is asked."""
    judge = jsonschema_rs.Draft202012Validator(
        {"format": name}, validate_formats=True, formats=FORMATS
    )
    for text in texts:
        assert judge.is_valid(text), text
        document = SchemaDocument({"a": {"type": "string", "format": name}, "b": {"const": text}})
        both = document.schema("/a"), document.schema("/b")
        assert text_between(both, (), lambda _: True) == text


def test_sets_of_characters_are_sets() -> None:
    """Union and difference, over ranges that touch, overlap and stand apart."""
    one, other = CodePoints(((1, 5), (10, 20))), CodePoints(((4, 12), (30, 31)))
    assert (one | other).ranges == ((1, 20), (30, 31))
    assert (one - other).ranges == ((1, 3), (13, 20))
    assert len(EVERY_CODE_POINT - CodePoints(((0, 0x10FFFF),))) == 0
    assert "".join(CodePoints(((97, 99),))) == "abc"
