"""Which operation a request is about, and what its path gives the template's names."""

import re
from typing import Any

import pytest

from ringback.contract.operation_matching import path_values
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


def served(url: str, server: dict[str, Any], path: str = "/things") -> str | None:
    """The operation of a URL, where a path item names a server of its own."""
    item = {**get("list"), "servers": [server]}
    found = small(paths={path: item}).operation_for(Request(method="GET", url=url))
    return found.id if found else None


TENANT = {"url": "https://x.example/{tenant}/v1", "variables": {"tenant": {"default": "a"}}}
SLASH = {"url": "https://x.example/v1/"}


@pytest.mark.parametrize(
    ("url", "server", "path", "found"),
    [
        ("https://x.example/acme/v1/things", TENANT, "/things", True),
        ("https://x.example/a/b/v1/things", TENANT, "/things", False),
        ("https://x.example/acme/v1/things/1", TENANT, "/things/{id}", True),
        ("/things", TENANT, "/things", True),
        ("/v1/things", SLASH, "/things", True),
        ("/v1//things", SLASH, "/things", True),
        ("/v1//things/1", SLASH, "/things/{id}", True),
        ("/v1/things/", SLASH, "/things", True),
        ("/v1/things", SLASH, "/things/", True),
        ("/v1/things/1", SLASH, "/things/{id}/", True),
        ("/v1/things//", {"url": "/v1"}, "/things/1", False),
        ("/v1", {"url": "/v1"}, "/", True),
    ],
)
def test_servers_of_a_path_item(url: str, server: dict[str, Any], path: str, found: bool) -> None:
    """Their variables without an enum are any one step, and a slash at either's end is its own."""
    assert (served(url, server, path) == "list") is found


def test_the_values_of_a_path_behind_a_server_with_a_variable() -> None:
    """The server's part is none of them; nor is a slash at the end."""
    contract = small(paths={"/things/{id}/": {**get("one"), "servers": [TENANT]}})
    request = Request(method="GET", url="https://x.example/acme/v1/things/7")
    operation = contract.operation_for(request)
    assert operation is not None
    assert path_values(operation, request) == {"id": "7"}
