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
    count: int = 1,
) -> Finding:
    """A finding at a place of the description, with its file and line and its operation.

    `alike` is the sentence for many places, where it is another one; `count` is how many of them
    the finding is about. `written` tells that the pointer is one into the description as it was
    written already.
    """
    pointer = pointer if written else description.origin(pointer)
    place = description.written_at(pointer)
    operation = description.described_at(pointer)
    return Finding(
        rule=rule,
        message=message,
        severity=severity,
        operation=operation.id if operation else None,
        schema=pointer,
        anchor=description.anchor(pointer),
        file=place.file,
        line=place.line,
        cause=cause,
        alike=alike,
        witness=witness,
        count=count,
    )


def warned(  # noqa: PLR0913 -- as `found`
    description: Description,
    rule: str,
    pointer: str,
    message: str,
    *,
    cause: str = "",
    alike: str = "",
    count: int = 1,
) -> Finding:
    """As `found`, and a warning."""
    return found(
        description,
        rule,
        pointer,
        message,
        cause=cause,
        alike=alike,
        severity=Severity.WARNING,
        count=count,
    )
