"""`check --against REV|FILE`: what a change touches, and how much of that was exercised."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ringback import reports
from tests.acceptance import small_service
from tests.acceptance.driving import Ended, ringback
from tests.repository import Repository

Capture = pytest.CaptureFixture[str]
NUMBERS = "openapi/numbers.yaml"
SCHEMA = json.loads(
    (Path(reports.__file__).parent / "schema/report.schema.json").read_text("utf-8")
)
TOO_LOW = ("--select", "coverage", "--min-patch-coverage", "100")


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project, stood in."""
    small_service.made(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _checked(capsys: Capture, *arguments: str) -> tuple[Ended, Any]:
    """How a check ended, and what its report says of the change."""
    ended = ringback(capsys, "check", *arguments, "--report", "json=r.json")
    report = json.loads(Path("r.json").read_text("utf-8"))
    Draft202012Validator(SCHEMA).validate(report)
    return ended, report.get("patch_coverage")


def _before() -> Any:
    """The small description before its things were of a kind."""
    document = copy.deepcopy(small_service.description())
    del document["components"]["schemas"]["Thing"]["properties"]["kind"]
    return document


def test_a_revision_tells_what_is_new(
    capsys: Capture, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The operation that has a new member is touched, the other one is not; all of it was seen."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(small.parent))
    monkeypatch.delenv("GIT_DIR", raising=False)
    repository = Repository.made(small)
    small_service.described(small, _before())
    repository.git("add", "description.json")
    repository.git("commit", "--quiet", "-m", "v1")
    repository.git("tag", "v1")
    small_service.described(small, small_service.description())
    ended, told = _checked(capsys, "--against", "v1", "--min-patch-coverage", "100")
    assert told == {
        "against": "v1:description.json",
        "operations": {"touched": ["list_things"], "exercised": ["list_things"], "missing": []},
        "points": {"covered": 4, "total": 4, "missing": []},
    }
    line = "patch coverage: 4/4 (100 %) of the points of 1 operation touched since v1:"
    assert f"\n{line}description.json\n" in ended.said
    assert ended.code == 0


def test_what_the_change_touches_and_nobody_asked_for_fails(capsys: Capture, project: Path) -> None:
    """A run that is bounded saw the operation, and not its new member: that is one error."""
    text = (project / NUMBERS).read_text("utf-8")
    old = text.replace("        similarity_boost:", "        similarity:", 1)
    Path("older.yaml").write_text(old, "utf-8")
    bound = ("--against", "older.yaml", "--max-requests", "70")
    ended, told = _checked(capsys, *bound, *TOO_LOW, "--report", "markdown=r.md")
    member = "/components/schemas/ElevenLabsVoiceUpdateParams/properties/similarity_boost"
    assert told["operations"]["touched"] == ["update_number"]
    assert told["points"]["total"] == 9
    assert told["points"]["covered"] < 9
    assert all(each.startswith(member) for each in told["points"]["missing"])
    assert told["points"]["missing"] != []
    assert "coverage/patch-too-low\n  coverage of what changed since older.yaml" in ended.said
    assert "\n- missing of the change: /inbound" in Path("r.md").read_text("utf-8")
    assert ended.code == 1
    again = ringback(capsys, "report", "r.json")
    assert "\n  missing of the change: /components/schemas/ElevenLabs" in again.said


def test_words_and_order_touch_nothing(capsys: Capture, small: Path) -> None:
    """Of such a change no percentage is told, and none is asked for."""
    document = small_service.description()
    document["components"]["schemas"]["Thing"]["description"] = "Something."
    document["paths"] = dict(reversed(document["paths"].items()))
    small_service.described(small, document, "older.json")
    ended, told = _checked(capsys, "--against", "older.json", *TOO_LOW)
    assert told["operations"] == {"touched": [], "exercised": [], "missing": []}
    assert told["points"] == {"covered": 0, "total": 0, "missing": []}
    line = "patch coverage: the change since older.json touches nothing that is exercised"
    assert f"\n{line}\n" in ended.said
    assert "  coverage/patch-too-low: the change touches nothing that is exercised\n" in ended.said
    assert "100 %" not in ended.said.split("patch coverage: ")[1]
    assert ended.code == 0


@pytest.mark.usefixtures("small")
def test_without_a_target_all_of_it_is_missing(capsys: Capture) -> None:
    """The operations are named all the same; the rule is skipped with the reason."""
    small_service.described(Path(), _before(), "older.json")
    ended, told = _checked(capsys, "--no-target", "--against", "older.json", *TOO_LOW)
    assert told["operations"]["missing"] == ["list_things"]
    assert told["points"]["covered"] == 0
    assert "/paths/~1things/get" in told["points"]["missing"]
    assert "\n  not exercised of the change: list_things\n" in ended.said
    assert "coverage/patch-too-low: no target was exercised\n" in ended.said
    assert ended.code == 0


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("configured", [True, False])
def test_a_description_that_is_named_is_compared_as_it_stands(
    capsys: Capture, configured: bool
) -> None:
    """Neither side has overlays then, with a configuration or without one."""
    small_service.described(Path(), _before(), "older.json")
    if not configured:
        Path("ringback.toml").unlink()
    named = ("--description", "description.json", "--against", "older.json", "--no-target")
    _, told = _checked(capsys, *named)
    assert (told["against"], told["operations"]["touched"]) == ("older.json", ["list_things"])


@pytest.mark.usefixtures("small")
def test_operations_that_were_not_chosen_are_not_asked_for(capsys: Capture) -> None:
    """A run of some operations is measured by these."""
    small_service.described(Path(), _before(), "older.json")
    chosen = ("--operation", "get_plain", "--against", "older.json")
    assert _checked(capsys, *chosen)[1]["operations"]["touched"] == []


@pytest.mark.usefixtures("small")
def test_what_a_flaw_leaves_out_is_missing(capsys: Capture) -> None:
    """An operation that came and that nothing can be judged by is touched, and never exercised."""
    document = small_service.description()
    flaw = {"operationId": "flaw", "parameters": [7], "responses": {"204": {"description": ""}}}
    document["paths"]["/flaw"] = {"get": flaw}
    small_service.described(Path(), small_service.description(), "older.json")
    small_service.described(Path(), document)
    _, told = _checked(capsys, "--against", "older.json")
    assert told["operations"] == {"touched": ["flaw"], "exercised": [], "missing": ["flaw"]}
    assert told["points"]["covered"] == 0
    assert told["points"]["total"] == 2


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--min-patch-coverage", "9"), "--min-patch-coverage needs --against: say since which"),
        (
            ("--against", "description.json", "--min-patch-coverage", "9", "--replay", "r.json"),
            "--replay does not go with --min-patch-coverage: a few requests cover little",
        ),
        (
            ("--against", "description.json", "--min-patch-coverage", "101"),
            "Invalid value for '--min-patch-coverage'",
        ),
    ],
)
def test_what_it_does_not_go_with(
    capsys: Capture, arguments: tuple[str, ...], sentence: str
) -> None:
    """A mistake in usage, told in one sentence."""
    ended = ringback(capsys, "check", *arguments)
    assert sentence in ended.said
    assert ended.code == 2


@pytest.mark.usefixtures("small")
def test_a_dry_run_tells_what_would_fail(capsys: Capture) -> None:
    """Before anything is sent."""
    bound = ("--against", "description.json", "--min-patch-coverage", "80")
    ended = ringback(capsys, "check", "--dry-run", *bound)
    assert "\nwould fail below 80 % of the coverage of what changed\n" in ended.said
