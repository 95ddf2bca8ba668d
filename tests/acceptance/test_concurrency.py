"""`ringback check --concurrency`: faster or slower, and the same verdict."""

import asyncio
import json
from collections.abc import MutableMapping
from typing import Any

import pytest

from contracts.numbers.faults import FAULTS
from contracts.numbers.reference import create_app
from tests.acceptance.driving import Ended, ringback, served

Capture = pytest.CaptureFixture[str]
pytestmark = pytest.mark.usefixtures("values")


def checked(capsys: Capture, app: Any, *arguments: str) -> tuple[dict[str, Any], Ended]:
    """The JSON report of a check of a served app, its address left out."""
    with served(app) as url:
        ended = ringback(
            capsys, "check", "--target", url, *arguments, "--report", "json", "--quiet"
        )
    assert "Traceback" not in ended.err
    report = json.loads(ended.out.replace(url, "http://service"))
    assert isinstance(report, dict)
    return report, ended


class Meeting:
    """The reference, as slow as a far one; it counts how many requests are under way.

    Above `most` at a time it answers 429, with this Retry-After.
    """

    def __init__(self, most: int = 99, retry_after: bytes = b"0") -> None:
        self.app = create_app()
        self.most = most
        self.retry_after = retry_after
        self.now = 0
        self.highest = 0
        self.turned_away = 0

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        """Count, wait a little so that requests can meet, and pass on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        self.now += 1
        self.highest = max(self.highest, self.now)
        busy = self.now > self.most
        try:
            await asyncio.sleep(0.001)
            if busy:
                self.turned_away += 1
                headers = [(b"retry-after", self.retry_after)]
                await send({"type": "http.response.start", "status": 429, "headers": headers})
                await send({"type": "http.response.body", "body": b"slow down"})
            else:
                await self.app(scope, receive, send)
        finally:
            self.now -= 1


@pytest.mark.parametrize(
    "name",
    [
        "azure-with-a-speaker",  # what an answer says
        "crash-on-list",  # what fails
        "bad-request-for-invalid",  # how is refused what is wrong
        "any-token-accepted",  # who asks
        "webhook-wiped-when-left-out",  # what an update changes
    ],
)
def test_the_same_is_found_however_many_are_sent_at_a_time(capsys: Capture, name: str) -> None:
    """Rule, place and fingerprint do not hang on concurrency, though made-up values may differ."""
    fault = next(each for each in FAULTS if each.name == name)
    common = ("--max-requests", "300", "--concurrency")
    (one, ended), (many, also) = (
        checked(capsys, fault.app(), *common, count) for count in ("1", "16")
    )
    assert fault.rule in {each["rule"] for each in one["findings"]}
    told = ("rule", "severity", "operation", "instance", "fingerprint")
    assert [[each[key] for key in told] for each in many["findings"]] == [
        [each[key] for key in told] for each in one["findings"]
    ]
    assert all(each["reproduce"] for each in (*one["findings"], *many["findings"]))
    assert (one["verdict"], many["verdict"]) == ("broken", "broken")
    assert (ended.code, also.code) == (1, 1)


@pytest.mark.parametrize(
    ("arguments", "alone"),
    [
        (("--concurrency", "1"), True),
        (("--concurrency", "16", "--max-requests", "300"), False),
    ],
)
def test_the_reference_is_kept_however_many_are_sent_at_a_time(
    capsys: Capture, arguments: tuple[str, ...], *, alone: bool
) -> None:
    """With 1 no two requests are ever under way together, and the law about those is skipped."""
    app = Meeting()
    report, ended = checked(capsys, app, *arguments)
    assert (report["verdict"], report["findings"], ended.code) == ("kept", [], 0)
    assert report["restored"]["state"] == "restored"
    assert (app.highest == 1) is alone
    assert ("law/concurrent" in {each["rule"] for each in report["skipped"]}) is alone
    assert app.highest <= 16


@pytest.mark.parametrize("retry_after", [b"0", b"1"])
def test_a_target_that_takes_only_a_few_at_a_time_is_kept(
    capsys: Capture, retry_after: bytes
) -> None:
    """Its 429 is waited out, and from then on fewer are sent at a time."""
    app = Meeting(4, retry_after)
    arguments = ("--concurrency", "16", "--max-requests", "300", "--ignore", "law/concurrent")
    report, ended = checked(capsys, app, *arguments)
    assert (report["verdict"], report["findings"], ended.code) == ("kept", [], 0)
    assert report["restored"]["state"] == "restored"
    assert 0 < app.turned_away < 60


@pytest.mark.parametrize(
    ("count", "told"),
    [
        ("0", "0 is not in the range 1<=x<=64."),
        ("65", "65 is not in the range 1<=x<=64."),
        ("x", "'x' is not a valid integer range."),
    ],
)
def test_a_concurrency_that_cannot_be_is_a_usage_error(
    capsys: Capture, count: str, told: str
) -> None:
    """One sentence says what is wrong, and nothing is sent."""
    app = Meeting()
    with served(app) as url:
        ended = ringback(capsys, "check", "--target", url, "--concurrency", count)
    assert ended.said.splitlines()[-1] == f"Error: Invalid value for '--concurrency': {told}"
    assert ended.said.count("Error: ") == 1
    assert ended.code == 2
    assert app.highest == 0
