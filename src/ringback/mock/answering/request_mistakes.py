"""What is wrong with a request, in one sentence, and what a service answers to that."""

import difflib
from dataclasses import dataclass
from urllib.parse import urlsplit

from ringback.contract import Contract, Refused, Unclear
from ringback.contract.explain import Violation
from ringback.exchange import Headers, Request, header_values
from ringback.mock.answering.credential_match import CredentialMatch, wanted_credentials
from ringback.operation import Operation

_UNPROCESSABLE = (422, 400)
_VERBS = ("must ", "needs ", "fits ", "is ")  # with which a message goes on behind a name


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """What a client did wrong: `sentence`, and the statuses that say so, the likeliest first.

    One `is_about_content` where the parameters or the body are wrong.
    """

    sentence: str
    statuses: tuple[int, ...]
    headers: Headers = ()
    is_about_content: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A request after a look at it: what it is about, what is wrong, what is unclear.

    `operation` is that of the path where the method is wrong; None where nothing is at the path.
    """

    operation: Operation | None = None
    mistake: Mistake | None = None
    doubts: tuple[str, ...] = ()


class RequestReview:
    """Looks at requests as a service does that goes by its description to the letter."""

    def __init__(self, contract: Contract, credentials: CredentialMatch) -> None:
        self._contract = contract
        self._credentials = credentials

    def of(self, request: Request) -> Reviewed:
        """The operation, then credentials, then parameters and body."""
        here = self._contract.operations_at(request.path)
        method = request.method.upper()
        operation = next((each for each in here if each.method == method), None)
        if operation is None:
            return self._nothing_there(request, here)
        if not self._credentials.fits(request, operation):
            return Reviewed(operation=operation, mistake=_without_credentials(request, operation))
        found = self._contract.admission(request, operation)
        if isinstance(found, Refused):
            mistake = _refused(operation, found.violations)
            return Reviewed(operation=operation, mistake=mistake, doubts=found.doubts)
        doubts = found.doubts if isinstance(found, Unclear) else ()
        return Reviewed(operation=operation, doubts=doubts)

    def _nothing_there(self, request: Request, here: list[Operation]) -> Reviewed:
        """No such path, or no such method there."""
        asked = f"{request.method} {request.path}"
        if here:
            methods = sorted({each.method for each in here})
            text = f"{asked}: the description has no {request.method} here: send {_or(methods)}"
            allow = (("allow", ", ".join(methods)),)
            mistake = Mistake(sentence=text, statuses=(405,), headers=allow)
            return Reviewed(operation=here[0], mistake=mistake)
        paths = {each.path for each in self._contract.operations}
        bases = {
            urlsplit(url).path.rstrip("/") for e in self._contract.operations for url in e.servers
        }
        path = next((request.path[len(b) :] for b in bases if request.path.startswith(f"{b}/")), "")
        near = difflib.get_close_matches(path, paths, 1, 0.5)
        hint = f": did you mean {near[0]}?" if near else ""
        text = f"{asked}: the description has no such path{hint}"
        return Reviewed(mistake=Mistake(sentence=text, statuses=(404,)))


def with_subject(subject: str, message: str) -> str:
    """A sentence about a place: some messages go on from it, others speak for themselves."""
    if not subject:
        return message
    return f"{subject} {message}" if message.startswith(_VERBS) else f"{subject}: {message}"


def named_operation(operation: Operation) -> str:
    """What a sentence calls an operation."""
    asked = f"{operation.method} {operation.path}"
    return asked if operation.id == asked else f"{operation.id} ({asked})"


def _without_credentials(request: Request, operation: Operation) -> Mistake:
    wanted = wanted_credentials(operation)
    given = header_values(request.headers, "authorization")
    what = "these credentials are not valid" if given else "the request has no credentials"
    text = f"{named_operation(operation)}: {what}: send {wanted}"
    return Mistake(sentence=text, statuses=(401, 403))


def _refused(operation: Operation, violations: tuple[Violation, ...]) -> Mistake:
    """The first objection, and how many there are besides."""
    first = violations[0]
    place = "" if first.parameter or not first.instance else f"the body at {first.instance}"
    more = f" (and {len(violations) - 1} more)" if len(violations) > 1 else ""
    said = with_subject(place, first.message)
    text = f"{named_operation(operation)}: {said}{more}"
    return Mistake(sentence=text, statuses=_statuses(first), is_about_content=True)


def _statuses(violation: Violation) -> tuple[int, ...]:
    """What services answer to such a mistake (RFC 9110 15.5), the likeliest first."""
    if violation.cause == "media type":
        return (415, *_UNPROCESSABLE)
    if violation.cause in {"not JSON", "malformed"}:
        return (400, 422)
    return _UNPROCESSABLE


def _or(names: list[str]) -> str:
    return " or ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
