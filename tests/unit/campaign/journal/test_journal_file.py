"""The file of a journal."""

from pathlib import Path

from ringback.campaign.journal.journal_file import JournalFile

URL = "http://127.0.0.1:1"
SECRETS = {"token": "abc", "longer": "abcdef", "name": "token"}


def test_secrets_are_on_the_disk_as_their_names_alone(tmp_path: Path) -> None:
    """Whole and inside of texts, one inside of another, and read back as they were."""
    line = {"stands": {"state": ["abcdef", "x abc y", {"abc": "token"}]}}
    file = JournalFile(tmp_path / "kept", URL, SECRETS)
    file.append([line])
    written = file.path.read_text("utf-8")
    assert "abc" not in written
    assert file.lines() == [line]
    file.close()


def test_a_line_that_was_cut_short_is_left_out(tmp_path: Path) -> None:
    """The write that it announced has not left."""
    file = JournalFile(tmp_path, URL, {})
    file.append([{"sends": 1}, {"sends": 2}])
    with file.path.open("a", encoding="utf-8") as stream:
        stream.write('{"sends": 3, "na')
    assert file.lines() == [{"sends": 1}, {"sends": 2}]
    file.close()


def test_what_is_put_right_leaves_no_file(tmp_path: Path) -> None:
    """Nor a folder; what is not stays for the next run."""
    folder = tmp_path / "kept"
    file = JournalFile(folder, URL, {})
    file.append([{"sends": 1}])
    file.close()
    again = JournalFile(folder, URL, {})
    assert again.lines() == [{"sends": 1}]
    again.clear()
    assert again.lines() == []
    again.close()
    assert not folder.exists()
