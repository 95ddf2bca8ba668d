"""What is wrong with an answer that was not made here, in one sentence: by the checks of a run."""

from ringback.checks import (
    body,
    content_type,
    delivery,
    headers,
    response_schema,
    status,
    write_only,
)
from ringback.checks.interface import Check, Subject
from ringback.contract import Admitted, Contract
from ringback.exchange import Exchange, Request, Response
from ringback.operation import Operation

_CHECKS: tuple[Check, ...] = (
    delivery.check,
    status.check,
    content_type.check,
    headers.check,
    body.check,
    response_schema.check,
    write_only.check,
)


def flaw_of(contract: Contract, operation: Operation, request: Request, response: Response) -> str:
    """The first thing that the contract objects to in an answer; empty where it is valid."""
    subject = Subject(
        exchange=Exchange(request=request, outcome=response),
        operation=operation,
        contract=contract,
        admission=Admitted(),
    )
    for check in _CHECKS:
        for finding in check(subject):
            return f"{operation.id}: {finding.message} ({finding.rule})"
    return ""
