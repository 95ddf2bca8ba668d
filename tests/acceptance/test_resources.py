"""`ringback check` on APIs that nobody told it about: a description, a URL and a token."""

import copy
import json
import re
import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from contracts.shop.faults import FAULTS
from contracts.shop.reference import create_app
from contracts.shop.seeds import TOKEN, fresh_store
from contracts.shop.service import Service
from contracts.shop.store import Store
from ringback.exchange import Request
from tests.acceptance.driving import Counting, ringback, served, started, wait_for
from tests.unit.campaign.toys import DESCRIPTION, Toys

Capture = pytest.CaptureFixture[str]
SHOP = ("--config", "contracts/shop/ringback.toml", "--target")


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    """The token of the shop's first account, and no other."""
    monkeypatch.setenv("SHOP_TOKEN", TOKEN)
    monkeypatch.delenv("SHOP_OTHER_TOKEN", raising=False)


def only(*operations: str) -> list[str]:
    """The options that choose these operations."""
    return [each for name in operations for each in ("--operation", name)]


def holdings(store: Store) -> Mapping[str, Any]:
    """What the accounts own, but for when they changed their settings."""
    accounts = copy.deepcopy(store.accounts)
    for each in accounts.values():
        each.settings.pop("updated_at")
    return accounts


def test_a_right_api_is_kept_and_left_as_it_was(capsys: Capture) -> None:
    """Every operation is exercised, nothing is found, and all is as it was in the service."""
    store = fresh_store()
    before = holdings(store)
    app = Counting(create_app(Service(store)))
    with served(app) as url:
        ended = ringback(capsys, "check", *SHOP, url)
    assert "\nrestored: what the run wrote was read again, and is as before\n" in ended.said
    assert re.search(
        r"^kept: \d+ exchanges, 0 recordings, 32 operations in ", ended.said, re.MULTILINE
    )
    assert (ended.code, holdings(store)) == (0, before)
    assert {"POST", "PUT", "PATCH", "DELETE"} <= set(app.methods)


@pytest.mark.parametrize(
    ("name", "operations"),
    [
        ("descending-sort-ascends", ("list_orders",)),
        ("second-cancel-opens-again", ("get_order", "cancel_order")),
    ],
)
def test_a_fault_is_told_by_its_rule(
    capsys: Capture, name: str, operations: tuple[str, ...]
) -> None:
    """One defect, one broken verdict, and what the run made is gone all the same."""
    fault = next(each for each in FAULTS if each.name == name)
    with served(fault.app()) as url:
        ended = ringback(capsys, "check", *SHOP, url, *only(*operations))
    assert re.search(rf"\n{fault.rule}  {operations[-1]}\b", ended.said)
    assert "\nrestored: what the run wrote was read again, and is as before\n" in ended.said
    assert ended.code == 1


@pytest.mark.parametrize("requests", [12, 80])
def test_an_interrupted_run_leaves_nothing(requests: int) -> None:
    """After Ctrl-C the run puts everything back, says so, and has no verdict."""
    store = fresh_store()
    before = holdings(store)
    app = Counting(create_app(Service(store)))
    with (
        served(app) as url,
        started("check", *SHOP, url, variables={"SHOP_TOKEN": TOKEN}) as command,
    ):
        wait_for(lambda: len(app.methods) >= requests)
        command.send_signal(signal.SIGINT)
        out, err = command.communicate(timeout=60)
    assert "Traceback" not in out + err
    assert "interrupted: only what came before was judged" in out
    assert "\nrestored: what the run wrote was read again, and is as before\n" in out
    assert (command.returncode, holdings(store)) == (3, before)


class Served:
    """A function that answers requests, as an ASGI app; `sent` is what it was asked."""

    def __init__(self, answer: Callable[[Request], Any]) -> None:
        self.answer = answer
        self.sent: list[str] = []

    async def __call__(self, scope: Mapping[str, Any], receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        query = scope["query_string"].decode("latin-1")
        url = scope["raw_path"].decode("latin-1") + (f"?{query}" if query else "")
        headers = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in scope["headers"])
        self.sent.append(f"{scope['method']} {url}")
        request = Request(method=scope["method"], url=url, headers=headers, body=body)
        found = self.answer(request)
        pairs = [(k.encode(), v.encode()) for k, v in found.headers]
        pairs.append((b"content-length", str(len(found.body)).encode()))
        if found.status in {204, 304}:
            pairs.pop()
        await send({"type": "http.response.start", "status": found.status, "headers": pairs})
        body = b"" if scope["method"] == "HEAD" else found.body
        await send({"type": "http.response.body", "body": body})


def configured(folder: Path, *without: tuple[str, str]) -> Path:
    """A configuration that has nothing but a description, less some operations, and a token."""
    description: dict[str, Any] = copy.deepcopy(dict(DESCRIPTION))
    for path, method in without:
        del description["paths"][path][method]
    (folder / "toys.json").write_text(json.dumps(description), "utf-8")
    file = folder / "ringback.toml"
    text = '[contract]\ndescription = "toys.json"\n[values]\ntoken = { variable = "TOYS_TOKEN" }\n'
    file.write_text(text, "utf-8")
    return file


def test_what_can_not_be_deleted_is_not_made(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A POST whose things nothing deletes is not sent, and the report says why."""
    monkeypatch.setenv("TOYS_TOKEN", "first")
    service = Toys()
    app = Served(service)
    config = configured(tmp_path, ("/pets/{pet_id}", "delete"))
    with served(app) as url:
        ended = ringback(capsys, "check", "--config", str(config), "--target", url)
    assert [each for each in app.sent if each.startswith("POST /pets")] == []
    why = "nothing described deletes what POST /pets makes"
    assert re.search(rf"^  every rule on make_pet[^\n]*: {why}$", ended.said, re.MULTILINE)
    assert "make_pet was not exercised" in ended.said
    assert ended.code == 3


def test_a_singleton_is_put_back(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Settings are changed in each way, and are what they were in the end."""
    monkeypatch.setenv("TOYS_TOKEN", "first")
    service = Toys()
    before = copy.deepcopy(service.store)
    app = Served(service)
    options = ("--config", str(configured(tmp_path)), *only("read_settings", "put_settings"))
    with served(app) as url:
        ended = ringback(capsys, "check", *options, "--target", url)
    assert app.sent.count("PUT /settings") > 10
    assert "\nrestored: what the run wrote was read again, and is as before\n" in ended.said
    assert (ended.code, service.store) == (0, before)
