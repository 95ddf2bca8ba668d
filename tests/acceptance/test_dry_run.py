"""A dry run is the plan: what it lists is what a run sends, and how that is put back."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from contracts.shop.reference import app
from tests.acceptance.driving import ROOT, ringback

Capture = pytest.CaptureFixture[str]
_LINE = re.compile(r"  (\w+) \((\w+) (\S+)\): (\d+), (reads|writes)")
_MOST = 24  # random cases of an operation
_OPERATIONS = (
    *("create_customer", "get_customer", "update_customer", "delete_customer"),
    *("list_customers", "replace_settings", "get_settings"),
)


class Counting:
    """The shop, and what it was asked by method and operation."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Count a request, and let the shop answer it."""
        if scope["type"] == "http":
            path = re.sub(r"(?<=/customers/)[^/]+", "{customer_id}", scope["path"])
            self.asked[f"{scope['method']} {path}"] += 1
        await app(scope, receive, send)


SHOP = Counting()


def test_what_is_planned_is_what_is_sent(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Operation by operation, but for random cases; what writes is said to, and how it is undone.

    A service that answers in another way than was imagined is asked a few times more or less.
    """
    chosen = [text for each in _OPERATIONS for text in ("--operation", each)]
    config = (ROOT / "contracts/shop/ringback.toml").read_text("utf-8")
    config = config.replace("../../openapi", str(ROOT / "openapi"))
    config = config.replace("contracts.shop.reference:app", f"{__name__}:SHOP")
    (tmp_path / "ringback.toml").write_text(config, "utf-8")
    monkeypatch.chdir(tmp_path)
    planned = ringback(capsys, "check", *chosen, "--dry-run")
    assert not SHOP.asked
    ended = ringback(capsys, "check", *chosen)
    assert planned.code == 0, planned.said
    assert ended.code == 0, ended.said
    told = {
        f"{method} {path}": int(count) for _, method, path, count, _ in _LINE.findall(planned.out)
    }
    assert {each for _, _, _, _, each in _LINE.findall(planned.out)} == {"reads", "writes"}
    described = {each: count for each, count in SHOP.asked.items() if each in told}
    assert described.keys() == told.keys()
    for each, count in described.items():
        assert 0.8 * told[each] - 5 < count < 1.2 * told[each] + 2 * _MOST, (each, count, told)
    others = {each.partition(" ")[0] for each in SHOP.asked.keys() - told.keys()}
    assert others <= set(re.findall(r"[A-Z]{3,}", planned.out))
    assert "make things, and write those alone; delete_customer takes each away" in planned.out
    assert "write it, and put it back by replace_settings" in planned.out


def test_two_hundred_operations_are_planned(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A large description is planned as a whole, in seconds; a kind that can't be is told why."""
    monkeypatch.chdir(tmp_path)
    paths: dict[str, Any] = {}
    for number in range(40):
        thing = {"type": "object", "properties": {"id": {"type": "integer"}, "a": {"enum": [1, 2]}}}
        told = {"description": "", "content": {"application/json": {"schema": thing}}}
        given = {"required": True, "content": {"application/json": {"schema": thing}}}
        answers = {"200": told, "404": {"description": ""}, "422": {"description": ""}}
        many = {"type": "array", "items": thing}
        listed = {"description": "", "content": {"application/json": {"schema": many}}}
        paths[f"/kind{number}s"] = {
            "get": {"operationId": f"list{number}", "responses": {"200": listed}},
            "post": {
                "operationId": f"create{number}",
                "requestBody": given,
                "responses": {"201": told, "422": {"description": ""}},
            },
        }
        key = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
        paths[f"/kind{number}s/{{id}}"] = {
            "parameters": [key],
            "get": {"operationId": f"get{number}", "responses": answers},
            "put": {"operationId": f"put{number}", "requestBody": given, "responses": answers},
        }
        if number:
            paths[f"/kind{number}s/{{id}}"]["delete"] = {
                "operationId": f"delete{number}",
                "responses": {"204": {"description": ""}, "404": {"description": ""}},
            }
    description = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": paths}
    Path("d.json").write_text(json.dumps(description), "utf-8")
    ended = ringback(
        capsys, "check", "--target", "http://127.0.0.1:9", "--description", "d.json", "--dry-run"
    )
    assert ended.code == 0, ended.said
    planned = {name for name, *_ in _LINE.findall(ended.out)}
    assert len(planned) == 197
    assert "nothing described deletes what POST /kind0s makes" in ended.out
    assert "create0" not in planned
