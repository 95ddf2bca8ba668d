"""`ringback record`: recordings of a running service, and what it leaves alone."""

import json
import re
import signal
from pathlib import Path
from typing import Any

import httpx
import pytest

from contracts.numbers.planting import on_agent
from contracts.numbers.reference import PHONE_NUMBER, TOKEN, create_app
from tests.acceptance.driving import (
    ROOT,
    VARIABLES,
    Counting,
    Ended,
    ringback,
    served,
    started,
    wait_for,
)

Capture = pytest.CaptureFixture[str]
NOT_SHOWN = (
    "  not shown of get_number, 2: status 405, answer /active (false)\n"
    "  not shown of list_numbers, 4: status 405, answer / (no item), answer / (one item), "
    "answer /*/active (false)\n"
)


def made(folder: Path) -> dict[str, Any]:
    """The recordings of a folder by their names in it; nothing else stands there."""
    files = [each for each in folder.rglob("*") if each.is_file()]
    assert all(each.suffix == ".json" for each in files)
    return {str(each.relative_to(folder)): json.loads(each.read_text()) for each in sorted(files)}


def number_at(url: str) -> Any:
    """The number as the service tells it, without the ids that each update makes anew."""
    response = httpx.get(
        f"{url}/v1/numbers",
        params={"phone_number": PHONE_NUMBER},
        headers={"Authorization": f"Bearer {TOKEN}"},
    )
    assert response.status_code == 200
    agent = response.json()["inbound_agent"]
    for part in [*agent["actions"], agent["voice"], agent.get("webhook") or {}]:
        part.pop("id", None)
    return response.json() | {"inbound_agent": agent}


def without_ids(texts: dict[str, Any]) -> str:
    """Recordings as one text in which no uuid is told apart."""
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID", json.dumps(texts))


@pytest.mark.usefixtures("values")
def test_a_service_is_recorded_and_left_as_it_was(capsys: Capture, tmp_path: Path) -> None:
    """One recording a point, small, judged to be right, without the token; the state is back."""
    with served(create_app()) as url:
        before = number_at(url)
        ended = ringback(capsys, "record", "--target", url, "--into", str(tmp_path / "made"))
        after = number_at(url)
    recordings = made(tmp_path / "made")
    count = len(recordings)
    assert f"\n  {count} recordings written to {tmp_path}/made, which show 2" in ended.out
    assert NOT_SHOWN in ended.said
    assert "\nrestored: what the run wrote was read again, and is as before\n" in ended.said
    assert ended.code == 0
    assert after == before
    assert 40 < count < 60
    assert {name.split("/")[0] for name in recordings} == {
        "get_number",
        "list_numbers",
        "update_number",
    }
    assert {"update_number/status-404.json", "get_number/status-401.json"} <= recordings.keys()
    assert {each["provenance"]["source"] for each in recordings.values()} == {"live"}
    assert {each["request"]["url"].split("?")[0] for each in recordings.values()} == {
        "https://api.vocode.dev/v1/numbers",
        "https://api.vocode.dev/v1/numbers/list",
        "https://api.vocode.dev/v1/numbers/update",
    }
    whole = [path.read_text() for path in (tmp_path / "made").rglob("*.json")]
    # What shows a point only behind a long text that was stored before has that text in its answer.
    assert sum(len(each) > 6_000 for each in whole) <= 3
    assert not any(TOKEN in text or url in text for text in whole)
    judged = ringback(capsys, "validate", str(tmp_path / "made"))
    assert (judged.code, f"{count} recordings" in judged.said) == (0, True)


def test_a_second_run_adds_only_what_is_missing(capsys: Capture, tmp_path: Path) -> None:
    """Nothing to a whole folder; what was taken away to one that lacks it."""
    into = ("--into", str(tmp_path))
    told = ringback(capsys, "record", *into).said
    points = told.partition(", which show ")[2].partition(" points\n")[0]
    first = made(tmp_path)
    ended = ringback(capsys, "record", *into)
    assert f"\n  0 recordings written to {tmp_path}\n" in ended.said
    assert f"\n  shown by recordings there before: {points} points\n" in ended.said
    assert (made(tmp_path), ended.code) == (first, 0)
    (tmp_path / "update_number/status-404.json").unlink()
    ended = ringback(capsys, "record", *into)
    assert f"\n  1 recording written to {tmp_path}, which shows 1 point\n" in ended.said
    assert made(tmp_path).keys() == first.keys()


def test_the_same_seed_makes_the_same_recordings(capsys: Capture, tmp_path: Path) -> None:
    """On services that start alike, but for the ids that they make up."""
    found = []
    for name in ("one", "two"):
        ringback(capsys, "record", "--into", str(tmp_path / name), "--operation", "update_number")
        found.append(without_ids(made(tmp_path / name)))
    assert found[0] == found[1]
    assert len(found[0]) > 10_000


def test_one_operation_alone(capsys: Capture, tmp_path: Path) -> None:
    """What is not asked for is not recorded; a mock is no live service."""
    ended = ringback(capsys, "record", "--into", str(tmp_path), "--operation", "list_numbers")
    recordings = made(tmp_path)
    assert list(recordings) == [
        "list_numbers/status-200-three-items-or-more.json",
        "list_numbers/status-401.json",
        "list_numbers/status-403.json",
    ]
    assert {each["provenance"]["source"] for each in recordings.values()} == {"mock"}
    assert recordings["list_numbers/status-401.json"]["provenance"]["note"] == "shows status 401"
    asked = recordings["list_numbers/status-200-three-items-or-more.json"]["request"]
    assert asked["headers"] == {"Authorization": "Bearer <token>"}
    assert ended.code == 0


@pytest.mark.usefixtures("values")
def test_a_broken_answer_is_no_recording(capsys: Capture, tmp_path: Path) -> None:
    """The finding is told and decides the code; what is right is recorded all the same."""

    def spoil(agent: dict[str, Any]) -> None:
        if agent["voice"]["type"] == "voice_rime":
            agent["voice"]["speaker"] = 5

    with served(on_agent(spoil)()) as url:
        ended = ringback(capsys, "record", "--target", url, "--into", str(tmp_path))
    assert "response 200 /inbound_agent/voice/speaker: must be a string" in ended.said
    assert "request /inbound_agent/voice (branch)" not in ended.out
    assert ended.code == 1
    recordings = made(tmp_path)
    assert "update_number/status-404.json" in recordings
    kinds = {
        each["response"]["body"]["inbound_agent"]["voice"]["type"]
        for name, each in recordings.items()
        if "update_number/status-200" in name
    }
    assert kinds == {"voice_azure", "voice_eleven_labs"}
    assert ringback(capsys, "validate", str(tmp_path)).code == 0


def test_an_interrupted_run_writes_nothing(tmp_path: Path) -> None:
    """Ctrl-C in the middle: code 3, the old state, and no file."""
    app = Counting(create_app())
    with served(app) as url:
        before = number_at(url)
        into = ("--into", str(tmp_path / "made"))
        with started("record", "--target", url, *into, variables=VARIABLES) as command:
            wait_for(lambda: app.methods.count("POST") >= 60 or command.poll() is not None)
            command.send_signal(signal.SIGINT)
            out, err = command.communicate(timeout=60)
        after = number_at(url)
    ended = Ended(code=command.returncode, out=out, err=err)
    assert "\ninconclusive: interrupted: only what came before was judged" in ended.said
    assert "\n  0 recordings written to " in ended.said
    assert "\nrestored: what the run wrote was read again, and is as before\n" in ended.said
    assert (ended.code, (tmp_path / "made").exists()) == (3, False)
    assert after == before


@pytest.mark.usefixtures("values")
def test_where_nothing_answers_nothing_is_recorded(capsys: Capture, tmp_path: Path) -> None:
    """No verdict, and no file."""
    arguments = ("--target", "http://127.0.0.1:9", "--into", str(tmp_path / "made"))
    ended = ringback(capsys, "record", *arguments)
    assert "nothing could be recorded" in ended.said
    assert (ended.code, (tmp_path / "made").exists()) == (3, False)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--into", "ringback.toml"), "--into ringback.toml: ringback.toml is no folder"),
        (
            ("--into", "ringback.toml/a"),
            f"--into ringback.toml/a: {ROOT}/ringback.toml is no folder",
        ),
        (("--target", "nowhere"), "--target nowhere: no such target (configured: reference"),
        (("--operation", "get_numbr"), "--operation get_numbr: no such operation"),
    ],
)
def test_what_cannot_be_asked_for(capsys: Capture, arguments: tuple[str, ...], told: str) -> None:
    """One sentence before anything is sent."""
    ended = ringback(capsys, "record", *arguments)
    assert told in ended.err
    assert (ended.code, ended.out) == (2, "")
