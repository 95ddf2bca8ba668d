"""The way to a service: whom to trust, with which certificate, and through which proxy."""

import ssl
from dataclasses import dataclass
from pathlib import Path

from ringback.targets.address import Address, address
from ringback.targets.proxies import proxy_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """What a target says of the way to it; what it does not say, the environment does.

    `verify` is a CA bundle, or whether the usual ones are asked. `certificate` is the client's, and
    its key where that is a file of its own. Where it is `private`, a name may lead to a private
    address. With `http2` that is spoken where the service chooses it over TLS, and always without.
    """

    verify: Path | bool = True
    certificate: tuple[Path, ...] = ()
    proxy: str = ""
    private: bool = False
    http2: bool = False

    def trust(self) -> ssl.SSLContext:
        """A context for TLS; OSError where a file can't be used."""
        context = self._authorities()
        if self.certificate:
            own, key = self.certificate[0], self.certificate[-1]
            # A key behind a password would be asked for on the terminal, and nobody may be there.
            context.load_cert_chain(own, key, password=lambda: b"")
        return context

    def _authorities(self) -> ssl.SSLContext:
        if isinstance(self.verify, Path):
            return ssl.create_default_context(cafile=str(self.verify))
        if self.verify:
            import httpx  # noqa: PLC0415 -- slow to import, and many a service is without TLS

            return httpx.create_ssl_context()
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context

    def proxy_to(self, to: Address) -> Address | None:
        """The proxy on the way to an address; None for none."""
        return address(self.proxy, "socks5", "socks5h") if self.proxy else proxy_for(to)
