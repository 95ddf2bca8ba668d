"""The report as annotations of GitHub's."""

import io
from dataclasses import replace
from pathlib import Path

import pytest

from ringback.errors import UsageError
from ringback.finding import Finding
from ringback.reports import REPORTS
from ringback.reports.formats.github import GithubReport, command
from ringback.reports.output import ReportSpec, write
from ringback.reports.scribe import Scribe
from ringback.verdict import AskedOperation, Broken, Inconclusive, Run

NONE = Scribe(secrets={})
CURL = (
    'curl -i -X POST "$BASE_URL/things/update?name=%252B1" -H "Authorization: Bearer '
    "$RINGBACK_TOKEN\" -H 'Content-Type: application/json' "
    '--data-raw \'{"api_key":"\'"$API_KEY"\'"}\''
)
DONE = "412 exchanges, 38 recordings, 3 operations in 4.1 s"


def test_a_broken_run(broken: Run) -> None:
    """The whole report: a command a finding, at its line, and the verdict."""
    scribe = Scribe.for_run(broken, {"RINGBACK_TOKEN": "t0k-en"}, folder="api")
    asked = AskedOperation(operation="get_thing", file="openapi/things.yaml", line=30)
    assert GithubReport().render(replace(broken, asked=(asked,)), scribe) == (
        "::error file=api/openapi/things.yaml,line=12,title=law/echo update_thing::"
        f'"name" was given as "b" and is "a"%0A{CURL}\n'
        "::warning file=api/openapi/things.yaml,line=30,title=flaky/status get_thing::"
        "answered 500 once\n"
        f"::notice title=ringback check::broken: 1 error, 1 warning; {DONE}\n"
    )


def test_an_inconclusive_run_is_an_error() -> None:
    """Each reason is one, so that nobody takes the run for a green one."""
    run = Run(command="check", verdict=Inconclusive(why=("no\nanswer", "refused")))
    assert GithubReport().render(run, NONE) == (
        "::error title=inconclusive::no\\nanswer\n"
        "::error title=inconclusive::refused\n"
        "::notice title=ringback check::inconclusive: no\\nanswer; refused; "
        "0 exchanges, 0 recordings, 0 operations in 0.0 s\n"
    )


def test_a_doubt_without_reasons_is_an_error_too() -> None:
    """An inconclusive run never passes."""
    told = GithubReport().render(Run(command="check", verdict=Inconclusive(why=())), NONE)
    assert told.startswith("::error title=inconclusive::nothing could be judged\n")


@pytest.mark.parametrize(
    ("file", "properties"),
    [("https://h/a.json", "title=a/b"), ("a:b,c%.yaml", "file=a%3Ab%2Cc%25.yaml,title=a/b")],
)
def test_places(file: str, properties: str) -> None:
    """What is no file is left out; what would end a property is an escape."""
    finding = Finding(rule="a/b", message="m", file=file, line=-1)
    run = Run(command="lint", verdict=Broken(findings=(finding,)))
    assert GithubReport().render(run, NONE).startswith(f"::error {properties}::m\n")


def test_nothing_of_a_value_has_a_meaning() -> None:
    """Neither the message nor a property can end the command, or begin another."""
    assert command("error", "a%0A\r\n::set-x::b", {"title": "a,line=9::%\n"}) == (
        "::error title=a%2Cline=9%3A%3A%25%0A::a%250A%0D%0A::set-x::b"
    )
    assert command("notice", "m", {}) == "::notice::m"


def _write(run: Run) -> None:
    write([ReportSpec(format="github")], run, NONE, colour=False, stdout=io.StringIO())


def test_the_job_has_a_summary(
    broken: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Markdown report stands behind what other steps of the job have written."""
    file = tmp_path / "summary.md"
    file.write_text("before\n", "utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(file))
    _write(broken)
    assert file.read_text("utf-8") == "before\n" + REPORTS["markdown"].render(broken, NONE)


def test_a_summary_that_cannot_be_written_is_told(
    broken: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence says where; the report itself is written before."""
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    with pytest.raises(UsageError) as caught:
        _write(broken)
    assert caught.value.problems == (
        f"GITHUB_STEP_SUMMARY: {tmp_path} can't be written: is a directory; name another file",
    )
