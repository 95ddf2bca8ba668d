"""Whether the description admits a request, decided on the bytes that are sent."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ringback.contract.explain import Violation
from ringback.contract.matching import path_values
from ringback.contract.schemas import Schemas
from ringback.exchange import Request, header_values, media_type_of
from ringback.finding import pointer
from ringback.operation import MediaType, Operation, Parameter
from ringback.payload import Flaw, FlawKind, decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """The description admits the request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The description refuses the request; the violations say why."""

    violations: tuple[Violation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """Right servers may differ on this request, so nothing is asked of them."""

    why: str


Admission = Admitted | Refused | Unclear
JSON_CHARSETS = frozenset({"", "utf-8", "utf8", "us-ascii"})


def admission(request: Request, operation: Operation, schemas: Schemas) -> Admission:
    """Judge a request by its bytes: every parameter, then the body."""
    doubts: list[str] = []
    violations: list[Violation] = []
    for parameter in operation.parameters:
        violations += _parameter(request, operation, parameter, schemas, doubts)
    if operation.body is not None:
        violations += _body(request, operation, schemas, doubts)
    if doubts:
        return Unclear(why=doubts[0])
    return Refused(violations=tuple(violations)) if violations else Admitted()


def parameters_fine(
    request: Request, operation: Operation, parameters: Iterable[Parameter], schemas: Schemas
) -> bool:
    """Whether these parameters of a request give nothing to object to, and no doubt."""
    doubts: list[str] = []
    objections = (_parameter(request, operation, each, schemas, doubts) for each in parameters)
    return not any(list(each) for each in objections) and not doubts


def _parameter(
    request: Request,
    operation: Operation,
    parameter: Parameter,
    schemas: Schemas,
    doubts: list[str],
) -> Iterator[Violation]:
    """The objections to one parameter, as it travels."""
    values = _values(request, operation, parameter)
    if values is None:
        return
    if not values:
        if any(name.startswith(f"{parameter.name}[") for name, _ in request.query):
            doubts.append(f'the parameter "{parameter.name}" is spelt in a way of its own')
        elif parameter.required:
            yield Violation(
                message=f'the {parameter.where} parameter "{parameter.name}" is missing',
                instance="",
                schema=parameter.pointer,
                cause=f"required {parameter.name}",
            )
        return
    if parameter.schema is None:
        return
    if len(values) > 1 and not schemas.admits(parameter.schema, values):
        doubts.append(f'the parameter "{parameter.name}" is given more than once')
        return
    if any(schemas.admits(parameter.schema, reading) for reading in _readings(values)):
        return
    for violation in _sure(schemas.violations(parameter.schema, values[0]), doubts):
        yield Violation(
            message=f'the {parameter.where} parameter "{parameter.name}" {violation.message}',
            instance="",
            schema=violation.schema,
            cause=violation.cause,
        )


def _values(request: Request, operation: Operation, parameter: Parameter) -> list[str] | None:
    """The texts that a request gives a parameter; None where that can't be told."""
    match parameter.where:
        case "query":
            return request.query_values(parameter.name)
        case "header":
            return header_values(request.headers, parameter.name)
        case "path":
            values = path_values(operation, request)
            return [values[parameter.name]] if parameter.name in values else []
        case _:
            return None


def _readings(values: list[str]) -> Iterator[Any]:
    """What a parameter's text may mean: itself, a list, or the scalar that it spells."""
    yield values[0]
    yield values
    yield values[0].split(",")
    if values[0] in {"true", "false"}:
        yield values[0] == "true"
    if values[0] == "null":
        yield None
    body = values[0].encode("utf-8", "replace")
    decoded = decode(body)
    if decoded.parsed and not decoded.flaws and not isinstance(decoded.value, str):
        yield decoded.value


def _body(
    request: Request, operation: Operation, schemas: Schemas, doubts: list[str]
) -> Iterator[Violation]:
    """The objections to the body: presence, media type, spelling, schema."""
    described = operation.body
    if described is None:
        return
    if not request.body:
        if described.required:
            yield _objection("the body is missing", described.pointer, "required body")
        return
    name = media_type_of(request.headers)
    if not name:
        doubts.append("the request has no Content-Type")
        return
    media_type = pick(described.media_types, name)
    if media_type is None:
        if name.endswith("+json") and any(is_json(each.name) for each in described.media_types):
            doubts.append(f"{name} may be read as JSON")
            return
        known = ", ".join(each.name for each in described.media_types)
        yield _objection(f"the body is {name}, not {known}", described.pointer, "media type")
        return
    if media_type.schema is None or not is_json(media_type.name):
        return
    charset = charset_of(header_values(request.headers, "content-type")[0])
    if charset in JSON_CHARSETS:
        yield from _json_body(request.body, media_type.schema, schemas, doubts)
    else:
        doubts.append(f"the body is said to be {charset}, which is not how JSON travels")


def charset_of(value: str) -> str:
    """The charset parameter of a Content-Type, lower case; JSON has none (RFC 8259 11)."""
    for part in value.split(";")[1:]:
        name, _, text = part.partition("=")
        if name.strip().lower() == "charset":
            return text.strip().strip('"').lower()
    return ""


def _json_body(
    body: bytes, schema: str, schemas: Schemas, doubts: list[str]
) -> Iterator[Violation]:
    decoded = decode(body)
    flaws = {flaw.kind: flaw for flaw in reversed(decoded.flaws)}
    if FlawKind.TOO_DEEP in flaws:
        doubts.append(f"the body {flaws[FlawKind.TOO_DEEP].text}")
        return
    if not decoded.parsed and _in_another_encoding(body):
        doubts.append("the body is JSON in another encoding than UTF-8")
        return
    wrong: Flaw | None = flaws.get(FlawKind.NOT_JSON) or flaws.get(FlawKind.NOT_A_NUMBER)
    if wrong is not None:
        yield _objection(f"the body {wrong.text}", schema, "not JSON")
        return
    if decoded.flaws:
        doubts.append(f"the body {decoded.flaws[0].text}")
        return
    if schemas.admits(schema, decoded.value):
        return
    if schemas.admits_leniently(schema, decoded.value):
        doubts.append("a uuid is spelt in a way that many services read")
        return
    yield from _sure(schemas.violations(schema, decoded.value), doubts)


def _sure(violations: Iterable[Violation], doubts: list[str]) -> Iterator[Violation]:
    """The violations that are decided; of the others, a doubt."""
    for each in violations:
        if each.decided:
            yield each
        else:
            doubts.append(each.message)


def _in_another_encoding(body: bytes) -> bool:
    """Whether some reader takes the bytes for JSON in UTF-16 or UTF-32 (RFC 4627 section 3)."""
    name = json.detect_encoding(body)
    try:
        return name != "utf-8-sig" and decode(body.decode(name).encode()).parsed
    except UnicodeError:
        return False


def pick(media_types: tuple[MediaType, ...], name: str) -> MediaType | None:
    """The entry for a media type: itself, then its range, then */* (OpenAPI 3.1, 4.8.14)."""
    by_name = {each.name.split(";")[0].strip().lower(): each for each in media_types}
    for key in (name, name.split("/", maxsplit=1)[0] + "/*", "*/*"):
        if key in by_name:
            return by_name[key]
    return None


def is_json(name: str) -> bool:
    """Whether a media type, parameters and all, is JSON (RFC 8259 11, RFC 6839 3.1)."""
    bare = name.split(";", maxsplit=1)[0].strip().lower()
    return bare == "application/json" or bare.endswith("+json")


def _objection(text: str, schema: str, cause: str) -> Violation:
    return Violation(message=text, instance=pointer(()), schema=schema, cause=cause)
