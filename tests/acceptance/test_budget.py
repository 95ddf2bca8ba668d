"""`--max-requests`: kept to the request at the other end, and everything is put back behind it."""

import re
from typing import Any

import pytest

from contracts.shop.reference import create_app
from contracts.shop.seeds import OTHER_TOKEN, TOKEN, fresh_store
from contracts.shop.service import Service
from ringback.campaign.run.ending import put_back
from tests.acceptance.driving import Counting, ringback, served
from tests.acceptance.test_resources import holdings

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def restoring(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """How many requests had arrived when putting back began: `at`, of what `app` counted."""
    seen: dict[str, Any] = {}

    def noted(*given: Any, **named: Any) -> None:
        seen["at"] = len(seen["app"].methods)
        put_back(*given, **named)

    monkeypatch.setattr("ringback.campaign.run.exploring.put_back", noted)
    return seen


@pytest.mark.parametrize("concurrency", [(), ("--concurrency", "1")], ids=["many", "one"])
@pytest.mark.parametrize("most", [1, 5, 20, 60, 200])
def test_no_more_is_sent_than_may_be(
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    restoring: dict[str, Any],
    most: int,
    concurrency: tuple[str, ...],
) -> None:
    """Until things are put back; then all is as it was, and what was not reached is named."""
    monkeypatch.setenv("SHOP_TOKEN", TOKEN)
    monkeypatch.setenv("SHOP_OTHER_TOKEN", OTHER_TOKEN)
    store = fresh_store()
    before = holdings(store)
    app = restoring["app"] = Counting(create_app(Service(store)))
    with served(app) as url:
        ended = ringback(
            capsys, "check", "--config", "contracts/shop/ringback.toml", "--target", url,
            "--max-requests", str(most), *concurrency,
        )  # fmt: skip
    assert 0.9 * most <= restoring["at"] <= most  # what a client can't put into HTTP is counted
    assert holdings(store) == before
    assert f"the rest of the campaign: stopped after {most} requests" in ended.said
    unreached = re.findall(r"^  (\w+) \(\w+ \S+\): nothing$", ended.out, re.MULTILINE)
    told = re.findall(r"every rule on (\w+)", ended.out)
    assert set(unreached) <= set(told)
    assert unreached
    assert ended.code == 3


class Evasive:
    """An app around an app that sends every third request elsewhere, and says "not now" to a few.

    Where it redirects to is the same place under another name, which is no redirect's own.
    """

    def __init__(self, app: Any) -> None:
        self.app = app
        self.count = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer, redirect, or put off."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        self.count += 1
        query = scope["query_string"]
        headers: list[tuple[bytes, bytes]] = []
        if self.count % 5 == 0:
            status, headers = 429, [(b"retry-after", b"0")]
        elif self.count % 3 == 0 and scope["method"] == "GET":
            there = scope["raw_path"] + (b"?" + query if query else b"")
            status, headers = 307, [(b"location", there)]
        else:
            await self.app(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


@pytest.mark.parametrize("most", [5, 20, 60, 200])
def test_what_is_sent_again_and_onward_counts(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, restoring: dict[str, Any], most: int
) -> None:
    """Requests behind a redirect and a "not now" are requests, and what was made goes again."""
    monkeypatch.setenv("SHOP_TOKEN", TOKEN)
    store = fresh_store()
    before = holdings(store)
    app = restoring["app"] = Counting(Evasive(create_app(Service(store))))
    with served(app) as url:
        ended = ringback(
            capsys, "check", "--config", "contracts/shop/ringback.toml", "--target", url,
            "--max-requests", str(most),
        )  # fmt: skip
    assert 0.9 * most <= restoring["at"] <= most
    assert holdings(store) == before
    assert f"the rest of the campaign: stopped after {most} requests" in ended.said
    assert ended.code == 3, ended.said
