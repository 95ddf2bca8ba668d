"""The baseline's text after an edit: sorted, one key a line, comments where they were."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ringback.baseline.accepted_findings import AcceptedFinding, parsed
from ringback.baseline.file_edits import HEAD, edited
from ringback.errors import UsageError

FILE = Path("a.toml")
ONE = AcceptedFinding(
    fingerprint="1" * 16,
    command="check",
    rule="law/echo",
    operation="make",
    target="staging",
    file="a.json",
    message='says "a" and \\',
    owner="Ada",
    reason="r",
    expires=date(2027, 1, 31),
)
ONE_TEXT = """\
[[accepted]]
fingerprint = "1111111111111111"
command = "check"
rule = "law/echo"
operation = "make"
target = "staging"
file = "a.json"
message = "says \\"a\\" and \\\\"
owner = "Ada"
reason = "r"
expires = 2027-01-31
"""
TWO = AcceptedFinding(fingerprint="2" * 16, command="lint", rule="a/b", reason="r")
TWO_TEXT = """\
# by hand, about the second
[[accepted]]
fingerprint = "2222222222222222"  # the one of May
command = "lint"
rule = "a/b"
reason = "old"  # ticket 7
expires = 2020-01-01  # soon
# and one more
"""
ZERO = replace(TWO, fingerprint="0" * 16)
ZERO_TEXT = """\
[[accepted]]
fingerprint = "0000000000000000"
command = "lint"
rule = "a/b"
owner = ""
reason = "r"
"""


def test_a_first_entry_makes_the_file() -> None:
    """A head that says what the file is, then the entry, one key a line."""
    assert edited("", FILE, added=[ONE]) == f"{HEAD}\n{ONE_TEXT}"


def test_entries_are_sorted_and_comments_stay() -> None:
    """New ones stand where they belong, and nothing of the others changes."""
    text = f"# mine\n\n{TWO_TEXT}"
    found = edited(text, FILE, added=[ONE, ZERO])
    assert found == f"# mine\n\n{ZERO_TEXT}\n{ONE_TEXT}\n{TWO_TEXT}"
    assert edited(found, FILE, removed={ONE.fingerprint, ZERO.fingerprint}) == text


def test_an_entry_is_renewed_in_its_place() -> None:
    """What is said anew stands in its line, with the comment behind it; all else stays."""
    renewed = replace(
        parsed(TWO_TEXT, FILE)[0], reason='new "one"', owner="Bob", expires=date(2028, 1, 1)
    )
    found = edited(TWO_TEXT, FILE, renewed={TWO.fingerprint: renewed})
    assert found == (
        TWO_TEXT.replace('"old"', '"new \\"one\\""').replace("2020-01-01", "2028-01-01")
        + 'owner = "Bob"\n'
    )


def test_an_end_that_is_taken_away() -> None:
    """A renewed entry without an end has no such line."""
    renewed = replace(parsed(TWO_TEXT, FILE)[0], expires=None)
    found = edited(TWO_TEXT, FILE, renewed={TWO.fingerprint: renewed})
    assert "expires" not in found
    assert parsed(found, FILE) == (replace(TWO, reason="old"),)


def test_taking_out_takes_the_comment_above_along() -> None:
    """What was written about an entry goes with it."""
    found = edited(f"{ONE_TEXT}\n{TWO_TEXT}", FILE, removed={TWO.fingerprint})
    assert found == ONE_TEXT


@pytest.mark.parametrize(
    "message", ["\x7f", "a\tb", "“ä”", "'''", '"""', "\\u0000", "# no comment", "[[accepted]]"]
)
def test_any_text_comes_back(message: str) -> None:
    """What a message holds is read back as it was."""
    entry = replace(TWO, message=message)
    assert parsed(edited("", FILE, added=[entry]), FILE) == (entry,)


def test_what_can_not_be_edited_as_text_is_told() -> None:
    """A file of another form, right as it is, is left as it is."""
    entry = 'fingerprint = "2222222222222222", command = "lint", rule = "a/b", reason = "r"'
    with pytest.raises(UsageError) as raised:
        edited(f"accepted = [{{{entry}}}]\n", FILE, removed={TWO.fingerprint})
    assert str(raised.value) == (
        "a.toml: can't be edited as it is written: give each entry a table [[accepted]] of its "
        "own, one key a line"
    )
