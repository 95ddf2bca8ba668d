"""Which hosts may be reached: this machine itself, and those that the configuration lists.

Of these, names that lead to private addresses only where that is meant.
"""

import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

_PROXIES = frozenset({"http", "https", "socks5", "socks5h"})


def is_loopback(host: str) -> bool:
    """Whether a host, a name or an address, is this machine itself (RFC 6761 section 6.3)."""
    ip = _ip(host)
    return host.lower() == "localhost" or (ip is not None and ip.is_loopback)


def is_literal(host: str) -> bool:
    """Whether a host says by itself where it leads: an address, or this machine."""
    return is_loopback(host) or _ip(host) is not None


def addresses(host: str) -> list[str]:
    """The addresses that a name leads to; OSError where it leads nowhere."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


def private_problem(host: str, found: Iterable[str], target: str = "NAME") -> str | None:
    """Why a name may not be asked for that leads to these addresses; None where it may.

    None of them may be private: a name in public is nobody's word for a machine inside.
    """
    for each in found:
        ip = _ip(each.partition("%")[0])
        inner = getattr(ip, "ipv4_mapped", None) or ip
        if inner is None or not inner.is_global:
            return (
                f"{host} leads to {each}, a private address; "
                f"if that is meant, say private = true in [targets.{target}]"
            )
    return None


def way_problem(url: str, target: str = "NAME") -> str | None:
    """Why the host of a good URL may not be asked by its name; None where it may.

    What can't be looked up here is for whoever connects to tell: a proxy may know it.
    """
    host = urlsplit(url).hostname or ""
    if not host or is_literal(host):
        return None
    try:
        return private_problem(host, addresses(host), target)
    except OSError:
        return None


def _ip(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def address_problem(url: str) -> str | None:
    """What keeps a text from being a URL that may be asked for; None for a good one."""
    try:
        split = urlsplit(url)
        host, _ = split.hostname, split.port
    except ValueError as error:
        return f"is no URL ({error})"
    if split.scheme not in {"http", "https"} or not host:
        return "is no http or https URL"
    if split.username is not None:
        return "holds credentials; they belong in the environment"
    return None


def url_problem(url: str) -> str | None:
    """What keeps a text from being the URL of a target; None for a good one."""
    problem = address_problem(url)
    if problem:
        return problem
    split = urlsplit(url)
    if split.query or split.fragment:
        return "holds a query or a fragment; a target is where paths begin"
    return None


def proxy_problem(url: str) -> str | None:
    """What keeps a text from being the URL of a proxy; None for a good one."""
    try:
        split = urlsplit(url)
        host, _ = split.hostname, split.port
    except ValueError as error:
        return f"{without_credentials(url)} is no URL ({error})"
    if split.scheme not in _PROXIES or not host:
        return f"{without_credentials(url)} is no URL of http, https, socks5 or socks5h"
    if split.username is not None:
        shown = without_credentials(url)
        return f"{shown} holds credentials; they belong in HTTPS_PROXY and HTTP_PROXY"
    return None


def refusal(url: str, listed: Iterable[str], file: str) -> str | None:
    """Why a good URL of the command line may not be asked for; None where it may.

    `listed` are the hosts that the configuration in `file` allows besides loopback.
    """
    host = urlsplit(url).hostname or ""
    if is_loopback(host) or host.lower() in {each.lower() for each in listed}:
        return None
    return f'the host {host} is not allowed; loopback is: add hosts = ["{host}"] to {file}'


def without_credentials(url: str) -> str:
    """The URL as it may be shown: a password on the command line is not repeated."""
    scheme, mark, rest = url.partition("://")
    if not mark:
        return url.rpartition("@")[2]
    place, slash, path = rest.partition("/")
    return f"{scheme}://{place.rpartition('@')[2]}{slash}{path}"
