"""Whether the description admits a request, decided on the bytes that are sent."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ringback.contract.body_admission import body_objections
from ringback.contract.explain import Violation
from ringback.contract.matching import path_values
from ringback.contract.schemas import Schemas
from ringback.exchange import Request, header_values
from ringback.operation import Operation, Parameter
from ringback.payload import decode


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


def admission(
    request: Request, operation: Operation, schemas: Schemas, bodies: Schemas
) -> Admission:
    """Judge a request by its bytes: every parameter, then the body, which has schemas of its own.

    A member that is read-only is asked of no body.
    """
    doubts: list[str] = []
    violations: list[Violation] = []
    for parameter in operation.parameters:
        violations += _parameter(request, operation, parameter, schemas, doubts)
    if operation.body is not None:
        violations += body_objections(request, operation.body, bodies, doubts)
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
    for violation in schemas.violations(parameter.schema, values[0]):
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
