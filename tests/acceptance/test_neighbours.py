"""`ringback validate` and `ringback import` on what other tools stored."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.driving import ringback
from tests.unit.contract.making import number
from tests.unit.recordings.neighbours import FILES
from tests.unit.recordings.neighbours_stubs import pact_3, wiremock

Capture = pytest.CaptureFixture[str]
PATH = "/v1/numbers?phone_number=%2B15550100001"
URL = f"https://api.vocode.dev{PATH}"


def report(capsys: Capture, *arguments: object) -> dict[str, Any]:
    """The report of a run of validate."""
    ended = ringback(capsys, "validate", *map(str, arguments), "--report", "json", "-q")
    found: dict[str, Any] = json.loads(ended.out)
    assert ended.code == {"kept": 0, "broken": 1, "inconclusive": 3}[found["verdict"]]
    return found


def told(found: dict[str, Any], *names: str) -> list[tuple[Any, ...]]:
    """These fields of each finding."""
    return [tuple(each[name] for name in names) for each in found["findings"]]


@pytest.mark.parametrize("name", FILES)
def test_what_another_tool_stored_is_judged(capsys: Capture, tmp_path: Path, name: str) -> None:
    """The same finding in each format, at the place of its entry; whole bodies only."""
    file = tmp_path / "stored"
    file.write_bytes(FILES[name][0](number(), number(active="yes")))
    found = report(capsys, file)
    (line,) = [each["line"] for each in found["findings"]]
    assert told(found, "rule", "operation", "instance", "message", "count") == [
        (
            "schema/response",
            "get_number",
            "/active",
            "response 200 /active: must be a boolean, not a string",
            1,
        )
    ]
    assert (line is None) is (name == "mitmproxy")
    assert found["counts"]["recordings"] == (1 if name == "wiremock-one" else 2)


@pytest.mark.parametrize("name", ["pact-2", "pact-3", "pact-4"])
def test_a_consumer_need_not_look_at_everything(capsys: Capture, tmp_path: Path, name: str) -> None:
    """What an expectation leaves out may well come; what it has must be as it is described."""
    file = tmp_path / "pact.json"
    file.write_bytes(FILES[name][0]({"id": number()["id"]}, {"active": True, "number": 5}))
    found = report(capsys, file)
    assert told(found, "rule", "instance", "message") == [
        ("schema/response", "/number", "response 200 /number: must be a string, not an integer")
    ]


def test_a_request_that_stands_for_others_is_not_judged(capsys: Capture, tmp_path: Path) -> None:
    """A stub that names no parameter says nothing of who calls; the answer is judged."""
    content = wiremock(number(), number()).replace(b"?phone_number=%2B15550100001", b"")
    file = tmp_path / "a.json"
    file.write_bytes(content.replace(b'"phone_number"', b'"another"'))
    found = report(capsys, file)
    assert found["verdict"] == "kept"
    assert [each["rule"] for each in found["findings"]] == ["recording/undocumented-parameter"]
    assert [(each["what"], each["count"]) for each in found["not_judged"]] == [
        ("the request of get_number", 2)
    ]


LOGS = {
    "Kong": {
        "request": {"method": "GET", "uri": PATH, "url": URL, "headers": {"host": "a"}},
        "response": {"status": 200, "size": "9", "headers": {"content-type": "application/json"}},
        "latencies": {"kong": 9, "request": 14, "proxy": 5},
        "started_at": 1793527200821,
    },
    "AWS API Gateway": {
        "requestId": "e1", "ip": "1.1.1.1", "requestTimeEpoch": 1793527200821, "httpMethod": "GET",
        "resourcePath": "/v1/numbers", "path": "/v1/numbers", "status": "200",
    },
    "Envoy": {
        "start_time": "2026-11-01T10:00:00.000Z", "method": "GET", "path": PATH,
        "response_code": 200, "response_flags": "-", "authority": "api.vocode.dev",
    },
    "nginx": {
        "time_iso8601": "2026-11-01T10:00:00+00:00", "request_method": "GET", "uri": "/v1/numbers",
        "args": "phone_number=%2B15550100001", "status": "200", "host": "api.vocode.dev",
    },
    "Caddy": {
        "level": "info", "ts": 1793527200.5, "logger": "http.log.access", "size": 9, "status": 200,
        "request": {"method": "GET", "host": "api.vocode.dev", "uri": PATH, "headers": {}},
        "resp_headers": {"Content-Type": ["application/json"]},
    },
}  # fmt: skip


@pytest.mark.parametrize("lines", [1, 3])
@pytest.mark.parametrize("maker", LOGS)
def test_an_access_log_is_told_with_the_mapping_that_reads_it(
    capsys: Capture, tmp_path: Path, maker: str, lines: int
) -> None:
    """The options are there to be copied, and what the log has is judged by them."""
    file = tmp_path / "access.log"
    file.write_text(f"{json.dumps(LOGS[maker])}\n" * lines)
    (message,) = [each for (each,) in told(report(capsys, file), "message")]
    start = f"{file} is an access log of {maker}, which holds no bodies; judge what it has by "
    assert message.startswith(start)
    found = report(capsys, file, *message.removeprefix(start).split(" "))
    assert found["findings"] == []
    assert found["counts"]["recordings"] == lines
    assert found["not_judged"][0]["what"] == "the body of get_number 200"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ({"requestId": "e1", "routeKey": "GET /v1/numbers", "httpMethod": "GET", "status": "200"},
            "is an access log of AWS API Gateway, which has the route and not the path"),
        ({"request": "GET /v1/numbers HTTP/1.1", "status": "200", "time_local": "x"},
            "is an access log of nginx, whose request is one text"),
    ],
)  # fmt: skip
def test_a_log_that_lacks_what_a_mapping_needs(
    capsys: Capture, tmp_path: Path, line: Any, problem: str
) -> None:
    """What to log is told."""
    file = tmp_path / "access.log"
    file.write_text(json.dumps(line))
    (message,) = [each for (each,) in told(report(capsys, file), "message")]
    assert message.startswith(f"{file} {problem}")


def test_what_others_stored_becomes_recordings(capsys: Capture, tmp_path: Path) -> None:
    """With whose answer it is; what is only a part of one is left out."""
    (tmp_path / "whole.json").write_bytes(FILES["nock"][0](number(), number(active=False)))
    (tmp_path / "stub.json").write_bytes(FILES["wiremock"][0](number(active=False), number()))
    (tmp_path / "part.json").write_bytes(pact_3({"id": number()["id"]}, {"active": True}))
    into = tmp_path / "made"
    ended = ringback(capsys, "import", str(tmp_path), "--into", str(into))
    assert "  6 entries of 3 files\n" in ended.said
    assert "  left out: 2 of which only a part was stored\n" in ended.said
    assert ended.code == 0
    made = [json.loads(each.read_text()) for each in into.rglob("*.json")]
    assert {each["provenance"]["source"] for each in made} <= {"live", "mock"}
    assert ringback(capsys, "validate", str(into)).code == 0
