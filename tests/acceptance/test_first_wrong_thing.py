"""What is wrong with the whole is said once, early, and with what to try: exit 3, no findings."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from contracts.numbers.reference import VALUES, create_app
from ringback.commands.setup.sessions import alone
from ringback.targets.live import LiveTarget
from ringback.wiring import Aim
from tests.acceptance.driving import ROOT, VARIABLES, ringback, served
from tests.acceptance.test_door import SECRET, Service, described

Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch


@pytest.fixture(autouse=True)
def _empty(tmp_path: Path, monkeypatch: Patch) -> None:
    """An empty folder to stand in, and the values of the numbers in the environment."""
    monkeypatch.chdir(tmp_path)
    for name, text in VARIABLES.items():
        monkeypatch.setenv(name, text)


NUMBERS = ("check", "--config", str(ROOT / "ringback.toml"))


def with_reads(count: int, security: str = "") -> dict[str, Any]:
    """A description of so many reads that take no parameters."""
    description = described(security)
    read = description["paths"]["/one"]["get"]
    description["paths"] = {
        f"/r{number}": {"get": {**read, "operationId": f"read{number}"}} for number in range(count)
    }
    return description


class Odd(Service):
    """Answers every read in one odd way."""

    def __init__(self, description: dict[str, Any], status: int, kind: str, body: bytes) -> None:
        super().__init__(description)
        self.given = status, kind, body

    def answer(
        self, path: str, method: str, headers: dict[str, str]
    ) -> tuple[int, str, bytes, list[tuple[bytes, bytes]]]:
        """The description, or what is odd."""
        if path == self.place:
            return super().answer(path, method, headers)
        return *self.given, []


@pytest.mark.parametrize(
    ("status", "kind", "body", "told"),
    [
        (200, "text/html", b"<html>Welcome</html>", "with a page of HTML (200)"),
        (502, "text/html", b"<html>Bad Gateway</html>", "with 502, as what stands before"),
        (500, "text/plain", b"", "with 500"),
    ],
)
def test_something_else_answers(
    status: int, kind: str, body: bytes, told: str, capsys: Capture
) -> None:
    """A web site, a proxy without a service, a service that is down: one sentence."""
    service = Odd(with_reads(4), status, kind, body)
    with served(service) as url:
        ended = ringback(capsys, "check", "--target", url)
    assert ended.code == 3, ended.said
    assert told in ended.out
    assert "error" not in ended.out
    assert sum(path.startswith("/r") for path, _ in service.seen) < 8


def test_a_fault_of_one_read_is_a_fault(capsys: Capture) -> None:
    """An API of one read that fails is broken, not away."""
    with served(Odd(with_reads(1), 500, "text/plain", b"")) as url:
        ended = ringback(capsys, "check", "--target", url)
    assert ended.code == 1, ended.said
    assert "protocol/server-error" in ended.out


class Expiring(Service):
    """Takes the token for so many requests."""

    def answer(
        self, path: str, method: str, headers: dict[str, str]
    ) -> tuple[int, str, bytes, list[tuple[bytes, bytes]]]:
        """What it is asked for, until the token has run out."""
        given = headers.get("authorization") == f"Bearer {SECRET}"
        over = len(self.seen) > 30 and path != self.place
        if path != self.place and (over or not given):
            return 401, "text/plain", b"", [(b"www-authenticate", b"Bearer")]
        if path.startswith("/r"):
            return 200, "application/json", b'{"name": "a"}', []
        return super().answer(path, method, headers)


def test_credentials_run_out_half_way(capsys: Capture, monkeypatch: Patch) -> None:
    """What was answered before is refused now: the run ends there, and tells that alone."""
    monkeypatch.setenv("MINE", SECRET)
    with served(Expiring(with_reads(12, "bearer"))) as url:
        ended = ringback(capsys, "check", "--target", url, "--token-from-env", "MINE")
    assert ended.code == 3, ended.said
    assert ended.out.count("the credentials have run out") == 1
    assert "error" not in ended.out
    assert "request/refused-valid" not in ended.out


class Slow:
    """Answers each of several at once later than the limit, and one alone in time."""

    def __init__(self, description: dict[str, Any], *, always: bool) -> None:
        self.description = description
        self.always = always
        self.busy = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        await receive()
        body = b'{"name": "a"}'
        status = 200 if scope["method"] in {"GET", "HEAD"} else 405
        if scope["path"] == "/openapi.json":
            body = json.dumps(self.description).encode()
        elif scope["path"].startswith("/r"):
            self.busy += 1
            try:
                await asyncio.sleep(3 if self.always or self.busy > 1 else 0.01)
            finally:
                self.busy -= 1
        else:
            status = 404
        headers = [(b"content-type", b"application/json"), (b"allow", b"GET, HEAD")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if status == 405 else body})


def test_a_target_that_is_always_late_is_given_up(capsys: Capture) -> None:
    """Slower than the limit throughout: one sentence, and the option that waits longer."""
    with served(Slow(with_reads(9), always=True)) as url:
        ended = ringback(capsys, "check", "--target", url, "--timeout", "0.3")
    assert ended.code == 3, ended.said
    assert "the target does not answer" in ended.out
    assert "--timeout SECONDS waits longer" in ended.out
    assert "protocol/timeout" not in ended.out


def test_a_target_that_is_late_when_crowded_is_asked_less(capsys: Capture) -> None:
    """Concurrency goes down, and what answers in time then is no finding."""
    with served(Slow(with_reads(9), always=False)) as url:
        ended = ringback(capsys, "check", "--target", url, "--timeout", "1.5")
    assert "protocol/timeout" not in ended.out.replace("seen once", "")
    assert " error" not in ended.out, ended.said


def test_a_thing_that_is_not_the_accounts(capsys: Capture, monkeypatch: Patch) -> None:
    """The number that the configuration names is not there: that is said, and nothing else."""
    monkeypatch.setenv("RINGBACK_PHONE_NUMBER", "+15550109999")
    with served(create_app()) as url:
        ended = ringback(capsys, *NUMBERS, "--target", url)
    assert ended.code == 3, ended.said
    assert "number +15550109999 could not be read (404); is it the account's own" in ended.out
    assert "was not exercised" not in ended.out
    assert "error" not in ended.out


def test_another_run_is_on_the_same_account(capsys: Capture) -> None:
    """Two runs would see each other's writes: the second one says so and sends nothing."""
    with served(create_app()) as url:
        other = Aim(target=LiveTarget(url, url), values=VALUES, secrets={})
        with alone(other) as first:
            ended = ringback(capsys, *NUMBERS, "--target", url)
        again = ringback(capsys, *NUMBERS, "--target", url, "--operation", "list_numbers")
    assert not first
    assert ended.code == 3, ended.said
    assert f"another run is on {url} for the same account" in ended.out
    assert again.code == 0, again.said


def test_without_a_configuration_the_way_is_told(capsys: Capture) -> None:
    """Who has no file is told how to do without one."""
    ended = ringback(capsys, "check")
    assert ended.code == 2
    assert "do without one: check --target URL" in ended.err


def test_one_cause_over_many_operations_is_one_finding(capsys: Capture, tmp_path: Path) -> None:
    """A header that every answer lacks is told once, with the operations; a report keeps that."""
    description = with_reads(5)
    for read in description["paths"].values():
        header = {"X-Trace": {"required": True, "schema": {"type": "string"}}}
        read["get"]["responses"]["200"] = {**read["get"]["responses"]["200"], "headers": header}
    service = Odd(description, 200, "application/json", b'{"name": "a"}')
    with served(service) as url:
        ended = ringback(capsys, "check", "--target", url, "--report", "json=r.json")
    assert ended.code == 1, ended.said
    report = json.loads((tmp_path / "r.json").read_text("utf-8"))
    (found,) = [each for each in report["findings"] if each["rule"] == "schema/headers"]
    assert found["operations"] == [f"read{number}" for number in range(5)]
