"""A run with a bound asks first what is worth the most."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance import small_service
from tests.acceptance.driving import Ended, ringback

Capture = pytest.CaptureFixture[str]
BOUND = ("--max-requests", "5")
FIRST = "  first: 1 operation that failed last time\n"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project, stood in: of its many operations the last breaks the contract."""
    small_service.made(tmp_path, others=8)
    monkeypatch.chdir(tmp_path)
    document = small_service.description(others=8)
    small_service.answer_of(document, "get_other_8")["required"] = ["lost"]
    small_service.described(tmp_path, document)
    return tmp_path


def _checked(capsys: Capture, *arguments: str) -> tuple[Ended, Any]:
    ended = ringback(capsys, "check", *arguments, "--report", "json=r.json")
    return ended, json.loads(Path("r.json").read_text("utf-8"))


def _asked(report: Any) -> set[str]:
    return {each["operation"] for each in report["asked"]}


def _broken(report: Any) -> set[str]:
    return {each["operation"] for each in report["findings"] if each["severity"] == "error"}


@pytest.mark.usefixtures("small")
def test_what_failed_last_time_is_found_again(capsys: Capture) -> None:
    """A bound that is too small for a late fault is enough once a whole run has seen it."""
    ended, report = _checked(capsys, *BOUND, "-v")
    assert (_broken(report), "first: " in ended.said) == (set(), False)
    ended, whole = _checked(capsys, "-v")
    assert (_broken(whole), "first: " in ended.said) == ({"get_other_8"}, False)
    ended, report = _checked(capsys, *BOUND, "-v")
    assert _broken(report) == {"get_other_8"}
    assert FIRST in ended.said
    assert ended.code == 1
    again, _ = _checked(capsys, *BOUND)
    assert "first: " not in again.said


@pytest.mark.usefixtures("small")
def test_the_order_changes_nothing_without_a_bound(capsys: Capture) -> None:
    """The second whole run, which could know of the first one, asks and finds the same."""
    reports = [_checked(capsys)[1] for _ in range(2)]
    told = [
        (each["findings"], each["counts"], [(it["operation"], it["rules"]) for it in each["asked"]])
        for each in reports
    ]
    assert told[0] == told[1]


@pytest.mark.usefixtures("small")
def test_what_the_change_touches_is_asked_first(capsys: Capture) -> None:
    """With a bound, an operation at the end of the description comes before the others."""
    document = small_service.description(others=8)
    del document["paths"]["/others/7"]
    small_service.described(Path(), document, "older.json")
    _, without = _checked(capsys, *BOUND)
    assert "get_other_7" not in _asked(without)
    for each in Path(".ringback/runs").iterdir():
        each.unlink()
    ended, report = _checked(capsys, *BOUND, "--against", "older.json", "-v")
    assert {"get_other_7", "get_other_8"} <= _asked(report)
    assert "  first: 2 operations that the change touches\n" in ended.said


@pytest.mark.usefixtures("small")
def test_what_was_never_asked_is_asked_next(capsys: Capture) -> None:
    """Bounded runs one after the other get to operations that none before them got to."""
    seen = set[str]()
    for _ in range(3):
        now = _asked(_checked(capsys, *BOUND)[1])
        assert not now <= seen
        seen |= now


@pytest.mark.usefixtures("small")
def test_an_accepted_finding_is_looked_at_first(capsys: Capture) -> None:
    """What the baseline holds or has held is asked before the rest, whatever runs are stored."""
    _, whole = _checked(capsys)
    found = next(each for each in whole["findings"] if each["severity"] == "error")
    entry = {"fingerprint": found["fingerprint"], "rule": found["rule"], "command": "check"}
    entry |= {"operation": "get_other_8", "reason": "known", "expires": "2020-01-01"}
    lines = (f"{name} = {json.dumps(text)}" for name, text in entry.items())
    Path("ringback.baseline.toml").write_text("[[accepted]]\n" + "\n".join(lines) + "\n", "utf-8")
    for each in Path(".ringback/runs").iterdir():
        each.unlink()
    ended, report = _checked(capsys, *BOUND, "-v")
    assert _broken(report) == {"get_other_8"}
    assert FIRST in ended.said
