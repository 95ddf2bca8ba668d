"""What a lint rule is, and how it says what it found."""

from collections.abc import Iterator
from typing import Protocol

from ringback.description import Description
from ringback.finding import Finding, Severity
from ringback.lint.shared.subject import LintSubject


class LintRule(Protocol):
    """One rule over one description; yields a finding for each place that breaks it."""

    def __call__(self, subject: LintSubject, /) -> Iterator[Finding]:
        """Judge the description."""
        ...


def found(  # noqa: PLR0913 -- all but the place and the sentence is rarely given
    description: Description,
    rule: str,
    pointer: str,
    message: str,
    *,
    cause: str = "",
    alike: str = "",
    severity: Severity = Severity.ERROR,
    witness: str | None = None,
    written: bool = False,
) -> Finding:
    """A finding at a place of the description, with its file and line and its operation.

    `alike` is the sentence for many places, where it is another one. `written` tells that the
    pointer is one into the description as it was written already.
    """
    pointer = pointer if written else description.origin(pointer)
    place = description.written_at(pointer)
    return Finding(
        rule=rule,
        message=message,
        severity=severity,
        operation=_operation(description, pointer),
        schema=pointer,
        anchor=description.anchor(pointer),
        file=place.file,
        line=place.line,
        cause=cause,
        alike=alike,
        witness=witness,
    )


def warned(
    description: Description, rule: str, pointer: str, message: str, *, cause: str = ""
) -> Finding:
    """As `found`, and a warning."""
    return found(description, rule, pointer, message, cause=cause, severity=Severity.WARNING)


def _operation(description: Description, pointer: str) -> str | None:
    """The id of the operation that a pointer as written leads into, None for what is shared."""
    for operation in description.described:
        if f"{pointer}/".startswith(f"{description.origin(operation.pointer)}/"):
            return operation.id
    return None
