"""request/…: what the description admits is accepted, what it refuses is refused."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, assert_never
from urllib.parse import parse_qsl, urlsplit

from ringback.checks.interface import INFRASTRUCTURE, Subject
from ringback.contract import Admitted, Contract, Refused, Unclear
from ringback.exchange import Response, header_values
from ringback.finding import Finding
from ringback.operation import Parameter
from ringback.payload import decode
from ringback.sampling.ordered_values import in_doubt
from ringback.wire.media_types import is_json
from ringback.wire.typed_texts import types_of

RULES = (
    "request/accepted-invalid",
    "request/wrong-refusal",
    "request/refused-valid",
    "request/unknown-accepted",
)
# The statuses that say "I don't understand this request" rather than "there is no such thing".
_MISUNDERSTOOD = frozenset({400, 415, 422})
# The statuses that say something of the state of a thing (RFC 9110 15.5, RFC 4918, RFC 6585).
_CONDITIONS = frozenset({412, 428})
_WHOLE = re.compile(r"-?[0-9]+")
_WIDEST = 2**63
_OF_STATES = frozenset({402, 403, 404, 409, 410, 412, 423, 424, 428, 429})


def check(subject: Subject) -> Iterator[Finding]:
    """Judge the status by the description's word on the bytes that were sent."""
    response = subject.exchange.response
    if response is None or response.status >= 500 or response.status in INFRASTRUCTURE:
        return
    if not subject.authenticated or not subject.described or not_acceptable(subject):
        return
    match subject.admission:
        case Refused():
            yield from _refused(subject, response, subject.admission)
        case Admitted():
            yield from _admitted(subject, response)
        case Unclear():
            return
        case _:
            assert_never(subject.admission)


def not_acceptable(subject: Subject) -> bool:
    """Whether the answer says that it has no form of those that were asked for (RFC 9110 15.5.7).

    A service need not have each of the described media types for each thing.
    """
    response = subject.exchange.response
    accepted = header_values(subject.exchange.request.headers, "accept")
    wants = any("*/*" not in each for each in accepted)
    return wants and response is not None and response.status == 406


def _refused(subject: Subject, response: Response, admission: Refused) -> Iterator[Finding]:
    """The description refuses the request: so must the service, in the documented way."""
    first = admission.violations[0]
    place = f"request {first.place}".rstrip()
    if response.succeeded:
        text = f"{place}: {first.message}, and yet the service accepted it ({response.status})"
        yield subject.finding(
            "request/accepted-invalid",
            text,
            instance=first.instance,
            schema=first.schema,
            cause=first.cause,
        )
        return
    documented = {int(each.status) for each in subject.operation.answers if each.status.isdigit()}
    expected = documented & _MISUNDERSTOOD
    if not expected or subject.strangers or admission.doubts or response.status in expected:
        return  # what is doubtful may be refused in another way
    documented_too = subject.operation.answer_for(response.status)
    if documented_too is None or response.status in _MISUNDERSTOOD:
        return  # told by schema/status, or documented by a range or by the default
    lost = subject.strangers is None and "{" in subject.operation.path
    if response.status == 404 and (first.parameter or lost):
        # A text that is no key finds nothing: so some frameworks read a parameter. And where
        # nobody knows whether the thing is there, it may be that which is told.
        return
    if response.status in _CONDITIONS:
        return  # whether the condition or the body is looked at first is the service's choice
    wanted = " or ".join(map(str, sorted(expected)))
    text = f"{place}: {first.message}; the answer must be {wanted}, not {response.status}"
    yield subject.finding(
        "request/wrong-refusal", text, schema=first.schema, cause=str(response.status)
    )


def _admitted(subject: Subject, response: Response) -> Iterator[Finding]:
    """The description admits the request: it is accepted, unless it names what isn't there."""
    strangers = subject.strangers
    if strangers and response.succeeded and not _may_be_empty(subject):
        text = "the request names something that the account does not have, and was accepted"
        yield subject.finding("request/unknown-accepted", f"{text} ({response.status})")
    documented = subject.operation.answer_for(404) is not None
    if subject.plainly_unknown and documented and response.status in _MISUNDERSTOOD:
        text = "the request is well formed and names what the account does not have: the answer"
        yield subject.finding(
            "request/wrong-refusal",
            f"{text} must be 404, not {response.status}",
            cause=f"{response.status} for 404",
        )
    if _undescribed_query(subject) or _by_state(subject, response.status):
        return
    if not subject.operation.has_success:
        return  # what is never granted is refused whatever is asked
    if response.status in _MISUNDERSTOOD and _by_values(subject):
        return
    # Of what a made-up key names, 400 may say that it is none: so some services read a key.
    lost = subject.operation.safe and "{" in subject.operation.path
    misunderstood = strangers is None and response.status in _MISUNDERSTOOD and not lost
    misunderstood = misunderstood or _unwelcome(subject, response.status)
    if misunderstood or (strangers is not None and not strangers and response.refused):
        yield subject.finding(
            "request/refused-valid",
            f"the description admits this request, and the service refused it ({response.status})",
            cause=str(response.status),
        )


def _by_values(subject: Subject) -> bool:
    """Whether a refusal may be for what no schema can say of the values that are given.

    Something ends before it begins, a day has passed, or a number is one that not every reader
    can hold (RFC 8259 6).
    """
    query: dict[str, Any] = {}
    for name, text in parse_qsl(urlsplit(subject.exchange.request.url).query):
        query[name] = int(text) if _WHOLE.fullmatch(text) else text
    body = decode(subject.exchange.request.body or b"").value
    order = [each.name for each in subject.operation.parameters]
    if in_doubt(query, order) or in_doubt(body, _described(subject)):
        return True
    return subject.by_time or _is_huge([query, body])


def _described(subject: Subject) -> list[str]:
    """The names of a body's members, in the order in which they are described."""
    body, schemas = subject.operation.body, subject.contract.requests
    described = body.media_types if body else ()
    pointers = [each.schema for each in described if each.schema and is_json(each.name)]
    return [*schemas.view(pointers[0]).properties] if pointers else []


def _is_huge(value: Any) -> bool:
    """Whether a whole number stands in a value that no 64 bits hold."""
    if isinstance(value, Mapping | list):
        return any(map(_is_huge, value.values() if isinstance(value, Mapping) else value))
    return isinstance(value, int) and not -_WIDEST <= value < _WIDEST


def _may_be_empty(subject: Subject) -> bool:
    """Whether what stands in a thing that is not there may be nothing: where no 404 is described.

    A thing itself that is not there is no thing, whatever is described.
    """
    operation = subject.operation
    inside = "{" in operation.path and not operation.path.rstrip("/").endswith("}")
    return operation.safe and inside and operation.answer_for(404) is None


def _unwelcome(subject: Subject, status: int) -> bool:
    """Whether valid credentials are called none: that hangs on no thing that a request names."""
    alternatives = subject.operation.security
    asks = bool(alternatives) and all(alternatives)
    return status == 401 and asks and subject.strangers is None and not subject.by_state


def _by_state(subject: Subject, status: int) -> bool:
    """Whether a refusal may be for a state that the run can't see, and is documented so."""
    documented = subject.operation.answer_for(status)
    return subject.by_state and status in _OF_STATES and documented is not None


def _undescribed_query(subject: Subject) -> bool:
    """Whether the query names a parameter that the description does not have.

    OpenAPI does not say what becomes of it: right services differ. Where a parameter's members are
    names of their own, the admission tells what may be one.
    """
    operation = subject.operation
    described = [each for each in operation.parameters if each.where in {"query", "querystring"}]
    if any(_spreads(each, subject.contract) for each in described):
        return False
    keys = (each for group in operation.security for each in group if each.where == "query")
    names = {each.name for each in described} | {each.name for each in keys}
    given = parse_qsl(urlsplit(subject.exchange.request.url).query, keep_blank_values=True)
    return any(name not in names for name, _ in given)


def _spreads(parameter: Parameter, contract: Contract) -> bool:
    """Whether the names of a parameter's members stand in the query, in place of its own."""
    if parameter.where == "querystring" or parameter.form.style == "deepObject":
        return True
    if parameter.schema is None or parameter.form.content or not parameter.form.explode:
        return False
    types = types_of([contract.view(parameter.schema)])
    return not types or "object" in types
