"""Every form of a report through the public command, and stored runs told again."""

import asyncio
import json
import re
import signal
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from contracts.numbers.faults import FAULTS
from contracts.numbers.reference import create_app
from ringback.commands.gate import check
from ringback.errors import TargetError
from tests.acceptance.driving import VARIABLES, changed, ringback, served, started, wait_for

Capture = pytest.CaptureFixture[str]
FORMATS = ("text", "json", "junit", "markdown", "sarif", "github", "gitlab", "jsonl")
RULE, OPERATION = "schema/response", "get_number"


@pytest.fixture
def files(project: Path, capsys: Capture) -> dict[str, str]:
    """What each format says of recordings that the description does not admit any more."""
    changed(project / "openapi/numbers.yaml", "type: boolean", "type: integer")
    specs = [part for name in FORMATS for part in ("--report", f"{name}=r.{name}")]
    assert ringback(capsys, "check", "--no-target", "-q", *specs).said == ""
    return {name: Path(f"r.{name}").read_text("utf-8") for name in FORMATS}


def _first(files: dict[str, str]) -> dict[str, Any]:
    """The first error of the JSON report, which has a place."""
    found = json.loads(files["json"])["findings"][0]
    assert isinstance(found, dict)
    assert (found["severity"], found["file"] is None) == ("error", False)
    return found


def test_sarif(files: dict[str, str]) -> None:
    """A result a finding, at its file and line, with its fingerprint."""
    (run,) = json.loads(files["sarif"])["runs"]
    first, result = _first(files), run["results"][0]
    assert (result["ruleId"], result["level"]) == (first["rule"], "error")
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": first["file"], "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": first["line"]},
    }
    assert result["partialFingerprints"] == {"ringback/v1": first["fingerprint"]}
    assert len(run["results"]) == len(json.loads(files["json"])["findings"])


def test_github(files: dict[str, str], capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """An annotation a finding; the summary is written where GitHub wants it."""
    first, lines = _first(files), files["github"].splitlines()
    title = f"{first['rule']} {first['operation']}" if first["operation"] else first["rule"]
    begin = f"::error file={first['file']},line={first['line']},title={title}::"
    assert lines[0].startswith(begin)
    assert re.fullmatch(r"::notice title=ringback check::broken: .*", lines[-1])
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    ringback(capsys, "report", "--report", "github", "-q")
    assert Path("summary.md").read_text("utf-8") == files["markdown"]


def test_gitlab(files: dict[str, str]) -> None:
    """An issue a finding, with what GitLab asks of each."""
    first, issues = _first(files), json.loads(files["gitlab"])
    assert issues[0] | {"description": ""} == {
        "description": "",
        "check_name": first["rule"],
        "fingerprint": first["fingerprint"],
        "severity": "major",
        "location": {"path": first["file"], "lines": {"begin": first["line"]}},
    }


def test_json_lines(files: dict[str, str]) -> None:
    """Started, the findings of the JSON report, and the verdict."""
    events = [json.loads(line) for line in files["jsonl"].splitlines()]
    told = [each["finding"] for each in events if each["event"] == "finding"]
    findings = json.loads(files["json"])["findings"]
    key = "fingerprint"
    assert sorted(told, key=lambda it: it[key]) == sorted(findings, key=lambda it: it[key])
    assert (events[0]["event"], events[-1]["event"]) == ("started", "ended")
    assert (events[-1]["verdict"], events[-1]["findings"]) == (
        "broken",
        [each[key] for each in findings],
    )


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "jsonl"])
def test_a_stored_run_is_told_again(name: str, files: dict[str, str], capsys: Capture) -> None:
    """In every form word for word, by its name, by the last of all, and by the path of a report."""
    (run,) = Path(".ringback/runs").glob("*.json")
    for which in ([], [run.stem], ["r.json"]):
        ended = ringback(capsys, "report", *which, "--report", name)
        assert (ended.code, ended.said) == (0, files[name])


def test_runs_are_listed(project: Path, capsys: Capture) -> None:
    """The last one first; a dry run leaves none, and what is no run is a sentence."""
    none = f"no run is stored in {project}/.ringback/runs"
    assert ringback(capsys, "check", "--dry-run").code == 0
    assert ringback(capsys, "report", "--list").said == f"{none}\n"
    ended = ringback(capsys, "report")
    assert (ended.code, ended.said) == (
        2,
        f"ringback: {none}; ringback check stores each of its own\n",
    )
    for arguments in (("--no-target",), ("--target", "mocked")):
        ringback(capsys, "check", "-q", *arguments)
    line = r"(\S+)-check  \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC  check  (mocked|no target)  kept"
    told = ringback(capsys, "report", "--list").said.splitlines()
    found = [re.fullmatch(line, each) for each in told]
    assert [each and each[2] for each in found] == ["mocked", "no target"]
    assert (project / ".ringback/.gitignore").read_text("utf-8") == "*\n"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("nope",), "nope: no such run, and no such file; --list names the runs"),
        (("no.json",), "no.json: can't be read (No such file or directory)"),
        (
            ("--list", "x"),
            "--list names every run, and x is one: say one of them",
        ),
        (
            ("--select", "law"),
            "a stored run is told as it was; --select and --ignore are for the run itself",
        ),
    ],
)
@pytest.mark.usefixtures("project")
def test_what_cannot_be_told_is_one_sentence(
    arguments: tuple[str, ...], problem: str, capsys: Capture
) -> None:
    """And exit code 2."""
    ended = ringback(capsys, "report", *arguments)
    assert (ended.code, ended.said) == (2, f"ringback: {problem}\n")


def test_a_run_that_cannot_be_stored_is_a_note(project: Path, capsys: Capture) -> None:
    """The verdict is what it is."""
    (project / ".ringback").write_text("a file", "utf-8")
    ended = ringback(capsys, "check", "--no-target", "-q")
    note = f"note: the run is not stored in {project}/.ringback/runs (Not a directory)"
    assert (ended.code, ended.said) == (0, f"ringback: {note}\n")


@pytest.mark.usefixtures("values", "project")
def test_a_live_target_is_followed_and_told(capsys: Capture) -> None:
    """What is found is an event before the end; JUnit has what was asked, failures at theirs."""
    fault = next(each for each in FAULTS if each.name == "crash-on-list")
    kinds = ("jsonl", "junit", "json")
    specs = [part for name in kinds for part in ("--report", f"{name}=r.{name}")]
    with served(fault.app()) as url:
        ended = ringback(capsys, "check", "--target", url, "-q", *specs)
    assert ended.code == 1
    events = [json.loads(line) for line in Path("r.jsonl").read_text("utf-8").splitlines()]
    kinds_told = [each["event"] for each in events]
    at = kinds_told.index("finding")
    assert events[at]["finding"]["rule"] == "protocol/server-error"
    assert "phase" in kinds_told[at:]
    report = json.loads(Path("r.json").read_text("utf-8"))
    assert events[-1]["findings"] == [each["fingerprint"] for each in report["findings"]]
    root = ET.parse("r.junit").getroot()  # noqa: S314 -- our own
    cases = {
        (case.get("classname"), case.get("name")): case.find("failure") is None
        for case in root.iter("testcase")
    }
    assert cases[("get_number", "schema/response")]
    assert cases[("get_number", "law")]
    assert not cases[("list_numbers", "protocol/server-error")]


@pytest.mark.parametrize(
    ("what", "why", "said"),
    [
        ("an interrupt", "interrupted", "ringback: interrupted\n"),
        ("no answer", "it: gone; $RINGBACK_TOKEN", "ringback: it: gone; "),
        ("a defect", "KeyError: 'x'", "ringback: ringback itself failed (KeyError: 'x'); "),
    ],
)
@pytest.mark.usefixtures("values", "project")
def test_who_follows_a_run_is_told_how_it_ended(
    what: str, why: str, said: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where something ends it before its reports: the verdict is inconclusive, and why."""
    ends = {
        "an interrupt": KeyboardInterrupt(),
        "no answer": TargetError("it", "gone", VARIABLES["RINGBACK_TOKEN"]),
        "a defect": KeyError("x"),
    }

    def ending(*_given: object) -> None:
        raise ends[what]

    monkeypatch.setattr(check, "_hold", ending)
    fault = next(each for each in FAULTS if each.name == "crash-on-list")
    common = ("--operation", "list_numbers", "-q", "--report", "jsonl=r.jsonl")
    with served(fault.app()) as url:
        ended = ringback(capsys, "check", "--target", url, *common)
    assert (ended.code, ended.out, said in ended.err) == (3, "", True), ended.err
    events = [json.loads(line) for line in Path("r.jsonl").read_text("utf-8").splitlines()]
    told = [each["finding"]["fingerprint"] for each in events if each["event"] == "finding"]
    assert told
    assert events[-1]["counts"]["exchanges"] > 0
    assert events[-1] | {"counts": {}} == {
        "event": "ended",
        "verdict": "inconclusive",
        "why": [why],
        "seconds": 0.0,
        "restored": "restored",
        "counts": {},
        "findings": told,
    }


@pytest.mark.usefixtures("values", "project")
def test_a_run_that_is_terminated_has_an_end(tmp_path: Path) -> None:
    """SIGTERM while the target is asked: the last line is `ended`, with what has been put back."""
    slow = Slow(create_app())
    file = tmp_path / "r.jsonl"
    with served(slow) as url:
        arguments = ("check", "--target", url, "-q", "--report", f"jsonl={file}")
        with started(*arguments, variables=VARIABLES) as command:
            wait_for(lambda: slow.count > 20)
            command.send_signal(signal.SIGTERM)
            assert command.wait(60) == 3
    last = json.loads(file.read_text("utf-8").splitlines()[-1])
    assert (last["event"], last["verdict"]) == ("ended", "inconclusive")
    assert last["why"] == ["interrupted: only what came before was judged"]


class Slow:
    """An app whose answers take a while, and are counted."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.count = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Wait, count, and pass on."""
        await asyncio.sleep(0.02)
        self.count += 1
        await self.app(scope, receive, send)


@pytest.mark.usefixtures("values", "project")
def test_no_secret_is_in_what_is_kept(capsys: Capture) -> None:
    """Neither in a stored run nor in an event: the variable stands where the token was."""
    fault = next(each for each in FAULTS if each.name == "crash-on-list")
    common = ("--operation", "list_numbers", "-q", "--report", "jsonl=r.jsonl")
    with served(fault.app()) as url:
        ringback(capsys, "check", "--target", url, *common)
    kept = [each.read_text("utf-8") for each in (Path("r.jsonl"), *Path().rglob("runs/*.json"))]
    token = VARIABLES["RINGBACK_TOKEN"]
    assert [(token in each, "$RINGBACK_TOKEN" in each) for each in kept] == [(False, True)] * 2
