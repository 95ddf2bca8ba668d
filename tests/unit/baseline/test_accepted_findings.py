"""The file of accepted findings: what is right, and every mistake with its line."""

from datetime import date
from pathlib import Path

import pytest

from ringback.baseline.accepted_findings import AcceptedFinding, parsed, read
from ringback.errors import DescriptionError

FILE = Path("a.toml")
ENTRY = """\
[[accepted]]
fingerprint = "0123456789abcdef"
command = "check"
rule = "law/echo"
operation = "make"
message = "m"
owner = "Ada"
reason = "r"
expires = 2027-01-31
"""
NO_FINGERPRINT = (
    "a.toml:2: fingerprint: 'x123456789abcdef' is no fingerprint: 16 digits of 0-9 and a-f, as "
    "reports tell them"
)
SEVERAL = """\
a.toml:1: reason is missing in this entry
a.toml:5: owner: 1 is no text; put it in quotes
a.toml:6: expires: 1 is no date; write it as 2027-01-31"""
LEAST = """\
[[accepted]]
fingerprint = "0123456789abcdef"
command = "lint"
rule = "lint/untyped"
reason = "r"
"""


def test_an_entry_is_read_whole() -> None:
    """Each key stands in its field, and the line is that of the table."""
    [found] = parsed(f"# head\n{ENTRY}", FILE)
    assert found == AcceptedFinding(
        fingerprint="0123456789abcdef",
        command="check",
        rule="law/echo",
        operation="make",
        message="m",
        owner="Ada",
        reason="r",
        expires=date(2027, 1, 31),
    )
    assert found.line == 2


@pytest.mark.parametrize(
    ("expires", "day"),
    [("", None), ('expires = "2027-01-31"', date(2027, 1, 31))],
    ids=["none", "as a text"],
)
def test_how_an_end_is_said(expires: str, day: date | None) -> None:
    """A day may be a text as well, and may be left out."""
    assert [each.expires for each in parsed(LEAST + expires, FILE)] == [day]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a = [", "a.toml: is not TOML: Invalid value"),
        (
            "\na = 01\n",
            "a.toml:2:6: is not TOML: Expected newline or end of document after a statement",
        ),
        ("a = 1\n", "a.toml:1: a: no such key; each accepted finding is a table [[accepted]]"),
        (
            "accepted = 1\n",
            "a.toml:1: accepted: each accepted finding is a table [[accepted]]",
        ),
        (LEAST.replace('reason = "r"\n', ""), "a.toml:1: reason is missing in this entry"),
        (
            LEAST + "expires = 3\n",
            "a.toml:6: expires: 3 is no date; write it as 2027-01-31",
        ),
        (LEAST + "owner = 3\n", "a.toml:6: owner: 3 is no text; put it in quotes"),
        (LEAST + 'ownr = "a"\n', "a.toml:6: ownr: no such key; did you mean owner?"),
        (
            LEAST.replace("0123", "x123"),
            NO_FINGERPRINT,
        ),
        (
            f"{LEAST}\n{LEAST}",
            "a.toml:7: fingerprint 0123456789abcdef stands in line 1 as well: keep one of the two",
        ),
        (
            'accepted = [{fingerprint = "0123456789abcdef", command = "a", rule = "b"}]',
            "a.toml: reason is missing in this entry",
        ),
        (
            LEAST.replace('reason = "r"', "owner = 1\nexpires = 1"),
            SEVERAL,
        ),
    ],
)
def test_mistakes_are_told_at_once_with_their_lines(text: str, told: str) -> None:
    """Every mistake of a file is a sentence behind its line."""
    with pytest.raises(DescriptionError) as raised:
        parsed(text, FILE)
    assert str(raised.value) == told


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"a\n\xff", ":2: is not UTF-8; save it as UTF-8"), (None, ": can't be read: is a directory")],
    ids=["bytes", "folder"],
)
def test_a_file_that_can_not_be_read(tmp_path: Path, content: bytes | None, told: str) -> None:
    """What is no text is a mistake as well."""
    file = tmp_path
    if content is not None:
        file = tmp_path / "a.toml"
        file.write_bytes(content)
    with pytest.raises(DescriptionError) as raised:
        read(file)
    assert str(raised.value) == f"{file}{told}"


@pytest.mark.parametrize(
    ("reason", "said"),
    [("r", True), ("", False), (" ", False), ("TODO: say why", False), ("not TODO", True)],
)
def test_whether_anybody_has_said_why(reason: str, *, said: bool) -> None:
    """A TODO is no reason, and neither is nothing."""
    entry = AcceptedFinding(fingerprint="0" * 16, command="a", rule="b", reason=reason)
    assert entry.has_reason is said


@pytest.mark.parametrize(
    ("day", "held"), [(date(2027, 1, 31), True), (date(2027, 2, 1), False)], ids=["last", "after"]
)
def test_the_last_day_counts(day: date, *, held: bool) -> None:
    """A finding is held on the day that is named, and no longer."""
    [entry] = parsed(ENTRY, FILE)
    assert entry.held_on(day) is held
