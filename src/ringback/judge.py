"""One exchange and the contract in, findings out: pure, the same for a target and a recording."""

from collections.abc import Iterator, Sequence

from ringback.checks import Check, Subject
from ringback.finding import Finding


def judge(subject: Subject, checks: Sequence[Check]) -> Iterator[Finding]:
    """Every finding of every check, in the order of the checks."""
    for check in checks:
        yield from check(subject)
