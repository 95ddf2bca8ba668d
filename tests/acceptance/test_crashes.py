"""A crash ends one thing, not the run: what was found is told, and no verdict is green by it."""

import json
import re
from collections.abc import Awaitable, Callable
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest

from ringback.checks import CHECKS, Subject
from tests.acceptance.driving import Ended, ringback, served

Capture = pytest.CaptureFixture[str]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
Answers = Callable[[str, dict[str, str]], tuple[int, Headers, bytes]]

FLAG = {"type": "object", "required": ["ok"], "properties": {"ok": {"type": "boolean"}}}
JSON: Headers = [(b"content-type", b"application/json")]


def get(name: str, *parameters: Any, **more: Any) -> dict[str, Any]:
    """A read of a flag."""
    shown = {"description": "ok", "content": {"application/json": {"schema": FLAG}}}
    answers = {"200": shown, "401": {"description": "who"}, "422": {"description": "bad"}}
    operation = {"operationId": name, "parameters": list(parameters), "responses": answers}
    return {"get": {**operation, **more}}


def project(folder: Path, paths: dict[str, Any], values: str = "") -> Path:
    """The configuration of a description with these paths."""
    document = {
        "openapi": "3.0.3",
        "info": {"title": "Things", "version": "1"},
        "paths": paths,
        "components": {
            "securitySchemes": {"sess": {"type": "apiKey", "in": "cookie", "name": "SESSION"}}
        },
    }
    (folder / "things.json").write_text(json.dumps(document), "utf-8")
    text = f'[contract]\ndescription = "things.json"\n{values}'
    (folder / "ringback.toml").write_text(text, "utf-8")
    return folder / "ringback.toml"


def app(answers: Answers) -> Any:
    """A service that answers a GET by its path and its cookies, and no other method."""

    async def serve(scope: Any, _receive: Any, send: Send) -> None:
        """Answer by the path and the cookies."""
        given = [value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie"]
        cookies = {name: each.value for name, each in SimpleCookie("; ".join(given)).items()}
        status, headers, body = answers(scope["path"], cookies)
        if scope["method"] != "GET":
            status, headers, body = 405, [(b"allow", b"GET")], b""
        elif scope["path"] == "/odd":
            fits = re.fullmatch(rb"q=[^&]*ab[^&]*", scope["query_string"])
            status, body = (status, body) if fits else (422, b"")
        elif scope["query_string"]:
            status, body = 422, b""
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return serve


def checked(capsys: Capture, config: Path, answers: Answers, *more: str) -> Ended:
    """How a check of such a service ended."""
    with served(app(answers)) as url:
        return ringback(capsys, "check", "--target", url, "--config", str(config), *more)


def right(_path: str, _cookies: dict[str, str]) -> tuple[int, Headers, bytes]:
    """A right answer, whose headers hold bytes that are not ASCII."""
    odd = [(b"x-name", b"J\xfcrgen \xff"), (b"set-cookie", b"a=\xe9"), (b"set-cookie", b"")]
    return 200, [*JSON, *odd], b'{"ok": true}'


def wrong(path: str, cookies: dict[str, str]) -> tuple[int, Headers, bytes]:
    """An answer that is wrong at the one path."""
    status, headers, body = right(path, cookies)
    return status, headers, b'{"ok": 1}' if path == "/fine" else body


ODD = {"type": "string", "pattern": "(?<=a+)b"}
QUERY = {"name": "q", "in": "query", "required": False, "schema": ODD}


@pytest.mark.parametrize(("answers", "code"), [(right, 3), (wrong, 1)])
def test_an_operation_that_schemathesis_can_make_nothing_for(
    answers: Answers, code: int, capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told as not judged, and the others are judged: never green, and never hidden."""
    monkeypatch.setenv("THINGS_Q", "ab")
    required = {**QUERY, "required": True}
    paths = {"/fine": get("fine"), "/odd": get("odd", required)}
    config = project(tmp_path, paths, '[values]\nq = { variable = "THINGS_Q" }\n')
    ended = checked(capsys, config, answers)
    assert ended.code == code
    assert ("schema/response  fine" in ended.said) is (code == 1)
    if code == 3:
        assert "odd: random cases could not be judged: UnsupportedRegexPattern: " in ended.said


def test_a_right_service_with_headers_of_any_bytes(capsys: Capture, tmp_path: Path) -> None:
    """What HTTP lets stand in a header is read as it came, and is no crash."""
    ended = checked(capsys, project(tmp_path, {"/fine": get("fine")}), right)
    assert ended.code == 0, ended.said


@pytest.mark.parametrize("part", ["_recordings", "_description", "_compared", "_played"])
def test_a_mistake_of_ours_ends_a_part(
    part: str, capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the other parts find is told, and the failure in one sentence."""

    def failing(*_given: object) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr(f"ringback.commands.gate.check.{part}", failing)
    config = project(tmp_path, {"/fine": get("fine")})
    more = ("--against", str(tmp_path / "things.json"))
    ended = checked(capsys, config, right, *more)
    assert ended.code == 3
    assert ended.said.count("ZeroDivisionError: ours") == 2  # in the list, and in the verdict
    assert " could not be judged: ZeroDivisionError: ours" in ended.said
    assert ("fine (GET /fine): " in ended.said) is (part != "_played")


def test_what_was_found_before_a_mistake_of_ours_is_told(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A check that fails at one operation leaves the findings of all."""

    def failing(subject: Subject) -> Any:
        if subject.operation.id == "odd":
            raise RecursionError("too deep")
        return iter(())

    monkeypatch.setattr("ringback.campaign.session.exchange_judge.CHECKS", (failing, *CHECKS))
    paths = {"/fine": get("fine"), "/odd": get("odd", QUERY)}
    ended = checked(capsys, project(tmp_path, paths), wrong)
    assert ended.code == 1
    assert "schema/response  fine  /ok" in ended.said


def guarded(
    opens: Callable[[dict[str, str]], bool],
) -> Answers:
    """A service that lets in who has the right cookies, and then sets one."""

    def answers(_path: str, cookies: dict[str, str]) -> tuple[int, Headers, bytes]:
        if not opens(cookies):
            return 401, [], b""
        cookie = (b"set-cookie", b"SEEN=yes; Path=/")
        return 200, [*JSON, cookie, (b"set-cookie", b"SESSION=s3cret; Path=/")], b'{"ok": true}'

    return answers


@pytest.mark.parametrize(
    ("opens", "code", "line"),
    [
        (lambda cookies: cookies.get("SESSION") == "s3cret", 0, ""),
        (lambda cookies: "SESSION" in cookies, 1, "-H 'Cookie: SESSION="),
        (lambda _cookies: True, 1, ""),
        # A cookie that an earlier answer set would open this door, if the client had kept it.
        (lambda cookies: cookies.get("SESSION") == "s3cret" or "SEEN" in cookies, 0, ""),
    ],
    ids=["right", "any cookie", "none", "a kept cookie"],
)
def test_a_key_in_a_cookie(
    opens: Callable[[dict[str, str]], bool],
    code: int,
    line: str,
    capsys: Capture,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is sent, left out and spoilt; no cookie of an answer is ever sent with a request."""
    monkeypatch.setenv("THINGS_SESSION", "s3cret")
    values = '[values]\nsess = { variable = "THINGS_SESSION", secret = true }\n'
    config = project(tmp_path, {"/me": get("me", security=[{"sess": []}])}, values)
    ended = checked(capsys, config, guarded(opens))
    assert ended.code == code, ended.said
    assert ("auth/required  me" in ended.said) is (code == 1)
    assert line in ended.said
    assert "s3cret" not in ended.said


@pytest.mark.parametrize("demanded", [False, True])
def test_credentials_that_are_optional(
    demanded: bool, capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where they may be left out nothing is asked of who leaves them out, or brings wrong ones."""
    monkeypatch.setenv("THINGS_SESSION", "s3cret")
    values = '[values]\nsess = { variable = "THINGS_SESSION", secret = true }\n'
    security: list[dict[str, list[str]]] = [{}, {"sess": []}]
    config = project(tmp_path, {"/home": get("home", security=security)}, values)
    opens = guarded(lambda cookies: not demanded or cookies.get("SESSION", "s3cret") == "s3cret")
    ended = checked(capsys, config, opens)
    assert ended.code == 0, ended.said


def test_recordings_at_which_a_validator_gives_up(capsys: Capture, tmp_path: Path) -> None:
    """They are told as not judged, with the place of the first; the others are judged."""
    hard = {"type": "string", "pattern": r"^(?=(a|aa)+$)(a|aa)+\1$"}
    path = get("read")
    schema = {"type": "object", "properties": {"hard": hard, "n": {"type": "integer"}}}
    path["get"]["responses"]["200"]["content"]["application/json"]["schema"] = schema
    config = project(tmp_path, {"/thing": path})
    log = tmp_path / "log.ndjson"
    bodies: list[dict[str, Any]] = [{"n": 1}, {"hard": "a" * 60 + "b"}, {"n": 2}]
    bare = ("--operation", "read", "--status", "200", "--config", str(config), str(log))
    log.write_text("\n".join(map(json.dumps, bodies)), "utf-8")
    ended = ringback(capsys, "validate", *bare)
    assert ended.code == 3
    assert "log.ndjson:2 could not be judged: UndecidedError: /hard: " in ended.said
    bodies.append({"n": "x"})
    log.write_text("\n".join(map(json.dumps, bodies)), "utf-8")
    ended = ringback(capsys, "validate", *bare)
    assert ended.code == 1
    assert "schema/response  read  /n" in ended.said
