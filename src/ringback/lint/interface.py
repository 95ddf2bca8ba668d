"""What a lint rule is, and how it says what it found."""

from collections.abc import Iterator
from typing import Protocol

from ringback.description import Description
from ringback.finding import Finding, Severity


class Rule(Protocol):
    """One rule over one description; yields a finding for each place that breaks it."""

    def __call__(self, description: Description, /) -> Iterator[Finding]:
        """Judge the description."""
        ...


def found(
    description: Description,
    rule: str,
    pointer: str,
    message: str,
    *,
    cause: str = "",
) -> Finding:
    """An error at a place of the description, with its file and line and the operation it is in."""
    place = description.place(pointer)
    return Finding(
        rule=rule,
        message=message,
        severity=Severity.ERROR,
        operation=_operation(description, pointer),
        schema=pointer,
        file=place.file,
        line=place.line,
        cause=cause,
    )


def _operation(description: Description, pointer: str) -> str | None:
    """The id of the operation that the pointer leads into, None for what operations share."""
    for operation in description.operations:
        if f"{pointer}/".startswith(f"{operation.pointer}/"):
            return operation.id
    return None
