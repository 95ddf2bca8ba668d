"""The ways to a service: TLS, proxies of the environment, IPv6, and connections that were kept."""

import base64
import socket
import time
from typing import Any

import pytest

from ringback.exchange import Lost, LostReason, Outcome, Request, Response
from ringback.targets.address import address
from ringback.targets.interface import Limits
from ringback.targets.live import LiveTarget
from ringback.targets.proxies import proxy_for
from ringback.targets.route import Route
from tests.unit.targets.serving import (
    CERTIFICATE,
    Peer,
    RawServer,
    Script,
    answer,
    keeping,
    relaying,
    saying,
)

LIMITS = Limits(timeout=5)
ASK = Request(method="GET", url="/thing?x=1")
DONE = answer("200 OK", b"{}")
_VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUEST_METHOD")
Environment = pytest.MonkeyPatch


@pytest.fixture(autouse=True)
def env(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment without proxies, which trusts the certificate of the tests."""
    for name in _VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    return monkeypatch


def sent(url: str, times: int = 1, limits: Limits = LIMITS) -> list[Outcome]:
    """What came of a request sent several times through one target."""
    target = LiveTarget("live", url, limits)
    try:
        return [target.send(ASK) for _ in range(times)]
    finally:
        target.close()


def bodies(outcomes: list[Outcome]) -> list[bytes]:
    """What whole answers held."""
    assert all(isinstance(each, Response) for each in outcomes), outcomes
    return [each.body for each in outcomes if isinstance(each, Response)]


def test_over_tls_a_connection_is_used_again() -> None:
    """With a certificate that the environment trusts, all is as without TLS."""
    with RawServer(keeping(DONE), tls=True) as server:
        assert bodies(sent(server.url, 3)) == [b"{}"] * 3
    assert len(server.asked) == 1


def test_over_tls_an_answer_that_goes_on_is_seen() -> None:
    """What comes behind an answer is told of a TLS connection too."""
    with RawServer(keeping(DONE + b"!"), tls=True) as server:
        outcome, _ = sent(server.url, 2)
    assert isinstance(outcome, Response)
    assert outcome.excess == b"!"
    assert len(server.asked) == 2


def test_a_certificate_that_nobody_trusts(env: Environment) -> None:
    """It is no connection; nothing is sent."""
    env.delenv("SSL_CERT_FILE")
    with RawServer(saying(DONE), tls=True) as server:
        (outcome,) = sent(server.url)
    assert isinstance(outcome, Lost)
    assert outcome.reason is LostReason.REFUSED
    assert "CERTIFICATE_VERIFY_FAILED" in outcome.detail
    assert server.asked == []


@pytest.mark.parametrize("tls", [False, True])
def test_a_peer_that_reads_nothing_ends_in_time(*, tls: bool) -> None:
    """The time counts for writing too: a large body does not wait for a peer for ever."""
    asked = Request(method="POST", url="/", body=b"x" * 30_000_000)

    def play(peer: Peer) -> None:
        peer.wait()

    with RawServer(play, eager=True, tls=tls) as server:
        target = LiveTarget("live", server.url, Limits(timeout=0.5))
        started = time.monotonic()
        outcome = target.send(asked)
        target.close()
    assert time.monotonic() - started < 5
    expected = "the answer was not whole after 0.5 s"
    assert outcome == Lost(reason=LostReason.TIMEOUT, detail=expected)


def test_a_server_that_answers_before_it_has_read_all() -> None:
    """A refusal that comes while a body is still written is the answer."""
    asked = Request(method="POST", url="/", body=b"x" * 30_000_000)

    def play(peer: Peer) -> None:
        peer.write(answer("413 Content Too Large", b"no", "Connection: close"))
        peer.connection.shutdown(socket.SHUT_WR)
        while peer.connection.recv(1_000_000):
            pass

    with RawServer(play, eager=True) as server:
        target = LiveTarget("live", server.url, LIMITS)
        outcome = target.send(asked)
        target.close()
    assert isinstance(outcome, Response)
    assert outcome.status == 413


def test_ipv6() -> None:
    """A host in brackets is reached, and named so."""
    with RawServer(saying(DONE), host="::1") as server:
        assert bodies(sent(server.url)) == [b"{}"]
    assert f"\r\nHost: [::1]:{server.port}\r\n".encode() in server.asked[0]


def test_a_connection_that_idled_too_long_is_not_used(env: Environment) -> None:
    """A new one takes its place before the server may have given it up."""
    env.setattr("ringback.targets.line._IDLE", 0.0)
    with RawServer(keeping(DONE)) as server:
        assert bodies(sent(server.url, 3)) == [b"{}"] * 3
    assert len(server.asked) == 3


def test_another_origin_has_another_connection() -> None:
    """A URL of its own leads elsewhere, whatever was connected before."""
    with RawServer(keeping(DONE)) as here, RawServer(keeping(answer("200 OK", b"[]"))) as there:
        target = LiveTarget("live", here.url, LIMITS)
        asks = [ASK, Request(method="GET", url=f"{there.url}/x"), ASK]
        assert bodies([target.send(each) for each in asks]) == [b"{}", b"[]", b"{}"]
        target.close()


@pytest.mark.parametrize("tls", [False, True])
def test_an_http_proxy_is_told_the_whole_url(env: Environment, *, tls: bool) -> None:
    """Plain HTTP is asked of the proxy itself, who learns who asks; it may be spoken to by TLS."""
    with RawServer(keeping(DONE), tls=tls) as proxy:
        env.setenv("HTTP_PROXY", proxy.url.replace("://", "://me:s%40cret@"))
        assert bodies(sent("http://service.test:81", 2)) == [b"{}"] * 2
    assert len(proxy.asked) == 1
    basic = base64.b64encode(b"me:s@cret")
    start = b"GET http://service.test:81/thing?x=1 HTTP/1.1\r\nHost: service.test:81\r\n"
    assert proxy.asked[0].startswith(start + b"Proxy-Authorization: Basic " + basic + b"\r\n")


@pytest.mark.parametrize("tls", [False, True])
def test_https_goes_through_a_tunnel(env: Environment, *, tls: bool) -> None:
    """A proxy connects, and TLS is spoken with the service: within the proxy's, if it has any."""
    with RawServer(keeping(answer("200 OK", b"x" * 200_000)), tls=True) as service:
        greeted = b"HTTP/1.1 200 Connection established\r\n\r\n"
        with RawServer(relaying(greeted, service.port), tls=tls) as proxy:
            env.setenv("HTTPS_PROXY", proxy.url.replace("://", "://me:secret@"))
            assert bodies(sent("https://service.test", 2)) == [b"x" * 200_000] * 2
    assert len(service.asked) == 1
    assert proxy.asked == [
        b"CONNECT service.test:443 HTTP/1.1\r\nHost: service.test:443\r\nAccept: */*\r\n"
        b"Proxy-Authorization: Basic " + base64.b64encode(b"me:secret") + b"\r\n\r\n"
    ]


def test_a_service_that_drips_through_two_layers_of_tls(env: Environment) -> None:
    """The time is kept also where a record of TLS within TLS comes in endless parts."""

    def drip(peer: Peer) -> None:
        peer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        peer.wait(0.1)
        peer.write(b"\x16\x03\x03\x40\x00")
        while not peer.wait(0.05):
            peer.write(b"\0")

    with RawServer(drip, tls=True) as proxy:
        env.setenv("HTTPS_PROXY", proxy.url)
        (outcome,) = sent("https://service.test", limits=Limits(timeout=0.5))
    expected = "the answer was not whole after 0.5 s"
    assert outcome == Lost(reason=LostReason.TIMEOUT, detail=expected)


def test_a_proxy_that_does_not_connect(env: Environment) -> None:
    """Its refusal is no answer of the service's."""
    refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
    with RawServer(saying(refusal)) as proxy:
        env.setenv("ALL_PROXY", proxy.url)
        (outcome,) = sent("https://service.test")
    detail = "no connection (407 Proxy Authentication Required)"
    assert outcome == Lost(reason=LostReason.REFUSED, detail=detail)


def socks(port: int, *, refuse: bool = False) -> tuple[Script, list[bytes]]:
    """A SOCKS 5 proxy that asks for a name and a password, and what it was told."""
    heard: list[bytes] = []

    def play(peer: Peer) -> None:
        for reply in (b"\5\2", b"\1\0"):
            heard.append(peer.connection.recv(1000))
            peer.write(reply)
        heard.append(peer.connection.recv(1000))
        reply = b"\5\5\0\1" if refuse else b"\5\0\0\3\4here"
        relaying(reply + (b"" if refuse else b"\0\1"), port)(peer)

    return play, heard


def test_a_socks_proxy(env: Environment) -> None:
    """It resolves the service's name, and passes everything on."""
    with RawServer(keeping(DONE)) as service:
        script, heard = socks(service.port)
        with RawServer(script, eager=True) as proxy:
            env.setenv("ALL_PROXY", f"socks5://me:secret@127.0.0.1:{proxy.port}")
            assert bodies(sent("http://service.test:81", 2)) == [b"{}"] * 2
    assert heard == [b"\5\1\2", b"\1\2me\6secret", b"\5\1\0\3\x0cservice.test\0\x51"]
    assert service.asked[0].startswith(b"GET /thing?x=1 HTTP/1.1\r\nHost: service.test:81\r\n")


def test_a_socks_proxy_that_refuses(env: Environment) -> None:
    """Its refusal is no answer of the service's."""
    with RawServer(saying()) as service:
        script, _ = socks(service.port, refuse=True)
        with RawServer(script, eager=True) as proxy:
            env.setenv("ALL_PROXY", f"socks5://me:secret@127.0.0.1:{proxy.port}")
            (outcome,) = sent("http://service.test:81")
    detail = "no connection (Proxy Server could not connect: SOCKS reply 5.)"
    assert outcome == Lost(reason=LostReason.REFUSED, detail=detail)


@pytest.mark.parametrize(
    ("url", "exceptions", "proxied"),
    [
        ("http://service.test", "", True),
        ("https://service.test", "", False),
        ("http://service.test", "*", False),
        ("http://service.test", "other.test, service.test", False),
        ("http://a.service.test", "service.test", False),
        ("http://aservice.test", "service.test", True),
        ("http://service.test", ".service.test", True),
        ("http://a.service.test", ".SERVICE.test", False),
        ("http://service.test:81", "service.test:81", False),
        ("http://service.test:82", "service.test:81", True),
        ("http://service.test", "https://service.test", True),
        ("http://service.test", "http://service.test", False),
        ("http://localhost", "localhost", False),
        ("http://a.localhost", "localhost", True),
        ("http://127.0.0.1:81", "127.0.0.1", False),
        ("http://127.0.0.2", "127.0.0.1", True),
        ("http://192.168.0.7", "192.168.0.0/16", True),
        ("http://[::1]", "::1", False),
    ],
)
def test_exceptions_from_a_proxy(
    env: Environment, url: str, exceptions: str, *, proxied: bool
) -> None:
    """NO_PROXY is read as httpx reads it: names with all below them, and addresses one by one."""
    env.setenv("HTTP_PROXY", "proxy.test:3128")
    env.setenv("NO_PROXY", exceptions)
    expected = address("http://proxy.test:3128") if proxied else None
    assert proxy_for(address(url)) == expected


class Names:
    """What the names of the tests lead to, and how often each was looked up."""

    def __init__(self, **found: list[str]) -> None:
        self.found = {name.replace("_", "."): list(each) for name, each in found.items()}
        self.asked: list[str] = []
        self._usual = socket.getaddrinfo

    def __call__(self, host: str, port: int | None, *more: Any, **named: Any) -> Any:
        """The addresses of a name; of one with several answers, one after the other."""
        if host not in self.found:
            return self._usual(host, port, *more, **named)
        self.asked.append(host)
        answers = self.found[host]
        address = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port or 0))]


def test_a_public_name_for_a_private_address_is_not_connected_to(env: Environment) -> None:
    """Nothing leaves for it: neither a request nor a connection."""
    env.setattr(socket, "getaddrinfo", Names(api_test=["127.0.0.1"]))
    with RawServer(saying(DONE)) as server:
        (outcome,) = sent(f"http://api.test:{server.port}")
    told = (
        "no connection (api.test leads to 127.0.0.1, a private address; "
        "if that is meant, say private = true in [targets.NAME])"
    )
    assert outcome == Lost(reason=LostReason.REFUSED, detail=told)
    assert server.asked == []


def test_a_private_target_may_have_a_name(env: Environment) -> None:
    """Where the target says so, what the name leads to is asked."""
    env.setattr(socket, "getaddrinfo", Names(api_test=["127.0.0.1"]))
    with RawServer(saying(DONE)) as server:
        url = f"http://api.test:{server.port}"
        target = LiveTarget("live", url, LIMITS, Route(private=True))
        assert bodies([target.send(ASK)]) == [b"{}"]
        target.close()


def test_a_name_that_comes_to_lead_elsewhere_is_looked_at_again(env: Environment) -> None:
    """What was looked at is what is connected to, and each time it is looked at."""
    connected: list[tuple[str, int]] = []

    def refused(place: tuple[str, int], *_: Any) -> Any:
        connected.append(place)
        raise ConnectionRefusedError

    names = Names(api_test=["93.184.215.14", "127.0.0.1"])
    env.setattr(socket, "getaddrinfo", names)
    env.setattr(socket, "create_connection", refused)
    (first, second) = sent("http://api.test:8000", 2)
    assert isinstance(first, Lost)
    assert isinstance(second, Lost)
    assert "private" not in first.detail
    assert "api.test leads to 127.0.0.1, a private address" in second.detail
    assert connected == [("93.184.215.14", 8000)]


def test_through_a_proxy_a_name_is_the_proxys_to_look_up(env: Environment) -> None:
    """Who names a proxy has it look names up; the proxy itself may be inside."""
    names = Names(api_test=["127.0.0.1"], proxy_test=["127.0.0.1"])
    env.setattr(socket, "getaddrinfo", names)
    with RawServer(keeping(DONE)) as proxy:
        env.setenv("HTTP_PROXY", f"http://proxy.test:{proxy.port}")
        assert bodies(sent("http://api.test")) == [b"{}"]
    assert set(names.asked) == {"proxy.test"}
