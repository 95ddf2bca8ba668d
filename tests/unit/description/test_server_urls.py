"""Which addresses a server stands for."""

from typing import Any

import pytest

from ringback.description.server_urls import open_urls, server_urls

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


@pytest.mark.parametrize(
    ("server", "urls"),
    [
        ({"url": "https://a.test/v1"}, []),
        ({"url": "/{v}", "variables": {"v": {"default": "v1"}}}, ["/{v}"]),
        ({"url": "/{v}", "variables": {"v": {"default": "v2", "enum": ["v1", "v2"]}}}, []),
        (
            {
                "url": "https://{tenant}.test/{v}",
                "variables": {
                    "tenant": {"default": "a"},
                    "v": {"default": "1", "enum": ["1", "2"]},
                },
            },
            ["https://{tenant}.test/1", "https://{tenant}.test/2"],
        ),
        ({"url": "/{a}{b}", "variables": MANY}, ["/{a}{b}"]),
        ({"url": "/v1", "variables": {"unused": {"default": "a"}}}, []),
        ({"url": 7}, []),
        ("/v1", []),
    ],
)
def test_a_variable_without_an_enum_may_be_anything(server: Any, urls: list[str]) -> None:
    """It stays in the URL by its name; so do those of which there are too many choices."""
    assert open_urls(server) == urls
