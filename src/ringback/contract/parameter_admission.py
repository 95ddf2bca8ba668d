"""What a description has to object to in parameters and headers, and what it leaves open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from ringback.contract.explain import Violation
from ringback.contract.operation_matching import path_texts
from ringback.contract.schemas import Schemas
from ringback.exchange import Headers, Request
from ringback.operation import Header, Operation, Parameter
from ringback.schema.directions import unsent_places
from ringback.wire.parameter_reading import ParameterReader, ParameterReading, ParameterValue
from ringback.wire.sent import Sent

_VERBS = ("must ", "needs ", "fits ", "is ")  # with which a sentence goes on behind a name
NULL = 'gives null where "nullable" stands without effect, and is meant by many'
WEAK = "goes by a schema out of which a part is left"
# What is said of an object or a list whatever its parts are.
_OF_THE_WHOLE = ("required", "additionalProperties", "minItems", "maxItems", "min", "max", "type")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What is surely wrong, and what right readers differ on; nothing where all is fine."""

    violations: tuple[Violation, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def fine(self) -> bool:
        """Whether there is nothing to object to, and no doubt."""
        return not self.violations and not self.doubts


def judged_parameters(
    request: Request, operation: Operation, parameters: Iterable[Parameter], schemas: Schemas
) -> Judged:
    """What there is to say of some parameters of a request, one after the other."""
    sent = sent_by(request, operation)
    found = [
        _judged(each, _beside(sent, operation, each), schemas, named(each)) for each in parameters
    ]
    return Judged(
        violations=tuple(violation for each in found for violation in each.violations),
        doubts=tuple(dict.fromkeys(doubt for each in found for doubt in each.doubts)),
    )


def configured(parameter: Parameter, text: str, schemas: Schemas) -> Any:
    """The value that a text stands for: lists and objects are given as they travel."""
    return _reader(parameter, schemas).configured(text)


def judged_header(header: Header, headers: Headers, schemas: Schemas) -> Judged:
    """What there is to say of a header of an answer."""
    parameter, text = header.as_parameter(), f"the header {header.name}"
    if header.name.lower() != "set-cookie":
        return _judged(parameter, Sent(headers=headers), schemas, text)
    # Its lines are never joined (RFC 9110 5.3), and any of them may be the one that is described.
    lines = [pair for pair in headers if pair[0].lower() == "set-cookie"]
    alone = [_judged(parameter, Sent(headers=(pair,)), schemas, text) for pair in lines]
    fine = next((each for each in alone if each.fine), None)
    return fine or next(iter(alone), _judged(parameter, Sent(), schemas, text))


def sent_by(request: Request, operation: Operation) -> Sent:
    """What a request holds where parameters travel."""
    path = path_texts(operation, request) if "{" in operation.path else {}
    return Sent(query=urlsplit(request.url).query, path=path, headers=request.headers)


def _reader(parameter: Parameter, schemas: Schemas) -> ParameterReader:
    view = schemas.view(parameter.schema) if parameter.schema else None
    return ParameterReader(parameter, view, schemas.admits)


def _beside(sent: Sent, operation: Operation, parameter: Parameter) -> Sent:
    """The same, with the names that belong to other parameters of the query."""
    if parameter.where != "query":
        return sent
    names = {each.name for each in operation.parameters if each.where == "query"}
    keys = {each.name for group in operation.security for each in group if each.where == "query"}
    return replace(sent, others=frozenset((names | keys) - {parameter.name}))


def named(parameter: Parameter) -> str:
    """What a sentence calls a parameter."""
    return f'the {parameter.where} parameter "{parameter.name}"'


def _judged(parameter: Parameter, sent: Sent, schemas: Schemas, text: str) -> Judged:
    readings = _reader(parameter, schemas).readings(sent)
    judge = _Judge(parameter, schemas, text)
    if not readings:
        return judge.absent()
    found = [judge.reading(each) for each in readings]
    best = next((each for each in found if each.fine), None)
    best = best or next((each for each in found if not each.violations), None)
    # What no shape takes is told of the one that it is nearest to.
    return best or min(found, key=lambda each: len(each.violations))


class _Judge:
    """Puts readings of one parameter to the validator."""

    def __init__(self, parameter: Parameter, schemas: Schemas, text: str) -> None:
        self._parameter = parameter
        self._schemas = schemas
        self._text = text

    def absent(self) -> Judged:
        """A parameter that was not sent; an exploded object without members leaves no trace."""
        parameter = self._parameter
        if not parameter.required:
            return Judged()
        spread = parameter.form.explode and parameter.form.style in {"form", "deepObject", "cookie"}
        types = self._schemas.view(parameter.schema).types if parameter.schema and spread else ()
        if parameter.schema and "object" in types and self._schemas.admits(parameter.schema, {}):
            return Judged(doubts=(f"{self._text} may be an object without members",))
        missing = Violation(
            message=f"{self._text} is missing",
            instance="",
            schema=parameter.pointer,
            cause=f"required {'cookie ' if parameter.where == 'cookie' else ''}{parameter.name}",
            parameter=parameter.name,
        )
        return Judged(violations=(missing,))

    def reading(self, reading: ParameterReading) -> Judged:
        """The word on a text that may be read in several ways: certain where all agree."""
        if reading.undefined:
            return Judged(doubts=(f"{self._text} {reading.undefined}",))
        found = [self._value(each) for each in reading.values]
        first = found[0]
        if all(each.violations for each in found):
            if any(self._value(each).fine for each in reading.excuses):
                return Judged(doubts=(f"{self._text} may hold the delimiter in an item",))
            return first
        if all(each.fine for each in found):
            return first
        doubts = dict.fromkeys(doubt for each in found for doubt in each.doubts)
        different = f"{self._text} is read in different ways by right readers"
        return Judged(doubts=tuple(doubts) or (different,))

    def _value(self, read: ParameterValue) -> Judged:
        """The word on one reading."""
        doubts = [f"{self._text} {read.doubt}"] if read.doubt else []
        doubts += [self._at(place, why) for place, why in read.doubts.items()]
        schema = self._parameter.schema or self._parameter.pointer
        if read.wrong:
            wrong = self._violation(
                Violation(message=read.wrong, instance="", schema=schema, cause="form")
            )
            return Judged(violations=(wrong,), doubts=tuple(doubts))
        doubts += self._unsent(read.value)
        if not self._parameter.schema or self._schemas.admits(schema, read.value):
            if self._schemas.is_weak(schema):
                doubts.append(f"{self._text} {WEAK}")
            return Judged(doubts=tuple(doubts))
        if self._schemas.admits_leniently(schema, read.value):
            doubts.append(f"{self._text} spells a uuid in a way that many services read")
            return Judged(doubts=tuple(doubts))
        if self._schemas.admits_nulls(schema, read.value):
            return Judged(doubts=(*doubts, f"{self._text} {NULL}"))
        if self._parameter.form.allow_empty and read.value == "":
            doubts.append(f"{self._text} is empty, as it may be in place of none")
            return Judged(doubts=tuple(doubts))
        certain = []
        unsure = {**read.open, **read.doubts}
        for violation in self._schemas.violations(schema, read.value):
            why = _hidden(violation, unsure)
            if why is None:
                certain.append(self._violation(violation))
            else:
                doubts.append(self._at(violation.instance, why))
        return Judged(violations=tuple(certain), doubts=tuple(dict.fromkeys(doubts)))

    def _unsent(self, value: Any) -> list[str]:
        """What is said of members that ought not to travel: they are passed over, or refused."""
        document, schema = self._schemas.document, self._parameter.schema
        if not schema or not document.unsent:
            return []
        places = unsent_places(document.schema(schema), value, document.unsent)
        return [self._at(place, f"is {document.unsent}") for place in places]

    def _at(self, place: str, text: str) -> str:
        return f"{self._text} at {place} {text}" if place else f"{self._text} {text}"

    def _violation(self, violation: Violation) -> Violation:
        subject = self._at(violation.instance, "").rstrip()
        between = " " if violation.message.startswith(_VERBS) else ": "
        message = f"{subject}{between}{violation.message}"
        return replace(violation, message=message, parameter=self._parameter.name)


def _hidden(violation: Violation, unsure: Mapping[str, str]) -> str | None:
    """Why an objection may be none: it is about a part that is read in different ways."""
    if not violation.decided:
        return violation.message
    for place, why in unsure.items():
        within = f"{violation.instance}/".startswith(f"{place}/")
        around = place.startswith(f"{violation.instance}/")
        if within or (around and not violation.cause.startswith(_OF_THE_WHOLE)):
            return why
    return None
