"""What was not judged as findings, for who wants nothing left open (`--strict-judged`)."""

from collections.abc import Iterable

from ringback.finding import Finding
from ringback.verdict import NotJudged

NOT_JUDGED = "coverage/not-judged"


def strictly(entries: Iterable[NotJudged]) -> list[Finding]:
    """An error for each of them."""
    return [
        Finding(
            rule=NOT_JUDGED,
            message=f"{each.what} was not judged: {each.why}",
            count=each.count,
            cause=f"{each.what}: {each.why}",
        )
        for each in entries
    ]
