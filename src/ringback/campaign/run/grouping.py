"""One finding a cause: what breaks everywhere is told once, with the places or the operations."""

import hashlib
from collections.abc import Container, Sequence
from dataclasses import replace

from ringback.finding import Finding
from ringback.shard import FindingGroup

UNSURE = ", as all that was asked of it"
"""How the message of a refusal ends where nothing of an operation was ever accepted."""
_PLACES = 4  # of one law and operation that are told apart; more are one cause
_NAMED = 6  # places that the sentence names
_OF_PLACES = ("law/", "request/wrong-refusal")
_MANY = 5  # operations; what as many show alike is no slip of one of them
_OF_ANSWERS = ("schema/", "protocol/", "auth/required", "request/refused-valid")
_OF_ONE = frozenset({"protocol/server-error", "protocol/timeout", "protocol/slow"})


def fold(
    findings: Sequence[tuple[Finding, FindingGroup | None]], told: Container[str] = ()
) -> tuple[list[Finding], list[Finding]]:
    """The findings as they are told, and those of them that one stands for.

    Those of a law that breaks in more places than a few are one; so is what the answers of several
    operations show alike. `told` are fingerprints known from before: what was one finding there is
    one again.

    A service that mangles every text breaks the echo of each field: it is one cause, and one
    line. The fingerprint of such a line is the same however many fields there are.
    """
    alike: dict[str, list[Finding]] = {}
    for finding, group in findings:
        if group is not None:
            alike.setdefault(group.key, []).append(finding)
    lines: list[Finding] = []
    folded: list[Finding] = []
    for finding, group in findings:
        same = alike[group.key] if group is not None else []
        names = tuple(dict.fromkeys(each.operation for each in same if each.operation))
        if group is None:
            lines.append(finding)
        elif reaches(group, len(same), len(names)) or group.fingerprint in told:
            folded.append(finding)
            if finding is same[0]:
                lines.append(_over(same, names) if group.by_operation else _one(same))
        else:
            lines.append(finding)
    return lines, folded


def group_of(finding: Finding) -> FindingGroup | None:
    """What a finding has in common with others of its cause; None where it is told alone."""
    rule = finding.rule
    if rule.startswith(_OF_ANSWERS) and rule not in _OF_ONE:
        one, body = over_operations(finding).fingerprint, _refusal(finding)
        return FindingGroup(key=_digest(one, body), fingerprint=one, least=_MANY, by_operation=True)
    if rule.startswith(_OF_PLACES):
        cause = "" if rule.startswith("law/") else finding.cause
        one = as_one(finding).fingerprint
        key = _digest(rule, finding.operation or "", cause)
        return FindingGroup(key=key, fingerprint=one, least=_PLACES + 1, by_operation=False)
    return None


def reaches(group: FindingGroup, places: int, operations: int) -> bool:
    """Whether there are as many as are told as one."""
    return (operations if group.by_operation else places) >= group.least


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


def _one(findings: Sequence[Finding]) -> Finding:
    """The first, with the places of all."""
    also = places_told(findings[0].rule, [each.place for each in findings])
    return replace(
        as_one(findings[0]),
        message=f"{findings[0].message}{also}",
        count=sum(finding.count for finding in findings),
    )


def places_told(rule: str, every: Sequence[str]) -> str:
    """What a sentence says of the places of several findings; nothing of a single one."""
    places = sorted(set(filter(None, every)))
    named = ", ".join(places[:_NAMED])
    more = f" and {len(places) - _NAMED} more" if len(places) > _NAMED else ""
    what = "the same law breaks" if rule.startswith("law/") else "so it is"
    return f" ({what} at {named}{more})" if len(every) > 1 else ""


def _over(findings: Sequence[Finding], names: tuple[str, ...]) -> Finding:
    """That of the first operation by name, with the operations of all.

    Which of them is met first hangs on what a run plays, and each shard plays something else.
    """
    first = min(findings, key=lambda each: each.operation or "")
    count = sum(each.count for each in findings)
    return replace(over_operations(first), operations=tuple(sorted(names)), count=count)


def over_operations(finding: Finding) -> Finding:
    """The finding as the one of many operations has it: at no place of a single one."""
    own = (finding.schema or "").startswith("/paths/")
    alone = (finding.operation,) if finding.operation else ()
    if not own:
        return replace(finding, operations=alone)
    return replace(finding, operations=alone, schema=None, file=None, line=None)


def _refusal(finding: Finding) -> str:
    """What a refusal says of what it ought to take: what is refused alike has one cause."""
    answer = finding.exchanges[0].response if finding.exchanges else None
    if finding.rule != "request/refused-valid" or answer is None:
        return ""
    return answer.body.decode("utf-8", "replace")


def as_one(finding: Finding) -> Finding:
    """The finding as the one line of many places has it."""
    law = finding.rule.startswith("law/")
    cause = "many places" if law else f"many places, {finding.cause}"
    return replace(finding, instance="", schema=None, file=None, line=None, cause=cause)
