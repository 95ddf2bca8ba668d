"""lint/byte-order-mark: JSON behind a mark, which readers may refuse (RFC 8259 section 8.1)."""

from collections.abc import Iterator

from ringback.finding import Finding, Severity
from ringback.lint.shared.subject import LintSubject

RULE = "lint/byte-order-mark"


def check(subject: LintSubject) -> Iterator[Finding]:
    """A warning for each file; what stands behind the mark is read."""
    for trap in subject.description.traps:
        if trap.mark:
            yield Finding(
                rule=RULE,
                message=trap.text,
                severity=Severity.WARNING,
                file=trap.file,
                line=trap.line,
                cause="mark",
            )
