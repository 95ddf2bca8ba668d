"""The gate against servers over real sockets, right and wrong."""

import json
import re
import signal
from pathlib import Path
from typing import Any

import httpx
import pytest

from contracts.numbers.faults import FAULTS
from contracts.numbers.reference import PHONE_NUMBER, TOKEN, create_app
from tests.acceptance.driving import (
    VARIABLES,
    Counting,
    Ended,
    copied,
    process,
    ringback,
    served,
    started,
    wait_for,
)
from tests.unit.targets.serving import Peer, RawServer, Script, answer, saying

Capture = pytest.CaptureFixture[str]
MB = 1024 * 1024
JSON = "Content-Type: application/json"
READ = ("--operation", "get_number", "--operation", "list_numbers")


def judged(capsys: Capture, script: Script, *arguments: str) -> Ended:
    """How a check of a server that plays this script ended."""
    with RawServer(script) as server:
        return ringback(capsys, "check", "--target", server.url, "--timeout", "0.3", *arguments)


def rules(ended: Ended) -> set[str]:
    """The rule ids of the findings in a text report."""
    return set(re.findall(r"^([a-z]+/[a-z-]+|flaky)  ", ended.said, re.MULTILINE))


@pytest.mark.usefixtures("values")
def test_a_closed_port(capsys: Capture) -> None:
    """Where nothing listens nothing is judged: inconclusive, with the reason."""
    with RawServer(saying()) as server:
        pass
    ended = ringback(capsys, "check", "--target", server.url)
    assert "\ninconclusive: the target does not answer (no connection (" in ended.said
    assert ended.said.count("inconclusive") == 1
    assert ended.code == 3


@pytest.mark.usefixtures("values")
def test_a_server_that_hangs(capsys: Capture) -> None:
    """A server that takes requests and never answers ends the run after a few of them."""

    def play(peer: Peer) -> None:
        peer.wait()

    ended = judged(capsys, play)
    assert "\ninconclusive: the target does not answer (" in ended.said
    assert ended.code == 3


def dripping(peer: Peer) -> None:
    """Send a header now and then, for ever."""
    peer.write(b"HTTP/1.1 200 OK\r\n")
    while not peer.wait(0.1):
        peer.write(b"X-More: 1\r\n")


@pytest.mark.usefixtures("values")
def test_a_server_that_drips(capsys: Capture) -> None:
    """A byte now and then does not keep a run going."""
    ended = judged(capsys, dripping)
    assert "\ninconclusive: the target does not answer (the answer was not whole " in ended.said
    assert ended.code == 3


def large(peer: Peer) -> None:
    """Send 100 MB."""
    peer.write(answer("200 OK", b"", JSON, length=100 * MB))
    for _ in range(100):
        peer.write(b" " * MB)


@pytest.mark.usefixtures("values")
@pytest.mark.parametrize(
    ("script", "rule", "told"),
    [
        pytest.param(
            saying(answer("200 OK", b'{"id":', JSON, length=900)),
            "protocol/truncated",
            "no whole answer: the connection closed inside the answer",
            id="closes inside the answer",
        ),
        pytest.param(
            saying(),
            "protocol/closed",
            "no whole answer: the connection closed without an answer",
            id="closes without an answer",
        ),
        pytest.param(
            large, "protocol/too-large", "no whole answer: the answer passes 16 MB", id="100 MB"
        ),
        pytest.param(
            saying(answer("200 OK", b'{"id": "\xff\xfe"}', JSON)),
            "protocol/encoding",
            "response 200: the body is not UTF-8 at byte 8",
            id="invalid UTF-8",
        ),
        pytest.param(
            saying(b"SSH-2.0-OpenSSH_9.9\r\n\r\n"),
            "protocol/malformed",
            "no whole answer: what came is not HTTP",
            id="another protocol",
        ),
    ],
)
def test_a_server_that_answers_badly(capsys: Capture, script: Script, rule: str, told: str) -> None:
    """What is wrong with every answer is a finding with its rule; nothing else is guessed."""
    arguments = ("--operation", "list_numbers", "--max-requests", "4", "--timeout", "20")
    ended = judged(capsys, script, *arguments)
    assert rule in rules(ended)
    assert told in ended.said
    assert "\nbroken: " in ended.said
    assert ended.code == 1


@pytest.mark.usefixtures("values")
def test_pages_of_a_site_are_no_api(capsys: Capture) -> None:
    """A server that has a page for whatever is asked is no service: that is said once."""
    ended = judged(
        capsys,
        saying(answer("200 OK", b"<html><body>It works!</body></html>", "Content-Type: text/html")),
        "--operation",
        "list_numbers",
        "--timeout",
        "20",
    )
    assert rules(ended) == set()
    assert "where this API is?" in ended.said
    assert ended.code == 3


@pytest.mark.usefixtures("values")
def test_credentials_that_are_refused_throughout(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong token judges nothing, and is not shown."""
    monkeypatch.setenv("RINGBACK_TOKEN", "no-such-token-at-all")
    with served(create_app()) as url:
        ended = ringback(capsys, "check", "--target", url)
    assert "\ninconclusive: the target refuses the credentials (401 " in ended.said
    assert "no-such-token-at-all" not in ended.said
    assert ended.code == 3


def number_at(url: str) -> Any:
    """The number as the service at a URL tells it."""
    response = httpx.get(
        f"{url}/v1/numbers",
        params={"phone_number": PHONE_NUMBER},
        headers={"Authorization": f"Bearer {TOKEN}"},
    )
    assert response.status_code == 200
    return response.json()


@pytest.mark.parametrize(
    ("background", "sent"),
    [
        (False, (signal.SIGINT,)),
        (False, (signal.SIGTERM,)),
        (True, (signal.SIGINT, signal.SIGTERM)),
    ],
)
def test_a_run_that_is_interrupted_puts_the_state_back(
    background: bool, sent: tuple[signal.Signals, ...]
) -> None:
    """Ctrl-C and SIGTERM in the middle end with a sentence, code 3, and the old state.

    In the background the run goes on after the first, which is not meant for it, and ends by the
    second.
    """
    app = Counting(create_app())
    with served(app) as url:
        before = number_at(url)
        arguments = ("check", "--target", url)
        with started(*arguments, variables=VARIABLES, background=background) as command:
            for number in sent:
                wanted = app.methods.count("POST") + 30
                wait_for(lambda: app.methods.count("POST") >= wanted or command.poll() is not None)  # noqa: B023 -- called in this turn
                command.send_signal(number)
            out, err = command.communicate(timeout=60)
        after = number_at(url)
    ended = Ended(code=command.returncode, out=out, err=err)
    assert "\ninconclusive: interrupted: only what came before was judged" in ended.said
    assert "\nrestored: what the run wrote was read again, and is as before\n" in ended.said
    assert ended.code == 3
    assert _without_new_ids(after) == _without_new_ids(before)


def _without_new_ids(value: Any) -> Any:
    """The value without the ids of parts that an update makes anew."""
    agent = value["inbound_agent"]
    parts = [*agent["actions"], agent["voice"], agent.get("webhook") or {}]
    for part in parts:
        part.pop("id", None)
    return value


def told_by(capsys: Capture, *arguments: str) -> tuple[dict[str, Any], Ended]:
    """The JSON report of a check."""
    ended = ringback(capsys, "check", *arguments, "--report", "json", "--quiet")
    assert "Traceback" not in ended.err
    return json.loads(ended.out), ended


def places(report: dict[str, Any]) -> list[dict[str, Any]]:
    """The findings of a report, by what stays the same wherever the service runs."""
    kept = ("rule", "severity", "operation", "message", "instance", "schema", "fingerprint")
    return [{name: finding[name] for name in kept} for finding in report["findings"]]


@pytest.mark.usefixtures("values")
def test_the_served_reference_is_judged_as_the_one_in_process(capsys: Capture) -> None:
    """Over HTTP the unchanged reference is kept, as in the process."""
    here, _ = told_by(capsys, "--max-requests", "300")
    with served(create_app()) as url:
        there, _ = told_by(capsys, "--max-requests", "300", "--target", url)
    assert here["verdict"] == there["verdict"] == "kept"
    assert here["findings"] == there["findings"] == []
    assert here["counts"]["operations"] == there["counts"]["operations"] == 3
    assert here["restored"]["state"] == there["restored"]["state"] == "restored"


@pytest.mark.usefixtures("values")
@pytest.mark.parametrize(
    "name", ["azure-with-a-speaker", "prompt-trimmed", "any-token-accepted", "crash-on-list"]
)
def test_a_served_fault_is_told_as_the_one_in_process(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, name: str, tmp_path: Path
) -> None:
    """A planted fault gives the same findings over HTTP and in the process."""
    fault = next(each for each in FAULTS if each.name == name)
    module = f"planted_{name.replace('-', '_')}"
    (tmp_path / f"{module}.py").write_text(
        "from contracts.numbers.faults import FAULTS\n"
        f"app = next(each for each in FAULTS if each.name == {name!r}).app()\n"
    )
    root = Path("ringback.toml").resolve().parent
    text = Path("ringback.toml").read_text("utf-8").replace('"openapi/', f'"{root}/openapi/')
    text = text.replace('"contracts/numbers/rec', f'"{root}/contracts/numbers/rec')
    text += f'\n[targets.planted]\napp = "{module}:app"\n'
    text += 'values = "contracts.numbers.reference:VALUES"\n'
    (tmp_path / "ringback.toml").write_text(text, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    config = ("--config", str(tmp_path / "ringback.toml"), "--max-requests", "300")
    here, ended = told_by(capsys, *config, "--target", "planted")
    with served(fault.app()) as url:
        there, _ = told_by(capsys, *config, "--target", url)
    assert fault.rule in {finding["rule"] for finding in here["findings"]}
    assert places(there) == places(here)
    assert ended.code == 1


def test_the_same_seed_gives_the_same_report(tmp_path: Path) -> None:
    """Two runs with a seed and without stored runs, differ in what took how long alone."""
    arguments = ("check", "--seed", "7", "--max-requests", "300", "--report", "json", "--quiet")
    projects = [tmp_path / number for number in ("1", "2")]
    for each in projects:
        each.mkdir()
        copied(each)
    first, second = (
        json.loads(process(*arguments, cwd=each, variables={"PYTHONHASHSEED": each.name}).out)
        for each in projects
    )
    for report in (first, second):
        assert report.pop("seconds") > 0
        for each in report["latency"]:
            del each["p50"], each["p95"], each["p99"]
        for each in report["asked"]:
            del each["seconds"]
    assert first == second
    assert first["seed"] == 7


@pytest.mark.usefixtures("values")
def test_secrets_are_in_no_output(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Neither the token nor a voice's api_key is in any report, however the service fails."""
    token = "the-token-of-this-test"
    key = "not-a-real-key"

    async def app(scope: Any, _receive: Any, send: Any) -> None:
        """Answer with everything secret, in a shape that breaks the contract."""
        sent = dict(scope["headers"]).get(b"authorization", b"").decode()
        body = {
            "id": token,
            "detail": sent,
            "inbound_agent": {"voice": {"type": "voice_eleven_labs", "api_key": key, "x": token}},
        }
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [(b"content-type", b"application/json")],
            }
        )
        await send({"type": "http.response.body", "body": json.dumps(body).encode()})

    kinds = ("json", "junit", "text", "html")
    files = [tmp_path / f"report.{kind}" for kind in kinds]
    specs = [f"{kind}={file}" for kind, file in zip(kinds, files, strict=True)]
    with served(app) as url:
        monkeypatch.setenv("RINGBACK_TOKEN", token)
        arguments = [part for spec in specs for part in ("--report", spec)]
        arguments += ["--max-requests", "300", "-v"]
        ended = ringback(capsys, "check", "--target", url, *arguments)
    assert ended.code == 1
    everything = ended.said + "".join(file.read_text("utf-8") for file in files)
    assert "$RINGBACK_TOKEN" in everything
    assert token not in everything
    assert key not in everything
