"""Slow answers are a finding of the operation, by the 95th percentile."""

import math
import random

from ringback.campaign.session.timing import Timing
from ringback.config import ResponseTimes
from ringback.finding import Finding
from ringback.verdict import Latency


def test_one_slow_answer_of_twenty_is_no_finding() -> None:
    """The 95th percentile of twenty answers leaves the slowest one out."""
    timing = Timing()
    for _ in range(19):
        timing.note("read", 0.1)
    timing.note("read", 9.0)
    assert timing.percentile("read") == 0.1
    assert list(timing.findings(lambda _name: 0.5)) == []


def test_a_slow_operation_is_named() -> None:
    """An operation above the bound is told with its figure; the others are not."""
    timing = Timing()
    for _ in range(4):
        timing.note("read", 0.1)
        timing.note("update", 2.0)
    assert list(timing.findings({"read": 0.5, "update": 0.5}.get)) == [
        Finding(
            rule="protocol/slow",
            message="95 of 100 answers should come within 0.5 s; it takes 2.00 s (4 answers)",
            operation="update",
        )
    ]


def test_each_operation_has_its_own_bound() -> None:
    """An operation is held to its own bound, and one without a bound to none."""
    timing = Timing()
    for name in ("read", "export", "upload"):
        timing.note(name, 2.0)
    found = timing.findings(ResponseTimes(named={"read": 1.0, "export": 20.0}).of)
    assert [each.operation for each in found] == ["read"]
    found = timing.findings(ResponseTimes(usual=1.0, named={"export": 20.0}).of)
    assert [each.operation for each in found] == ["read", "upload"]


def test_nothing_timed_is_no_finding() -> None:
    """An operation that was never answered has no percentile to judge."""
    assert list(Timing().findings(lambda _name: 0.5)) == []
    assert Timing().percentile("read") == 0.0


def test_the_percentile_is_within_one_percent_of_the_exact_one() -> None:
    """Counted in three digits, ten thousand answers of any length tell the same as one by one."""
    drawn = random.Random(0)  # noqa: S311 -- nothing secret
    for scale in (1e-4, 0.03, 2.0, 700.0):
        seconds = [scale * drawn.lognormvariate(0, 1) for _ in range(10_000)]
        timing = Timing()
        for each in seconds:
            timing.note("read", each)
        exact = sorted(seconds)[math.ceil(0.95 * len(seconds)) - 1]
        assert abs(timing.percentile("read") - exact) <= 0.01 * exact


def test_many_answers_take_no_more_room_than_their_digits() -> None:
    """A long run's timings are counted, not kept: at most 900 figures a power of ten."""
    drawn = random.Random(0)  # noqa: S311 -- nothing secret
    timing = Timing()
    for _ in range(20_000):
        timing.note("read", drawn.uniform(0.1, 0.999))
    assert len(timing._counts["read"]) <= 900
    assert timing._counts["read"].total() == 20_000


def test_the_latency_of_an_operation_is_told_in_percentiles() -> None:
    """Of a hundred answers the 50th, the 95th and the 99th; of an operation never answered none."""
    timing = Timing()
    for hundredth in range(100):
        timing.note("read", (hundredth + 1) / 100)
    assert timing.latency("read") == Latency(answers=100, p50=0.5, p95=0.95, p99=0.99)
    assert (timing.latency("update"), timing.total("update")) == (None, 0)
    assert math.isclose(timing.total("read"), 50.5)
