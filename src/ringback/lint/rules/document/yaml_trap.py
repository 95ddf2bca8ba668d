"""lint/yaml-trap: a value that YAML 1.1 readers and YAML 1.2 readers take for different things."""

from collections.abc import Iterator

from ringback.finding import Finding, Severity
from ringback.lint.shared.subject import LintSubject

RULE = "lint/yaml-trap"
_READ = " is a string in YAML 1.2"


def check(subject: LintSubject) -> Iterator[Finding]:
    """A warning for each trap met on reading; the value itself is the one of YAML 1.2."""
    for trap in subject.description.traps:
        if trap.mark:
            continue
        yield Finding(
            rule=RULE,
            message=trap.text,
            severity=Severity.WARNING,
            file=trap.file,
            line=trap.line,
            cause=trap.text,
            alike=_alike(trap.text),
        )


def _alike(text: str) -> str:
    """What is said of all values that are read in the same two ways: each is a cause of its own."""
    _, mark, read = text.partition(_READ)
    return f"a value{mark}{read}" if mark else text
