"""Findings by their causes."""

from dataclasses import replace

from ringback.finding import Acceptance
from ringback.reports.page.causes import by_operation, causes_of
from ringback.reports.scribe import ShownFinding

FOUND = ShownFinding(
    rule="schema/response",
    severity="error",
    operation="get",
    message="it is wrong",
    instance="/items/0/price",
    schema="/components/schemas/Item/properties/price/type",
    file=None,
    line=None,
    count=2,
    fingerprint="1",
    reproduce=None,
)


def test_one_place_is_one_cause_whatever_shows_it() -> None:
    """Operations that break one schema in one way are told together, what shows most first."""
    other = replace(FOUND, operation="list", instance="/0/items/3/price", count=7, fingerprint="2")
    (cause,) = causes_of([FOUND, other])
    assert cause.findings == (other, FOUND)
    assert (cause.count, cause.operations, cause.weight) == (9, ("list", "get"), "error")
    assert by_operation([cause]) == {"list": [0], "get": [0]}


def test_the_worst_comes_first() -> None:
    """Errors, then warnings, then what is accepted; of errors what several operations show."""
    held = replace(FOUND, accepted=Acceptance(owner="a", reason="b"), fingerprint="3")
    warning = replace(FOUND, severity="warning", fingerprint="4", count=99)
    often = replace(FOUND, rule="law/echo", count=50, fingerprint="5")
    second = replace(FOUND, operation="list", fingerprint="6")
    found = causes_of([held, warning, often, FOUND, second])
    assert [(each.first.rule, each.weight) for each in found] == [
        ("schema/response", "error"),
        ("law/echo", "error"),
        ("schema/response", "warning"),
        ("schema/response", "accepted"),
    ]


def test_findings_without_a_place_stay_apart() -> None:
    """What stands nowhere is one cause each."""
    nowhere = replace(FOUND, instance=None, schema=None)
    assert len(causes_of([nowhere, replace(nowhere, fingerprint="7")])) == 2
