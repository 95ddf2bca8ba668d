"""`ringback check` as a user meets it."""

import itertools
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from contracts.numbers.faults import FAULTS
from contracts.numbers.reference import create_app
from tests.acceptance.driving import ROOT, Counting, ringback, served

Capture = pytest.CaptureFixture[str]
SCHEMA = ROOT / "src/ringback/reports/schema/report.schema.json"
FEW = ("--operation", "list_numbers", "--operation", "get_number")


def sound(text: str) -> dict[str, Any]:
    """A JSON report that its schema admits."""
    report = json.loads(text)
    jsonschema_rs.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(report)
    assert isinstance(report, dict)
    return report


def test_the_reference_is_kept(capsys: Capture, tmp_path: Path) -> None:
    """The main job: one command, one verdict, and a report that names what was exercised."""
    file = tmp_path / "report.json"
    ended = ringback(capsys, "check", "--report", f"json={file}")
    assert ended.said.startswith("ringback check, target reference, reading strict, seed 0\n")
    for line in (
        r"  description numbers\.yaml, strict reading",
        r"  42 recordings, 3 known findings as expected",
        r"  get_number \(GET /v1/numbers\): \d+ × 2xx, \d+ × 4xx",
        r"  list_numbers \(GET /v1/numbers/list\): \d+ × 2xx, \d+ × 4xx",
        r"  update_number \(POST /v1/numbers/update\): \d+ × 2xx, \d+ × 4xx",
        r"restored: what the run wrote was read again, and is as before",
        r"kept: \d+ exchanges, 42 recordings, 3 operations in \d+\.\d s",
    ):
        assert re.search(f"^{line}$", ended.said, re.MULTILINE), line
    assert ended.code == 0
    report = sound(file.read_text("utf-8"))
    assert report["findings"] == []
    assert report["counts"]["operations"] == 3
    assert (report["verdict"], report["restored"]["state"]) == ("kept", "restored")


def test_without_a_target_the_files_are_judged(capsys: Capture) -> None:
    """Description and recordings alone make a verdict too."""
    ended = ringback(capsys, "check", "--no-target", "--report", "json", "--quiet")
    report = sound(ended.out)
    assert report["verdict"] == "kept"
    assert report["target"] is None
    assert report["counts"] == {"exchanges": 0, "recordings": 42, "operations": 0}
    assert ended.code == 0


def test_without_a_target_and_recordings_nothing_is_judged(capsys: Capture, project: Path) -> None:
    """Never green on nothing."""
    for file in (project / "contracts").rglob("*.json"):
        file.unlink()
    ended = ringback(capsys, "check", "--no-target")
    why = "nothing was exercised: no target, and no recordings"
    assert f"\ninconclusive: {why};" in ended.said
    assert ended.code == 3


def test_the_published_reading_is_another_one(capsys: Capture) -> None:
    """Under the published reading the page's example has one finding, and it is expected."""
    ended = ringback(capsys, "check", "--no-target", "--reading", "published")
    assert "\n  description numbers.yaml, published reading\n" in ended.said
    assert "\n  42 recordings, 1 known findings as expected\n" in ended.said
    assert ended.code == 0


@pytest.mark.parametrize(
    ("arguments", "operations"),
    [
        (FEW, {"list_numbers", "get_number"}),
        (("--operation", "list_numbers"), {"list_numbers"}),
    ],
)
def test_operations_can_be_chosen(
    capsys: Capture, arguments: tuple[str, ...], operations: set[str]
) -> None:
    """Only what was asked for is exercised; reads come first."""
    ended = ringback(capsys, "check", *arguments)
    assert operations == set(re.findall(r"^  (\w+) \((?:GET|POST) ", ended.said, re.MULTILINE))
    assert ended.code == 0


@pytest.mark.parametrize(
    ("arguments", "count"), [(("--tag", "numbers"), 3), (("--operation", "get_number"), 1)]
)
def test_a_tag_stands_for_its_operations(
    capsys: Capture, arguments: tuple[str, ...], count: int
) -> None:
    """A tag names every operation that has it."""
    ended = ringback(capsys, "check", "--dry-run", *arguments)
    lines = [each for each in ended.said.splitlines() if " (by the configuration): " in each]
    told = [each.split()[1] for line in lines for each in line.partition("): ")[2].split(", ")]
    assert len(told) == count
    assert ended.code == 0


@pytest.mark.usefixtures("values")
def test_rules_can_be_chosen(capsys: Capture) -> None:
    """A rule that is not selected, or is ignored, finds nothing."""
    fault = next(each for each in FAULTS if each.name == "crash-on-list")
    with served(fault.app()) as url:
        common = ("check", "--target", url, "--operation", "list_numbers")
        every = ringback(capsys, *common)
        selected = ringback(capsys, *common, "--select", "schema,law")
        ignored = ringback(capsys, *common, "--ignore", "protocol/server-error")
    assert "protocol/server-error" in every.said
    assert "protocol/server-error" not in selected.said + ignored.said
    assert every.code == 1
    assert (selected.code, ignored.code) == (3, 3)  # it was never answered with success


@pytest.mark.usefixtures("values")
@pytest.mark.parametrize("number", [1, 25])
def test_requests_can_be_bounded(capsys: Capture, number: int) -> None:
    """No more is sent than was allowed, but for what puts the state back."""
    app = Counting(create_app())
    with served(app) as url:
        ended = ringback(capsys, "check", "--target", url, *FEW, "--max-requests", str(number))
    assert len(app.methods) == number
    assert f"stopped after {number} requests" in ended.said


def test_time_can_be_bounded(capsys: Capture) -> None:
    """A run that is out of time says so, and puts back what it changed."""
    ended = ringback(capsys, "check", "--max-time", "0.5")
    assert re.search(r"stopped after 0\.5 s|what there was no time for in 0\.5 s", ended.said)
    assert "not restored" not in ended.said
    assert ended.code in {0, 3}


def test_a_rate_is_kept(capsys: Capture) -> None:
    """So many requests a second need so many seconds."""
    arguments = ("--operation", "list_numbers", "--max-requests", "11", "--rate", "20/s")
    report = sound(ringback(capsys, "check", *arguments, "--report", "json", "-q").out)
    assert report["counts"]["exchanges"] == 11
    assert report["seconds"] >= 0.5


def test_a_random_seed_is_printed(capsys: Capture) -> None:
    """What was drawn can be given again."""
    seeds = []
    for _ in range(2):
        ended = ringback(capsys, "check", "--no-target", "--seed", "random")
        seeds.append(re.findall(r"^ringback check, .*seed (\d+)$", ended.said, re.MULTILINE))
        assert ended.code == 0
    assert all(len(seed) == 1 for seed in seeds)
    assert seeds[0] != seeds[1]


def test_the_mocked_target_needs_no_service(capsys: Capture) -> None:
    """Description and recordings fit each other; what needs state is listed as skipped."""
    ended = ringback(capsys, "check", "--target", "mocked", "--report", "json", "-q")
    report = sound(ended.out)
    assert (report["verdict"], report["target"], report["findings"]) == ("kept", "mocked", [])
    skipped = {each["rule"]: each["why"] for each in report["skipped"]}
    assert skipped["law/echo"] == "the target mocked keeps no state"
    assert report["restored"]["state"] != "not-restored"
    assert ended.code == 0


def test_two_reports_at_once(capsys: Capture, tmp_path: Path) -> None:
    """Each report goes where it was asked for, and the text stays on standard output."""
    json_file, xml_file = tmp_path / "r.json", tmp_path / "r.xml"
    specs = ("--report", f"json={json_file}", "--report", f"junit={xml_file}")
    ended = ringback(capsys, "check", "--no-target", *specs)
    assert ended.out.startswith("ringback check, reading strict")
    assert sound(json_file.read_text("utf-8"))["verdict"] == "kept"
    assert ET.parse(xml_file).getroot().tag in {"testsuites", "testsuite"}  # noqa: S314 -- our own
    assert ended.code == 0


def test_one_file_for_two_reports_is_refused(capsys: Capture, tmp_path: Path) -> None:
    """Two reports into one file would leave one of them."""
    file = tmp_path / "r"
    specs = ("--report", f"json={file}", "--report", f"junit={file}")
    ended = ringback(capsys, "check", "--no-target", *specs)
    assert ended.said == (
        f"ringback: --report: {file} is asked for 2 times; give each report its own file\n"
    )
    assert ended.code == 2
    assert not file.exists()


def test_quiet_says_nothing(capsys: Capture) -> None:
    """The exit code is all there is."""
    ended = ringback(capsys, "check", "--no-target", "--quiet")
    assert (ended.code, ended.out, ended.err) == (0, "", "")


@pytest.mark.parametrize("variables", [{}, {"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}])
def test_no_colour_where_there_is_no_terminal(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    """A pipe gets plain text, whatever the environment says."""
    for name, text in variables.items():
        monkeypatch.setenv(name, text)
    ended = ringback(capsys, "check", "--no-target")
    assert "\x1b" not in ended.said
    assert ended.code == 0


@pytest.mark.usefixtures("values")
def test_a_dry_run_sends_nothing(capsys: Capture) -> None:
    """Every operation is named with what it does, and none is asked."""
    app = Counting(create_app())
    with served(app) as url:
        ended = ringback(capsys, "check", "--target", url, "--dry-run")
    lines = ended.said.splitlines()
    assert lines[:2] == [
        "dry run: nothing is sent, strict reading, seed 0",
        f"target {url}",
    ]
    roles = "read get_number, update update_number, list list_numbers"
    assert lines[2].startswith("would send about ")
    assert f"number (by the configuration): {roles}" in lines
    assert lines[-2:] == [
        "would delete in the end whatever it made, and put back what it changed",
        "would stop after 300 s",
    ]
    assert app.methods == []
    assert ended.code == 0


def test_a_dry_run_tells_what_it_would_change(capsys: Capture) -> None:
    """A thing that the configuration gives to the run is written, and a dry run says so."""
    ended = ringback(capsys, "check", "--dry-run")
    assert "write none" not in ended.said


def test_a_dry_run_tells_what_it_would_write(capsys: Capture, tmp_path: Path) -> None:
    """Reports are named and not written; bounds are told."""
    file = tmp_path / "r.json"
    arguments = ("--dry-run", *FEW, "--report", f"json={file}", "--max-requests", "9")
    ended = ringback(capsys, "check", *arguments)
    assert ended.said.splitlines()[-2:] == [
        "would stop after 9 requests",
        f"would write {file} (json)",
    ]
    assert not file.exists()
    alone = ringback(capsys, "check", "--dry-run", "--no-target")
    assert alone.said.splitlines()[1:] == [
        "no target: the description and the recordings alone would be judged"
    ]


@pytest.mark.usefixtures("values")
def test_a_target_that_is_busy_at_times_is_kept(capsys: Capture) -> None:
    """A 429 with Retry-After is waited out, and no finding."""
    app = create_app()
    turns = itertools.count()

    async def busy(scope: Any, receive: Any, send: Any) -> None:
        """Refuse every third request as too early."""
        if scope["type"] == "http" and next(turns) % 3 == 1:
            headers = [(b"retry-after", b"0")]
            await send({"type": "http.response.start", "status": 429, "headers": headers})
            await send({"type": "http.response.body", "body": b"slow down"})
            return
        await app(scope, receive, send)

    with served(busy) as url:
        ended = ringback(capsys, "check", "--target", url, *FEW)
    assert "\nkept: " in ended.said
    assert ended.code == 0


def test_a_timeout_of_the_configuration_is_kept(
    capsys: Capture, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A target may say how long its answers take; the command line has the last word."""
    app = project / "slow.py"
    app.write_text(
        "import asyncio\nasync def app(scope, receive, send):\n    await asyncio.sleep(60)\n"
    )
    monkeypatch.syspath_prepend(str(project))
    with (project / "ringback.toml").open("a") as file:
        file.write(
            '\n[targets.slow]\napp = "slow:app"\ntimeout = 0.2\n'
            'values = "contracts.numbers.reference:VALUES"\n'
        )
    ended = ringback(capsys, "check", "--target", "slow")
    assert "the target does not answer (the answer was not whole after 0.2 s" in ended.said
    ended = ringback(capsys, "check", "--target", "slow", "--timeout", "0.1")
    assert "the target does not answer (the answer was not whole after 0.1 s" in ended.said
    assert ended.code == 3


def test_an_app_that_fails_inside_is_a_finding(
    capsys: Capture, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an app raises is the service's failure, and not ringback's."""
    (project / "broken_app.py").write_text(
        "async def app(scope, receive, send):\n"
        "    raise RuntimeError('boom')\n"
        "VALUES = {'token': 'slow-token', 'phone_number': '+1'}\n"
    )
    monkeypatch.syspath_prepend(str(project))
    with (project / "ringback.toml").open("a") as file:
        file.write('\n[targets.bad]\napp = "broken_app:app"\nvalues = "broken_app:VALUES"\n')
    ended = ringback(capsys, "check", "--target", "bad", "--operation", "list_numbers")
    assert "protocol/server-error  list_numbers" in ended.said
    assert ended.code == 1
