"""Secrets planted wherever a run meets any: in no output and in no file that a command writes."""

import base64
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from ringback.commands.gate import check
from tests.acceptance.driving import Ended, ringback, served
from tests.acceptance.notes_service import NOTE, Notes, answer, described

Capture = pytest.CaptureFixture[str]
SECRETS = {
    "variable": "tok-Vq8rZ3mN1xYb5",
    "command": "cmd-Hf4kW9sT2eLu7",
    "literal": "lit-Pj6dQ0vR8gCa3",
    "header": "hdr-Xn5tB7wM4oKi2",
    "password": "pwd-Ds1yG6hJ9zEf8",
    "cookie": "cke-Lr2uN4cV7aSq5",
    "answer": "ans-Wm9pT3bX6kYd1",
    "recorded": "rec-Gk7fR5nH2jZw4",
    "proxy": "prx-Ct8vM1qL6sOb9",
}
FORMATS = ("text", "json", "jsonl", "junit", "sarif", "github", "gitlab", "markdown")
SETTINGS = f"""
recordings = ["recorded.har"]
[contract]
description = "openapi.json"
[values]
token = {{ variable = "NOTES_TOKEN", secret = true }}
code = "north"
[targets.there]
url = "URL"
[targets.commanded]
url = "URL"
values = {{ token = {{ command = ["{sys.executable}", "-c", "print('{SECRETS["command"]}')"] }} }}
[targets.literal]
url = "URL"
values = {{ token = "{SECRETS["literal"]}" }}
"""


class Telling(Notes):
    """Takes any token, and repeats all that it is told: in refusals, in notes, and in cookies."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer with a cookie and with what came in each refusal."""
        if scope["type"] != "http":
            return
        told = {key.decode(): text.decode("latin-1") for key, text in scope["headers"]}
        sent = told.get("authorization", "")
        known = any(each in sent for each in SECRETS.values()) or "Basic" in sent
        headers = [
            (key, b"Bearer a-token-of-notes" if key == b"authorization" and known else text)
            for key, text in scope["headers"]
        ]
        status = 200

        async def telling(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                cookie = f"session={SECRETS['cookie']}; Path=/".encode()
                lines = [*message["headers"], (b"set-cookie", cookie)]
                kept = [each for each in lines if each[0] != b"content-type"]
                message |= {"headers": [*kept, (b"content-type", b"application/json")]}
            elif status >= 400:
                path = scope["raw_path"].decode()
                message |= {"body": json.dumps({"detail": f"{path} as {sent}", **told}).encode()}
            await send(message)

        await super().__call__({**scope, "headers": headers}, receive, telling)

    def answer(
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, Any, str]:
        """As it is; the forecast tells a secret of its own."""
        status, told, allow = super().answer(method, path, headers, body)
        if isinstance(told, dict) and "sky" in told:
            told = {"sky": 7, "access_token": SECRETS["answer"]}
        return status, told, allow


def entry(url: str, status: int, body: Any) -> dict[str, Any]:
    """What a HAR file has of one exchange."""
    secret = SECRETS["recorded"]
    headers = [
        {"name": "Authorization", "value": f"Bearer {secret}"},
        {"name": "Cookie", "value": f"session={secret}"},
    ]
    text = json.dumps(body)
    content = {"mimeType": "application/json", "text": text, "size": len(text)}
    return {
        "startedDateTime": "2026-11-01T12:00:00Z",
        "time": 1,
        "request": {
            "method": "GET",
            "url": f"{url}?api_key={secret}",
            "httpVersion": "HTTP/1.1",
            "headers": headers,
            "queryString": [{"name": "api_key", "value": secret}],
            "cookies": [{"name": "session", "value": secret}],
            "headersSize": -1,
            "bodySize": -1,
        },
        "response": {
            "status": status,
            "statusText": "",
            "httpVersion": "HTTP/1.1",
            "headers": [{"name": "Content-Type", "value": "application/json"}],
            "cookies": [],
            "content": content,
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": -1,
        },
        "cache": {},
        "timings": {"send": 0, "wait": 1, "receive": 0},
    }


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The service; a folder with a description, settings, and a recording."""
    monkeypatch.chdir(tmp_path)
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NOTES_TOKEN", SECRETS["variable"])
    description = described()
    wide = answer("200", {"type": "array", "items": {**NOTE, "additionalProperties": True}})
    description["paths"]["/notes"]["get"]["responses"] = wide
    Path("openapi.json").write_text(json.dumps(description), "utf-8")
    with served(Telling()) as found:
        settings = SETTINGS.replace("URL", found).replace('recordings = ["recorded.har"]\n', "")
        Path("ringback.toml").write_text(settings, "utf-8")
        wrong = [{"id": "one", "text": 2, "password": SECRETS["recorded"]}]
        log = {
            "version": "1.2",
            "creator": {"name": "browser", "version": "1"},
            "entries": [entry(f"{found}/notes", 200, wrong), entry(f"{found}/notes", 200, [])],
        }
        Path("recorded.har").write_text(json.dumps({"log": log}), "utf-8")
        yield found


def spellings(secret: str) -> Iterator[bytes]:
    """How a secret may stand in a text."""
    yield secret.encode()
    yield quote(secret, safe="").encode()
    for start in ("", "me:", "user:"):
        yield base64.b64encode(f"{start}{secret}".encode()).rstrip(b"=")


def leaks(*ended: Ended) -> list[str]:
    """Which secrets stand in which output or file, but for the files that they were put in."""
    given = {"ringback.toml", "recorded.har", "openapi.json"}
    places = {f"output {n}": (e.out + e.err).encode() for n, e in enumerate(ended)}
    for file in Path().rglob("*"):
        if file.is_file() and str(file) not in given:
            places[str(file)] = file.read_bytes()
    return [
        f"{kind} in {place}"
        for kind, secret in SECRETS.items()
        for place, text in places.items()
        if any(each in text for each in spellings(secret))
    ]


def reports(start: str) -> list[str]:
    """The options for every report, each to a file."""
    return [part for each in FORMATS for part in ("--report", f"{each}={start}.{each}")]


def test_no_report_of_a_check_has_any(capsys: Capture, url: str) -> None:
    """Tokens of a variable, a command, a literal, a header and a user; cookies and answers."""
    user = f"me:{SECRETS['password']}"
    ways = [
        ("--target", "there"),
        ("--target", "commanded"),
        ("--target", "literal"),
        ("--target", url, "-H", f"X-Api-Key: {SECRETS['header']}", "--auth", user),
    ]
    ended = [
        ringback(capsys, "check", *way, "-v", *reports(f"check-{number}"))
        for number, way in enumerate(ways)
    ]
    assert {each.code for each in ended} == {1}
    assert all("Authorization" in e.said or "authorization" in e.said for e in ended[:1])
    told = [ringback(capsys, "report", *reports("again"))]
    told.append(ringback(capsys, "report", "--list"))
    told.append(ringback(capsys, "baseline", "update", "check-0.json", "--reason", "known"))
    told.append(ringback(capsys, "baseline", "show"))
    told.append(ringback(capsys, "check", "--target", "there", "--dry-run"))
    assert leaks(*ended, *told) == []


def test_nothing_that_is_recorded_or_imported_has_any(capsys: Capture, url: str) -> None:
    """Nor does what judges them, and what is suggested by them."""
    ended = [
        ringback(capsys, "record", "--target", "there", "--into", "recorded"),
        ringback(capsys, "import", "recorded.har", "--into", "imported"),
        ringback(capsys, "validate", "recorded.har", "-v", *reports("validate")),
        ringback(capsys, "validate", "recorded.har", "--suggest", "overlay=suggested.yaml"),
        ringback(capsys, "lint", f"{url}/openapi.json", "-H", f"X-Key: {SECRETS['header']}"),
    ]
    assert [each.code for each in ended] == [1, 1, 1, 1, 0]  # something is wrong
    assert list(Path("recorded").rglob("*.json"))
    assert list(Path("imported").rglob("*.json"))
    assert leaks(*ended) == []


def test_no_crash_tells_any(capsys: Capture, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """What is raised in the midst of a run may hold what it was at work on, with -v as well."""

    def failing(*_given: Any, **_named: Any) -> Any:
        raise ValueError(f"no use for {SECRETS['variable']} at {url}")

    monkeypatch.setattr(check, "_exercise", failing)
    ended = [
        ringback(capsys, "check", "--target", "there", *more, *reports("crash"))
        for more in ((), ("-v",))
    ]
    assert [each.code for each in ended] == [3, 3]
    assert "no use for $NOTES_TOKEN" in ended[0].out
    assert leaks(*ended) == []


def test_a_proxy_that_nobody_answers_at_tells_no_password(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    """The credentials of a proxy stand in the environment, and nowhere else."""
    del url
    settings = Path("ringback.toml").read_text("utf-8")
    Path("ringback.toml").write_text(f'hosts = ["notes.test"]\n{settings}', "utf-8")
    monkeypatch.setenv("HTTP_PROXY", f"http://user:{SECRETS['proxy']}@127.0.0.1:9")
    ended = ringback(capsys, "check", "--target", "http://notes.test", "-v", *reports("proxy"))
    assert ended.code == 3
    assert leaks(ended) == []
