"""`ringback check --replay` as a user meets it: the findings of a report, on the same service."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contracts.numbers.faults import FAULTS
from contracts.numbers.reference import create_app
from tests.acceptance.driving import Counting, changed, ringback, served

Capture = pytest.CaptureFixture[str]
pytestmark = pytest.mark.usefixtures("values")


def app_of(name: str) -> Any:
    """The reference with a planted fault."""
    return next(each for each in FAULTS if each.name == name).app()


def prints(file: Path) -> set[str]:
    """The fingerprints of a report's errors."""
    findings = json.loads(file.read_text("utf-8"))["findings"]
    return {each["fingerprint"] for each in findings if each["severity"] == "error"}


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("update-not-stored", "law/read-back update_number /"),
        ("update-needs-no-token", "auth/required update_number"),
        ("foreign-agent-forbidden", "auth/foreign-agent update_number"),
    ],
)
def test_a_report_is_replayed(capsys: Capture, tmp_path: Path, name: str, line: str) -> None:
    """On the same service every error still fails; once it is mended, none does."""
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    bound = ("--operation", line.split()[1])
    with served(app_of(name)) as url:
        ringback(capsys, "check", "--target", url, *bound, "-q", "--report", f"json={first}")
        arguments = ("--target", url, "--replay", str(first), "--report", f"json={second}")
        ended = ringback(capsys, "check", *arguments)
    assert f"\n  still fails: {line}" in ended.said
    assert "no longer fails: " not in ended.said
    assert not re.search(r"^  (?!flaky\b).*: not replayed: ", ended.said, re.MULTILINE)
    assert prints(first) == prints(second)
    assert ended.code == 1
    app = Counting(create_app())
    with served(app) as url:
        ended = ringback(capsys, "check", "--target", url, "--replay", str(second))
    assert f"\n  no longer fails: {line}" in ended.said
    assert "still fails: " not in ended.said
    assert ended.said.count("no longer fails: ") == len(prints(first))
    assert re.search(r"^(restored: what the run wrote|untouched: )", ended.said, re.MULTILINE)
    assert "\nkept: " in ended.said
    assert ended.code == 0
    assert len(app.methods) < 1_000


@pytest.fixture
def report(tmp_path: Path, capsys: Capture) -> Path:
    """The report of a run on a service whose list crashes."""
    file = tmp_path / "report.json"
    with served(app_of("crash-on-list")) as url:
        few = ("--operation", "list_numbers", "-q", "--report", f"json={file}")
        assert ringback(capsys, "check", "--target", url, *few).code == 1
    return file


Edit = Callable[[dict[str, Any]], object]


def edited(file: Path, edit: Edit) -> Path:
    """The report with something changed in it."""
    report = json.loads(file.read_text("utf-8"))
    edit(report)
    file.write_text(json.dumps(report), "utf-8")
    return file


def test_findings_in_files_are_judged_as_always(capsys: Capture, project: Path) -> None:
    """A finding of a recording or of the description needs no request to be asked again."""
    file = project / "report.json"
    folder = project / "contracts/numbers/recordings"
    changed(folder / "get_number/own.json", '"active": true', '"active": "yes"')
    assert ringback(capsys, "check", "--no-target", "-q", "--report", f"json={file}").code == 1
    assert prints(file)
    ended = ringback(capsys, "check", "--replay", str(file))
    place = "contracts/numbers/recordings/get_number/own.json"
    assert "\n  still fails: schema/response get_number /active" in ended.said
    assert place in ended.said
    assert ended.code == 1
    changed(folder / "get_number/own.json", '"active": "yes"', '"active": true')
    ended = ringback(capsys, "check", "--replay", str(file))
    assert "\n  no longer fails: schema/response get_number /active" in ended.said
    assert ended.code == 0


def test_nothing_that_could_be_replayed_is_no_verdict(capsys: Capture, report: Path) -> None:
    """A report whose only finding names no operation leaves the run without a judgement."""
    edited(report, lambda each: each["findings"][0].update(operation=None))
    ended = ringback(capsys, "check", "--replay", str(report))
    why = "not replayed: it names no operation that could be played"
    assert re.search(rf"^  protocol/server-error\S*.*: {why}$", ended.said, re.MULTILINE)
    assert f"\ninconclusive: nothing could be replayed of {report};" in ended.said
    assert ended.code == 3


def test_what_could_not_be_replayed_keeps_the_run_from_green(capsys: Capture, report: Path) -> None:
    """Where one error is mended and another can't be asked for, not all is well."""
    other = {"operation": None, "fingerprint": "0", "rule": "protocol/slow"}
    edited(report, lambda each: each["findings"].append({**each["findings"][0], **other}))
    ended = ringback(capsys, "check", "--replay", str(report))
    assert "\n  no longer fails: protocol/server-error list_numbers" in ended.said
    assert "\ninconclusive: 1 of 2 findings could not be replayed;" in ended.said
    assert ended.code == 3
    ended = ringback(capsys, "check", "--replay", str(report), "--ignore", "protocol/slow")
    assert "not replayed: left out by --select or --ignore" in ended.said
    assert ended.code == 0


def test_a_report_without_findings_is_no_verdict(capsys: Capture, report: Path) -> None:
    """Never green on nothing."""
    edited(report, lambda each: each.update(findings=[], verdict="kept"))
    ended = ringback(capsys, "check", "--replay", str(report))
    assert f"\ninconclusive: nothing was replayed: {report} holds no findings;" in ended.said
    assert ended.code == 3


def test_what_is_left_out_of_a_description_is_unsaid(
    capsys: Capture, report: Path, project: Path
) -> None:
    """An operation of which nothing can be read is not mended; the others are played anew."""
    changed(
        project / "openapi/numbers.yaml",
        "  /v1/numbers/list:\n    get:",
        "  /v1/numbers/list:\n    get: 1\n    put:",
    )
    ended = ringback(capsys, "check", "--replay", str(report))
    assert "GET /v1/numbers/list: left out: GET /v1/numbers/list is 1, and no object" in ended.said
    assert ended.code == 1


@pytest.mark.parametrize(
    ("edit", "options", "told"),
    [
        (None, (), "--replay {file}: can't be read (No such file or directory)"),
        (lambda _: None, ("--no-target",), "--replay does not go with --no-target: its requests"),
        (
            lambda _: None,
            ("--min-coverage", "9"),
            "--replay does not go with --min-coverage: a few",
        ),
        (
            lambda _: None,
            ("--max-response-time", "9"),
            "--replay does not go with --max-response-time: a few requests make no percentile",
        ),
        (
            lambda _: None,
            ("--reading", "published"),
            "--replay {file}: its findings are of the reading strict; say --reading strict",
        ),
        (
            lambda each: each.update(command="lint"),
            (),
            "--replay {file}: is of ringback lint, and not of ringback check",
        ),
        (
            lambda each: each.update(format="x"),
            (),
            '--replay {file}: is no report of ringback: its "format" is not "ringback-report/1"',
        ),
        (
            lambda each: each.update(seed="x"),
            (),
            '--replay {file}: is no whole report of ringback: /seed: "x" is not of types',
        ),
    ],
)
def test_what_can_not_be_replayed_does_not_start(
    capsys: Capture, report: Path, edit: Edit | None, options: tuple[str, ...], told: str
) -> None:
    """One sentence says what is wrong, and nothing is sent."""
    file = edited(report, edit) if edit else report.with_name("missing.json")
    ended = ringback(capsys, "check", "--replay", str(file), *options)
    assert ended.said.startswith(f"ringback: {told.format(file=file)}")
    assert ended.said.count("\n") == 1
    assert ended.code == 2


def test_a_dry_run_tells_what_would_be_replayed(capsys: Capture, report: Path) -> None:
    """Each finding with what is played for it, or why nothing is; nothing is sent."""
    other = {"operation": None, "fingerprint": "0", "rule": "protocol/slow"}
    lint = {"reproduce": None, "fingerprint": "1", "rule": "lint/invalid"}
    more = [other, lint]

    def add(whole: dict[str, Any]) -> None:
        whole["findings"] += [{**whole["findings"][0], **each} for each in more]

    edited(report, add)
    ended = ringback(capsys, "check", "--replay", str(report), "--dry-run")
    lines = ended.said.splitlines()[2:]
    assert lines[0].startswith("would play list_numbers anew for protocol/server-error list_numb")
    assert lines[1].startswith("would not replay protocol/slow")
    assert lines[1].endswith(": it names no operation")
    assert lines[2].startswith("would judge the file again for lint/invalid list_numbers")
    assert lines[3] == "would put back at the end what was changed"
    assert ended.code == 0
