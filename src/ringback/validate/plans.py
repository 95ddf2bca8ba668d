"""What an exchange must hold to be surely fine, worked out once for all exchanges alike.

A plan says which schemas settle an exchange: where they admit its bodies, no check has anything
to object. For an exchange of which that can't be said there is no plan, and the checks decide.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from ringback.checks.body import owed
from ringback.checks.delivery import UNSIZED, bodiless, names_length
from ringback.checks.headers import fits
from ringback.checks.interface import infrastructure
from ringback.checks.unjudged import Gaps, Part, gaps
from ringback.contract import Contract
from ringback.contract.admission import JSON_CHARSETS, charset_of, is_json, pick
from ringback.exchange import Headers, Request, header_values
from ringback.operation import Answer, Header, Operation, Parameter
from ringback.recordings import Scope

_KEPT = 10_000  # places and plans that are remembered: a hostile log names any number
_ELSEWHERE = frozenset({"path", "cookie"})
_ASCII = {spelt: chr(code) for code in range(128) for spelt in (f"{code:02x}", f"{code:02X}")}

# What exchanges have in common that are settled alike: the operation's id, the status, the
# request's Content-Type as it stands (None where there is none) and whether it has a body, the
# same of the answer, and whether the answer's headers were kept. A tuple, as one is made each time.
Kind = tuple[str, int, str | None, bool, str | None, bool, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The schemas that settle an exchange, as JSON Pointers; None where none is asked of a body.

    `media_type` is that of the answer; `parameters` and `headers` are those to be looked at, and
    where it is `unsized`, that no length is among the headers. Of a request that was refused
    nothing is asked: it may well be wrong. `gaps` are what no check could judge.
    """

    operation: Operation
    status: int
    media_type: str
    asked: str | None
    answered: str | None
    parameters: tuple[Parameter, ...]
    headers: tuple[Header, ...]
    unsized: bool
    gaps: Gaps


class Plans:
    """The plans of a contract, made as they are needed."""

    def __init__(self, contract: Contract, scope: Scope) -> None:
        self._contract = contract
        self._scope = scope
        self._places: dict[tuple[str, str], Operation | None] = {}
        self._plans: dict[Kind, Plan | None] = {}

    def operation(self, method: str, place: str) -> Operation | None:
        """The operation of a URL without its query, if its path parameters are fine as well."""
        key = (method, place)
        try:
            return self._places[key]
        except KeyError:
            pass
        if len(self._places) >= _KEPT:
            self._places.clear()
        found = self._places[key] = self._operation(method, place)
        return found

    def _operation(self, method: str, place: str) -> Operation | None:
        request = Request(method=method, url=place)
        if "#" in place or not self._scope.holds(place):
            return None
        operation = self._contract.operation_for(request)
        if operation is None:
            return None
        elsewhere = [each for each in operation.parameters if each.where in _ELSEWHERE]
        fine = self._contract.parameters_fine(request, operation, elsewhere)
        return operation if fine else None

    def plan(self, kind: Kind) -> Plan | None:
        """The plan of a kind of exchange; None where the checks must look."""
        try:
            return self._plans[kind]
        except KeyError:
            pass
        if len(self._plans) >= _KEPT:
            self._plans.clear()
        found = self._plans[kind] = self._made(kind)
        return found

    def _made(self, kind: Kind) -> Plan | None:
        name, status, asked_as, asks, answered_as, answers, kept = kind
        operation = self._contract.operation(name)
        answer = operation.answer_for(status)
        if status >= 500 or status == 405 or answer is None or infrastructure(operation, status):
            return None
        if bodiless(operation.method, status):
            answered = None if answers else ""
        else:
            answered = _answered(answer, answered_as, answers=answers)
        asked = "" if 400 <= status < 500 else _asked(operation, asked_as, asks=asks)
        if answered is None or asked is None:
            return None
        return Plan(
            operation=operation,
            status=status,
            media_type=_bare(answered_as),
            asked=asked or None,
            answered=answered or None,
            parameters=() if 400 <= status < 500 else _looked_at(operation),
            headers=answer.headers if kept else (),
            unsized=status in UNSIZED,
            gaps=gaps(
                operation,
                status,
                Part(content_type=asked_as, there=asks),
                Part(content_type=answered_as, there=answers, typed=kept),
            ),
        )

    def parameters_fine(self, plan: Plan, query: str, headers: Any) -> bool:
        """Whether the parameters of a request are surely fine, each given once or left out.

        `headers` are a mapping or pairs, as they stand.
        """
        given = _given(query)
        if given is None:
            return False
        for parameter in plan.parameters:
            if parameter.where == "query":
                text = given.get(parameter.name)
            else:
                text = _first(headers, parameter.name)
            if text is None:
                if parameter.required:
                    return False
            elif parameter.schema and not self._contract.schemas.admits(parameter.schema, text):
                return False
        return True

    def headers_fine(self, plan: Plan, headers: Any) -> bool:
        """Whether an answer has the headers that it must have, as they are described, and no other.

        That is one that tells the length of a body where there may be none.
        """
        if plan.unsized and names_length(pairs(headers)):
            return False
        for each in plan.headers:
            text = _first(headers, each.name)
            if text is None:
                if each.required:
                    return False
            elif each.schema and not fits(self._contract.schemas, each.schema, text):
                return False
        return True


def pairs(headers: Any) -> Headers:
    """Headers, a mapping or pairs, as pairs."""
    if not headers:
        return ()
    return tuple(headers.items()) if isinstance(headers, dict) else tuple(headers)


def _first(headers: Any, name: str) -> str | None:
    return next(iter(header_values(pairs(headers), name)), None)


def _looked_at(operation: Operation) -> tuple[Parameter, ...]:
    return tuple(each for each in operation.parameters if each.where not in _ELSEWHERE)


def _answered(answer: Answer, value: str | None, *, answers: bool) -> str | None:
    """The schema of the answer's body, empty for none; None where the checks must look."""
    name = _bare(value)
    if not answers:
        return "" if owed(answer, name or None) is None else None
    media_type = pick(answer.media_types, name)
    if not answer.media_types:
        return ""
    if media_type is None or not name:
        return None
    return (media_type.schema or "") if is_json(name) else ""


def _asked(operation: Operation, value: str | None, *, asks: bool) -> str | None:
    """The schema of the request's body, empty for none; None where the checks must look."""
    body = operation.body
    if body is None:
        return ""
    if not asks:
        return None if body.required else ""
    name = _bare(value)
    if not name:
        return None
    media_type = pick(body.media_types, name)
    if media_type is None:
        return None
    if media_type.schema is None or not is_json(media_type.name):
        return ""
    return media_type.schema if charset_of(value or "") in JSON_CHARSETS else None


def _bare(value: str | None) -> str:
    return (value or "").split(";", 1)[0].strip().lower()


def unquoted(text: str) -> str:
    """A text of a query as it was meant; quick where nothing but ASCII is escaped."""
    first, *coded = text.replace("+", " ").split("%")
    try:
        return first + "".join([_ASCII[each[:2]] + each[2:] for each in coded])
    except KeyError:
        return unquote_plus(text)


def _given(query: str) -> dict[str, str] | None:
    """The query's names and texts; None where one comes twice, or is spelt in a way of its own."""
    given: dict[str, str] = {}
    parts: Iterable[str] = query.split("&") if query else ()
    for part in parts:
        name, _, text = part.partition("=")
        if "%" in part or "+" in part:
            name = unquote_plus(name) if "%" in name or "+" in name else name
            text = unquoted(text)
        if name in given or "[" in name:
            return None
        given[name] = text
    return given
