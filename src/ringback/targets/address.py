"""Where a request goes: the parts of its URL, as httpx reads them."""

import base64
import re
from collections.abc import Collection
from dataclasses import dataclass

_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_SAFE = r"[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2}"
_PLAIN = re.compile(
    rf"(https?)://({_OCTET}(?:\.{_OCTET}){{3}}|[0-9.-]*[a-z][a-z0-9.-]*)(?::([0-9]{{1,5}}))?"
    rf"((?:/(?:{_SAFE})*)?)((?:\?(?:{_SAFE}|[?\[\]])*)?)"
)
_PORTS = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}
_LONGEST = 65536  # what httpx takes for a URL


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """The parts of a URL; `port` is None where it is the scheme's own."""

    scheme: str
    host: str
    port: int | None = None
    target: str = "/"
    user: tuple[bytes, bytes] | None = None

    @property
    def origin(self) -> tuple[str, str, int | None]:
        """What two addresses share that one connection serves."""
        return self.scheme, self.host, self.port

    @property
    def place(self) -> tuple[str, int]:
        """What a socket connects to."""
        return self.host, self.port or _PORTS[self.scheme]

    @property
    def basic(self) -> list[bytes]:
        """The Basic credentials of its userinfo, if it has one (RFC 7617)."""
        return [] if self.user is None else [b"Basic " + base64.b64encode(b":".join(self.user))]

    @property
    def netloc(self) -> str:
        """The host, in brackets where it is of IPv6, with the port if it is told."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port is None else f"{host}:{self.port}"


def address(url: str, *more: str) -> Address:
    """The address that a URL names; httpx.InvalidURL or ValueError for none.

    Its scheme is http, https or one of `more`.
    """
    plain = _PLAIN.fullmatch(url)
    if plain is None or "/." in url or len(url) > _LONGEST:
        return _by_httpx(url, {"http", "https", *more})
    scheme, host, number, path, query = plain.groups()
    port = int(number) if number else None
    if port == _PORTS[scheme]:
        port = None
    return Address(scheme=scheme, host=host, port=port, target=(path or "/") + query)


def _by_httpx(text: str, schemes: Collection[str]) -> Address:
    """What needs escapes, another spelling or a refusal is httpx's to read."""
    import httpx  # noqa: PLC0415 -- slow to import, and most URLs are plain

    url = httpx.URL(text)
    if not url.raw_host:
        raise ValueError("Request URL is missing an 'http://' or 'https://' protocol.")
    if url.scheme not in schemes:
        raise ValueError(f"Request URL has an unsupported protocol '{url.scheme}://'.")
    user = url.username.encode(), url.password.encode()
    return Address(
        scheme=url.scheme,
        host=url.raw_host.decode("ascii"),
        port=url.port,
        target=url.raw_path.decode("ascii"),
        user=user if any(user) else None,
    )
