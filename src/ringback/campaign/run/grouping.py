"""One finding a cause: what breaks everywhere is told once, with the places or the operations."""

from collections.abc import Container, Sequence
from dataclasses import replace

from ringback.finding import Finding

_PLACES = 4  # of one law and operation that are told apart; more are one cause
_NAMED = 6  # places that the sentence names
_MANY = 3  # operations; what as many show alike is no slip of one of them
_OF_ANSWERS = ("schema/", "protocol/", "auth/required", "request/refused-valid")
_OF_ONE = frozenset({"protocol/server-error", "protocol/timeout", "protocol/slow"})


def grouped(findings: Sequence[Finding], told: Container[str] = ()) -> list[Finding]:
    """The findings, those of a law that breaks in more places than a few as one.

    So is what the answers of several operations show alike. `told` are fingerprints known from
    before: what was one finding there is one again.

    A service that mangles every text breaks the echo of each field: it is one cause, and one
    line. The fingerprint of such a line is the same however many fields there are.
    """
    findings = _over_operations(findings, told)
    by_law: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in findings:
        if finding.rule.startswith("law/"):
            by_law.setdefault((finding.rule, finding.operation), []).append(finding)
    folded = {
        key: each
        for key, each in by_law.items()
        if len(each) > _PLACES or as_one(each[0]).fingerprint in told
    }
    lines: list[Finding] = []
    for finding in findings:
        key = (finding.rule, finding.operation)
        if key not in folded:
            lines.append(finding)
        elif finding is folded[key][0]:
            lines.append(_one(folded[key]))
    return lines


def _one(findings: Sequence[Finding]) -> Finding:
    """The first, with the places of all."""
    places = sorted({finding.place for finding in findings if finding.place})
    named = ", ".join(places[:_NAMED])
    more = f" and {len(places) - _NAMED} more" if len(places) > _NAMED else ""
    also = f" (the same law breaks at {named}{more})" if len(findings) > 1 else ""
    return replace(
        as_one(findings[0]),
        message=f"{findings[0].message}{also}",
        count=sum(finding.count for finding in findings),
    )


def over_operations(finding: Finding) -> Finding:
    """The finding as the one of many operations has it: at no place of a single one."""
    own = (finding.schema or "").startswith("/paths/")
    alone = (finding.operation,) if finding.operation else ()
    if not own:
        return replace(finding, operations=alone)
    return replace(finding, operations=alone, schema=None, file=None, line=None)


def _over_operations(findings: Sequence[Finding], told: Container[str]) -> list[Finding]:
    """What the answers of several operations show alike as one finding that names them."""
    alike: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.rule.startswith(_OF_ANSWERS) and finding.rule not in _OF_ONE:
            alike.setdefault(_cause(finding), []).append(finding)
    lines: list[Finding] = []
    for finding in findings:
        same = alike.get(_cause(finding), [])
        names = tuple(dict.fromkeys(each.operation for each in same if each.operation))
        one = over_operations(finding)
        if finding not in same or (len(names) < _MANY and one.fingerprint not in told):
            lines.append(finding)
        elif finding is same[0]:
            count = sum(each.count for each in same)
            lines.append(replace(one, operations=names, count=count))
    return lines


def _cause(finding: Finding) -> tuple[str, str]:
    """What findings of one cause have in common, whichever operation shows them."""
    answer = finding.exchanges[0].response if finding.exchanges else None
    refusal = finding.rule == "request/refused-valid" and answer is not None
    body = answer.body.decode("utf-8", "replace") if refusal and answer is not None else ""
    return over_operations(finding).fingerprint, body


def as_one(finding: Finding) -> Finding:
    """The finding of a law as the one line of many places has it."""
    return replace(finding, instance="", cause="many places")
