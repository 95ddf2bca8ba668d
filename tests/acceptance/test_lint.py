"""`ringback lint` as a user meets it."""

import json
from pathlib import Path

import pytest

from ringback.description import load
from tests.acceptance.driving import ROOT, process, ringback

Capture = pytest.CaptureFixture[str]
NUMBERS = str(ROOT / "openapi/numbers.yaml")

WARNED = """\
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
              schema: {}
"""
BROKEN = WARNED.replace("{}", "{type: integer, minimum: 2, maximum: 1}")
INVALID = WARNED.replace("{}", "{type: integr}")


@pytest.mark.parametrize(
    ("content", "arguments", "code", "told"),
    [
        (WARNED, (), 0, "kept: 1 warning in "),
        (WARNED, ("--ignore", "lint/untyped"), 0, "kept in "),
        (BROKEN, (), 1, "broken: 1 error, 1 warning in "),
        (BROKEN, ("--select", "lint/no-example"), 0, "kept: 1 warning in "),
        (INVALID, (), 1, "broken: 1 error in "),
    ],
    ids=["warned", "ignored", "broken", "selected", "invalid"],
)
def test_what_lint_comes_to(
    capsys: Capture, tmp_path: Path, content: str, arguments: tuple[str, ...], code: int, told: str
) -> None:
    """Warnings alone leave the verdict kept; an error breaks it; what is invalid is that alone."""
    file = tmp_path / "api.yaml"
    file.write_text(content)
    ended = ringback(capsys, "lint", str(file), *arguments)
    assert f"\n{told}" in ended.said
    assert ended.code == code


def test_a_rule_that_is_not_there(capsys: Capture) -> None:
    """Every lint rule can be named; another one is a mistake with the nearest as a hint."""
    ended = ringback(capsys, "lint", NUMBERS, "--select", "lint/unbounded,lint/vacuous")
    assert ended.said == (
        "ringback: --select lint/vacuous: no such rule; did you mean lint/vacuous-schema?\n"
    )
    assert ended.code == 2


def test_the_report_has_the_place_and_what_to_do(capsys: Capture) -> None:
    """A finding on a union says where it stands and how it is mended."""
    ended = ringback(
        capsys, "lint", NUMBERS, "--select", "lint/vacuous-schema", "--report", "json", "-q"
    )
    [error] = [each for each in json.loads(ended.out)["findings"] if each["severity"] == "error"]
    assert error["schema"] == "/components/schemas/Undefined"
    assert error["file"] == "openapi/numbers.yaml"
    assert error["line"] == 354
    assert error["message"].endswith(
        ": close it with additionalProperties: false, describe it, or take it out of the union"
    )


def test_the_gate_judges_validity_alone(capsys: Capture) -> None:
    """What a description fails to say is for lint; `check` goes on where it is valid."""
    ended = ringback(capsys, "check", "--no-target", "--report", "json", "-q")
    rules = {each["rule"] for each in json.loads(ended.out)["findings"]}
    assert not {each for each in rules if each.startswith("lint/")}


def test_fix_writes_an_overlay_to_a_file(capsys: Capture, tmp_path: Path) -> None:
    """It applies to the description, and lint then has no open answer and no union to blame."""
    file = tmp_path / "meant.overlay.yaml"
    ended = ringback(capsys, "lint", NUMBERS, "--fix", f"overlay={file}")
    assert f"\n  an overlay of what the description means in {file}\n" in ended.said
    assert ended.code == 1
    assert load(NUMBERS, [file]).document["components"]["schemas"]["AzureVoice"]["required"] == [
        "id",
        "user_id",
        "voice_name",
        "type",
    ]
    again = ringback(capsys, "lint", NUMBERS, "--overlay", str(file), "--report", "json", "-q")
    rules = {each["rule"] for each in json.loads(again.out)["findings"]}
    assert rules == {"lint/unbounded", "lint/vacuous-schema"}


def test_what_nearly_everybody_breaks_is_asked_of_who_asks_for_it(capsys: Capture) -> None:
    """A description by itself is not asked to be strict; an overlay or `--select` asks it."""

    def run(*more: str) -> tuple[set[str], set[str]]:
        ended = ringback(capsys, "lint", NUMBERS, *more, "--report", "json", "-q")
        told = json.loads(ended.out)
        return {each["rule"] for each in told["findings"]}, {it["rule"] for it in told["skipped"]}

    floods = {"lint/open-answer", "lint/missing-answer", "lint/unbounded"}
    found, skipped = run()
    assert not found & floods
    assert skipped == floods
    found, skipped = run("--select", "lint")
    assert found >= {"lint/open-answer", "lint/unbounded"}
    assert not skipped
    found, skipped = run("--overlay", str(Path(NUMBERS).parent / "strict.overlay.yaml"))
    assert "lint/unbounded" in found
    assert not skipped
    found, skipped = run("--select", "lint/unbounded")
    assert found == {"lint/unbounded"}
    assert not skipped


def test_fix_writes_to_standard_output(capsys: Capture) -> None:
    """The overlay alone, for another program; without a name it is the configured description's."""
    named = ringback(capsys, "lint", NUMBERS, "--fix", "overlay")
    configured = process("lint", "--fix", "overlay")
    assert named.out.startswith("# What the description plainly means")
    assert configured.out == named.out
    assert (named.code, configured.code) == (1, 1)


def test_fix_of_what_means_what_it_says(capsys: Capture, tmp_path: Path) -> None:
    """Without anything to mend there is no overlay, and that is said."""
    file = tmp_path / "api.yaml"
    file.write_text(WARNED)
    target = tmp_path / "o.yaml"
    ended = ringback(capsys, "lint", str(file), "--fix", f"overlay={target}")
    assert f"\n  the description means what it says: no overlay in {target}\n" in ended.said
    assert target.read_text().endswith("# There is nothing to put into an overlay.\n")
    assert ended.code == 0


def test_fix_of_what_is_not_valid(capsys: Capture, tmp_path: Path) -> None:
    """Nothing is derived from it, and nothing is said for it."""
    file = tmp_path / "api.yaml"
    file.write_text(WARNED.replace("paths:", "x: 1\npaths:"))
    target = tmp_path / "o.yaml"
    ended = ringback(capsys, "lint", str(file), "--fix", f"overlay={target}")
    text = "the description is not valid, so nothing can be derived"
    assert f"\n  {text}: no overlay in {target}\n" in ended.said
    assert ended.code == 1


def test_a_description_on_standard_input() -> None:
    """It is linted like the one in a file."""
    ended = process(
        "lint", "-", "--select", "lint/vacuous-schema", stdin=Path(NUMBERS).read_bytes()
    )
    assert (
        "lint/vacuous-schema  (schema /components/schemas/Undefined)  standard input:" in ended.out
    )
    assert ended.code == 1


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("overlay=x.json", "an overlay has comments, so it is YAML; name a .yaml file"),
        ("overlay=/no/such/folder/x.yaml", "x.yaml: can't be written; name a file in a folder\n"),
        ("patch", "'patch' is not overlay[=PATH]"),
    ],
    ids=["JSON", "folder", "form"],
)  # fmt: skip
def test_fix_that_cannot_be_written(capsys: Capture, value: str, told: str) -> None:
    """A path that can't be written, or another form, is a usage mistake."""
    ended = ringback(capsys, "lint", NUMBERS, "--fix", value)
    assert told in ended.said
    assert ended.code == 2


def test_where_none_of_several_can_be_read_nothing_starts(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Each is told with its place, and the exit code is that of what could not start."""
    for name, text in (("a.json", '{"a":'), ("b.json", "{}")):
        (tmp_path / name).write_text(text, "utf-8")
    ended = ringback(capsys, "lint", str(tmp_path / "a.json"), str(tmp_path / "b.json"))
    assert ended.code == 2
    assert "a.json:1:6: is not JSON" in ended.err
    assert 'b.json:1: is not an OpenAPI document: it has no member "openapi"' in ended.err
