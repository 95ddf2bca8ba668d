"""`ringback prove`, as a user runs it."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from ringback import prove
from tests.acceptance.driving import changed, ringback

Capture = pytest.CaptureFixture[str]
SCHEMA = Path(prove.__file__).parent / "schema" / "proof.schema.json"
ONE = ("prove", "--only", "webhook-url-null", "--only", "list_numbers 200 /: *", "--seeds", "0")


def test_what_is_planted_is_caught(capsys: Capture, tmp_path: Path) -> None:
    """A hand-made fault and the derived ones of one place: all caught, told as text and JSON."""
    file = tmp_path / "proof.json"
    ended = ringback(capsys, *ONE, "--report", f"json={file}")
    assert ended.code == 0
    assert "proof: 8 of 8 observable faults caught, 0 equivalent under strict" in ended.said
    written = json.loads(file.read_text("utf-8"))
    Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(written)
    assert [(row["kind"], row["caught"]) for row in written["kinds"]] == [
        ("type", 5),
        ("null", 1),
        ("items", 1),
        ("shape", 1),
    ]


def test_a_gate_that_looks_away_misses(capsys: Capture) -> None:
    """With a check switched off, what it would see is told by name, and the proof fails."""
    only = ("--only", "webhook-url-null", "--only", "list_numbers 200 /: null")
    ended = ringback(capsys, "prove", *only, "--seeds", "0", "--ignore", "schema/response")
    assert ended.code == 1
    assert "webhook-url-null (shape): schema/response was expected, law/" in ended.said
    assert "list_numbers 200 /: null (null): schema/response was expected, nothing" in ended.said
    assert "proof: 0 of 2 observable faults caught, 0 equivalent" in ended.said


def test_a_loose_reading_hides_faults(capsys: Capture) -> None:
    """What the published description admits is listed as equivalent under it, and is no miss."""
    only = ("--only", "webhook-undocumented-field", "--only", "get_number 404 /: *")
    ended = ringback(capsys, "prove", *only, "--seeds", "0", "--reading", "published")
    assert ended.code == 0
    assert "  webhook-undocumented-field (shape)" in ended.said
    assert "  get_number 404 /: an undocumented member (closed)" in ended.said
    assert "2 equivalent under published" in ended.said


def test_a_right_service_called_wrong_fails_the_proof(capsys: Capture, project: Path) -> None:
    """The right service is asked under each seed, and what is told of it is told by place."""
    module = "from contracts.numbers.faults import FAULTS\nAPP = FAULTS[0].app\n"
    (project / "upside_down.py").write_text(module, "utf-8")
    changed(
        project / "ringback.toml", '"contracts.numbers.reference:create_app"', '"upside_down:APP"'
    )
    ended = ringback(capsys, "prove", "--only", "id-no-uuid", "--seeds", "1")
    assert ended.code == 1
    assert "called wrong, and right:\n  the reference, seed 0: schema/response " in ended.said


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--only", "nope"), "--only nope: no fault has this name"),
        (("--kind", "nope"), "--kind nope: no fault is of this kind"),
        (("--report", "junit"), "--report junit: a proof is told as text, json and html alone"),
        (("--reading", "nope"), "--reading nope: no such reading"),
        (("--ignore", "nope"), "--ignore nope: no such rule"),
        (("--seeds", "-1"), "'--seeds'"),
    ],
)
def test_mistakes_are_usage(capsys: Capture, arguments: tuple[str, ...], told: str) -> None:
    """What cannot be proved is told in one sentence, with the exit code of usage."""
    ended = ringback(capsys, "prove", *arguments)
    assert ended.code == 2
    assert told in ended.said


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('app = "contracts.numbers.reference:create_app"\n', "", "prove.app is missing"),
        (":create_app", ":nothing", "prove.app: contracts.numbers.reference:nothing can't be"),
        (":FAULTS", ":Fault", "prove.faults: contracts.numbers.faults:Fault must hold things"),
    ],
)
def test_a_wrong_table_is_told(
    capsys: Capture, project: Path, old: str, new: str, told: str
) -> None:
    """The configuration's mistakes are told in sentences."""
    changed(project / "ringback.toml", old, new)
    ended = ringback(capsys, "prove", "--only", "id-no-uuid", "--seeds", "0")
    assert ended.code == 2
    assert told in ended.said


def test_a_configuration_without_the_table(capsys: Capture, project: Path) -> None:
    """Nothing to plant is a mistake of the configuration, not a proof."""
    file = project / "ringback.toml"
    file.write_text(file.read_text("utf-8").partition("[prove]")[0], "utf-8")
    ended = ringback(capsys, "prove")
    assert ended.code == 2
    assert "ringback.toml: there is no table [prove]" in ended.said
