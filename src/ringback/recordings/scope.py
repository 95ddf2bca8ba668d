"""Whose traffic an entry is: ours, by the host of its URL, or somebody else's."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from ringback.hosts import is_loopback

# A scheme and an authority, or an authority alone (RFC 3986 sections 4.1 and 4.2).
_ORIGIN = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//[^/?#]*")
_VARIABLE = re.compile(r"\{[^{}]*\}")
_ORIGINS = 4_096  # remembered at a time: a proxy's log names many, a hostile one any number


class Scope:
    """Tells the hosts that are ours: those of the servers, those named besides, and loopback.

    `servers` are the server URLs of a description, in which variables of any value may stand as
    `{name}`; `hosts` are names, with a port or without; neither port nor scheme is compared. Where
    no server names a host, every host is ours.
    """

    def __init__(self, servers: Iterable[str], hosts: Iterable[str] = ()) -> None:
        served = {_served(server) for server in servers} - {""}
        self._open = [_pattern(each) for each in served if "{" in each]
        self._everywhere = not served
        self._hosts = served | {_host(_authority(name)) for name in hosts}
        self._known: dict[str, bool] = {}

    def holds(self, url: str) -> bool:
        """Whether a URL is ours; one that names no host is."""
        found = None if self._everywhere else _ORIGIN.match(url)
        if found is None:
            return True
        origin = found[0]
        known = self._known.get(origin)
        if known is None:
            if len(self._known) >= _ORIGINS:
                self._known.clear()
            host = _host(origin)
            fitting = any(each.fullmatch(host) for each in self._open)
            known = self._known[origin] = fitting or host in self._hosts or is_loopback(host)
        return known


def _served(server: str) -> str:
    """The host of a server's URL, whose scheme may be a variable."""
    scheme, mark, rest = server.partition("://")
    return _host(f"//{rest}" if mark and "{" in scheme else server)


def _pattern(host: str) -> re.Pattern[str]:
    """What fits a host with variables, each of one label or more."""
    return re.compile("[^/?#@]+".join(re.escape(part) for part in _VARIABLE.split(host)))


def _host(url: str) -> str:
    """The host of a URL, lower case, without the dot of the root; empty where it names none."""
    try:
        return (urlsplit(url).hostname or "").removesuffix(".")
    except ValueError:
        return ""


def _authority(name: str) -> str:
    """A host's name as the beginning of a URL: an IPv6 address needs brackets there."""
    if "//" in name:
        return name
    bare = name.count(":") > 1 and not name.startswith("[")
    return f"//[{name}]" if bare else f"//{name}"
