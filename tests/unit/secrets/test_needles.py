"""A secret value, found in whatever encoding it stands."""

import base64
import html
import json
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringback.secrets.find.embedded.needles import needle

SECRET = "p\"a\\s's/w+o=r?d &é🎉\n"
ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=8)


def _found(value: str, text: str, *, given: bool = True) -> list[str]:
    """What of the text is found to be the value."""
    return [text[start:end] for start, end in needle("X", value, given=given).spans(text)]


@pytest.mark.parametrize(
    "form",
    [
        SECRET,
        json.dumps(SECRET)[1:-1],
        json.dumps(json.dumps(SECRET))[3:-3],
        json.dumps(SECRET, ensure_ascii=False)[1:-1],
        json.dumps(SECRET)[1:-1].replace("/", "\\/"),
        repr(SECRET)[1:-1],
        ascii(SECRET)[1:-1],
        html.escape(SECRET),
        quote(SECRET, safe=""),
        quote(SECRET),
        quote_plus(SECRET),
        quote(SECRET, safe="").lower(),
        quote(quote(SECRET, safe=""), safe=""),
        base64.b64encode(SECRET.encode()).decode(),
        base64.urlsafe_b64encode(SECRET.encode()).decode(),
        quote(base64.b64encode(SECRET.encode()).decode(), safe=""),
    ],
)
def test_encodings_of_a_value_are_found(form: str) -> None:
    """The whole spelling is covered, whatever encoded it."""
    assert _found(SECRET, f"<{form}>") == [form]


@pytest.mark.parametrize("value", ["a", "ab", "\udcff\udcfe-byte", "\ud800-half", "x" * 300 + '"'])
def test_values_of_any_kind_are_found(value: str) -> None:
    """Short ones, long ones, and those of an environment that is no UTF-8."""
    assert _found(value, f"<{value}>{json.dumps(value)}") == [value, json.dumps(value)[1:-1]]


def test_a_value_encoded_in_part_is_found() -> None:
    """Encoders differ in what they leave as it is."""
    assert _found("00000/\u00c30", "<00000/%C3%830>") == ["00000/%C3%830"]


@pytest.mark.parametrize("user", ["", "u", "us", "use", "user"])
@pytest.mark.parametrize("rest", ["", "r", "re"])
def test_a_value_inside_basic_credentials_is_found(user: str, rest: str) -> None:
    """Whatever stands around it in the base64, no characters of the value's own stay."""
    token = base64.b64encode(f"{user}:s3cret-value{rest}".encode()).decode()
    (found,) = _found("s3cret-value", token)
    left = token.replace(found, "")
    assert len(left) <= len(token) - 4 * len("s3cret-value") // 3


@settings(deadline=None)
@given(value=ANY, before=st.text(), after=st.text())
def test_a_value_in_the_clear_is_always_found(value: str, before: str, after: str) -> None:
    """No neighbours and no characters of its own hide a value."""
    text = before + value + after
    left = text
    for start, end in reversed(list(needle("X", value, given=True).spans(text))):
        left = left[:start] + "\0HIDDEN\0" + left[end:]
    assert value not in left or value in "\0HIDDEN\0"


@settings(deadline=None)
@given(value=ANY)
def test_an_encoded_value_is_always_found(value: str) -> None:
    """JSON, percent-encoding and base64 of any value are found."""
    forms = [
        json.dumps(value)[1:-1],
        quote(value, safe=""),
        quote_plus(value),
        base64.b64encode(value.encode()).decode(),
    ]
    assert [len(_found(value, form)) >= 1 for form in forms] == [True] * 4


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"kind" is wrong', ["kind"]),
        ("mankind, kindly", []),
    ],
)
def test_a_short_value_of_a_payload_counts_as_a_whole_word(text: str, found: list[str]) -> None:
    """A short harvested value does not shred longer words."""
    assert _found("kind", text, given=False) == found


def test_pieces_of_a_value_that_was_cut_are_found() -> None:
    """A message that shows values cut in the middle shows no piece of a secret one."""
    text = 'was …"ef-ghi-jk", is "abcd-ef…'
    spans = needle("X", "abcd-ef-ghi-jkl-mno", given=False).cut_spans(text)
    assert [text[start:end] for start, end in spans] == ["ef-ghi-jk", "abcd-ef"]


@pytest.mark.parametrize(
    ("value", "text", "hidden"),
    [
        ("Sample 18", 'someone@example.com, and "a…"', []),
        ("Sample 18", 'was "Sample 16", is "long 29…"', []),
        ("Sample 18", 'was "Sampl…"', ["Sampl"]),
        ("Sample 18", 'was …"mple 18" (30 characters)', ["mple 18"]),
        ("a description", "the description of a long…", []),
        ("a description", 'is "…iption"', ["iption"]),
        ("a description", 'is "a descrip...', ["a descrip"]),
        ("k3y-Zo1uf9PqX", 'the text "xx3y-Zo1uf9Pxx" of "a…"', ["3y-Zo1uf9P"]),
    ],
)
def test_a_piece_counts_where_something_was_cut(value: str, text: str, hidden: list[str]) -> None:
    """A piece of plain words elsewhere is anybody's: it would shred the words of a message."""
    spans = needle("X", value, given=False).cut_spans(text)
    assert [text[start:end] for start, end in spans] == hidden


def test_without_an_ellipsis_nothing_was_cut() -> None:
    """Common pieces of words count only where something was cut."""
    assert list(needle("X", "abcdefgh", given=False).cut_spans("abcdef")) == []


def test_a_needle_shows_no_secret_in_a_traceback() -> None:
    """The representation names the variable alone."""
    assert repr(needle("TOKEN", "abcdefgh", given=True)) == "Needle($TOKEN)"


@pytest.mark.parametrize(
    ("value", "text", "hidden"),
    [
        ("t", "the description is a text", 0),
        ("tion", "the description is a text", 0),
        ("describe", "to describe what is described", 1),
        ("tion", 'must be a string, not "tion"', 1),
        ("tion", "curl 'http://h/p?key=tion&a=1'", 1),
        ("tion", '{"key":"tion"}', 1),
        ("tion", "tion", 1),
        ("t0k", "a t0k in t0kens", 0),
        ("t0ken-1", "at0ken-12", 0),
        ("t0ken-1", "a t0ken-1, and /t0ken-1/", 2),
        ("t0ken-10", "at0ken-102", 1),
        ("Tion", "The DescripTion is a text", 0),
        ("DESCRIBED", "an UNDESCRIBED member", 0),
        ("DESCRIBED", "http://me:DESCRIBED@host/", 1),
        ("t0K", "http://host/?a=%26t0K%26b", 1),
        ("tion", "http://host/?a=the%20tion%20b", 0),
        ("t0K3n", r'"a\nt0K3n" and http://host/?a=%26t0K3n%26b', 2),
    ],
)
def test_a_common_word_is_hidden_as_a_value_alone(value: str, text: str, hidden: int) -> None:
    """A short secret shreds no sentence of a report, and is told nowhere as what was given."""
    found = list(needle("V", value, given=True, in_prose=True).spans(text))
    assert len(found) == hidden
