"""What a check is given, and what it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from ringback.contract import Admission, Contract
from ringback.exchange import Exchange
from ringback.finding import Finding, Severity
from ringback.operation import Operation

# What stands before the service may answer these to any request, in any form (RFC 6585, RFC 9110
# 15.5): they say nothing about the contract.
INFRASTRUCTURE = frozenset({413, 414, 429, 431, 503})


def infrastructure(operation: Operation, status: int) -> bool:
    """Whether a status says nothing about the contract: no answer is documented by its very code.

    A range or a default is there for what the service itself answers.
    """
    return status in INFRASTRUCTURE and all(
        each.status != str(status) for each in operation.answers
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One exchange, and what is known about it before it is judged.

    `admission` is the description's word on the request. `strangers` are the names in it that
    are not known to belong to the account, None where that is not known (a recording);
    `plainly_unknown` tells that they are well formed, so that there is nothing else to object to.
    `authenticated` tells whether the request carried valid credentials. `described` is False for
    a request whose method the description does not have at this path. `by_state` tells that a
    refusal which is documented for a state of the thing may be one. `by_time` tells that
    the operation has accepted no days as early, or as late, as the request gives: a refusal may be
    for a day that has passed.
    """

    exchange: Exchange
    operation: Operation
    contract: Contract
    admission: Admission
    strangers: frozenset[str] | None = frozenset()
    plainly_unknown: bool = False
    authenticated: bool = True
    described: bool = True
    by_state: bool = False
    by_time: bool = False

    def finding(
        self,
        rule: str,
        message: str,
        *,
        instance: str | None = None,
        schema: str | None = None,
        cause: str = "",
        severity: Severity = Severity.ERROR,
    ) -> Finding:
        """A finding about this exchange; file and line come from the place in the description."""
        description = self.contract.description
        place = description.place(schema) if schema else None
        written = description.origin(schema) if schema else schema
        return Finding(
            rule=rule,
            message=message,
            severity=severity,
            operation=self.operation.id,
            instance=instance,
            schema=written,
            anchor=description.anchor(written) if written else "",
            file=place.file if place else None,
            line=place.line if place else None,
            cause=cause,
            exchanges=(self.exchange,),
        )


class Check(Protocol):
    """One rule over one exchange; yields a finding for each way in which it is broken."""

    def __call__(self, subject: Subject, /) -> Iterator[Finding]:
        """Judge the exchange."""
        ...
