"""Client certificates, CA bundles and proxies that a target names: servers that ask for them."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from ringback.exchange import Lost, LostReason, Outcome, Request, Response
from ringback.targets.interface import Limits
from ringback.targets.live import LiveTarget
from ringback.targets.route import Route
from tests.unit.targets.authority import Authority
from tests.unit.targets.serving import Peer, RawServer, answer, keeping, relaying

LIMITS = Limits(timeout=5)
ASK = Request(method="GET", url="/thing")
DONE = answer("200 OK", b"{}")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """A CA that nobody trusts who is not told to."""
    return Authority(tmp_path_factory.mktemp("ca"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Another CA."""
    return Authority(tmp_path_factory.mktemp("stranger"))


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment that names no proxy and no CA."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def server(authority: Authority) -> Iterator[RawServer]:
    """A server with a certificate of the CA, which asks for none."""
    with RawServer(keeping(DONE), tls=authority.context(asks=False)) as found:
        yield found


@pytest.fixture
def asking(authority: Authority) -> Iterator[RawServer]:
    """A server that asks for a certificate of the CA."""
    with RawServer(keeping(DONE), tls=authority.context(asks=True)) as found:
        yield found


def sent(url: str, route: Route) -> Outcome:
    """What came of a request by a way."""
    target = LiveTarget("live", url, LIMITS, route)
    try:
        return target.send(ASK)
    finally:
        target.close()


def is_answered(outcome: Outcome) -> bool:
    """Whether the answer came, whole."""
    return isinstance(outcome, Response) and outcome.body == b"{}"


def test_a_bundle_is_trusted(server: RawServer, authority: Authority) -> None:
    """The server of a CA that the target names is spoken to."""
    assert is_answered(sent(server.url, Route(verify=authority.bundle)))


@pytest.mark.parametrize("other", [True, False], ids=["another bundle", "the usual ones"])
def test_another_ca_is_not_trusted(server: RawServer, stranger: Authority, *, other: bool) -> None:
    """Whoever that CA has not signed gets no request."""
    outcome = sent(server.url, Route(verify=stranger.bundle) if other else Route())
    assert isinstance(outcome, Lost)
    assert outcome.reason is LostReason.REFUSED
    assert "CERTIFICATE_VERIFY_FAILED" in outcome.detail
    assert server.asked == []


def test_whom_nobody_verifies_is_spoken_to(server: RawServer) -> None:
    """Where the target says so, any certificate will do."""
    assert is_answered(sent(server.url, Route(verify=False)))


@pytest.mark.parametrize("pair", [True, False], ids=["certificate and key", "one file"])
def test_a_client_shows_its_certificate(
    asking: RawServer, authority: Authority, *, pair: bool
) -> None:
    """In one file with its key or in two."""
    own = (authority.own, authority.key) if pair else (authority.both,)
    assert is_answered(sent(asking.url, Route(verify=authority.bundle, certificate=own)))


@pytest.mark.parametrize("shown", [True, False], ids=["of another CA", "none"])
def test_a_client_without_a_good_certificate_is_refused(
    asking: RawServer, authority: Authority, stranger: Authority, *, shown: bool
) -> None:
    """The server hangs up before it reads anything: that is an answer that never came."""
    own = (stranger.both,) if shown else ()
    outcome = sent(asking.url, Route(verify=authority.bundle, certificate=own))
    assert isinstance(outcome, Lost)
    assert outcome.reason in {LostReason.CLOSED, LostReason.REFUSED}
    assert asking.asked == []


@pytest.mark.parametrize("name", ["key alone", "no certificate", "the key of another"])
def test_a_file_that_is_no_certificate_is_told(
    tmp_path: Path, authority: Authority, stranger: Authority, name: str
) -> None:
    """Nothing is sent, and nobody is asked for a password."""
    (tmp_path / "text.pem").write_text("no certificate", "utf-8")
    own = {
        "key alone": (authority.key,),
        "no certificate": (tmp_path / "text.pem",),
        "the key of another": (authority.own, stranger.key),
    }[name]
    with pytest.raises(ssl.SSLError):
        LiveTarget("live", "https://127.0.0.1:9", LIMITS, Route(certificate=own))


def test_a_proxy_that_the_target_names_is_asked_to_connect(
    asking: RawServer, authority: Authority
) -> None:
    """Over TLS it is a tunnel: certificates on either side are those of the two ends."""
    established = b"HTTP/1.1 200 Connection established\r\n\r\n"
    with RawServer(relaying(established, asking.port)) as proxy:
        route = Route(verify=authority.bundle, certificate=(authority.both,), proxy=proxy.url)
        assert is_answered(sent(asking.url, route))
    (asked,) = proxy.asked
    assert asked.startswith(f"CONNECT 127.0.0.1:{asking.port} HTTP/1.1\r\n".encode())
    assert len(asking.asked) == 1


def test_without_tls_the_proxy_gets_the_whole_url() -> None:
    """Each request, on one connection, to wherever it is for."""
    with RawServer(keeping(DONE)) as proxy:
        target = LiveTarget("live", "http://api.test", LIMITS, Route(proxy=proxy.url))
        outcomes = [target.send(ASK) for _ in range(3)]
        target.close()
    assert all(map(is_answered, outcomes))
    (asked,) = proxy.asked
    assert asked.startswith(b"GET http://api.test/thing HTTP/1.1\r\n")


def test_the_target_names_the_proxy_before_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What the file says is meant, also for what NO_PROXY leaves out."""

    def none(peer: Peer) -> None:
        peer.write(answer("502 Bad Gateway", b"no"))

    with RawServer(keeping(DONE)) as proxy, RawServer(none) as other:
        monkeypatch.setenv("HTTP_PROXY", other.url)
        monkeypatch.setenv("NO_PROXY", "api.test")
        assert is_answered(sent("http://api.test", Route(proxy=proxy.url)))
    assert (len(proxy.asked), other.asked) == (1, [])
