"""`ringback baseline` and `--baseline` as a user meets them."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from contracts.numbers.faults import FAULTS
from contracts.numbers.reference import create_app
from tests.acceptance.driving import changed, ringback, served

Capture = pytest.CaptureFixture[str]
BASELINE = "ringback.baseline.toml"
API = """\
openapi: 3.1.0
info: {title: a, version: '1'}
paths:
  /a:
    get:
      operationId: a
      responses:
        '200':
          description: d
          content:
            application/json:
              schema: {type: integer, minimum: 2, maximum: 1}
"""
CODES = {"kept": 0, "broken": 1, "inconclusive": 3}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a description that has one error, stood in."""
    (tmp_path / "api.yaml").write_text(API)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def linted(capsys: Capture, *more: str) -> tuple[int, dict[str, Any]]:
    """The exit code and the JSON report of linting the description."""
    ended = ringback(capsys, "lint", "api.yaml", "-q", "--report", "json=r.json", *more)
    assert ended.said == ""
    return ended.code, json.loads(Path("r.json").read_text("utf-8"))


def test_an_error_is_accepted_until_its_day_is_over(capsys: Capture, folder: Path) -> None:
    """Broken, kept while it is accepted, broken again behind the last day, kept once mended."""
    code, report = linted(capsys)
    [error] = [each for each in report["findings"] if each["severity"] == "error"]
    assert code == 1
    said = ("--owner", "Ada", "--reason", "mended in May", "--expires", "2999-12-31")
    ended = ringback(capsys, "baseline", "update", "--from", "r.json", *said)
    name = f"{error['rule']} a ({error['fingerprint']})"
    assert ended.said == (f"{BASELINE}: 1 finding added, 0 renewed, 0 held\n  added: {name}\n")
    assert ended.code == 0
    code, report = linted(capsys)
    [held] = [each for each in report["findings"] if each["severity"] == "error"]
    accepted = {"owner": "Ada", "reason": "mended in May", "expires": "2999-12-31"}
    assert held == {**error, "accepted": accepted}
    assert (code, report["verdict"]) == (0, "kept")
    ended = ringback(capsys, "lint", "api.yaml")
    assert "\n1 accepted by the baseline\n" in ended.said
    assert "\n  accepted by Ada until 2999-12-31: mended in May\n" in ended.said
    assert ", 1 accepted by the baseline in " in ended.said
    changed(folder / BASELINE, "2999-12-31", "2020-01-31")
    code, report = linted(capsys)
    [counts] = [each for each in report["findings"] if each["severity"] == "error"]
    assert counts == {**error, "lapsed": {**accepted, "expires": "2020-01-31"}}
    assert code == 1
    ended = ringback(capsys, "lint", "api.yaml")
    assert "counts again, as it was accepted by Ada until 2020-01-31: mended in May" in ended.said
    assert f"accepted by the baseline until a day that is over: {name}" in ended.said
    changed(folder / "api.yaml", "minimum: 2", "minimum: 0")
    code, report = linted(capsys)
    assert f"not seen any more, ready for ringback baseline prune: {name}" in report["exercised"]
    ended = ringback(capsys, "baseline", "prune", "--from", "r.json")
    assert ended.said == f"{BASELINE}: 1 entry taken out, 0 left\n  taken out: {name}\n"
    assert ringback(capsys, "baseline", "show").said == f"{BASELINE}: no findings are accepted\n"


@pytest.mark.usefixtures("folder")
def test_a_new_error_counts_beside_an_accepted_one(capsys: Capture) -> None:
    """The baseline holds what is in it, and nothing else of the same rule."""
    linted(capsys)
    ringback(capsys, "baseline", "update", "--from", "r.json", "--reason", "r")
    extra = "  /b:\n" + API.split("  /a:\n")[1].replace("operationId: a", "operationId: b")
    Path("api.yaml").write_text(API + extra)
    code, report = linted(capsys)
    errors = {
        e["operation"]: "accepted" in e for e in report["findings"] if e["severity"] == "error"
    }
    assert errors == {"a": True, "b": False}
    assert code == 1


@pytest.mark.usefixtures("folder")
def test_what_nobody_gives_a_reason_for_is_told(capsys: Capture) -> None:
    """Without --reason a TODO stands there, which is told now and by each run."""
    _, report = linted(capsys)
    ended = ringback(capsys, "baseline", "update", "--from", "r.json")
    assert ended.said.endswith(
        "1 entry has no reason yet: write it in the place of TODO in ringback.baseline.toml, or "
        "say --reason TEXT\n"
    )
    [entry] = tomllib.loads(Path(BASELINE).read_text("utf-8"))["accepted"]
    assert entry["reason"] == "TODO: say why this is accepted"
    _, report = linted(capsys)
    told = "accepted by the baseline, and nobody has said why: lint/unsatisfiable a "
    assert [each for each in report["exercised"] if each.startswith(told)] != []


@pytest.mark.usefixtures("folder")
def test_an_update_keeps_what_stands_there(capsys: Capture) -> None:
    """Accepted ones stay as they are, comments too; what has run out is accepted anew."""
    linted(capsys)
    update = ("baseline", "update", "--from", "r.json")
    ringback(capsys, *update, "--reason", "r", "--owner", "Ada", "--expires", "2999-12-31")
    file = Path(BASELINE)
    changed(file, 'reason = "r"\n', 'reason = "r"  # see the wiki\n# by hand\n')
    before = file.read_text("utf-8")
    ended = ringback(capsys, *update, "--reason", "other")
    assert ended.said == f"{BASELINE}: 0 findings added, 0 renewed, 1 held\n"
    assert file.read_text("utf-8") == before
    changed(file, "2999-12-31", "2020-01-01")
    ringback(capsys, *update, "--expires", "2999-12-31")
    assert file.read_text("utf-8") == before


def test_mistakes_are_told_at_once(capsys: Capture, folder: Path) -> None:
    """A file with mistakes ends a command before it begins, beside the mistakes of the line."""
    (folder / BASELINE).write_text('[[accepted]]\nfingerprint = "1"\nrule = "a/b"\nreson = ""\n')
    told = (
        f"ringback: {BASELINE}:1: command is missing in this entry\n"
        f"ringback: {BASELINE}:1: reason is missing in this entry\n"
        f"ringback: {BASELINE}:2: fingerprint: '1' is no fingerprint: 16 digits of 0-9 and a-f, "
        "as reports tell them\n"
        f"ringback: {BASELINE}:4: reson: no such key; did you mean reason?\n"
    )
    ended = ringback(capsys, "lint", "api.yaml", "--select", "lint/vacuous")
    assert ended.said == (
        "ringback: --select lint/vacuous: no such rule; did you mean lint/vacuous-schema?\n" + told
    )
    assert ended.code == 2
    ended = ringback(capsys, "diff", "api.yaml", "nothing.yaml", "--baseline", "no.toml")
    assert ended.said.startswith(
        "ringback: --baseline no.toml: no such file; make it with ringback baseline update\n"
    )
    assert ended.code == 2
    for action in (("update", "--from", "none.json"), ("prune", "--from", "none.json")):
        ended = ringback(capsys, "baseline", *action)
        missing = "ringback: none.json: can't be read (No such file or directory)\n"
        assert ended.said == missing + told
        assert ended.code == 2


@pytest.mark.usefixtures("folder")
def test_a_report_of_another_command_takes_nothing_out(capsys: Capture) -> None:
    """Entries go by the command that shows them, and by the files that it was asked about."""
    linted(capsys)
    ringback(capsys, "baseline", "update", "--from", "r.json", "--reason", "r")
    Path("b.yaml").write_text(API.replace("minimum: 2", "minimum: 0"))
    for command in (("diff", "b.yaml", "b.yaml"), ("lint", "b.yaml")):
        ringback(capsys, *command, "-q", "--report", "json=other.json")
        ended = ringback(capsys, "baseline", "prune", "--from", "other.json")
        assert ended.said == f"{BASELINE}: 0 entries taken out, 1 left\n"


@pytest.mark.usefixtures("folder")
def test_a_break_is_accepted(capsys: Capture) -> None:
    """`diff` holds what is accepted; what the baseline has of lint is none of its business."""
    Path("b.yaml").write_text(API.replace("/a:", "/b:"))
    diff = ("diff", "api.yaml", "b.yaml", "-q", "--report", "json=r.json")
    assert ringback(capsys, *diff).code == 1
    ringback(capsys, "baseline", "update", "--from", "r.json", "--reason", "r")
    assert ringback(capsys, *diff).code == 0


FAULT = "update-not-stored"


@pytest.mark.usefixtures("values")
def test_a_check_of_a_service(capsys: Capture, tmp_path: Path) -> None:
    """A faulty service is kept while its faults are accepted; the mended one leaves no entry."""
    file, report = tmp_path / "b.toml", tmp_path / "r.json"
    bound = ("--operation", "update_number", "-q", "--report", f"json={report}")
    app = next(each for each in FAULTS if each.name == FAULT).app()
    with served(app) as url:
        assert ringback(capsys, "check", "--target", url, *bound).code == 1
        update = ("--from", str(report), "--baseline", str(file), "--reason", "r")
        assert ringback(capsys, "baseline", "update", *update).err == ""
        entries = tomllib.loads(file.read_text("utf-8"))["accepted"]
        held = ("--baseline", str(file))
        ended = ringback(capsys, "check", "--target", url, *bound, *held)
    told = json.loads(report.read_text("utf-8"))
    assert told["verdict"] in {"kept", "inconclusive"}
    assert ended.code == CODES[told["verdict"]]
    errors = [each for each in told["findings"] if each["severity"] == "error"]
    assert [each["accepted"]["reason"] for each in errors] == ["r"] * len(entries)
    with served(create_app()) as url:
        other = ("--operation", "list_numbers", "-q", "--report", f"json={report}")
        assert ringback(capsys, "check", "--target", url, *other, *held).code == 0
        ended = ringback(capsys, "baseline", "prune", "--from", str(report), *held)
        assert ended.said == f"{file}: 0 entries taken out, {len(entries)} left\n"
        ringback(capsys, "check", "--target", url, *bound, *held)
        ended = ringback(capsys, "baseline", "prune", "--from", str(report), *held)
    assert ended.said.startswith(f"{file}: {len(entries)} ")
    assert tomllib.loads(file.read_text("utf-8")) == {}
