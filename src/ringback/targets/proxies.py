"""Through a proxy that the environment names, or straight to a service."""

import ipaddress
import ssl
from collections.abc import Callable, Sequence
from dataclasses import replace
from urllib.request import getproxies

import h11

from ringback.hosts import addresses, is_literal, private_problem
from ringback.targets.address import Address, address
from ringback.targets.stream import ConnectError, NetworkError, Stream
from ringback.targets.wire import CLOSED


def proxy_for(to: Address) -> Address | None:
    """The proxy for this address, by the rules of httpx; None for none.

    HTTP_PROXY, HTTPS_PROXY and ALL_PROXY name it, NO_PROXY tells where none is used.
    """
    told = getproxies()
    url = told.get(to.scheme) or told.get("all")
    if not url or any(_excepted(to, each.strip()) for each in told.get("no", "").split(",")):
        return None
    return address(url if "://" in url else f"http://{url}", "socks5", "socks5h")


def _excepted(to: Address, entry: str) -> bool:
    """Whether an entry of NO_PROXY means this address."""
    if not entry or entry == "*":
        return bool(entry)
    import httpx  # noqa: PLC0415 -- slow to import, and proxies are rare

    if "://" not in entry:
        whole = _ip(entry.partition("/")[0]) is not None or entry.lower() == "localhost"
        host = f"[{entry}]" if whole and ":" in entry else entry
        entry = f"all://{host}" if whole else f"all://*{host}"
    meant = httpx.URL(entry)
    host = meant.raw_host.decode("ascii")
    if meant.scheme not in {"all", to.scheme} or meant.port not in {None, to.port}:
        return False
    if not host.startswith("*"):
        return host in {"", to.host}
    ending = host[1:]
    below = ending if ending.startswith(".") else f".{ending}"
    return to.host == ending or to.host.endswith(below) or not ending


def _ip(host: str) -> bytes | None:
    """The bytes of a host that is told as an IP address."""
    try:
        return ipaddress.ip_address(host).packed
    except ValueError:
        return None


def opened(
    to: Address,
    proxy: Address | None,
    until: float,
    trust: Callable[[], ssl.SSLContext],
    *,
    private: bool = False,
    protocols: Sequence[str] = ("http/1.1",),
) -> Stream:
    """A connection on which requests to this address may be written.

    Unless it is `private`, a name must not lead to a private address; what a proxy is called is
    the matter of who names it. The service chooses one of the protocols to speak.
    """
    stream = Stream([proxy.place] if proxy else _places(to, private=private), until)
    try:
        if proxy is not None:
            if proxy.scheme == "https":
                stream.start_tls(trust(), proxy.host)
            if proxy.scheme.startswith("socks"):
                _through_socks(stream, to, proxy)
            elif to.scheme == "https":
                _through_http(stream, to, proxy)
        if to.scheme == "https":
            stream.start_tls(trust(), to.host, protocols)
    except BaseException:
        stream.close()
        raise
    return stream


def _places(to: Address, *, private: bool) -> list[tuple[str, int]]:
    """What a socket may connect to: looked up anew each time, as a name may come to lead elsewhere.

    What was looked at is what is connected to.
    """
    host, port = to.place
    if private or is_literal(host):
        return [to.place]
    try:
        found = addresses(host)
    except OSError as error:
        raise ConnectError(str(error)) from error
    problem = private_problem(host, found)
    if problem:
        raise ConnectError(problem)
    return [(each, port) for each in found]


def received(parser: h11.Connection, stream: Stream) -> object:
    """The next event that an answer brings."""
    while (event := parser.next_event()) is h11.NEED_DATA:
        data = stream.read()
        if not data and parser.their_state is h11.SEND_RESPONSE:
            raise h11.RemoteProtocolError(CLOSED)
        parser.receive_data(data)
    return event


def _through_http(stream: Stream, to: Address, proxy: Address) -> None:
    """Have an HTTP proxy connect (RFC 9110 9.3.6)."""
    target = replace(to, port=to.place[1]).netloc
    host = target.encode("ascii")
    headers = [(b"Host", host), (b"Accept", b"*/*"), *authorization(proxy)]
    parser = h11.Connection(h11.CLIENT)
    asked = parser.send(h11.Request(method="CONNECT", target=target, headers=headers))
    stream.write(asked or b"")
    parser.send(h11.EndOfMessage())
    while not isinstance(answer := received(parser, stream), h11.Response):
        continue
    if not 200 <= answer.status_code < 300:
        raise ConnectError(f"{answer.status_code} {answer.reason.decode('ascii', 'ignore')}")


def authorization(proxy: Address) -> list[tuple[bytes, bytes]]:
    """The header that tells an HTTP proxy who asks, if it wants to know."""
    return [(b"Proxy-Authorization", each) for each in proxy.basic]


def _through_socks(stream: Stream, to: Address, proxy: Address) -> None:
    """Have a SOCKS 5 proxy connect (RFC 1928, RFC 1929)."""
    way = 2 if proxy.user else 0
    stream.write(bytes([5, 1, way]))
    if _exactly(stream, 2) != bytes([5, way]):
        raise ConnectError("the SOCKS proxy wants other credentials")
    if proxy.user:
        stream.write(b"\1" + b"".join(bytes([len(each)]) + each for each in proxy.user))
        if _exactly(stream, 2)[1]:
            raise ConnectError("Invalid username/password")
    host, port = to.place
    ip = _ip(host)
    kind = b"\3" + bytes([len(host)]) if ip is None else b"\1" if len(ip) == 4 else b"\4"
    stream.write(b"\5\1\0" + kind + (ip or host.encode("ascii")) + port.to_bytes(2))
    _, reply, _, form = _exactly(stream, 4)
    if reply:
        raise ConnectError(f"Proxy Server could not connect: SOCKS reply {reply}.")
    _exactly(stream, {1: 4, 4: 16}.get(form) or _exactly(stream, 1)[0])
    _exactly(stream, 2)


def _exactly(stream: Stream, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = stream.read(size - len(data))
        if not more:
            raise NetworkError(CLOSED)
        data += more
    return data
