"""What an exchange must hold to be surely fine, worked out once for all exchanges alike.

A plan says which schemas settle an exchange: where they admit its bodies, no check has anything
to object. For an exchange of which that can't be said there is no plan, and the checks decide.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ringback.checks.body import owed
from ringback.checks.delivery import UNSIZED, bodiless, names_length
from ringback.checks.interface import infrastructure
from ringback.checks.unjudged import Gaps, UnjudgedPart, gaps
from ringback.contract import Contract
from ringback.exchange import Headers, Request, header_values
from ringback.operation import Answer, Header, Operation, Parameter, TextForm
from ringback.recordings import Scope
from ringback.schema.keywords import is_annotation
from ringback.validate.fast.query_texts import given_texts, is_plain
from ringback.wire.body_reading import UTF_8
from ringback.wire.media_types import charset_of, essence_of, is_json, pick
from ringback.wire.typed_texts import types_of

_KEPT = 10_000  # places and plans that are remembered: a hostile log names any number
_PRIMITIVE = frozenset({"form", "simple"})  # styles that write a text as it is

# The request's Content-Type as it stands (None where there is none) and whether it has a body, the
# same of the answer, and whether the answer's headers were kept.
Typed = tuple[str | None, bool, str | None, bool, bool]
# What exchanges have in common that are settled alike, the operation's id and the status above all.
# A tuple, as one is made each time.
Kind = tuple[str, int, Typed]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # one a kind, told apart by itself
class JudgingPlan:
    """The schemas that settle an exchange, as JSON Pointers; None where none is asked of a body.

    `media_type` is that of the answer; `parameters` and `headers` are those to be looked at, and
    where it is `unsized`, that no length is among the headers. Of a request that was refused
    nothing is asked: it may well be wrong. `gaps` are what no check could judge.

    `names` are those of the parameters where each is a text of the query and any text will do,
    `needed` those that must be there: then no value has to be looked at. Names that a query may
    have to spell in another way are not among them.
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
    names: frozenset[str] = frozenset()
    needed: frozenset[str] = frozenset()


class Plans:
    """The plans of a contract, made as they are needed."""

    def __init__(self, contract: Contract, scope: Scope) -> None:
        self._contract = contract
        self._scope = scope
        self._places: dict[tuple[str, str], Operation | None] = {}
        self._plans: dict[Kind, JudgingPlan | None] = {}
        self._flat: dict[str, bool] = {}

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
        in_path = [each for each in operation.parameters if each.where == "path"]
        fine = self._contract.parameters_fine(request, operation, in_path)
        return operation if fine else None

    def plan(self, kind: Kind) -> JudgingPlan | None:
        """The plan of a kind of exchange; None where the checks must look."""
        try:
            return self._plans[kind]
        except KeyError:
            pass
        if len(self._plans) >= _KEPT:
            self._plans.clear()
        found = self._plans[kind] = self._made(kind)
        return found

    def _made(self, kind: Kind) -> JudgingPlan | None:
        name, status, (asked_as, asks, answered_as, answers, kept) = kind
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
        parameters = () if 400 <= status < 500 else _beside_path(operation)
        loose = all(map(self._is_any_text, parameters))
        return JudgingPlan(
            operation=operation,
            status=status,
            media_type=_bare(answered_as),
            asked=asked or None,
            answered=answered or None,
            parameters=parameters,
            names=frozenset(each.name for each in parameters if loose and is_plain(each.name)),
            needed=frozenset(each.name for each in parameters if loose and each.required),
            headers=answer.headers if kept else (),
            unsized=status in UNSIZED,
            gaps=gaps(
                operation,
                status,
                UnjudgedPart(content_type=asked_as, there=asks),
                UnjudgedPart(content_type=answered_as, there=answers, typed=kept),
            ),
        )

    def parameters_fine(self, plan: JudgingPlan, query: str, headers: Any) -> bool:
        """Whether the parameters of a request are surely fine, each given once or left out.

        `headers` are a mapping or pairs, as they stand.
        """
        if plan.names and _has_any_text(plan, query):
            return True
        given = given_texts(query)
        unsure = [
            each
            for each in plan.parameters
            if given is None or not self._fine(each, given, headers)
        ]
        if not unsure:
            return True
        request = Request(method=plan.operation.method, url=f"/?{query}", headers=pairs(headers))
        return self._contract.parameters_fine(request, plan.operation, unsure)

    def _fine(self, parameter: Parameter, given: Mapping[str, str], headers: Any) -> bool:
        """Whether a parameter is surely left out as it may be, or the text that is described."""
        match parameter.where:
            case "query":
                text = given.get(parameter.name)
            case "header":
                text = _first(headers, parameter.name)
            case "cookie":
                text = _first(headers, "cookie")
            case _:
                return False
        if not self._is_text(parameter.schema, parameter.form):
            return not given and text is None and not parameter.required
        if text is None:
            return not parameter.required
        return parameter.where != "cookie" and self._admits(parameter.schema, text)

    def _is_any_text(self, parameter: Parameter) -> bool:
        """Whether any text of the query is a value of the parameter."""
        raw = self._contract.view(parameter.schema).raw if parameter.schema else {}
        telling = {keyword for keyword in raw if not is_annotation(keyword)}
        text = parameter.schema is None or (telling == {"type"} and raw["type"] == "string")
        plain = parameter.form.style in _PRIMITIVE and not parameter.form.content
        return parameter.where == "query" and text and plain

    def _is_text(self, schema: str | None, form: TextForm) -> bool:
        """Whether values of a schema are no lists or objects, written as they are, and told all."""
        if form.content or form.style not in _PRIMITIVE:
            return False
        if schema is None:
            return True
        if schema not in self._flat:
            types = types_of([self._contract.view(schema)])
            weak = self._contract.schemas.is_weak(schema)
            self._flat[schema] = not weak and not types & {"array", "object"}
        return self._flat[schema]

    def _admits(self, schema: str | None, text: str) -> bool:
        return schema is None or self._contract.schemas.admits(schema, text)

    def headers_fine(self, plan: JudgingPlan, headers: Any) -> bool:
        """Whether an answer has the headers that it must have, as they are described, and no other.

        That is one that tells the length of a body where there may be none.
        """
        if plan.unsized and names_length(pairs(headers)):
            return False
        return all(self._header_fine(each, headers) for each in plan.headers)

    def _header_fine(self, header: Header, headers: Any) -> bool:
        texts = header_values(pairs(headers), header.name)
        alone = len(texts) == 1 and self._is_text(header.schema, header.form)
        if alone and self._admits(header.schema, texts[0].strip(" \t")):
            return True
        return self._contract.header(header, pairs(headers)).fine


def pairs(headers: Any) -> Headers:
    """Headers, a mapping or pairs, as pairs."""
    if not headers:
        return ()
    return tuple(headers.items()) if isinstance(headers, dict) else tuple(headers)


def _first(headers: Any, name: str) -> str | None:
    return next(iter(header_values(pairs(headers), name)), None)


def _beside_path(operation: Operation) -> tuple[Parameter, ...]:
    return tuple(each for each in operation.parameters if each.where != "path")


def _answered(answer: Answer, value: str | None, *, answers: bool) -> str | None:
    """The schema of the answer's body, empty for none; None where the checks must look."""
    name = _bare(value)
    if not answers:
        return "" if owed(answer, value) is None else None
    media_type = pick(answer.media_types, value or "application/json")
    if not answer.media_types:
        return ""
    if media_type is None or not name:
        return None
    if not media_type.has_schema:
        return ""
    return media_type.schema if is_json(name) else None


def _asked(operation: Operation, value: str | None, *, asks: bool) -> str | None:
    """The schema of the request's body, empty for none; None where the checks must look."""
    body = operation.body
    if body is None:
        return ""
    if not asks:
        return None if body.required else ""
    name = _bare(value)
    if not name:
        return None  # right servers differ on it
    media_type = pick(body.media_types, value or "")
    if media_type is None:
        return None
    if not media_type.has_schema:
        return ""
    sure = is_json(name) and charset_of(value or "") in UTF_8
    return media_type.schema if sure else None


def _bare(value: str | None) -> str:
    return essence_of(value or "")


def _has_any_text(plan: JudgingPlan, query: str) -> bool:
    """Whether a query has all names that it needs, none but known ones, and none of them twice."""
    names = [part.partition("=")[0] for part in query.split("&")] if query else []
    known = {*names}
    return plan.needed <= known <= plan.names and len(known) == len(names)
