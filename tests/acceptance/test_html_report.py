"""The HTML report of real runs: from the command line, live and told again."""

import importlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts.numbers.reference import create_app
from ringback.reports.page.python_requests import httpx_script, pytest_test
from ringback.reports.scribe import ShownFinding
from ringback.reports.stored import shown_finding
from ringback.suite import Suite
from tests.acceptance.driving import ROOT, VARIABLES, changed, copied, ringback, served

Capture = pytest.CaptureFixture[str]
PICTURES = ROOT / "docs" / "pictures"


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A project whose reference is the one of the pictures, and `run.json`, a run of it."""
    folder = tmp_path_factory.mktemp("planted")
    copied(folder)
    name = "contracts.numbers.reference:app"
    changed(folder / "ringback.toml", name, "planted_numbers:app")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(PICTURES))
        patch.chdir(folder)
        from ringback.cli import main

        arguments = ["check", "--max-requests", "120", "-q", "--report", "json=run.json"]
        with pytest.raises(SystemExit) as ended:
            main([*arguments, "--report", "html=run.html"])
        assert ended.value.code == 1
        yield folder


def _found(folder: Path, rule: str, operation: str) -> ShownFinding:
    """The finding of a rule about a voice's pitch."""
    report = json.loads((folder / "run.json").read_text("utf-8"))
    (found,) = (
        each
        for each in report["findings"]
        if (each["rule"], each["instance"]) == (rule, "/inbound_agent/voice/pitch")
        and each["operation"] == operation
    )
    return shown_finding(found)


def test_a_stored_run_has_the_page_of_the_live_one(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, planted: Path
) -> None:
    """What `ringback report` tells of the JSON report is what the run told."""
    monkeypatch.chdir(planted)
    ended = ringback(capsys, "report", "run.json", "-q", "--report", "html=again.html")
    assert (ended.code, ended.said) == (0, "")
    live, again = (Path(name).read_text("utf-8") for name in ("run.html", "again.html"))
    assert again == live
    assert "The contract is broken on reference: 7 errors from 5 causes." in live
    assert VARIABLES["RINGBACK_TOKEN"] not in live
    assert re.search(r'class="broken" [^>]*aria-label="pitch, broken"', live)


def test_runs_make_a_trend(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, planted: Path, tmp_path: Path
) -> None:
    """Of several runs the last is told, with what is new, known and fixed in each."""
    monkeypatch.chdir(planted)
    told: dict[str, Any] = json.loads(Path("run.json").read_text("utf-8"))
    fixed = tmp_path / "fixed.json"
    scope = {**told["scope"], "partial": None}
    fixed.write_text(json.dumps({**told, "findings": told["findings"][2:], "scope": scope}))
    reports = ("--report", "text", "--report", f"html={tmp_path / 'trend.html'}")
    ended = ringback(capsys, "report", "run.json", str(fixed), *reports)
    assert (
        "trend:\n  run: broken, 7 new, 0 known, 0 fixed\n  fixed: broken, 0 new, 5 known, 2 fixed"
        in ended.out
    )
    page = (tmp_path / "trend.html").read_text("utf-8")
    assert "Fixed in the last run (2)" in page


@pytest.mark.usefixtures("values")
@pytest.mark.parametrize(
    ("rule", "operation"), [("schema/response", "get_number"), ("law/echo", "update_number")]
)
def test_what_is_copied_shows_the_finding(
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    planted: Path,
    tmp_path: Path,
    rule: str,
    operation: str,
) -> None:
    """The script sends what the run sent; the test fails as long as the fault is there."""
    app = importlib.import_module("planted_numbers").app
    found = _found(planted, rule, operation)
    for name in found.variables:
        monkeypatch.setenv(name, VARIABLES[name])
    suite = Suite(ROOT / "ringback.toml", target="reference", reading="strict")
    for service, holds in ((app, False), (create_app(), True)):
        with served(service) as url:
            monkeypatch.setenv("BASE_URL", url)
            exec(str(httpx_script(found)), {})  # noqa: S102 -- the script under test
            printed = capsys.readouterr().out
            assert printed.startswith("200 {")
            names: dict[str, Any] = {}
            exec(str(pytest_test(found)), names)  # noqa: S102 -- the test under test
            (test,) = (each for name, each in names.items() if name.startswith("test_"))
            arguments = () if rule.startswith("law/") else (suite, tmp_path)
            if holds:
                test(*arguments)
            else:
                with pytest.raises(AssertionError):
                    test(*arguments)
    suite.close()


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (
            ("run.json", "other.json"),
            "runs of one command on one target make a trend",
        ),
        (("run.json", "--list"), "--list names every run, and run.json is one: say one of them"),
        (("run.json", "nowhere.json"), "nowhere.json: can't be read"),
    ],
)
def test_what_makes_no_report(
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    planted: Path,
    arguments: tuple[str, ...],
    problem: str,
) -> None:
    """One sentence says what is wrong."""
    monkeypatch.chdir(planted)
    told = json.loads(Path("run.json").read_text("utf-8"))
    Path("other.json").write_text(json.dumps({**told, "target": "staging"}))
    ended = ringback(capsys, "report", *arguments, "--report", "html=x.html")
    assert ended.code == 2
    assert problem in ended.said
