"""What `ringback check` says of the recordings themselves: their age, and what they are for."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.acceptance.driving import changed, ringback

Capture = pytest.CaptureFixture[str]
FOLDER = "contracts/numbers/recordings"
QUIETLY = ("check", "--no-target")


def test_every_recording_of_the_repository_is_there_for_something(capsys: Capture) -> None:
    """None is named, and nothing is said of their age unless it is asked for."""
    ended = ringback(capsys, *QUIETLY)
    assert "which another does not" not in ended.said
    assert "recording/stale" not in ended.said
    assert ended.code == 0


def test_a_copy_shows_nothing_more(capsys: Capture, project: Path) -> None:
    """The later by name is named; that is a note, and no finding."""
    for name in ("link", "error-404-agent"):
        file = project / FOLDER / f"update_number/{name}.json"
        shutil.copy(file, file.with_name(f"{name}_again.json"))
    ended = ringback(capsys, *QUIETLY)
    line = (
        "  recordings that show nothing which another does not: "
        f"{FOLDER}/update_number/error-404-agent_again.json, "
        f"{FOLDER}/update_number/link_again.json\n"
    )
    assert line in ended.said
    assert (ended.code, "warning" in ended.said) == (0, False)


def test_a_stale_recording_is_a_warning(capsys: Capture, project: Path) -> None:
    """Told by its day, and the verdict stays; younger ones are not told."""
    today = datetime.now(UTC).date()
    for file in (project / FOLDER).rglob("*.json"):
        whole = json.loads(file.read_text("utf-8"))
        whole["provenance"]["date"] = str(today)
        file.write_text(json.dumps(whole, indent=2), "utf-8")
    old = today - timedelta(days=31)
    name = f"{FOLDER}/get_number/own.json"
    changed(project / name, str(today), str(old))
    assert ringback(capsys, *QUIETLY, "--max-age", "31").said.count("recording/stale") == 0
    ended = ringback(capsys, *QUIETLY, "--max-age", "30")
    text = f"  {name} is 31 days old ({old}), more than the 30 asked for: record it anew\n"
    assert text in ended.said
    assert (ended.code, ended.said.count("recording/stale")) == (0, 1)
    ignored = ringback(capsys, *QUIETLY, "--max-age", "30", "--ignore", "recording/stale")
    assert "recording/stale" not in ignored.said
