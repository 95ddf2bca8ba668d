"""Which addresses a server stands for."""

from typing import Any

import pytest

from ringback.description.server_urls import server_urls

MANY = {name: {"default": "0", "enum": [str(each) for each in range(9)]} for name in "ab"}
ADDRESSES: list[tuple[Any, list[str]]] = [
    ({"url": "https://a.test/v1"}, ["https://a.test/v1"]),
    ({"url": "/{v}", "variables": {"v": {"default": "v1"}}}, ["/v1"]),
    (
        {"url": "/{v}", "variables": {"v": {"default": "v2", "enum": ["v1", "v2"]}}},
        ["/v2", "/v1"],
    ),
    (
        {
            "url": "https://{r}.test:{p}",
            "variables": {
                "r": {"default": "eu", "enum": ["eu", "us"]},
                "p": {"default": "1", "enum": ["1", 2]},
            },
        },
        ["https://eu.test:1", "https://eu.test:2", "https://us.test:1", "https://us.test:2"],
    ),
    ({"url": "/{a}{b}", "variables": MANY}, ["/00"]),
    ({"url": "/{v}/x", "variables": {"v": 1}}, ["//x"]),
    ({"url": 7}, []),
    ("/v1", []),
]


@pytest.mark.parametrize(("server", "urls"), ADDRESSES)
def test_the_addresses_of_a_server(server: Any, urls: list[str]) -> None:
    """The one of the defaults first, then all that enums list unless they are too many."""
    assert server_urls(server) == urls
