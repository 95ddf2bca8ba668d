"""The other commands as a user meets them."""

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from contracts.numbers.reference import PHONE_NUMBER, TOKEN
from ringback import __version__
from tests.acceptance.driving import ROOT, environment, process, ringback, started

Capture = pytest.CaptureFixture[str]
RECORDINGS = "contracts/numbers/recordings"
PAGE = f"{RECORDINGS}/update_number/page-example.json"
COMMANDS = ("check", "diff", "lint", "mock", "prove", "validate")
LINK = {"inbound_agent": "3f2504e0-4f89-41d3-9a0c-0305e82c3301"}


def test_the_version(capsys: Capture) -> None:
    """One line, as packagers read it."""
    assert ringback(capsys, "--version").out == f"ringback, version {__version__}\n"


@pytest.mark.parametrize("option", ["--help", "-h"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help(capsys: Capture, command: str, option: str) -> None:
    """Every command tells its options."""
    ended = ringback(capsys, *([command] if command else []), option)
    assert ended.out.startswith(f"Usage: ringback {command}".rstrip())
    if command:
        for name in ("--config", "--report", "--select", "--ignore", "--quiet", "--no-color"):
            assert name in ended.out
    else:
        assert set(COMMANDS) <= set(re.findall(r"^  ([a-z]+) ", ended.out, re.MULTILINE))
    assert ended.code == 0


def test_no_command_at_all(capsys: Capture) -> None:
    """Without a command there is help, and the code of a usage mistake."""
    ended = ringback(capsys)
    assert ended.out.startswith("Usage: ringback")
    assert ended.code == 2


@pytest.mark.parametrize("module", ["ringback", "ringback.cli"])
def test_it_runs_as_a_module(module: str) -> None:
    """`python -m` opens the same door."""
    done = subprocess.run(  # noqa: S603 -- this interpreter
        [sys.executable, "-m", module, "--version"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env=environment(),
    )
    assert done.stdout == f"ringback, version {__version__}\n"


def test_the_door_is_light() -> None:
    """Nothing heavy is imported before a command runs."""
    heavy = [
        "schemathesis",
        "hypothesis",
        "httpx",
        "jsonschema_rs",
        "jsonschema",
        "respx",
        "rich",
        "yaml",
        "uvicorn",
    ]
    code = f"import sys, ringback.cli; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run(  # noqa: S603 -- this interpreter
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env=environment(),
    )
    assert done.stdout == "[]\n"


def test_lint_of_the_configured_description(capsys: Capture) -> None:
    """Every reading is linted; the open `Undefined` of the vendor's unions is an error."""
    ended = ringback(capsys, "lint")
    assert "\n  numbers.yaml\n  numbers.yaml + strict.overlay.yaml\n" in ended.said
    assert "\nbroken: 1 error, " in ended.said
    assert ended.code == 1


def test_lint_of_a_file(capsys: Capture, tmp_path: Path) -> None:
    """A file can be named, and its mistakes have their lines."""
    file = tmp_path / "api.yaml"
    file.write_text(
        "openapi: 3.1.0\n"
        "info: {title: a, version: '1'}\n"
        "paths:\n"
        "  /a:\n"
        "    get:\n"
        "      operationId: a\n"
        "      responses:\n"
        "        '200': {$ref: '#/components/responses/None'}\n"
    )
    ended = ringback(capsys, "lint", str(file))
    assert (
        f"lint/unresolved  a  (schema /paths/~1a/get/responses/200/$ref)  {file}:8\n" in ended.said
    )
    assert ended.code == 1
    numbers = str(ROOT / "openapi/numbers.yaml")
    fine = ringback(capsys, "lint", numbers, "--ignore", "lint/vacuous-schema")
    assert "\nkept: " in fine.said
    assert fine.code == 0


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "there is no such file"),
        ("{", ":1:2: is not"),
        ("a: 1", ':1: is not an OpenAPI document: it has no member "openapi"'),
    ],
)
def test_lint_of_a_file_that_cannot_be_read(
    capsys: Capture, tmp_path: Path, content: str | None, told: str
) -> None:
    """What is no description at all is one sentence."""
    file = tmp_path / "api.yaml"
    if content is not None:
        file.write_text(content)
    ended = ringback(capsys, "lint", str(file))
    assert ended.said.startswith(f"ringback: {file}:")
    assert told in ended.said
    assert ended.said.count("\n") == 1
    assert ended.code == 2


def test_validate_of_the_repository(capsys: Capture) -> None:
    """The stored recordings are as expected, under both readings."""
    for reading in ("strict", "published"):
        ended = ringback(capsys, "validate", RECORDINGS, "--reading", reading)
        assert "\nkept: 0 exchanges, 42 recordings," in ended.said
        assert ended.code == 0


def test_validate_of_the_page_example(capsys: Capture) -> None:
    """The vendor's own example is broken at the places that the contract names."""
    ended = ringback(capsys, "validate", PAGE, "--no-expect", "--report", "json", "-q")
    strict = [(each["rule"], each["instance"]) for each in json.loads(ended.out)["findings"]]
    assert [rule for rule, _ in sorted(strict)] == [
        "schema/request",
        "schema/response",
        "schema/response",
    ]
    places = [str(place) for rule, place in sorted(strict) if rule == "schema/response"]
    assert places[0].startswith("/inbound_agent/actions/0")
    assert places[1].startswith("/inbound_agent/voice")
    assert ended.code == 1
    published = ringback(
        capsys, "validate", PAGE, "--no-expect", "--reading", "published", "--report", "json", "-q"
    )
    findings = json.loads(published.out)["findings"]
    assert [each["rule"] for each in findings] == ["schema/request"]


@pytest.mark.parametrize(
    ("payload", "arguments", "code", "told"),
    [
        ([], ("--operation", "list_numbers", "--status", "200"), 0, "kept"),
        ([1], ("--operation", "list_numbers", "--status", "200"), 1, "response 200 /0: "),
        (LINK, ("--operation", "update_number", "--request"), 0, "kept"),
        ({}, ("--operation", "update_number", "--request"), 1, 'needs "inbound_agent"'),
        ({"detail": "x"}, ("--operation", "get_number", "--status", "404"), 0, "kept"),
        (
            {"detail": 1},
            ("--operation", "get_number", "--status", "404"),
            1,
            "response 404 /detail",
        ),
        ([], (), 1, "say --operation ID with --status N or --request"),
    ],
)
def test_validate_of_a_bare_payload(
    capsys: Capture,
    tmp_path: Path,
    payload: object,
    arguments: tuple[str, ...],
    code: int,
    told: str,
) -> None:
    """A payload alone is judged as what the options say that it is."""
    file = tmp_path / "payload.json"
    file.write_text(json.dumps(payload))
    ended = ringback(capsys, "validate", str(file), *arguments)
    assert told in ended.said
    assert ended.code == code
    piped = process("validate", "-", *arguments, stdin=file.read_bytes())
    assert told in piped.said
    assert piped.code == code


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--status", "200"), "--status and --request need --operation ID"),
        (("--request",), "--status and --request need --operation ID"),
        (
            ("--operation", "list_number", "--status", "200"),
            "--operation list_number: no such operation; did you mean list_numbers?",
        ),
        (
            ("--operation", "list_numbers"),
            "say either --status N (an answer) or --request, not both, not none",
        ),
        (
            ("--operation", "list_numbers", "--status", "200", "--request"),
            "say either --status N (an answer) or --request, not both, not none",
        ),
        (
            ("--operation", "list_numbers", "--request"),
            "list_numbers documents no JSON request body (answers: 200, 401, 403, 405)",
        ),
        (
            ("--operation", "list_numbers", "--status", "418"),
            "list_numbers documents no JSON answer 418 (answers: 200, 401, 403, 405)",
        ),
    ],
)
def test_validate_with_options_that_do_not_fit(
    capsys: Capture, arguments: tuple[str, ...], told: str
) -> None:
    """What a payload is must be said wholly, and be documented."""
    ended = ringback(capsys, "validate", PAGE, *arguments)
    assert ended.said == f"ringback: {told}\n"
    assert ended.code == 2


def test_validate_of_what_is_not_there(capsys: Capture) -> None:
    """All missing paths are named at once."""
    ended = ringback(capsys, "validate", "nope", PAGE, "nada")
    assert ended.said == (
        "ringback: nope: no such file or folder\nringback: nada: no such file or folder\n"
    )
    assert ended.code == 2


def test_validate_of_an_empty_folder(capsys: Capture, tmp_path: Path) -> None:
    """Nothing to judge is never green."""
    ended = ringback(capsys, "validate", str(tmp_path))
    assert "\ninconclusive: no file was found to judge;" in ended.said
    assert ended.code == 3


def test_validate_of_a_mixture(capsys: Capture, tmp_path: Path) -> None:
    """A file that can't be read does not keep the others from being judged."""
    (tmp_path / "broken.json").write_bytes(b"\xff{")
    (tmp_path / "none.txt").write_text("no JSON, and not looked at")
    ended = ringback(capsys, "validate", str(tmp_path), RECORDINGS)
    assert f"recording/unreadable  {tmp_path}/broken.json" in ended.said
    assert "\nbroken: 1 error; 0 exchanges, 43 recordings," in ended.said
    assert ended.code == 1


@pytest.mark.parametrize("stdin", [b"", b"{", b"\xff", b"[" * 100_000])
def test_validate_of_standard_input_that_is_no_json(stdin: bytes) -> None:
    """Whatever comes through the pipe, one finding says what is wrong with it."""
    ended = process("validate", "-", stdin=stdin)
    assert "recording/unreadable  standard input" in ended.said
    assert ended.code == 1


def test_mock_serves_the_reference() -> None:
    """The app answers on a free port, and Ctrl-C ends it well."""
    with started("mock", "--port", "0", variables={}) as command:
        assert command.stdout is not None
        line = command.stdout.readline()
        match = re.fullmatch(r"reference on (http://127\.0\.0\.1:\d+) \(Ctrl-C ends it\)\n", line)
        assert match, line
        answer = httpx.get(
            f"{match[1]}/v1/numbers",
            params={"phone_number": PHONE_NUMBER},
            headers={"Authorization": f"Bearer {TOKEN}"},
        )
        command.send_signal(signal.SIGINT)
        out, err = command.communicate(timeout=30)
    assert answer.status_code == 200
    assert answer.json()["number"] == PHONE_NUMBER
    assert (command.returncode, out, err) == (0, "ended\n", "")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--target", "staging"), "staging: is no target with an app (configured: reference)"),
        (("--host", "203.0.113.1", "--port", "0"), "can't listen on 203.0.113.1:0 ("),
        (
            ("--host", "no.such.host.invalid", "--port", "0"),
            "can't listen on no.such.host.invalid:",
        ),
    ],
)
def test_mock_that_cannot_serve(capsys: Capture, arguments: tuple[str, ...], told: str) -> None:
    """What can't be served or listened on is one sentence."""
    ended = ringback(capsys, "mock", *arguments)
    assert ended.said.startswith(f"ringback: {told}")
    assert ended.said.count("\n") == 1
    assert ended.code == 2


def test_mock_on_a_port_that_is_taken() -> None:
    """A taken port is told with what to try."""
    with started("mock", "--port", "0", variables={}) as command:
        assert command.stdout is not None
        port = re.findall(r":(\d+) ", command.stdout.readline())[0]
        ended = process("mock", "--port", port)
        command.terminate()
        command.communicate(timeout=30)
    assert ended.said.startswith(f"ringback: can't listen on 127.0.0.1:{port} (")
    assert ended.said.endswith("); try --port 0 for a free one\n")
    assert ended.code == 2
