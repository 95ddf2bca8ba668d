"""One finding a cause: a law that breaks everywhere is told once, with the places."""

from collections.abc import Container, Sequence
from dataclasses import replace

from ringback.finding import Finding

_PLACES = 4  # of one law and operation that are told apart; more are one cause
_NAMED = 6  # places that the sentence names


def grouped(findings: Sequence[Finding], told: Container[str] = ()) -> list[Finding]:
    """The findings, those of a law that breaks in more places than a few as one.

    `told` are fingerprints known from before: a law whose breaches were one there is one again.

    A service that mangles every text breaks the echo of each field: it is one cause, and one
    line. The fingerprint of such a line is the same however many fields there are.
    """
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


def as_one(finding: Finding) -> Finding:
    """The finding of a law as the one line of many places has it."""
    return replace(finding, instance="", cause="many places")
