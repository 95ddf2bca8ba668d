"""`ringback proxy` before a service with a fault, as a user runs it."""

import json
import re
import signal
from pathlib import Path

import httpx
import pytest

from contracts.numbers.faults import FAULTS
from contracts.numbers.reference import PHONE_NUMBER, TOKEN
from ringback.recordings import Recording, entries, sources
from tests.acceptance.driving import ringback, served, started

_KEY = {"Authorization": f"Bearer {TOKEN}"}


def _lines(stream: object, last: str) -> list[str]:
    """What is said up to the first line with this in it."""
    found: list[str] = []
    for line in stream:  # type: ignore[attr-defined]  # it is a file
        found.append(line.rstrip("\n"))
        if last in line:
            return found
    raise AssertionError(found)


def test_what_goes_by_is_judged(tmp_path: Path) -> None:
    """A line a finding as it comes, then the verdict, recordings and a HAR without the token."""
    fault = next(each for each in FAULTS if each.name == "crash-on-list")
    har, folder, report = tmp_path / "a.har", tmp_path / "kept", tmp_path / "a.json"
    with served(fault.app()) as url:
        given = ("--target", url, "--port", "0", "--har", str(har), "--record", str(folder))
        with started("proxy", *given, "--report", f"json={report}", variables={}) as command:
            assert command.stderr is not None
            [first] = _lines(command.stderr, "Ctrl-C")
            told = re.fullmatch(rf"{url} by (http://127\.0\.0\.1:\d+) \(Ctrl-C ends it\)", first)
            assert told, first
            with httpx.Client(base_url=told[1], headers=_KEY, timeout=60) as client:
                good = client.get("/v1/numbers", params={"phone_number": PHONE_NUMBER})
                bad = [client.get("/v1/numbers/list").status_code for _ in range(2)]
                client.get("/nowhere")
                client.get("/v1/numbers", params={"phone_number": "none"})
            seen = _lines(command.stderr, "nowhere")
            command.send_signal(signal.SIGINT)
            out, err = command.communicate(timeout=60)
    assert (good.status_code, bad) == (200, [500, 500])
    assert seen == [
        "error  protocol/server-error  list_numbers: the service failed with 500",
        "not judged: GET /nowhere: no operation of the description",
    ]
    assert "Traceback" not in out + err
    assert command.returncode == 1
    assert re.search(r"^broken: 1 error; 5 exchanges", out, re.MULTILINE), out
    found = json.loads(report.read_text("utf-8"))
    assert [(each["rule"], each["count"]) for each in found["findings"]] == [
        ("protocol/server-error", 2)
    ]
    assert "$AUTHORIZATION" in found["findings"][0]["reproduce"]
    texts = [each.read_text("utf-8") for each in (har, *folder.rglob("*.json"))]
    assert not any(TOKEN in each for each in texts)
    stored = [each for it in sources([str(har)]) for each in entries(it)]
    assert len(stored) == 5
    assert all(isinstance(each, Recording) for each in stored)
    names = {each.parent.name for each in folder.rglob("*.json")}
    assert names == {"get_number"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--target", "mocked"), "--target mocked: is no URL; `ringback mock` serves an app"),
        (("--target", "reference"), "--target reference: is no URL; `ringback mock` serves an app"),
        (("--target", "nowhere"), "--target nowhere: no such target (configured: reference,"),
        (("--target", "https://other.example"), "--target https://other.example: the host"),
        (
            ("--target", "http://127.0.0.1:1", "--har", "no/such/folder/a.har"),
            "--har no/such/folder/a.har: can't be written there",
        ),
        (("--target", "http://127.0.0.1:1", "--select", "schema/respones"), "--select schema/resp"),
    ],
)
def test_a_proxy_that_cannot_start(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    """Whom it may not ask, and what it can't write, is one sentence before it listens."""
    ended = ringback(capsys, "proxy", "--port", "0", *arguments)
    assert ended.said.startswith(f"ringback: {told}"), ended.said
    assert ended.code == 2
