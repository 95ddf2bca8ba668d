"""`--min-coverage`, and what a report tells of coverage."""

import json
from pathlib import Path
from typing import Any

import pytest

from contracts.numbers.planting import on_agent
from tests.acceptance.driving import ringback, served

Capture = pytest.CaptureFixture[str]
TOO_LOW = ("--select", "coverage", "--min-coverage", "100")


def test_the_reference_is_covered(capsys: Capture, tmp_path: Path) -> None:
    """Both sides are whole, and what no request brings about is named and not counted."""
    file = tmp_path / "report.json"
    ended = ringback(capsys, "check", *TOO_LOW, "--report", f"json={file}")
    assert "\ncoverage: response 68/68 (100 %), request 171/171 (100 %)\n" in ended.said
    assert "\n  not counted, as no request brings it about: /active (false) of " in ended.said
    assert ended.code == 0
    assert json.loads(file.read_text("utf-8"))["coverage"] == {
        "response": {"covered": 68, "total": 68, "missing": []},
        "request": {"covered": 171, "total": 171, "missing": []},
    }


def test_the_published_reading_is_covered_by_the_same_forms(capsys: Capture) -> None:
    """What its wide unions hide from the cases by design is asked for at their end."""
    ended = ringback(capsys, "check", *TOO_LOW, "--reading", "published")
    assert "\ncoverage: response 68/68 (100 %), request 171/171 (100 %)\n" in ended.said
    assert ended.code == 0


def test_a_run_that_saw_too_little_fails(capsys: Capture, tmp_path: Path) -> None:
    """One error a side, and the report names what is missing."""
    file = tmp_path / "report.json"
    bound = ("--max-requests", "70")
    ended = ringback(capsys, "check", *TOO_LOW, *bound, "--report", f"json={file}")
    report = json.loads(file.read_text("utf-8"))
    messages = [each["message"] for each in report["findings"]]
    assert {each["rule"] for each in report["findings"]} == {"coverage/too-low"}
    assert [message.split(" is ")[0] for message in messages] == [
        "request coverage",
        "response coverage",
    ]
    assert all("less than the 100 % asked for: missing are /" in message for message in messages)
    assert report["coverage"]["response"]["missing"] != []
    assert "\n  missing in the response: /" in ended.said
    assert "\n  missing in the request: /" in ended.said
    assert (report["verdict"], ended.code) == ("broken", 1)


@pytest.mark.usefixtures("values")
def test_a_service_that_never_answers_a_kind_fails(capsys: Capture, tmp_path: Path) -> None:
    """The branch that no update brought into an answer is told by its place and its pointer."""

    def azure(agent: dict[str, Any]) -> None:
        if agent["voice"]["type"] == "voice_rime":
            agent["voice"]["type"] = "voice_azure"
            agent["voice"]["voice_name"] = agent["voice"].pop("speaker")

    file = tmp_path / "report.json"
    with served(on_agent(azure)()) as url:
        ended = ringback(capsys, "check", "--target", url, *TOO_LOW, "--report", f"json={file}")
    report = json.loads(file.read_text("utf-8"))
    assert report["coverage"]["response"]["missing"] == [
        "/components/schemas/Agent/properties/voice/anyOf/1"
    ]
    missing = "/inbound_agent/voice[voice_rime] (branch) of update_number and get_number"
    [message] = [each["message"] for each in report["findings"]]
    assert message.startswith("response coverage is 97 % (66 of 68 points), less than the 100 % ")
    assert message.endswith(f": missing are {missing}")
    assert (report["verdict"], ended.code) == ("broken", 1)


def test_an_ignored_rule_lets_it_pass(capsys: Capture) -> None:
    """`--ignore` holds for this rule, too."""
    bound = ("--max-requests", "250", "--min-coverage", "100")
    ended = ringback(capsys, "check", *bound, "--ignore", "coverage/too-low")
    assert ended.code == 0
    assert "coverage/too-low" not in ended.said


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--no-target",), "no target was exercised"),
        (("--target", "mocked", "--operation", "list_numbers"), "the target mocked keeps no state"),
    ],
)
def test_without_a_service_it_is_skipped(
    capsys: Capture, arguments: tuple[str, ...], why: str
) -> None:
    """What a mock answers says nothing of a service; the rule is named with the reason."""
    ended = ringback(capsys, "check", *arguments, "--min-coverage", "100")
    skipped = [line for line in ended.said.splitlines() if line.endswith(why)]
    assert len(skipped) == 1
    assert "coverage/too-low" in skipped[0]
    assert ended.code == 0


@pytest.mark.usefixtures("values")
def test_a_service_that_does_not_answer_is_not_judged_by_coverage(capsys: Capture) -> None:
    """Nothing was seen because nothing is there: that is no breach."""
    arguments = ("--target", "http://127.0.0.1:9", "--min-coverage", "1")
    ended = ringback(capsys, "check", *arguments)
    assert "coverage/too-low: the run could not judge" in ended.said
    assert ended.code == 3


@pytest.mark.parametrize("percent", ["-1", "100.5", "nan", "inf", "most", ""])
def test_what_is_no_percentage_is_refused(capsys: Capture, percent: str) -> None:
    """A mistake in usage, told in one sentence."""
    ended = ringback(capsys, "check", "--min-coverage", percent)
    assert "Invalid value for '--min-coverage'" in ended.err
    assert ended.code == 2


def test_a_dry_run_tells_the_bound(capsys: Capture) -> None:
    """What would fail the run is told before it."""
    ended = ringback(capsys, "check", "--dry-run", "--min-coverage", "99.5")
    assert "\nwould fail below 99.5 % of either side's coverage\n" in ended.said
    assert ended.code == 0


def test_what_was_left_out_is_in_the_percentage(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What could not be played counts with all that it has, unless the run was to leave it out."""
    thing = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}}
    content = {"application/json": {"schema": thing}}
    answer = {"200": {"description": "", "content": content}}
    made = {"required": True, "content": {"application/xml": {"schema": thing}}}
    paths = {
        "/read": {"get": {"operationId": "read", "responses": answer}},
        "/made": {"post": {"operationId": "make", "requestBody": made, "responses": answer}},
        "/gone": {"delete": {"operationId": "drop", "responses": {"204": {"description": ""}}}},
    }
    description = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": paths}
    monkeypatch.chdir(tmp_path)
    Path("d.json").write_text(json.dumps(description), "utf-8")
    arguments = ("check", "--target", "mocked", "--description", "d.json")
    whole = ringback(capsys, *arguments, "--report", "json=r.json")
    covered = json.loads(Path("r.json").read_text("utf-8"))["coverage"]["response"]
    assert (covered["covered"], covered["total"]) == (4, 7), whole.said
    assert "/paths/~1made/post" in covered["missing"]
    assert "/ (an answer with success) of make" in whole.out
    chosen = ringback(capsys, *arguments, "--operation", "read")
    assert "coverage: response 3/3 (100 %)" in chosen.out, chosen.said
