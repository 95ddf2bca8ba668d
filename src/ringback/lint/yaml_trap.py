"""lint/yaml-trap: a value that YAML 1.1 readers and YAML 1.2 readers take for different things."""

from collections.abc import Iterator

from ringback.description import Description
from ringback.finding import Finding, Severity

RULE = "lint/yaml-trap"


def check(description: Description) -> Iterator[Finding]:
    """A warning for each trap met on reading; the value itself is the one of YAML 1.2."""
    for trap in description.traps:
        yield Finding(
            rule=RULE,
            message=trap.text,
            severity=Severity.WARNING,
            file=trap.file,
            line=trap.line,
            cause=trap.text,
        )
