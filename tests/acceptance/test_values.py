"""Values of single operations, out of the file, the environment or a command; and what lacks."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.driving import ringback, served

Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch
TOLD = {
    "200": {
        "description": "",
        "content": {"application/json": {"schema": {"type": "object"}}},
    },
    "404": {"description": ""},
    "422": {"description": ""},
}
CODE = {"type": "string", "pattern": "^[a-z0-9-]{1,12}$"}


def path(name: str, **more: Any) -> dict[str, Any]:
    """A parameter of the path."""
    return {"name": name, "in": "path", "required": True, "schema": CODE, **more}


PATHS = {
    "/regions/{code}/weather": {
        "get": {"operationId": "weather", "parameters": [path("code")], "responses": TOLD}
    },
    "/stations/{code}/state": {
        "get": {
            "operationId": "state",
            "parameters": [path("code", example="st-1")],
            "responses": TOLD,
        }
    },
    "/logins": {
        "post": {
            "operationId": "login",
            "requestBody": {
                "required": True,
                "content": {
                    "application/json": {
                        "schema": {
                            "type": "object",
                            "required": ["user", "pin"],
                            "properties": {
                                "user": {"type": "string"},
                                "pin": {"type": "integer"},
                            },
                        }
                    }
                },
            },
            "responses": {**TOLD, "401": {"description": ""}},
        }
    },
}
FILE = """
[contract]
description = "d.json"

[operations.weather.values]
code = {code}

[operations.login.values]
user = "me"
pin = 4711

[resources.logins]
safe = ["login"]
"""


class Stations:
    """Knows one region and one station, and lets one user in."""

    def __init__(self) -> None:
        self.logins = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        body = (await receive()).get("body", b"")
        status = self.answer(scope["method"], scope["path"], body)
        headers = [(b"content-type", b"application/json")]
        if status == 405:
            headers.append((b"allow", b"POST" if scope["path"] == "/logins" else b"GET"))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if status == 405 else b"{}"})

    def answer(self, method: str, where: str, body: bytes) -> int:
        """The status."""
        if where == "/logins" and method == "POST":
            return self.login(body)
        if method != "GET":
            return 405
        return 200 if where in {"/regions/r-7/weather", "/stations/st-1/state"} else 404

    def login(self, body: bytes) -> int:
        """Whether somebody may in."""
        try:
            given = json.loads(body.decode())
            good = isinstance(given["user"], str) and type(given["pin"]) is int
        except (ValueError, KeyError, TypeError):
            return 422
        known = good and given["user"] == "me" and given["pin"] == 4711
        self.logins += known
        return 200 if known else 401 if good else 422


@pytest.fixture(autouse=True)
def _described(tmp_path: Path, monkeypatch: Patch) -> None:
    monkeypatch.chdir(tmp_path)
    description = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": PATHS}
    Path("d.json").write_text(json.dumps(description), "utf-8")


@pytest.mark.parametrize("kind", ["literal", "environment", "command"])
def test_values_of_one_operation(kind: str, capsys: Capture, monkeypatch: Patch) -> None:
    """A parameter and members of a body have the operation's own values; an example is one."""
    Path("tell.py").write_text("print('r-7')", "utf-8")
    monkeypatch.setenv("REGION", "r-7")
    code = {
        "literal": '"r-7"',
        "environment": '{ variable = "REGION" }',
        "command": "{ command = " + json.dumps([sys.executable, "tell.py"]) + " }",
    }[kind]
    Path("ringback.toml").write_text(FILE.replace("{code}", code), "utf-8")
    service = Stations()
    with served(service) as url:
        ended = ringback(capsys, "check", "--target", url)
    for name in ("weather (GET", "state (GET", "login (POST"):
        line = next(each for each in ended.out.splitlines() if each.startswith(f"  {name}"))
        assert "2xx" in line, ended.said
    assert service.logins
    assert "never answered with success" not in ended.said


def test_a_value_that_lacks_is_named_with_its_line(capsys: Capture) -> None:
    """What nobody gave is made up, and finds nothing: the line that mends it is told."""
    with served(Stations()) as url:
        ended = ringback(capsys, "check", "--target", url, "--description", "d.json")
        assert ended.code == 3, ended.said
        text = "weather was never answered with success: nobody gave a value of code; try "
        assert f'{text}[operations.weather.values] code = "…"' in ended.out
        assert "state was never" not in ended.out
        Path("ringback.toml").write_text(FILE.replace("{code}", '"r-7"'), "utf-8")
        assert "weather was never" not in ringback(capsys, "check", "--target", url).out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[operations.wether.values]\ncode = 'a'", "no such operation; did you mean weather"),
        ("[operations.weather]\nvalue = 1", "operations.weather.value is not known here"),
        ("[operations.weather.values]\ncode = []", "operations.weather.values.code must be"),
    ],
)  # fmt: skip
def test_mistakes_in_tables_of_operations(text: str, said: str, capsys: Capture) -> None:
    """They are told as any other mistake of the file."""
    Path("ringback.toml").write_text(f"[contract]\ndescription = 'd.json'\n{text}\n", "utf-8")
    ended = ringback(capsys, "check", "--target", "http://127.0.0.1:9", "--dry-run")
    assert ended.code == 2
    assert said in ended.err
