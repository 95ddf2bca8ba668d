"""Addresses of machines: where those of somebody stand, and which are nobody's."""

import re
from collections.abc import Iterator
from ipaddress import AddressValueError, IPv4Address, IPv6Address, ip_address

_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_V4 = re.compile(rf"(?<![\w.+=/-])(?:{_OCTET}\.){{3}}{_OCTET}(?![\w/-]|\.\w)")
# Where an address stands for sure: behind a sign of equality, in a URL, as a subnet.
_V4_SURE = re.compile(rf"(?<=[=/])(?<![\w.)]/)(?:{_OCTET}\.){{3}}{_OCTET}(?![\w-]|\.\w|/\d)")
_V6 = re.compile(r"(?<![\w:.])[23][0-9A-Fa-f]{0,3}:[0-9A-Fa-f:]{2,39}(?![\w:])")
_VERSION = re.compile(
    r"(?i:\b(?:v|ver|version|release|build|firmware|update[sd]?(?: to)?|rev|sdk|app|os|"
    r"section|chapter|clause|driver)\.?[ :=v]{0,3})$"
)
_BEFORE = 24
_SMALL = 10  # four numbers below it are more often a version's
_RESOLVERS = frozenset(
    {"8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1", "9.9.9.9", "149.112.112.112", "208.67.222.222"}
)
_BENCHMARKS = int(IPv4Address("198.18.0.0"))  # RFC 2544: 131 072 addresses that nobody has
_BLOCKS = ("192.0.2", "198.51.100", "203.0.113")  # RFC 5737


def addresses(text: str, *, named: bool) -> Iterator[tuple[int, int]]:
    """Where public addresses stand; `named` says that the text's name is that of an address."""
    if text.count(".") >= 3:
        for pattern in (_V4, _V4_SURE):
            for found in pattern.finditer(text):
                if _is_somebodys(found[0]) and (named or not _is_version(text, found)):
                    yield found.span()
    if text.count(":") >= 2:
        for found in _V6.finditer(text):
            bare = found[0].rstrip(":") if not found[0].endswith("::") else found[0]
            if _is_somebodys(bare):
                yield found.start(), found.start() + len(bare)


def _is_version(text: str, found: re.Match[str]) -> bool:
    if all(int(part) < _SMALL for part in found[0].split(".")):
        return True
    before = text[max(0, found.start() - _BEFORE) : found.start()]
    return _VERSION.search(before) is not None


def _is_somebodys(text: str) -> bool:
    """Whether it is an address of the public network that no document has for itself."""
    try:
        address = ip_address(text)
    except (AddressValueError, ValueError):
        return False
    return address.is_global and not address.is_multicast and text not in _RESOLVERS


def canonical_address(text: str) -> str:
    """An address in its one spelling; what is none as it is."""
    try:
        return str(ip_address(text))
    except ValueError:
        return text


def made_addresses(text: str, number: int) -> Iterator[str]:
    """Addresses of the same version that documentation and measurements have for themselves."""
    if ":" in text:
        high, low = divmod(number, 1 << 16)
        yield str(IPv6Address(f"2001:db8::{high:x}:{low:x}"))
        return
    block, last = divmod(number - 1, 254)
    if block < len(_BLOCKS):
        yield f"{_BLOCKS[block]}.{last + 1}"
    else:
        yield str(IPv4Address(_BENCHMARKS + number % (1 << 17)))
