"""One finding a cause: what breaks everywhere is told once, with the places or the operations."""

from collections.abc import Container, Sequence
from dataclasses import replace

from ringback.finding import Finding

_PLACES = 4  # of one law and operation that are told apart; more are one cause
_NAMED = 6  # places that the sentence names
_OF_PLACES = ("law/", "request/wrong-refusal")
_MANY = 5  # operations; what as many show alike is no slip of one of them
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
    alike: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        if finding.rule.startswith(_OF_PLACES):
            alike.setdefault(_kind(finding), []).append(finding)
    folded = {
        key: each
        for key, each in alike.items()
        if len(each) > _PLACES or as_one(each[0]).fingerprint in told
    }
    lines: list[Finding] = []
    for finding in findings:
        here = folded.get(_kind(finding), [])
        if finding not in here:
            lines.append(finding)
        elif finding is here[0]:
            lines.append(_one(here))
    return lines


def _kind(finding: Finding) -> tuple[str, str, str]:
    """What breaches at several places have in common: a law, or the way of a refusal."""
    law = finding.rule.startswith("law/")
    return finding.rule, finding.operation or "", "" if law else finding.cause


def _one(findings: Sequence[Finding]) -> Finding:
    """The first, with the places of all."""
    places = sorted({finding.place for finding in findings if finding.place})
    named = ", ".join(places[:_NAMED])
    more = f" and {len(places) - _NAMED} more" if len(places) > _NAMED else ""
    what = "the same law breaks" if findings[0].rule.startswith("law/") else "so it is"
    also = f" ({what} at {named}{more})" if len(findings) > 1 else ""
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
    """The finding as the one line of many places has it."""
    law = finding.rule.startswith("law/")
    cause = "many places" if law else f"many places, {finding.cause}"
    return replace(finding, instance="", schema=None, file=None, line=None, cause=cause)
