"""Which hosts may be reached, and which texts are URLs at all."""

import socket
from typing import Any

import pytest

from ringback.hosts import (
    address_problem,
    is_loopback,
    private_problem,
    refusal,
    url_problem,
    way_problem,
    without_credentials,
)


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("localhost", True),
        ("LocalHost", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("10.0.0.1", False),
        ("localhost.example", False),
        ("", False),
    ],
)
def test_loopback(host: str, *, loopback: bool) -> None:
    """Names and addresses of this machine."""
    assert is_loopback(host) is loopback


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://127.0.0.1:80/base", None),
        ("https://api.test", None),
        ("http://[::1]:8000", None),
        ("api.test", "is no http or https URL"),
        ("ftp://api.test", "is no http or https URL"),
        ("http://", "is no http or https URL"),
        ("http://api.test:99999", "is no URL (Port out of range 0-65535)"),
        ("http://[::1", "is no URL (Invalid IPv6 URL)"),
        ("http://me:pass@api.test", "holds credentials; they belong in the environment"),
        ("http://api.test/?a=1", "holds a query or a fragment; a target is where paths begin"),
        ("http://api.test/#a", "holds a query or a fragment; a target is where paths begin"),
    ],
)
def test_a_url_is_told_from_what_is_none(url: str, problem: str | None) -> None:
    """A target's URL is a scheme, a host, perhaps a port and a path."""
    assert url_problem(url) == problem


def test_a_document_may_stand_behind_a_query() -> None:
    """What is no target but a page may have one; all else is asked of it, too."""
    assert address_problem("http://api.test/?a=1") is None
    assert address_problem("ftp://api.test") == "is no http or https URL"


@pytest.mark.parametrize(
    ("url", "refused"),
    [
        ("http://localhost:1/a", False),
        ("http://[::1]/", False),
        ("https://STAGING.test/a", False),
        ("https://api.test", True),
    ],
)
def test_a_host_is_allowed_or_refused(url: str, *, refused: bool) -> None:
    """This machine and what is listed are allowed; of others the sentence says the way out."""
    told = 'the host api.test is not allowed; loopback is: add hosts = ["api.test"] to r.toml'
    assert refusal(url, ["Staging.test"], "r.toml") == (told if refused else None)


def test_a_password_is_not_repeated() -> None:
    """What is shown of a URL is what comes behind the credentials."""
    assert without_credentials("http://me:p@ss@api.test/a@b") == "http://api.test/a@b"


@pytest.mark.parametrize(
    ("addresses", "private"),
    [
        (["93.184.215.14"], None),
        (["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"], None),
        (["10.1.2.3"], "10.1.2.3"),
        (["172.16.0.1"], "172.16.0.1"),
        (["172.32.0.1"], None),
        (["192.168.1.1"], "192.168.1.1"),
        (["169.254.169.254"], "169.254.169.254"),
        (["100.64.0.1"], "100.64.0.1"),
        (["0.0.0.0"], "0.0.0.0"),
        (["127.0.0.1"], "127.0.0.1"),
        (["::1"], "::1"),
        (["fe80::1%eth0"], "fe80::1%eth0"),
        (["fd00::1"], "fd00::1"),
        (["::ffff:10.0.0.1"], "::ffff:10.0.0.1"),
        (["93.184.215.14", "10.0.0.1"], "10.0.0.1"),
    ],
)
def test_a_public_name_for_a_private_address(addresses: list[str], private: str | None) -> None:
    """One address that is not of the public network is enough; the sentence says the way out."""
    told = (
        f"api.test leads to {private}, a private address; "
        "if that is meant, say private = true in [targets.there]"
    )
    found = private_problem("api.test", addresses, "there")
    assert found == (told if private else None)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "10.0.0.1", "[fd00::1]"])
def test_who_says_where_it_leads_is_not_looked_up(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An address hides nothing, and this machine's own name is meant."""

    def never(*_: Any, **__: Any) -> Any:
        raise AssertionError

    monkeypatch.setattr(socket, "getaddrinfo", never)
    assert way_problem(f"http://{host}:8000/base") is None


def test_a_name_that_leads_nowhere_is_no_private_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever connects will tell, or a proxy knows it."""

    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert way_problem("https://api.test") is None
