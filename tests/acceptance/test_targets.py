"""`[targets.NAME]` on the command line: budgets, values, ways, and what may not be reached."""

import json
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.driving import ringback, served
from tests.acceptance.test_resources import Served
from tests.unit.campaign.toys import DESCRIPTION, Toys

Capture = pytest.CaptureFixture[str]
Write = Callable[..., tuple[str, ...]]


@pytest.fixture
def written(tmp_path: Path) -> Write:
    """Writes a configuration with one target; the options that name both."""

    def write(url: str, lines: str = "", before: str = "") -> tuple[str, ...]:
        (tmp_path / "toys.json").write_text(json.dumps(DESCRIPTION), "utf-8")
        text = f"""{before}
[contract]
description = "toys.json"
[values]
token = {{ variable = "TOYS_TOKEN", required = true, secret = true }}
[targets.there]
url = "{url}"
{lines}
"""
        (tmp_path / "ringback.toml").write_text(text, "utf-8")
        return "--config", str(tmp_path / "ringback.toml"), "--target", "there"

    return write


@pytest.mark.parametrize(
    ("lines", "options", "bounds"),
    [
        (
            'max_requests = 40\nmax_time = 60\nrate = "7/s"',
            (),
            ["40 requests", "after 60 s", "7 requests a second"],
        ),
        (
            'max_requests = 40\nmax_time = 60\nrate = "7/s"',
            ("--max-requests", "50", "--max-time", "70", "--rate", "8/s"),
            ["50 requests", "after 70 s", "8 requests a second"],
        ),
        ("max_requests = 40", ("--max-time", "9"), ["40 requests", "after 9 s"]),
        ("", (), []),
    ],
    ids=["the file", "both", "one each", "neither"],
)
def test_a_target_has_bounds(
    written: Write,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    lines: str,
    options: tuple[str, ...],
    bounds: list[str],
) -> None:
    """What the command line says comes before what the file says, bound by bound."""
    monkeypatch.setenv("TOYS_TOKEN", "first")
    arguments = written("http://127.0.0.1:9", lines)
    ended = ringback(capsys, "check", *arguments, "--dry-run", *options)
    told = [each for each in ended.said.splitlines() if "would stop" in each or " at most" in each]
    told = [each for each in told if "random" not in each]
    assert len(told) == len(bounds)
    assert all(bound in line for bound, line in zip(bounds, told, strict=True))


def test_a_response_time_of_the_file_is_kept(
    written: Write, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a target says of it is judged as if the command line had said it."""
    monkeypatch.setenv("TOYS_TOKEN", "first")
    with served(Served(Toys())) as url:
        arguments = written(url, "max_response_time = 0.000001\nmax_requests = 60")
        ended = ringback(capsys, "check", *arguments)
    assert "\nprotocol/slow  " in ended.said
    assert ended.code == 1


LATE = "[targets.there.max_response_time]\n"
SOON = "[operations.read_settings]\nmax_response_time = 0.000001\n"


@pytest.mark.parametrize(
    ("tables", "options", "slow"),
    [
        ((f"{LATE}read_settings = 0.000001",), (), ["read_settings"]),
        ((f'{LATE}"*" = 0.000001\nread_settings = 60',), (), ["list_pets"]),
        (("", SOON), (), ["read_settings"]),
        (("max_response_time = 60", SOON), (), ["read_settings"]),
        ((f"{LATE}read_settings = 60", SOON), (), []),
        (("", SOON), ("--max-response-time", "60"), []),
    ],
    ids=["by name", "all others", "on any", "nearer", "on this one", "the command line"],
)
def test_an_operation_has_a_response_time_of_its_own(
    written: Write,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    tables: tuple[str, ...],
    options: tuple[str, ...],
    slow: list[str],
) -> None:
    """The nearer word wins: the command line, then this target's for it, then `[operations.ID]`."""
    monkeypatch.setenv("TOYS_TOKEN", "first")
    few = ("--operation", "read_settings", "--operation", "list_pets", "--report", "json")
    with served(Served(Toys())) as url:
        ended = ringback(capsys, "check", *written(url, *tables), *few, *options)
    found = json.loads(ended.out)["findings"]
    told = {each["operation"] for each in found if each["rule"] == "protocol/slow"}
    assert sorted(told & {"read_settings", "list_pets"}) == slow
    assert ended.code == int(bool(slow))


def test_a_response_time_of_an_unknown_operation_is_a_mistake(
    written: Write, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told before anything is sent, with the name that may be meant."""
    monkeypatch.setenv("TOYS_TOKEN", "first")
    ended = ringback(capsys, "check", *written("http://127.0.0.1:9", f"{LATE}list_pest = 1"))
    told = "targets.there.max_response_time.list_pest: no such operation; did you mean list_pets"
    assert told in ended.said
    assert ended.code == 2


@pytest.mark.parametrize(
    "values",
    [
        'values = { token = "first" }',
        'values = { token = { variable = "THERE_TOKEN" } }',
        f'values = {{ token = {{ command = ["{sys.executable}", "-c", "print(\'first\')"] }} }}',
    ],
    ids=["literal", "variable", "command"],
)
def test_values_of_one_target_come_before_those_of_all(
    written: Write, capsys: Capture, monkeypatch: pytest.MonkeyPatch, values: str
) -> None:
    """Whatever they are from; what is a secret among them is in no report."""
    monkeypatch.delenv("TOYS_TOKEN", raising=False)
    monkeypatch.setenv("THERE_TOKEN", "first")
    with served(Served(Toys())) as url:
        ended = ringback(capsys, "check", *written(url, values), "--operation", "read_settings")
    assert (ended.code, "read_settings (GET /settings): " in ended.said) == (0, True)


@pytest.mark.parametrize("described", [True, False], ids=["by a file", "by the target"])
def test_a_name_for_a_private_address_is_refused(
    written: Write, capsys: Capture, monkeypatch: pytest.MonkeyPatch, *, described: bool
) -> None:
    """Before anything leaves, in one sentence that says the way out; by name and by URL."""
    monkeypatch.setenv("TOYS_TOKEN", "first")
    usual = socket.getaddrinfo

    def lookup(host: str, port: Any, *more: Any, **named: Any) -> Any:
        return usual("127.0.0.1" if host == "api.test" else host, port, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    app = Served(Toys())
    with served(app) as url:
        public = url.replace("127.0.0.1", "api.test")
        arguments = written(public, before='hosts = ["api.test"]')
        if not described:
            file = Path(arguments[1])
            text = file.read_text("utf-8").replace('description = "toys.json"', "")
            file.write_text(text, "utf-8")
        by_name = ringback(capsys, "check", *arguments)
        by_url = ringback(capsys, "check", *arguments[:3], public)
        assert app.sent == []
        if described:
            allowed = ringback(
                capsys, "check", *written(public, "private = true"), "--operation", "read_settings"
            )
            assert allowed.code == 0
    told = "api.test leads to 127.0.0.1, a private address; if that is meant, say private = true in"
    assert (by_name.code, by_name.err) == (
        2,
        f"ringback: --target there: {told} [targets.there]\n",
    )
    assert (by_url.code, by_url.err) == (
        2,
        f"ringback: --target {public}: {told} [targets.NAME]\n",
    )


def test_certificates_that_can_not_be_used_are_a_mistake(
    written: Write, capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A file that is no certificate is told with its place, and nothing is sent."""
    monkeypatch.setenv("TOYS_TOKEN", "first")
    (tmp_path / "own.pem").write_text("no certificate", "utf-8")
    arguments = written("https://127.0.0.1:9", 'certificate = "own.pem"')
    ended = ringback(capsys, "check", *arguments)
    assert ended.code == 2
    start = f"ringback: {arguments[1]}: targets.there: the certificates can't be used ("
    assert ended.err.startswith(start)
    assert ended.err.endswith(f"): look at {tmp_path / 'own.pem'}\n")
