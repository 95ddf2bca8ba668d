"""Which hosts may be reached: this machine itself, and those that the configuration lists."""

import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Whether a host, a name or an address, is this machine itself (RFC 6761 section 6.3)."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


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
    scheme, _, rest = url.partition("://")
    place, slash, path = rest.partition("/")
    return f"{scheme}://{place.rpartition('@')[2]}{slash}{path}"
