"""Recordings of what is not described: another host, or no operation of the description."""

import re

from ringback.contract import Contract
from ringback.recordings import Recording, Scope

_NAMED = re.compile(r"(?!v\d+$)[^/]*\d[^/]*|[^/]{24,}")  # a step of a path that is no plain word

NO_OPERATION = "recording/no-operation"
OTHER_HOST = "recording/other-host"


def out_of_scope(entry: Recording, contract: Contract, scope: Scope) -> tuple[str, str, str] | None:
    """The rule, the name and the sentence for a recording that is out of scope."""
    request = entry.exchange.request
    if not scope.holds(request.url):
        host = re.sub(r"^[a-z]+://|[/?#].*$", "", request.url, flags=re.IGNORECASE | re.DOTALL)
        text = f"{request.method} {host} is no host of the description; --host {host} adds it"
        return OTHER_HOST, host[:100], text
    if contract.operation_for(request) is not None:
        return None
    text = f"{request.method} {request.path} is no operation of the description"
    steps = ["*" if _NAMED.fullmatch(step) else step for step in request.path.split("/")]
    return NO_OPERATION, f"{request.method[:10]} {'/'.join(steps)[:100]}", text
