"""Which reports are wanted, and where they go."""

import io
import os
from pathlib import Path

import pytest

from ringback.errors import UsageError
from ringback.reports import IN_COLOUR, REPORTS
from ringback.reports.output import ReportSpec, parse_spec, problems_of, wrapped, write
from ringback.reports.scribe import Scribe
from ringback.verdict import Kept, Run

NONE = Scribe(secrets={})
KNOWN = "text, json, html, junit, markdown, sarif, github, gitlab and jsonl"
KEPT = Run(command="check", verdict=Kept())


def _write(*specs: ReportSpec, run: Run = KEPT, colour: bool = False) -> str:
    """Write the reports; answers what was printed."""
    stdout = io.StringIO()
    write(specs, run, NONE, colour=colour, stdout=stdout)
    return stdout.getvalue()


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("text", ReportSpec(format="text")),
        ("json=-", ReportSpec(format="json")),
        ("junit=a=b.xml", ReportSpec(format="junit", path="a=b.xml")),
    ],
)
def test_specs(text: str, spec: ReportSpec) -> None:
    """FORMAT and FORMAT=- are standard output, FORMAT=PATH is a file."""
    assert parse_spec(text) == spec


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("xml=a", "--report xml=a: no such format; known are " + KNOWN),
        ("\x1b", r"--report \x1b: no such format; known are " + KNOWN),
        (
            "json=",
            "--report json=: the path is missing; write json=PATH, or json for standard output",
        ),
    ],
)
def test_specs_that_cannot_be_followed(text: str, problem: str) -> None:
    """One sentence that names what is known."""
    with pytest.raises(UsageError) as caught:
        parse_spec(text)
    assert caught.value.problems == (problem,)


def test_reports_go_where_they_are_wanted(tmp_path: Path, broken: Run) -> None:
    """Each file holds its report, standard output those without a path; nothing else is left."""
    specs = [
        ReportSpec(format="text"),
        ReportSpec(format="json", path=str(tmp_path / "a.json")),
        ReportSpec(format="junit", path=str(tmp_path / "b.xml")),
    ]
    printed = _write(*specs, run=broken)
    written = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    text, json, junit = (REPORTS[spec.format].render(broken, NONE) for spec in specs)
    assert (printed, written) == (text, {"a.json": json, "b.xml": junit})


def test_a_file_is_replaced_whole_and_keeps_its_links(tmp_path: Path) -> None:
    """A link goes on pointing to the file, which now holds the report."""
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_text("old and longer than nothing" * 1000, encoding="utf-8")
    link.symlink_to(file)
    _write(ReportSpec(format="text", path=str(link)))
    assert (link.is_symlink(), file.read_text(encoding="utf-8")) == (
        True,
        REPORTS["text"].render(KEPT, NONE),
    )


def test_a_device_is_written_to_and_not_replaced() -> None:
    """`--report json=/dev/null` leaves the device a device."""
    _write(ReportSpec(format="json", path=os.devnull))
    assert not Path(os.devnull).is_file()


def test_colour_is_for_standard_output_alone(tmp_path: Path) -> None:
    """A file never holds escapes."""
    path = tmp_path / "a.txt"
    printed = _write(
        ReportSpec(format="text"), ReportSpec(format="text", path=str(path)), colour=True
    )
    assert (printed, path.read_text(encoding="utf-8")) == (
        IN_COLOUR["text"].render(KEPT, NONE),
        REPORTS["text"].render(KEPT, NONE),
    )


def test_a_stream_that_lacks_a_letter_gets_one_that_comes_near(broken: Run) -> None:
    """An ASCII terminal is no reason to fail."""
    octets = io.BytesIO()
    stdout = io.TextIOWrapper(octets, encoding="ascii", newline="")
    write([ReportSpec(format="text")], broken, NONE, colour=False, stdout=stdout)
    assert octets.getvalue().decode("ascii") == REPORTS["text"].render(broken, NONE).replace(
        "\u00d7", "x"
    )


def test_where_nothing_can_be_written_is_told_before_and_after(tmp_path: Path) -> None:
    """All problems at once, one sentence each; what can be written is written."""
    gone, good, loop = tmp_path / "gone" / "a", tmp_path / "good", tmp_path / "loop"
    loop.symlink_to(loop)
    specs = [
        ReportSpec(format="text", path=str(gone)),
        ReportSpec(format="text", path=str(tmp_path)),
        ReportSpec(format="text", path=f"{loop}/a"),
        ReportSpec(format="text", path="\0"),
        ReportSpec(format="text", path=str(good)),
    ]
    before = problems_of(specs)
    with pytest.raises(UsageError) as caught:
        _write(*specs)
    assert caught.value.problems == before
    assert before[:2] == (
        f"--report: {gone} can't be written: its directory is missing; make it",
        f"--report: {tmp_path} is a directory; name a file in it",
    )
    assert [len(before), before[3], good.exists()] == [
        4,
        r"--report: \x00 can't be written: no path holds a NUL; name another file",
        True,
    ]


def test_one_file_for_two_reports_is_a_problem() -> None:
    """The second would replace the first."""
    specs = [ReportSpec(format="json", path="a"), ReportSpec(format="text", path="a")]
    assert problems_of(specs) == (
        "--report: a is asked for 2 times; give each report its own file",
    )


def test_lines_end_where_a_terminal_does() -> None:
    """They break between words; what is copied, and what has no spaces, stays in one piece."""
    command = "    curl -i " + "x" * 90
    text = f"  missing: {'several words ' * 9}\n{command}\n{'y' * 90}\nshort"
    lines = wrapped(text, 80).split("\n")
    assert lines[-3:] == [command, "y" * 90, "short"]
    assert all(len(each) <= 80 for each in lines[:-3])
    assert " ".join(each.strip() for each in lines[:-3]) == text.split("\n", maxsplit=1)[0].strip()
