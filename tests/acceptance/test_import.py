"""`ringback import`: recordings of what other tools stored."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.driving import ROOT, ringback
from tests.unit.contract.making import UUID, agent, number

Capture = pytest.CaptureFixture[str]
OURS = "https://api.vocode.dev/v1/numbers?phone_number=%2B15550100001"
BEARER = "Bearer 8fQ2zLw0XcVb71Np"
JSON = {"Content-Type": "application/json"}


def read_of(url: str = OURS, status: int = 200, body: Any = None) -> dict[str, Any]:
    """An exchange of a log in our own form."""
    return {
        "request": {"method": "GET", "url": url, "headers": {"Authorization": BEARER}},
        "response": {"status": status, "headers": JSON, "body": body or number()},
    }


def update_of(body: Any) -> dict[str, Any]:
    """An update with this body that was answered with a number."""
    whole = read_of(OURS.replace("numbers?", "numbers/update?"))
    asked = {"method": "POST", "headers": {**JSON, "Authorization": BEARER}, "body": body}
    return {**whole, "request": {**whole["request"], **asked}}


def lines(file: Path, *entries: Any) -> str:
    """The path of an NDJSON file of these; a text is a line as it stands. Of the year 2024."""
    texts = [each if isinstance(each, str) else json.dumps(each) for each in entries]
    file.write_text("\n".join(texts) + "\n", "utf-8")
    os.utime(file, (1_710_000_000, 1_710_000_000))
    return str(file)


def har(*exchanges: dict[str, Any]) -> dict[str, Any]:
    """The exchanges as a browser stores them."""

    def entry(each: dict[str, Any]) -> dict[str, Any]:
        asked, answered = each["request"], each["response"]
        pairs = [{"name": name, "value": text} for name, text in asked["headers"].items()]
        text = json.dumps(answered["body"])
        return {
            "startedDateTime": "2024-02-29T23:00:00Z",
            "request": {"method": asked["method"], "url": asked["url"], "headers": pairs},
            "response": {
                "status": answered["status"],
                "headers": [{"name": "content-type", "value": "application/json"}],
                "content": {"size": len(text), "mimeType": "application/json", "text": text},
            },
        }

    return {"log": {"version": "1.2", "entries": [entry(each) for each in exchanges]}}


def made(folder: Path) -> dict[str, Any]:
    """The recordings of a folder by their names in it."""
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    return {str(each.relative_to(folder)): json.loads(each.read_text()) for each in files}


def test_the_smallest_of_each_shape(capsys: Capture, tmp_path: Path) -> None:
    """Values make no shape; members, types, kinds, statuses do; what is not ours is counted."""
    log = lines(
        tmp_path / "gateway.ndjson",
        read_of(body=number(inbound_agent=agent(prompt="a longer prompt"))),
        read_of(body=number(inbound_agent=agent(prompt="short"))),
        read_of(body=number(inbound_agent=agent(prompt="the longest prompt of all"))),
        read_of(body=number(inbound_agent=agent(initial_message="hi"))),
        read_of(status=404, body={"detail": "Number not found"}),
        read_of(status=404, body={"detail": "No such number"}),
        update_of({"inbound_agent": UUID}),
        read_of("https://elsewhere.example/v1/numbers?phone_number=%2B15550100001"),
        read_of("https://elsewhere.example/v1"),
        read_of("https://api.vocode.dev/v2/other"),
    )
    into = tmp_path / "made"
    ended = ringback(capsys, "import", log, "--into", str(into))
    assert (
        "exercised:\n"
        "  10 entries of 1 file\n"
        f"  4 recordings written to {into}, one a shape\n"
        "  left out: 2 of another host, 1 of no operation in the description\n"
    ) in ended.said
    assert ended.code == 0
    found = made(into)
    answers = [each["response"]["body"] for each in found.values()]
    assert [each.get("detail") or each["inbound_agent"]["prompt"] for each in answers] == [
        "short",
        agent()["prompt"],
        "No such number",
        agent()["prompt"],
    ]
    assert {name.split("/")[0] for name in found} == {"get_number", "update_number"}
    assert {each["provenance"]["date"] for each in found.values()} == {"2024-03-09"}
    notes = [each["provenance"]["note"] for each in found.values()]
    assert notes[0] == "line 2 of gateway.ndjson, dated by its file"
    assert {each["request"]["headers"]["Authorization"] for each in found.values()} == {
        "Bearer <token>"
    }
    assert not any(BEARER[7:] in file.read_text() for file in into.rglob("*.json"))
    assert ringback(capsys, "validate", str(into)).code == 0
    again = ringback(capsys, "import", log, "--into", str(into))
    assert (f"  0 recordings written to {into}, one a shape\n" in again.said, again.code) == (
        True,
        0,
    )
    assert made(into) == found


def test_one_shape_in_several_formats(capsys: Capture, tmp_path: Path) -> None:
    """A HAR, a cassette and a log; the HAR bears dates."""
    one = read_of(body=number(inbound_agent=agent(prompt="a")))
    (tmp_path / "browser.har").write_text(json.dumps(har(one)))
    cassette = f"""\
version: 1
interactions:
- request:
    method: GET
    uri: {OURS}
    headers: {{Authorization: ['{BEARER}']}}
    body: null
  response:
    status: {{code: 404, message: Not Found}}
    headers: {{Content-Type: [application/json]}}
    body: {{string: '{{"detail": "Number not found"}}'}}
"""
    (tmp_path / "tests.yaml").write_text(cassette)
    lines(tmp_path / "log.ndjson", read_of(body=number(inbound_agent=agent(prompt="longer" * 40))))
    into = tmp_path / "made"
    ended = ringback(capsys, "import", str(tmp_path), "--into", str(into))
    assert f"  3 entries of 3 files\n  2 recordings written to {into}, one a shape\n" in ended.said
    found = list(made(into).values())
    assert found[0]["response"]["body"]["inbound_agent"]["prompt"] == "a"
    assert found[0]["provenance"] == {
        "source": "live",
        "date": "2024-02-29",
        "note": "entry 1 of browser.har",
    }
    assert found[1]["response"]["status"] == 404
    assert found[1]["provenance"]["note"] == "entry 1 of tests.yaml, dated by its file"
    assert ended.code == 0


def test_a_log_with_names_of_its_own(capsys: Capture, tmp_path: Path) -> None:
    """`--map` says where the parts are, `--host` that they are ours; the host is the server's."""
    record = {"verb": "GET", "to": OURS.replace("api.vocode.dev", "gateway.internal"), "code": 404,
              "said": {"detail": "Number not found"}}  # fmt: skip
    log = lines(tmp_path / "log.ndjson", record)
    pairs = ("method=/verb", "url=/to", "status=/code", "response.body=/said")
    maps = [part for pair in pairs for part in ("--map", pair)]
    into = ("--into", str(tmp_path / "made"))
    ended = ringback(capsys, "import", log, *maps, *into)
    assert "\n  left out: 1 of another host\n" in ended.said
    assert "\ninconclusive: no entry could become a recording; " in ended.said
    assert ended.code == 3
    ended = ringback(capsys, "import", log, *maps, *into, "--host", "gateway.internal")
    assert ended.code == 0
    assert [each["request"]["url"] for each in made(tmp_path / "made").values()] == [OURS]


def test_what_is_broken_is_told_and_left_out(capsys: Capture, tmp_path: Path) -> None:
    """A line cut short, a payload that is no exchange, an answer that breaks the description."""
    log = lines(
        tmp_path / "log.ndjson",
        read_of(body=number(inbound_agent=agent(prompt=5))),
        '{"request": {"method": "GET", ',
        '{"detail": "alone"}',
        read_of(status=404, body={"detail": "Number not found"}),
    )
    report = tmp_path / "report.json"
    into = tmp_path / "made"
    arguments = ("--into", str(into), "--report", f"json={report}")
    ended = ringback(capsys, "import", log, *arguments)
    findings = json.loads(report.read_text())["findings"]
    assert [(each["rule"], each["line"], each["file"]) for each in findings] == [
        ("recording/invalid", 3, log),
        ("recording/unreadable", 2, log),
        ("schema/response", 1, log),
    ]
    assert "\n  left out: 1 that break the description\n" in ended.said
    assert list(made(into)) == ["get_number/status-404.json"]
    assert ended.code == 1


def test_the_repository_s_own_recordings_come_through(capsys: Capture, tmp_path: Path) -> None:
    """Each of their shapes, without what they are known to break."""
    ours = str(ROOT / "contracts/numbers/recordings")
    ended = ringback(capsys, "import", ours, "--into", str(tmp_path / "made"))
    assert ended.code == 1  # the vendor's example, which is known to be wrong
    assert len(made(tmp_path / "made")) > 30
    assert ringback(capsys, "validate", str(tmp_path / "made")).code == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nowhere.har",), "nowhere.har: no such file or folder"),
        (("ringback.toml", "--into", "ringback.toml"), "ringback.toml is no folder"),
        (("ringback.toml", "--map", "methd=/a"), "--map methd=/a: "),
        (("ringback.toml", "--reading", "odd"), "--reading odd: no such reading"),
    ],
)
def test_what_cannot_be_asked_for(capsys: Capture, arguments: tuple[str, ...], told: str) -> None:
    """One sentence, and nothing is written."""
    ended = ringback(capsys, "import", *arguments)
    assert told in ended.err
    assert (ended.code, ended.out) == (2, "")


def test_an_interrupted_import_writes_nothing(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read by then is no whole: code 3, and no file."""
    log = lines(tmp_path / "log.ndjson", read_of(), read_of(status=404, body={"detail": "no"}))
    taken: list[object] = []

    def take(_intake: object, entry: object) -> None:
        taken.append(entry)
        if len(taken) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("ringback.commands.payloads.import_filter.Intake.take", take)
    ended = ringback(capsys, "import", log, "--into", str(tmp_path / "made"))
    assert (ended.code, ended.err.strip(), ended.out) == (3, "ringback: interrupted", "")
    assert not (tmp_path / "made").exists()
