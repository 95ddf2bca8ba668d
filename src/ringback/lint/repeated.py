"""One finding a cause: what is wrong in the same way at many places is told once, with them all."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace

from ringback.finding import Finding, Severity

_FEW = 2  # places that are told apart, as each may be a slip of its own


def told_once(findings: Iterable[Finding], told: Container[str] = ()) -> list[Finding]:
    """The findings, those that say the same of more places than a few as one.

    `told` are fingerprints known from before: what was one finding there is one again. The
    fingerprint of such a one is the same whichever places it has, and however many.
    """
    every = list(findings)
    alike: dict[tuple[str, Severity, str], list[Finding]] = {}
    for finding in every:
        alike.setdefault(_cause(finding), []).append(finding)
    as_one = {cause: _one(same) for cause, same in alike.items()}
    lines: list[Finding] = []
    for finding in every:
        same, one = alike[_cause(finding)], as_one[_cause(finding)]
        if len(same) <= _FEW and one.fingerprint not in told:
            lines.append(finding)
        elif finding is same[0]:
            lines.append(one)
    return lines


def _cause(finding: Finding) -> tuple[str, Severity, str]:
    return finding.rule, finding.severity, _said(finding)


def _said(finding: Finding) -> str:
    return finding.alike or finding.message


def _one(findings: Sequence[Finding]) -> Finding:
    """The first, at the places and in the operations of all."""
    first = findings[0]
    messages = {each.message for each in findings}
    return replace(
        first,
        message=first.message if len(messages) == 1 else _said(first),
        cause=_said(first),
        operation=None,
        operations=tuple(dict.fromkeys(each.operation for each in findings if each.operation)),
        schema=None,
        places=tuple(dict.fromkeys(map(_place, findings))),
        count=sum(each.count for each in findings),
    )


def _place(finding: Finding) -> str:
    """Where one of many is: file and line, and the pointer, as a file may be one line."""
    where = finding.file if finding.line is None else f"{finding.file}:{finding.line}"
    return f"{where} {finding.schema or '/'}"
