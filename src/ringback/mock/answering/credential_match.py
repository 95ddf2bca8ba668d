"""Whether a request carries what an operation's security asks for."""

import base64
from collections.abc import Mapping, Sequence

from ringback.campaign.access.credentials import TOKEN
from ringback.exchange import Request, header_values
from ringback.operation import Operation, Scheme

_HTTP_SCHEMES = frozenset({"", "basic", "bearer"})


class CredentialMatch:
    """Looks for credentials. `accounts` are the values of each account, by the schemes' names.

    The value `token` is good for every scheme without one of its own. A scheme that an account has
    no value for takes any credentials; so do all of them without accounts.
    """

    def __init__(self, accounts: Sequence[Mapping[str, str]] = ()) -> None:
        self._accounts = accounts or ({},)

    def fits(self, request: Request, operation: Operation) -> bool:
        """Whether one alternative of the operation's security is met by the request."""
        return not operation.security or any(
            all(_meets(request, scheme, values) for scheme in alternative)
            for alternative in operation.security
            for values in self._accounts
        )


def _meets(request: Request, scheme: Scheme, account: Mapping[str, str]) -> bool:
    if scheme.kind == "mutualTLS" or scheme.http_scheme not in _HTTP_SCHEMES:
        return True  # what is none of a request's texts, or hangs on an earlier answer
    values = _sent(request, scheme)
    wanted = account.get(scheme.key, account.get(TOKEN))
    if wanted is None:
        return any(values)
    if scheme.http_scheme == "basic":
        wanted = base64.b64encode(wanted.encode()).decode()
    return wanted in values


def _sent(request: Request, scheme: Scheme) -> list[str]:
    """What a request gives where the credentials of a scheme travel."""
    if scheme.kind == "apiKey":
        if scheme.where == "query":
            return request.query_values(scheme.name)
        if scheme.where == "cookie":
            cookies = "; ".join(header_values(request.headers, "cookie")).split("; ")
            pairs = [cookie.partition("=") for cookie in cookies]
            return [value for name, _, value in pairs if name == scheme.name]
        return header_values(request.headers, scheme.name)
    name = scheme.http_scheme or "bearer"
    told = (value.partition(" ") for value in header_values(request.headers, "authorization"))
    return [rest for first, _, rest in told if first.lower() == name]


def wanted_credentials(operation: Operation) -> str:
    """What an operation's security asks for, in words that follow `send`."""
    ways = [" and ".join(map(_way, each)) for each in operation.security if each]
    return " or ".join(dict.fromkeys(ways))


def _way(scheme: Scheme) -> str:
    if scheme.kind == "apiKey":
        where = "cookie" if scheme.where == "cookie" else scheme.where
        return f"the {where} {scheme.name}"
    name = (scheme.http_scheme or "bearer").capitalize()
    return f"Authorization: {name} … ({scheme.key})"
