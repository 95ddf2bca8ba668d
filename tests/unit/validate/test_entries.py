"""Recordings against the contract: findings, lines, expectations."""

import json
from pathlib import Path
from typing import Any

import pytest

from ringback.finding import Finding, Severity
from ringback.recordings import read
from ringback.validate import RECORDING_RULES, judge_entry
from tests.unit.contract.making import agent, number, numbers, part, small

JSON = {"Content-Type": "application/json"}
ASKED = {"method": "GET", "url": "https://api.vocode.dev/v1/numbers?phone_number=%2B1"}
SOURCE = {"source": "live", "date": "2024-02-29"}
Told = tuple[str, str, str | None, int | None]


def judged(
    folder: Path,
    response: Any,
    request: Any = ASKED,
    *,
    reading: str = "strict",
    expectations: bool = True,
    **more: Any,
) -> list[Told]:
    """Rule, message, instance and the text of the line of each finding about a recording."""
    file = folder / "r.json"
    whole = {"request": request, "response": response, "provenance": SOURCE, **more}
    whole = {name: value for name, value in whole.items() if value is not None}
    file.write_text(json.dumps(whole, indent=1))
    found = list(judge_entry(read(file), numbers(reading), expectations=expectations))
    assert all((each.file, each.exchanges) == (str(file), ()) for each in found)
    return [
        (each.rule, each.message.replace(str(file), "FILE"), each.instance, each.line)
        for each in found
    ]


def line(folder: Path, text: str) -> int:
    """The line of the recording that has this text."""
    lines = Path(folder, "r.json").read_text().splitlines()
    (found,) = [at for at, each in enumerate(lines, 1) if text in each]
    return found


@pytest.mark.parametrize(
    "response",
    [
        {"status": 200, "headers": JSON, "body": number()},
        {"status": 200, "body": number()},  # no headers kept: no header is missed
        {"status": 401, "headers": JSON, "body": {"detail": "no"}},
        {"status": 405, "headers": {**JSON, "Allow": "PUT"}, "body": {"detail": "no"}},
        {"status": 405, "body": {"detail": "no"}},
        {"status": 429, "headers": {"Content-Type": "text/html"}, "body": "<busy>"},
        {"status": 503},
    ],
)
def test_what_keeps_the_contract(tmp_path: Path, response: Any) -> None:
    """Documented answers, with or without their headers on record; the infrastructure's."""
    assert judged(tmp_path, response) == []


def test_findings_stand_in_the_recording_at_their_line(tmp_path: Path) -> None:
    """In the file, at the value that is wrong."""
    action = part(type="action_transfer_call", config={"broken": True})
    voice = part(type="voice_rime", speaker=5)
    body = number(inbound_agent=agent(actions=[action], voice=voice))
    found = judged(tmp_path, {"status": 200, "headers": JSON, "body": body})
    config = "/inbound_agent/actions/0/config"
    assert found == [
        (
            "schema/response",
            f'response 200 {config}: an action_transfer_call has no "broken" here',
            config,
            line(tmp_path, '"config"'),
        ),
        (
            "schema/response",
            f'response 200 {config}: an action_transfer_call needs "phone_number"',
            config,
            line(tmp_path, '"config"'),
        ),
        (
            "schema/response",
            "response 200 /inbound_agent/voice/speaker: must be a string, not an integer",
            "/inbound_agent/voice/speaker",
            line(tmp_path, '"speaker"'),
        ),
    ]


@pytest.mark.parametrize(
    ("response", "rule", "message"),
    [
        ({"status": 418, "body": {}}, "schema/status",
            ("response 418: the status is not documented (documented: 200, 401, 403, 404, 405, "
            "422)")),
        ({"status": 500}, "protocol/server-error", "the service failed with 500"),
        ({"status": 200}, "protocol/not-json", "response 200: has no body, and one is documented"),
        ({"status": 401, "headers": {"Content-Type": "text/html"}, "body": "<no>"},
            "schema/content-type",
            "response 401: is text/html (documented: application/json)"),
        ({"status": 405, "headers": JSON, "body": {"detail": "no"}}, "protocol/allow",
            "response 405: lacks the header Allow"),
    ],
)  # fmt: skip
def test_what_breaks_the_contract_as_a_whole(
    tmp_path: Path, response: Any, rule: str, message: str
) -> None:
    """Statuses, headers and absent bodies stand at the answer."""
    assert judged(tmp_path, response) == [(rule, message, None, line(tmp_path, '"response"'))]


def test_a_request_that_was_not_refused_is_judged(tmp_path: Path) -> None:
    """Its parameters at the request, its body at the value; a refused one may be wrong."""
    request = {
        "method": "POST",
        "url": "https://api.vocode.dev/v1/numbers/update",
        "body": {"inbound_agent": {"prompt": None}},
    }
    wrong = [{"loc": [], "msg": "", "type": ""}]
    assert judged(tmp_path, {"status": 422, "body": {"detail": wrong}}, request) == []
    found = judged(tmp_path, {"status": 200, "body": number()}, request)
    assert found == [
        (
            "schema/request",
            'request: the query parameter "phone_number" is missing',
            "",
            line(tmp_path, '"request"'),
        ),
        (
            "schema/request",
            "request /inbound_agent/prompt: must be a string or an object, not null",
            "/inbound_agent/prompt",
            line(tmp_path, '"prompt": null'),
        ),
    ]


@pytest.mark.parametrize(
    ("method", "url", "what"),
    [
        ("GET", "/v1/nothing", "GET /v1/nothing"),
        ("PUT", "/v1/numbers", "PUT /v1/numbers"),
        ("POST", "https://api.vocode.dev/v1/numbers/list?x=1", "POST /v1/numbers/list"),
    ],
)
def test_an_operation_that_is_not_described(
    tmp_path: Path, method: str, url: str, what: str
) -> None:
    """A recording of something else is told, and not judged."""
    message = f"{what} is no operation of the description"
    found = judged(tmp_path, {"status": 999 - 400}, {"method": method, "url": url})
    assert found == [("recording/no-operation", message, None, None)]


def test_where_a_recording_comes_from_is_asked(tmp_path: Path) -> None:
    """Without provenance it is judged all the same, with a warning."""
    file = tmp_path / "r.json"
    response = {"status": 200, "body": number()}
    file.write_text(json.dumps({"request": ASKED, "response": response}))
    assert list(judge_entry(read(file), numbers("strict"))) == [
        Finding(
            rule="recording/provenance",
            message=f"{file} does not say where it comes from (provenance)",
            severity=Severity.WARNING,
            file=str(file),
        )
    ]


EXTRA = {"status": 200, "body": number(extra=1)}
EXTRA_TEXT = 'response 200 /: PhoneNumber has no "extra" here'
GONE = "recording/expectation"


@pytest.mark.parametrize(
    ("reading", "expect", "found"),
    [
        ("strict", [], [("schema/response", EXTRA_TEXT, "")]),
        ("strict", [{"rule": "schema/response"}], []),
        ("strict", [{"rule": "schema/response", "instance": ""}], []),
        ("strict", [{"rule": "schema/response", "instance": "", "reading": "strict"}], []),
        ("published", [{"rule": "schema/response", "reading": "strict"}], []),
        (
            "strict",
            [{"rule": "schema/response", "reading": "published"}],
            [("schema/response", EXTRA_TEXT, "")],
        ),
        (
            "strict",
            [{"rule": "schema/response", "instance": "/id"}],
            [
                ("schema/response", EXTRA_TEXT, ""),
                (GONE, "expects schema/response at /id, and it is gone", "/id"),
            ],
        ),
        (
            "strict",
            [{"rule": "schema/response"}, {"rule": "schema/response"}],
            [(GONE, "expects schema/response at any place, and it is gone", None)],
        ),
        (
            "published",
            [{"rule": "schema/response"}],
            [(GONE, "expects schema/response at any place, and it is gone", None)],
        ),
        (
            "strict",
            [{"rule": "schema/status"}, {"rule": "schema/response"}],
            [(GONE, "expects schema/status at any place, and it is gone", None)],
        ),
    ],
)
def test_known_findings(
    tmp_path: Path, reading: str, expect: Any, found: list[tuple[str, str, str | None]]
) -> None:
    """A known finding is no finding, and its absence is one; each by its reading."""
    told = judged(tmp_path, EXTRA, reading=reading, expect=expect)
    assert [(rule, message, instance) for rule, message, instance, _ in told] == found


def test_known_findings_can_be_asked_for(tmp_path: Path) -> None:
    """Without expectations everything is told, and nothing is missed."""
    expect = [{"rule": "schema/response"}, {"rule": "schema/status"}]
    told = judged(tmp_path, EXTRA, expect=expect, expectations=False)
    assert [(rule, message) for rule, message, _, _ in told] == [("schema/response", EXTRA_TEXT)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"{\n]", ("recording/unreadable", ("FILE is not JSON: expecting property name enclosed in "
            "double quotes at line 2 column 1"), None, 2)),
        (b'{"request":\n{},"response":{}}', ("recording/invalid",
            'FILE is no recording: the object needs "method"', "/request", 1)),
        (b"[]", ("recording/invalid", ("FILE holds no exchange; for a bare payload say --operation "
            "ID with --status N or --request"), None, None)),
    ],
)  # fmt: skip
def test_files_that_hold_no_recording(tmp_path: Path, content: bytes, expected: Told) -> None:
    """One finding each, at the line where it goes wrong."""
    file = tmp_path / "r.json"
    file.write_bytes(content)
    found = list(judge_entry(read(file), numbers("strict")))
    assert [
        (each.rule, each.message.replace(str(file), "FILE"), each.instance, each.line)
        for each in found
    ] == [expected]
    assert [each.file for each in found] == [str(file)]


def test_the_rules_are_known() -> None:
    """Every rule that files can break, once."""
    assert len(set(RECORDING_RULES)) == len(RECORDING_RULES) == 7


def test_what_is_wrong_in_a_parameter_is_not_looked_for_in_the_body(tmp_path: Path) -> None:
    """A pointer into a parameter leads to the request, whatever its body holds there."""
    integers = {"type": "array", "items": {"type": "integer"}}
    content = {"application/json": {"schema": {"type": "array"}}}
    parameters = [
        {"name": "ids", "in": "query", "schema": integers},
        {"name": "theme", "in": "cookie", "required": True, "schema": {"type": "string"}},
    ]
    operation = {
        "operationId": "make",
        "parameters": parameters,
        "requestBody": {"content": content},
        "responses": {"204": {"description": "done"}},
    }
    whole = {
        "request": {
            "method": "POST",
            "url": "/a?ids=1&ids=x",
            "headers": {"Content-Type": "application/json"},
            "body": [1, 2],
        },
        "response": {"status": 204, "headers": {"Date": "today"}},
        "provenance": SOURCE,
    }
    file = tmp_path / "one.json"
    file.write_text(json.dumps(whole, indent=1), "utf-8")
    # No cookie was stored at all, so nothing is said of the one that is required.
    found = list(judge_entry(read(file), small(paths={"/a": {"post": operation}})))
    text = 'request: the query parameter "ids" at /1 must be an integer, not a string'
    assert [(each.message, each.instance, each.line) for each in found] == [(text, "/1", 2)]
