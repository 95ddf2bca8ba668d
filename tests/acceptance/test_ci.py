"""`docs/ci.md`, followed literally: each command runs, and says what the page says."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.acceptance.driving import ROOT, ringback

Capture = pytest.CaptureFixture[str]
PAGE = (ROOT / "docs/ci.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)


def _shown(line: str) -> re.Pattern[str]:
    """A line of the page: an ellipsis stands for anything."""
    return re.compile(".*".join(re.escape(part) for part in line.split("…")))


def _commands() -> Iterator[tuple[str, list[str]]]:
    """The commands of the page, and the lines that each is said to print."""
    for kind, text in BLOCKS:
        if kind == "console":
            for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                command, *lines = part.splitlines()
                yield command, [line for line in lines if line != "…"]
        else:
            for line in re.findall(r"(?:- |run: )(ringback .*)", text):
                yield line, []


@pytest.mark.usefixtures("project")
def test_the_page_is_true(capsys: Capture) -> None:
    """Its commands in their order, those of the pipelines too, in a project of its own."""
    commands = list(_commands())
    assert len(commands) == 11
    for command, lines in commands:
        ended = ringback(capsys, *shlex.split(command)[1:])
        assert (command, ended.code) == (command, 0)
        told = ended.said.splitlines()
        for line in lines:
            assert any(_shown(line).fullmatch(each) for each in told), (line, ended.said)
    files = {each.name for each in Path().iterdir()}
    assert {"ringback.sarif", "gl-code-quality-report.json", "comment.md"} <= files


@pytest.mark.parametrize("text", [text for kind, text in BLOCKS if kind == "yaml"])
def test_pipelines_are_yaml(text: str) -> None:
    """And every file that they hand on is one that a command of theirs writes."""
    assert yaml.safe_load(text)
    written = set(re.findall(r"=([\w.-]+)", text))
    assert set(re.findall(r"(?:sarif_file|junit|codequality): (\S+)", text)) <= written
