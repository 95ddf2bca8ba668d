"""Which hosts are ours."""

import pytest

from ringback.recordings.scope import Scope

SERVERS = ("https://api.example.com/v1", "//Staging.example.com:8443", "/v2")


@pytest.mark.parametrize(
    "url",
    [
        "https://api.example.com/v1/a?b=c",
        "http://API.example.com:8080",
        "https://user@api.example.com/",
        "https://staging.example.com#part",
        "//api.example.com/a",
        "https://api.example.com./a",
        "https://api.example.net:444/a",
        "https://[2001:db8::1]:9/a",
        "https://[2001:db8::2]/a",
        "http://localhost:8642/a",
        "http://127.0.0.1/a",
        "http://[::1]:1/a",
        "/v1/a?to=https://elsewhere.example/",
        "v1/a",
        "?a=b",
        "data:text/plain,//",
        "",
    ],
)
def test_what_is_ours(url: str) -> None:
    """The servers' hosts, those named besides with a port or without, loopback, and no host."""
    scope = Scope(SERVERS, ("api.example.net:443", "2001:db8::1", "[2001:db8::2]"))
    assert [scope.holds(url), scope.holds(url)] == [True, True]


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/v1/a",
        "https://api.example.com.elsewhere.example/v1",
        "https://api.example.com@elsewhere.example/v1",
        "https://elsewhere.example/api.example.com",
        "https://elsewhere.example?//api.example.com",
        "//elsewhere.example/v1",
        "http://128.0.0.1/",
        "http://[broken/v1",
    ],
)
def test_what_is_not_ours(url: str) -> None:
    """Another host, whatever else of the URL looks like ours; a URL that can't be read."""
    scope = Scope(SERVERS)
    assert [scope.holds(url), scope.holds(url)] == [False, False]


@pytest.mark.parametrize(
    ("server", "url", "ours"),
    [
        ("https://{tenant}.example.com/v1", "https://acme.example.com/v1/a", True),
        ("https://{tenant}.example.com/v1", "https://ACME.eu.example.com:8443/v1/a", True),
        ("https://{tenant}.example.com/v1", "https://example.com/v1/a", False),
        ("https://{tenant}.example.com/v1", "https://acme.example.com.elsewhere.example/", False),
        ("https://{tenant}.example.com/v1", "https://elsewhere.example/.example.com", False),
        ("{scheme}://api.example.com:{port}/", "http://api.example.com:81/a", True),
        ("{scheme}://api.example.com:{port}/", "http://elsewhere.example:81/a", False),
        ("https://{host}/v1", "https://elsewhere.example/v1", True),
        ("https://api.example.com/{version}", "https://elsewhere.example/v1", False),
    ],
)
def test_a_server_s_variable_may_be_anything(server: str, url: str, ours: bool) -> None:
    """Within its host alone: what stands around it must be there."""
    assert Scope((server,)).holds(url) is ours


def test_without_a_server_that_names_a_host_everything_is_ours() -> None:
    """A description that does not say where it is served can't say whose traffic it is."""
    scope = Scope(("/", "/v1"), ("api.example.com",))
    assert scope.holds("https://elsewhere.example/")


def test_any_number_of_hosts_is_told_right() -> None:
    """What is remembered is bounded, and forgotten rather than mixed up."""
    scope = Scope(SERVERS)
    found = [scope.holds(f"https://h{number}.example/") for number in range(5_000)]
    assert (any(found), scope.holds("https://api.example.com/")) == (False, True)
    assert len(scope._known) <= 4_096
