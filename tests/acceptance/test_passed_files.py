"""Several files named at once, and `--skip-others`: what a hook of pre-commit calls."""

import json
from pathlib import Path

import pytest

from tests.acceptance.driving import changed, ringback
from tests.acceptance.test_lint import BROKEN, INVALID, WARNED

Capture = pytest.CaptureFixture[str]
SEVERAL = "goes with one description, and several are named"
COMPOSE = "services: {api: {image: a}}\nx-note: openapi and swagger are words here\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with descriptions and with other files, stood in."""
    written = {
        "good.yaml": WARNED,
        "broken.yaml": BROKEN,
        "invalid.yaml": INVALID,
        "torn.yaml": WARNED.replace("paths:", "paths: ["),
        "torn.json": '{"info": {"title": "a"}, "openapi": "3.1.0", "paths": {',
        "old.json": '{"info": {"title": "a", "version": "1"}, "swagger": "2.0", "paths": {}}',
        "compose.yaml": COMPOSE,
        "values.yaml": "image: {tag: 1\n",
        "list.json": '["openapi"]',
        "nested.yaml": "api:\n  openapi: 3.1.0\n",
        "wide.yaml": WARNED.encode("utf-16").decode("latin-1"),
    }
    for name, text in written.items():
        (tmp_path / name).write_text(text, "latin-1")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("names", "code", "told"),
    [
        (("good.yaml", "good.yaml"), 0, ["kept: 1 warning in "]),
        (("good.yaml", "broken.yaml"), 1, ["broken: 1 error, 2 warnings in "]),
        (
            ("good.yaml", "torn.yaml"),
            3,
            ["inconclusive: torn.yaml:", "; 1 warning in "],
        ),
        (("torn.yaml", "broken.yaml"), 1, ["broken: 1 error, 1 warning in "]),
    ],
    ids=["one twice", "one broken", "one unreadable", "both"],
)
@pytest.mark.usefixtures("folder")
def test_several_descriptions_have_one_verdict(
    capsys: Capture, names: tuple[str, ...], code: int, told: list[str]
) -> None:
    """Everything is told, each file by its name; one that can't be read makes no run green."""
    ended = ringback(capsys, "lint", *names)
    assert [each for each in told if each not in ended.said] == []
    assert ended.code == code
    places = [name for name in names if f"{name}:" in ended.said]
    assert places == [name for name in names if name != "torn.yaml" or code == 3]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (("--overlay", "o.yaml"), f"--overlay {SEVERAL}"),
        (("--fix", "overlay"), f"--fix {SEVERAL}"),
        (("-",), f"- {SEVERAL}"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_is_for_one_description(
    capsys: Capture, options: tuple[str, ...], problem: str
) -> None:
    """It is a mistake beside several, told before anything is read."""
    ended = ringback(capsys, "lint", "good.yaml", "broken.yaml", *options)
    assert (ended.code, ended.said) == (2, f"ringback: {problem}\n")


@pytest.mark.parametrize(
    ("names", "code", "ours"),
    [
        (("compose.yaml", "values.yaml", "list.json", "nested.yaml"), 0, 0),
        (("compose.yaml", "good.yaml"), 0, 1),
        (("compose.yaml", "broken.yaml"), 1, 1),
        (("compose.yaml", "invalid.yaml"), 1, 1),
        (("values.yaml", "torn.yaml"), 2, 1),
        (("values.yaml", "torn.json"), 2, 1),
        (("list.json", "old.json"), 0, 1),
        (("wide.yaml",), 0, 1),
        (("gone.yaml",), 2, 1),
    ],
)
@pytest.mark.usefixtures("folder")
def test_lint_leaves_other_files_out(
    capsys: Capture, names: tuple[str, ...], code: int, ours: int
) -> None:
    """By what is in them; a description that can't be read is one all the same."""
    ended = ringback(capsys, "lint", "--skip-others", *names)
    assert ended.code == code, ended.said
    others = names[: len(names) - ours]
    told = [f"left out, as it is no description: {name}" for name in others]
    assert [each for each in told if (each in ended.said) == (code == 2)] == []
    assert ended.said.count("left out, as it is") == (0 if code == 2 else len(others))


def test_lint_without_the_option_takes_no_other_file(capsys: Capture, folder: Path) -> None:
    """Who names a file means it."""
    ended = ringback(capsys, "lint", str(folder / "compose.yaml"))
    assert ended.code == 2


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("package.json", '{"name": "a"}', 0),
        ("compose.yaml", COMPOSE, 0),
        ("notes.ndjson", '{"a": 1}\n{"a": 2}\n', 0),
        ("torn.json", "{", 0),
        ("some.har", '{"log": {"version": "1.2", "entries": 3}}', 1),
        ("contracts/numbers/recordings/odd.json", '{"name": "a"}', 1),
        ("contracts/numbers/recordings/torn.json", "{", 1),
    ],
)
def test_validate_leaves_other_files_out(
    capsys: Capture, project: Path, name: str, content: str, code: int
) -> None:
    """By their form; in a folder of recordings every file is meant to be one."""
    (project / name).write_text(content, "utf-8")
    ended = ringback(capsys, "validate", "--skip-others", name)
    assert ended.code == code, ended.said
    assert (f"left out, as it is no recording: {name}" in ended.said) is (code == 0)


def test_validate_judges_what_is_among_other_files(capsys: Capture, project: Path) -> None:
    """Beside what is left out, a recording that is wrong breaks the verdict."""
    (project / "package.json").write_text(json.dumps({"name": "a"}), "utf-8")
    [file] = project.rglob("error-404-action.json")
    name = str(file.relative_to(project))
    assert ringback(capsys, "validate", "--skip-others", "package.json", name).code == 0
    changed(file, '"status": 404', '"status": 299')
    assert ringback(capsys, "validate", "--skip-others", "package.json", name).code == 1
