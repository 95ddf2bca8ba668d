"""Before anything else: whether this is the place, and the credentials are taken at all."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from ringback.campaign.access.credentials import barred, is_open, unsupported, used, value_for
from ringback.campaign.resource.binding import Binder
from ringback.campaign.session.budget import Halt
from ringback.campaign.session.session import Session
from ringback.exchange import Response, header_values, media_type_of
from ringback.generation.case import request_for
from ringback.operation import Operation
from ringback.payload import MISSING

_FIRST = 5  # reads that say whether this is the place
_FEW = 3  # reads; fewer that are not found may just have nothing to tell
_PAGE = "a page of HTML"
_REFUSED = frozenset({401, 403})
_MOVED = frozenset({301, 302, 303, 307, 308})
_WAYS = "--token-from-env NAME, --auth USER:PASSWORD or -H 'Name: value' give them"


def check_welcome(session: Session, operations: Sequence[Operation], binder: Binder) -> None:
    """Stop at once where the first reads all say that this is not the place; raises Halt.

    They are refused, redirected, not found, or answered by something else than the service. As soon
    as one is answered in another way, the run is at the right place.
    """
    statuses: Counter[int] = Counter()
    elsewhere: Counter[str] = Counter()
    moved = ""
    for operation, parameters in _first_reads(operations, binder):
        response = session.send(request_for(operation, parameters), operation).response
        if response is None:
            return
        standing = _standing_before(response, operation)
        if standing:
            elsewhere[standing] += 1
        elif _is_elsewhere(response, operation):
            statuses[response.status] += 1
            moved = moved or (_place(session, response) if response.status in _MOVED else "")
        elif response.status != 404:
            return
    told = (
        _not_the_service(session, elsewhere)
        if elsewhere
        else _refused(session, operations, statuses)
    )
    if set(statuses) and not elsewhere and set(statuses) <= _MOVED:
        told = f"the target redirects every first request{moved}; give that as --target"
    if set(statuses) == {404} and not elsewhere:
        told = _not_found(session, operations, statuses[404])
    if told:
        raise Halt(told)


def _not_the_service(session: Session, elsewhere: Counter[str]) -> str:
    """What is said where something else answers every first read; empty where it may be a fault."""
    if elsewhere.total() < _FEW and not any(_PAGE in each for each in elsewhere):
        return ""
    return (
        f"the target answers every first request with {' or '.join(elsewhere)}, as what stands "
        f"before a service does; is it up, and is {session.target.base_url} where this API is?"
    )


def _is_elsewhere(response: Response, operation: Operation) -> bool:
    """Whether an answer may say that nobody here knows the request, or who asks."""
    if response.status in _REFUSED:
        return True
    return response.status in {404, *_MOVED} and operation.answer_for(response.status) is None


def _standing_before(response: Response, operation: Operation) -> str:
    """What stands before a service, by an answer of which the description says nothing."""
    answer = operation.answer_for(response.status)
    if response.status >= 500:
        return "" if answer else str(response.status)
    described = {each.name for each in answer.media_types} if answer else set()
    is_page = response.succeeded and response.body.lstrip()[:1] == b"<"
    if not is_page or media_type_of(response.headers) != "text/html":
        return ""
    return "" if described & {"text/html", "text/*", "*/*"} else f"{_PAGE} ({response.status})"


def _first_reads(
    operations: Sequence[Operation], binder: Binder
) -> Iterator[tuple[Operation, dict[str, Any]]]:
    """Some reads for which all that they need is known, those with credentials first."""
    safe = [each for each in operations if each.safe and not barred(each)]
    known: list[tuple[Operation, dict[str, Any]]] = []
    for operation in safe:
        named = [each for each in operation.parameters if each.required]
        given = {each.name: binder.configured(operation, each) for each in named}
        if MISSING not in given.values():
            known.append((operation, given))
    yield from sorted(known, key=lambda each: is_open(each[0]))[:_FIRST]


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
