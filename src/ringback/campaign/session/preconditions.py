"""Before anything else: whether this is the place, and the credentials are taken at all."""

from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import urljoin, urlsplit

from ringback.campaign.access.credentials import barred, is_open, unsupported, used, value_for
from ringback.campaign.session.budget import Halt
from ringback.campaign.session.session import Session
from ringback.config import own_values
from ringback.exchange import Response, header_values
from ringback.generation.case import request_for
from ringback.operation import Operation

_FIRST = 5  # reads that say whether this is the place
_FEW = 3  # reads; fewer that are not found may just have nothing to tell
_REFUSED = frozenset({401, 403})
_MOVED = frozenset({301, 302, 303, 307, 308})
_WAYS = "--token-from-env NAME, --auth USER:PASSWORD or -H 'Name: value' give them"


def check_welcome(session: Session, operations: Sequence[Operation]) -> None:
    """Stop at once where the first reads are all refused, redirected or not found; raises Halt.

    As soon as one is answered in another way, the run is at the right place.
    """
    statuses: Counter[int] = Counter()
    moved = ""
    for operation in _first_reads(session, operations):
        values = {**session.values, **own_values(operation.id, session.values)}
        parameters = session.contract.configured(operation, values)
        response = session.send(request_for(operation, parameters), operation).response
        if response is None:
            return
        is_plain = operation.answer_for(response.status) is None or response.status in _REFUSED
        is_moved = response.status in _MOVED and operation.answer_for(response.status) is None
        if not is_moved and not (response.status in {*_REFUSED, 404} and is_plain):
            if response.status != 404:
                return
            continue
        statuses[response.status] += 1
        moved = moved or (_place(session, response) if is_moved else "")
    told = _refused(session, operations, statuses)
    if statuses and set(statuses) <= _MOVED:
        told = f"the target redirects every first request{moved}; give that as --target"
    if set(statuses) == {404}:
        told = _not_found(session, operations, statuses[404])
    if told:
        raise Halt(told)


def _first_reads(session: Session, operations: Sequence[Operation]) -> Iterator[Operation]:
    """Some reads for which all that they need is known, those with credentials first."""
    found = []
    for operation in operations:
        named = {each.name for each in operation.parameters if each.required}
        known = session.values.keys() | own_values(operation.id, session.values).keys()
        if operation.safe and not barred(operation) and named <= known:
            found.append(operation)
    yield from sorted(found, key=is_open)[:_FIRST]


def _refused(session: Session, operations: Sequence[Operation], statuses: Counter[int]) -> str:
    """What is said where every first read is refused; empty where that is not so."""
    if not statuses or not set(statuses) <= _REFUSED:
        return ""
    status = min(statuses)
    what = f"({status} to the first requests)"
    asking = [each for each in operations if not is_open(each)]
    if not asking and not session.headers:
        return f"the target asks for credentials {what}, which the description does not; {_WAYS}"
    schemes = [each for operation in asking for each in used(operation, session.values)]
    if session.headers or any(value_for(each, session.values) for each in schemes):
        return f"the target refuses the credentials {what}; are they right, and not run out?"
    names = ", ".join(dict.fromkeys(each.key for each in schemes if not unsupported(each)))
    named = f" for {names}" if names else ""
    return f"the target refuses the credentials {what}: none were given{named}; {_WAYS}"


def _not_found(session: Session, operations: Sequence[Operation], count: int) -> str:
    """What is said where no first read is found; empty where that may be the service's answer."""
    base = session.target.base_url
    if base is None:
        return ""
    here = urlsplit(base).path.rstrip("/")
    ends = dict.fromkeys(
        path
        for operation in operations
        for server in operation.servers
        if (path := urlsplit(server).path.rstrip("/"))
    )
    missing = [path for path in ends if not here.endswith(path)]
    if missing:
        there = urljoin(base, missing[0])
        return (
            f"every first request is answered with 404, and the description's server ends in "
            f"{missing[0]}, which the target does not; try --target {there}"
        )
    if count < _FEW:
        return ""
    return (
        f"every first request ({count}) is answered with 404; is {base} where this API is, and "
        "is there a path before its own?"
    )


def _place(session: Session, response: Response) -> str:
    """Where a redirect leads, its origin alone."""
    location = next(iter(header_values(response.headers, "location")), "")
    to = urlsplit(urljoin(session.target.base_url or "", location))
    return f" to {to.scheme}://{to.netloc}" if to.netloc and not to.username else ""
