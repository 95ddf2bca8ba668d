"""Whether the description admits a request, decided on the bytes that are sent."""

from dataclasses import dataclass

from ringback.contract.body_admission import body_objections
from ringback.contract.explain import Violation
from ringback.contract.parameter_admission import Judged, judged_parameters
from ringback.contract.plain_parameters import PlainParameters
from ringback.contract.schemas import Schemas
from ringback.exchange import Request
from ringback.operation import Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """The description admits the request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The description refuses the request; the violations say why.

    `doubts` are what right servers may differ on beside them.
    """

    violations: tuple[Violation, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """Right servers may differ on this request, so nothing is asked of them.

    `why` is the first of the `doubts`.
    """

    why: str
    doubts: tuple[str, ...] = ()


Admission = Admitted | Refused | Unclear


def admission(
    request: Request,
    operation: Operation,
    schemas: Schemas,
    plain: PlainParameters | None = None,
) -> Admission:
    """Judge a request by its bytes: every parameter, then the body.

    `schemas` are those of requests, which are asked for no member that is read-only. `plain` knows
    the operation's parameters at a glance.
    """
    parameters = Judged()
    if plain is None or not plain.fine(request):
        parameters = judged_parameters(request, operation, operation.parameters, schemas)
    violations, doubts = list(parameters.violations), list(parameters.doubts)
    if operation.body is not None:
        violations += body_objections(request, operation.body, schemas, doubts)
    if violations:
        return Refused(violations=tuple(violations), doubts=tuple(doubts))
    return Unclear(why=doubts[0], doubts=tuple(doubts)) if doubts else Admitted()
