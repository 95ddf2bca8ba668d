"""Which operation a request is about, and what its path gives the template's names."""

import re
from typing import Any

import pytest

from ringback.exchange import Request
from tests.unit.contract.making import small

ANSWERS = {"responses": {"200": {"description": "ok"}}}


def get(name: str, **more: Any) -> dict[str, Any]:
    """A path with one operation."""
    return {"get": {"operationId": name, **ANSWERS, **more}}


PATHS = {
    "/things": {**get("list"), "post": {"operationId": "make", **ANSWERS}},
    "/things/{id}": get("read"),
    "/things/mine": get("mine"),
    "/things/{id}/parts/{part}": get("part"),
    "/files/{name}.json": get("file"),
    "/a.b": get("dotted"),
    "/based": get("based", servers=[{"url": "https://h.example/v2/"}, {"url": "/v3"}]),
    "/staged": get(
        "staged",
        servers=[{"url": "/{at}", "variables": {"at": {"default": "live", "enum": ["try"]}}}],
    ),
    "/": get("root"),
}
for path, item in PATHS.items():
    item["parameters"] = [
        {"name": name, "in": "path", "required": True, "schema": {}}
        for name in re.findall(r"{(.*?)}", path)
    ]
MATCHED = [
    ("GET", "/things", "list"),
    ("get", "/things", "list"),
    ("POST", "/things", "make"),
    ("GET", "/things/", "list"),
    ("GET", "/things?x=/things/1", "list"),
    ("GET", "https://any.example/things#part", "list"),
    ("GET", "/things/1", "read"),
    ("GET", "/things/mine", "mine"),
    ("GET", "/things/a%2Fb", "read"),
    ("GET", "/things/%6Dine", "mine"),
    ("GET", "/things/1/parts/2", "part"),
    ("GET", "/files/x.json", "file"),
    ("GET", "/a.b", "dotted"),
    ("GET", "/v2/based", "based"),
    ("GET", "/v3/based", "based"),
    ("GET", "/based", "based"),
    ("GET", "/live/staged", "staged"),
    ("GET", "/try/staged", "staged"),
    ("GET", "/", "root"),
    ("GET", "https://any.example", "root"),
    ("PUT", "/things", None),
    ("GET", "/thing", None),
    ("GET", "/things/1/2", None),
    ("GET", "/files/x", None),
    ("GET", "/axb", None),
    ("GET", "/v2/things", None),
    ("GET", "/old/staged", None),
]


@pytest.mark.parametrize(("method", "url", "name"), MATCHED)
def test_the_operation_of_a_request(method: str, url: str, name: str | None) -> None:
    """By method and path: concrete before templated, behind a server's base path too."""
    found = small(paths=PATHS).operation_for(Request(method=method, url=url))
    assert (found.id if found else None) == name


def test_the_operations_of_a_path() -> None:
    """Every method that a path has."""
    contract = small(paths=PATHS)
    assert [each.id for each in contract.operations_at("/things")] == ["list", "make"]
    assert contract.operations_at("/no/such") == []
