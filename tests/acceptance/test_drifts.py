"""Recordings that go beyond the description: told, documented by an overlay, and then kept."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.driving import ringback
from tests.acceptance.test_validate import judged

Capture = pytest.CaptureFixture[str]
SERVER = "http://shop.test/v1"
ITEM = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "integer"},
        "name": {"type": "string"},
        "state": {"type": "string", "enum": ["new", "old"]},
        "at": {"type": "string", "format": "date-time"},
    },
    "additionalProperties": False,
}
JSON = {"Content-Type": "application/json"}


def described(version: str) -> dict[str, Any]:
    """A description of one resource."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Item"}}}
    key = {"name": "item_id", "in": "path", "required": True, "schema": {"type": "integer"}}
    return {
        "openapi": version,
        "info": {"title": "shop", "version": "1"},
        "servers": [{"url": SERVER}],
        "paths": {
            "/items/{item_id}": {
                "parameters": [key],
                "get": {
                    "operationId": "get_item",
                    "responses": {"200": {"description": "It.", "content": content}},
                },
                "put": {
                    "operationId": "put_item",
                    "requestBody": {"content": content},
                    "responses": {"200": {"description": "It.", "content": content}},
                },
            }
        },
        "components": {"schemas": {"Item": ITEM}},
    }


def exchange(body: Any, **more: Any) -> dict[str, Any]:
    """A recording of a read."""
    url = f"{SERVER}/items/7{more.get('query', '')}"
    request = {"method": "GET", "url": more.get("url", url), "headers": more.get("sent", {})}
    if "asked" in more:
        request |= {"method": "PUT", "headers": JSON, "body": more["asked"]}
    request["method"] = more.get("method", request["method"])
    came = {"status": more.get("status", 200), "headers": {**JSON, **more.get("came", {})}}
    return {"request": request, "response": {**came, "body": body}}


RIGHT = {"id": 7, "name": "n", "state": "new", "at": "2026-01-01T00:00:00Z"}
DRIFTS: dict[str, Callable[[], dict[str, Any]]] = {
    "null": lambda: exchange({**RIGHT, "name": None}),
    "null in an enum": lambda: exchange({**RIGHT, "state": None}),
    "null asked for": lambda: exchange(RIGHT, asked={**RIGHT, "name": None}),
    "enum member": lambda: exchange({**RIGHT, "state": "worn out"}),
    "format": lambda: exchange({**RIGHT, "at": "yesterday"}),
    "member": lambda: exchange({**RIGHT, "size": 3}),
    "status": lambda: exchange({"error": "gone"}, status=410),
    "media type": lambda: exchange({"any": 1}, came={"Content-Type": "application/hal+json"}),
    "operation": lambda: exchange([{"a": 1}], url=f"{SERVER}/orders/12/lines"),
    "method": lambda: exchange({"done": True}, method="POST"),
}
NAMED: dict[str, Callable[[], dict[str, Any]]] = {
    "query parameter": lambda: exchange(RIGHT, query="?include_old=true&size=3"),
    "header": lambda: exchange(RIGHT, sent={"X-Tenant": "acme", "User-Agent": "x"}),
    "answer header": lambda: exchange(RIGHT, came={"X-Quota-Left": "12", "Server": "y"}),
}


def project(folder: Path, version: str, recorded: list[dict[str, Any]]) -> Path:
    """A configuration with the description, and the log of what was recorded."""
    (folder / "openapi.json").write_text(json.dumps(described(version)), "utf-8")
    text = '[contract]\ndescription = "openapi.json"\n'
    (folder / "ringback.toml").write_text(text, "utf-8")
    (folder / "log.ndjson").write_text("\n".join(map(json.dumps, recorded)), "utf-8")
    return folder / "log.ndjson"


def mended(folder: Path) -> None:
    """Have the configuration take the overlay in."""
    text = '[contract]\ndescription = "openapi.json"\n[contract.readings]\nstrict = ["more.yaml"]\n'
    (folder / "ringback.toml").write_text(text, "utf-8")


@pytest.mark.parametrize("version", ["3.1.0", "3.0.3"])
@pytest.mark.parametrize("kind", [*DRIFTS, *NAMED])
def test_an_overlay_documents_it(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str, kind: str
) -> None:
    """Whatever it is; with the overlay nothing is left to be told, and what was fine still is."""
    monkeypatch.chdir(tmp_path)
    log = project(tmp_path, version, [exchange(RIGHT), (DRIFTS | NAMED)[kind]()])
    before = judged(capsys, log, "--strict-scope")
    assert before["findings"]
    assert before["verdict"] == ("kept" if kind in NAMED else "broken")
    ringback(capsys, "validate", str(log), "--suggest", "overlay=more.yaml")
    mended(tmp_path)
    after = judged(capsys, log, "--strict-scope")
    assert (after["verdict"], after["findings"]) == ("kept", [])


@pytest.mark.parametrize("version", ["3.1.0", "3.0.3"])
@pytest.mark.parametrize("seed", range(4))
def test_overlays_document_drifts_together(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str, seed: int
) -> None:
    """Several kinds in one log, some many times: all of it passes with one overlay."""
    monkeypatch.chdir(tmp_path)
    chance = random.Random(seed)  # noqa: S311 -- test data, the same every time
    kinds = chance.sample([*(DRIFTS | NAMED).values()], 6)
    recorded = [exchange(RIGHT), *(each() for each in chance.choices(kinds, k=30))]
    log = project(tmp_path, version, recorded)
    ringback(capsys, "validate", str(log), "--suggest", "overlay=more.yaml")
    mended(tmp_path)
    after = judged(capsys, log, "--strict-scope")
    assert (after["verdict"], after["findings"]) == ("kept", [])


@pytest.mark.parametrize(
    ("kind", "rule", "told"),
    [
        (
            "query parameter",
            "recording/undocumented-parameter",
            (
                'the query parameter "include_old" is not described, but stands in 50 % of the '
                "recorded requests (1 of 2), as a boolean"
            ),
        ),
        (
            "header",
            "recording/undocumented-parameter",
            (
                'the header "x-tenant" is not described, but stands in 50 % of the recorded '
                "requests (1 of 2), as a string"
            ),
        ),
        (
            "answer header",
            "recording/undocumented-header",
            (
                'the header "x-quota-left" is not described, but stands in 1 of its recorded '
                "answers (200), as an integer"
            ),
        ),
    ],
)
def test_what_nobody_describes_is_a_warning(
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    kind: str,
    rule: str,
    told: str,
) -> None:
    """With its share, at the operation or the answer; what HTTP and browsers add is none."""
    monkeypatch.chdir(tmp_path)
    log = project(tmp_path, "3.1.0", [exchange(RIGHT), NAMED[kind]()])
    found = judged(capsys, log)["findings"]
    assert (found[0]["rule"], found[0]["severity"], found[0]["message"]) == (rule, "warning", told)
    assert {each["rule"] for each in found} == {rule}
    assert found[0]["operation"] == "get_item"


def test_what_looks_like_data_is_not_proposed(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An enum that values of people have outgrown gets none of them; a comment says why."""
    monkeypatch.chdir(tmp_path)
    states = ["jane.doe@example.org", "+4915112345678"]
    log = project(tmp_path, "3.1.0", [exchange({**RIGHT, "state": each}) for each in states])
    printed = ringback(capsys, "validate", str(log), "--suggest", "overlay")
    assert "they look like data, not like a choice" in printed.out
    assert not any(each in printed.out for each in states)
