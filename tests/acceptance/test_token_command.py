"""Tokens that a command tells: at the start of a run, and again when they have run out."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from contracts.numbers.reference import TOKEN as REFERENCE_TOKEN
from contracts.numbers.reference import create_app
from tests.acceptance.driving import VARIABLES, ringback, served
from tests.acceptance.test_credentials import Accepts, Asked, Service, configured, judged, rules

Capture = pytest.CaptureFixture[str]

# Tells a new token each time, by the lines that the file beside it has.
TOOL = """\
import pathlib, sys
count = pathlib.Path("runs")
runs = count.read_text() if count.exists() else ""
count.write_text(runs + "x")
if len(runs) >= int(sys.argv[1]):
    sys.exit("nobody is logged in")
print(f"Fresh-Token-{len(runs)}-of-the-test")
"""


def tool(folder: Path, *, good: int = 99) -> str:
    """The `[values]` of a configuration whose token a command tells, so many times."""
    (folder / "tool.py").write_text(TOOL, "utf-8")
    command = json.dumps([sys.executable, "tool.py", str(good)])
    return (
        f'token = {{ command = {command}, variable = "RINGBACK_TOKEN", '
        "required = true, secret = true }"
    )


def runs(folder: Path) -> int:
    """How often the command was run."""
    file = folder / "runs"
    return len(file.read_text("utf-8")) if file.exists() else 0


class Expiring(Service):
    """Takes each token for some requests, and the next one after that."""

    def __init__(self, lasts: int, last: int = 99) -> None:
        super().__init__({"/things": self.accepts})
        self.lasts = lasts
        self.last = last
        self.used = 0

    def accepts(self, asked: Asked) -> bool:
        """Whether it is the token of the hour."""
        hour = self.used // self.lasts
        if hour > self.last or asked.bearer != f"Fresh-Token-{hour}-of-the-test":
            return False
        self.used += 1
        return True


@pytest.fixture(autouse=True)
def no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment has none."""
    monkeypatch.delenv("RINGBACK_TOKEN", raising=False)


def test_the_command_tells_the_token(capsys: Capture, tmp_path: Path) -> None:
    """It is run once, in the configuration's folder, and the run is kept."""
    config = configured(tmp_path, {"/things": [{"bearer": []}]}, tool(tmp_path))
    ended = judged(capsys, config, Expiring(10_000))
    assert rules(ended) == set()
    assert (ended.code, runs(tmp_path)) == (0, 1)


def test_the_variable_wins(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the environment gives a token no command is run, not even when it runs out."""
    monkeypatch.setenv("RINGBACK_TOKEN", "Fresh-Token-0-of-the-test")
    config = configured(tmp_path, {"/things": [{"bearer": []}]}, tool(tmp_path))
    assert judged(capsys, config, Expiring(10_000)).code == 0
    ended = judged(capsys, config, Expiring(2))
    assert (rules(ended), ended.code) == (set(), 3)
    assert "a command in [values] renews them while a run goes on" in ended.said
    assert runs(tmp_path) == 0


@pytest.mark.parametrize(
    "arguments",
    [("--dry-run", "--target", "http://127.0.0.1:9"), ("--no-target",), ("--target", "mocked")],
)
def test_no_command_is_run_where_no_token_is_needed(
    capsys: Capture, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """Neither to say what would be sent, nor without a service."""
    config = configured(tmp_path, {"/things": [{"bearer": []}]}, tool(tmp_path))
    ended = ringback(capsys, "check", "--config", str(config), *arguments)
    assert "ringback: " not in ended.said
    assert runs(tmp_path) == 0
    if "--dry-run" in arguments:
        assert "  things (GET /things): " in ended.said
        assert ended.code == 0


def test_a_token_that_runs_out_is_renewed(capsys: Capture, tmp_path: Path) -> None:
    """The run goes on with the new one and raises no alarm."""
    config = configured(tmp_path, {"/things": [{"bearer": []}]}, tool(tmp_path))
    ended = judged(capsys, config, Expiring(4))
    assert rules(ended) == set()
    assert ended.code == 0
    assert runs(tmp_path) >= 2


class Telling(Expiring):
    """Answers with every token it was shown, in a shape that breaks the contract."""

    shown: str = ""

    def body(self, asked: Asked, status: int) -> bytes:
        """All tokens so far."""
        if asked.bearer and asked.bearer not in self.shown and "Fresh" in asked.bearer:
            self.shown += f" {asked.bearer}"
        answer: dict[str, Any] = {"id": 7, "seen": self.shown}
        return json.dumps(answer if status == 200 else {"detail": self.shown}).encode()


def test_neither_the_old_token_nor_the_new_one_is_shown(capsys: Capture, tmp_path: Path) -> None:
    """In no report, however the service tells them; one variable stands for both."""
    config = configured(tmp_path, {"/things": [{"bearer": []}]}, tool(tmp_path))
    files = {name: tmp_path / f"report.{name}" for name in ("json", "junit", "text")}
    specs = [part for name, file in files.items() for part in ("--report", f"{name}={file}")]
    ended = judged(capsys, config, Telling(4), "-v", *specs)
    assert ended.code == 1
    assert runs(tmp_path) >= 2
    everything = ended.said + "".join(file.read_text("utf-8") for file in files.values())
    assert "$RINGBACK_TOKEN" in everything
    assert not re.search(r"fresh-token", everything, re.IGNORECASE)


@pytest.mark.parametrize(
    ("good", "last", "why"),
    [
        (1, 99, f"the command {sys.executable} ended with code 1; run it by hand to see why, or "),
        (99, 0, f"the new one of {sys.executable} is refused as well"),
    ],
)
def test_a_token_that_cannot_be_renewed_ends_the_run(
    capsys: Capture, tmp_path: Path, good: int, last: int, why: str
) -> None:
    """Inconclusive, with the reason, and soon: a service that refuses everything is no loop."""
    config = configured(tmp_path, {"/things": [{"bearer": []}]}, tool(tmp_path, good=good))
    service = Expiring(2, last)
    ended = judged(capsys, config, service)
    assert "\ninconclusive: the credentials have run out, and could not be renewed: " in ended.said
    assert why in ended.said
    assert rules(ended) == set()
    assert (ended.code, runs(tmp_path)) == (3, 2)
    assert service.count < 30


def test_a_service_that_never_takes_the_token_asks_for_no_other(
    capsys: Capture, tmp_path: Path
) -> None:
    """A token that is refused from the first request on has not run out."""
    config = configured(tmp_path, {"/things": [{"bearer": []}]}, tool(tmp_path))
    ended = judged(capsys, config, Service({"/things": lambda _asked: False}))
    assert "\ninconclusive: the target refuses the credentials (401 " in ended.said
    assert (ended.code, runs(tmp_path)) == (3, 1)


def test_an_operation_that_is_wrongly_refused_is_told(capsys: Capture, tmp_path: Path) -> None:
    """Where another read is still answered, a 401 is a finding and costs no new token."""
    paths: dict[str, Any] = {"/things": [{"bearer": []}], "/others": [{"bearer": []}]}
    config = configured(tmp_path, paths, tool(tmp_path))
    good: Accepts = lambda asked: asked.bearer == "Fresh-Token-0-of-the-test"  # noqa: E731 -- a row
    ended = judged(capsys, config, Service({"/things": good, "/others": lambda _asked: False}))
    assert rules(ended) == {"request/refused-valid"}
    assert (ended.code, runs(tmp_path)) == (1, 1)


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        (["no-such-tool"], "is not there; install it, or give its path, or "),
        ([sys.executable, "tool.py", "0"], "ended with code 1; run it by hand to see why, or "),
        ([sys.executable, "-c", ""], "printed nothing; it must print the value on standard output"),
    ],
)
def test_a_command_that_tells_no_token_is_a_mistake(
    capsys: Capture, tmp_path: Path, command: list[str], problem: str
) -> None:
    """One sentence and code 2, before anything is sent, beside all other mistakes."""
    tool(tmp_path)
    values = f"token = {{ command = {json.dumps(command)} }}\nother = {{ required = true }}"
    config = configured(tmp_path, {"/things": [{"bearer": []}]}, values)
    service = Service({})
    ended = judged(capsys, config, service)
    first, second = ended.said.splitlines()
    assert first.startswith(f"ringback: {config}: values.token: the command {command[0]} {problem}")
    assert "needs RINGBACK_OTHER: set and export them" in second
    assert (ended.code, service.count) == (2, 0)


class Rotating:
    """The reference behind tokens that each last for some requests."""

    def __init__(self, app: Any, lasts: int) -> None:
        self.app = app
        self.lasts = lasts
        self.used = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Put the account's own token in the place of that of the hour."""
        if scope["type"] == "http":
            now = f"Bearer Fresh-Token-{self.used // self.lasts}-of-the-test".encode()
            headers = []
            for name, text in scope["headers"]:
                good = name == b"authorization" and text == now
                self.used += good
                headers.append((name, f"Bearer {REFERENCE_TOKEN}".encode() if good else text))
            scope = {**scope, "headers": headers}
        await self.app(scope, receive, send)


def test_a_whole_run_outlives_its_tokens(
    capsys: Capture, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Updates, laws and the return to the old state go on over several tokens."""
    for name, text in VARIABLES.items():
        if name != "RINGBACK_TOKEN":
            monkeypatch.setenv(name, text)
    file = project / "ringback.toml"
    kept = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("token =")]
    text = "\n".join(kept).replace("[values]", f"[values]\n{tool(project)}")
    file.write_text(text, "utf-8")
    with served(Rotating(create_app(), 250)) as url:
        ended = ringback(capsys, "check", "--target", url, "--max-requests", "600")
    assert rules(ended) == set()
    assert "\nrestored: what the run wrote was read again, and is as before\n" in ended.said
    assert ended.code == 0
    assert runs(project) >= 3
