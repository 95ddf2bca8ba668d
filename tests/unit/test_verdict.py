"""What findings and doubts come to."""

import pytest

from ringback.finding import Finding, Severity
from ringback.verdict import Broken, Inconclusive, Kept, Verdict, conclude, exit_code, name_of

ERROR = Finding(rule="a/error", message="")
WARNING = Finding(rule="a/warning", message="", severity=Severity.WARNING)


@pytest.mark.parametrize(
    ("findings", "doubts", "verdict", "code", "name"),
    [
        ([], [], Kept(), 0, "kept"),
        ([WARNING], [], Kept(findings=(WARNING,)), 0, "kept"),
        ([WARNING, ERROR], [], Broken(findings=(WARNING, ERROR)), 1, "broken"),
        ([ERROR], ["why"], Broken(findings=(ERROR,)), 1, "broken"),
        ([], ["why", "not"], Inconclusive(why=("why", "not")), 3, "inconclusive"),
        (
            [WARNING],
            ["why"],
            Inconclusive(why=("why",), findings=(WARNING,)),
            3,
            "inconclusive",
        ),
    ],
)
def test_the_verdict(
    findings: list[Finding], doubts: list[str], verdict: Verdict, code: int, name: str
) -> None:
    """An error breaks it, whatever is in doubt; a doubt is never green; a warning is."""
    concluded = conclude(findings, doubts)
    assert concluded == verdict
    assert (exit_code(concluded), name_of(concluded)) == (code, name)
