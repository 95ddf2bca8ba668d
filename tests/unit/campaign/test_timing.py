"""Slow answers are a finding of the operation, by the 95th percentile."""

from ringback.campaign.timing import Timing
from ringback.finding import Finding


def test_one_slow_answer_of_twenty_is_no_finding() -> None:
    """The 95th percentile of twenty answers leaves the slowest one out."""
    timing = Timing()
    for _ in range(19):
        timing.note("read", 0.1)
    timing.note("read", 9.0)
    assert timing.percentile("read") == 0.1
    assert list(timing.findings(0.5)) == []


def test_a_slow_operation_is_named() -> None:
    """An operation above the bound is told with its figure; the others are not."""
    timing = Timing()
    for _ in range(4):
        timing.note("read", 0.1)
        timing.note("update", 2.0)
    assert list(timing.findings(0.5)) == [
        Finding(
            rule="protocol/slow",
            message="95 of 100 answers should come within 0.5 s; it takes 2.00 s (4 answers)",
            operation="update",
        )
    ]


def test_nothing_timed_is_no_finding() -> None:
    """An operation that was never answered has no percentile to judge."""
    assert list(Timing().findings(0.5)) == []
    assert Timing().percentile("read") == 0.0
