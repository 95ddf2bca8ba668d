"""Recordings of what is not described: another host, or no operation of the description."""

import re

from ringback.contract import Contract
from ringback.recordings import Recording, Scope

_NAMED = re.compile(r"(?!v\d+$)[^/]*\d[^/]*|[^/]{24,}")  # a step of a path that is no plain word

NO_OPERATION = "recording/no-operation"
LEFT_OUT = "recording/left-out"
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
    steps = ["*" if _NAMED.fullmatch(step) else step for step in request.path.split("/")]
    name = f"{request.method[:10]} {'/'.join(steps)[:100]}"
    if contract.is_left_out(request):
        text = f"{request.method} {request.path} is an operation that is left out"
        return LEFT_OUT, name, text
    text = f"{request.method} {request.path} is no operation of the description"
    return NO_OPERATION, name, text
