"""What one failure ends: the thing that it is about, told and counted; nothing else."""

from collections.abc import Iterator

import pytest

from ringback.crashes import Crashes, doubts_of
from ringback.errors import TargetError, reason
from ringback.verdict import NotJudged

WHAT = "get_thing: a case"


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (ValueError("what\nis wrong"), "ValueError: what"),
        (ValueError("\n  what"), "ValueError: what"),
        (RecursionError(), "RecursionError"),
        (KeyError("name"), "KeyError: 'name'"),
        (BaseExceptionGroup("both", [ValueError("a"), TypeError("b")]), "ValueError: a"),
        (ExceptionGroup("all", [ExceptionGroup("some", [TypeError("b")])]), "TypeError: b"),
        (ValueError("x" * 999), "ValueError: " + "x" * 288),
        (TargetError("live", "is gone"), "TargetError: live: is gone"),
    ],
)
def test_an_exception_in_one_line(error: BaseException, text: str) -> None:
    """Its type and the first line of what it says, cut where nobody would read on."""
    assert reason(error) == text


@pytest.mark.parametrize(
    "error", [ValueError("x"), RecursionError(), AssertionError(), ExceptionGroup("a", [OSError()])]
)
def test_what_is_raised_ends_its_own_block(error: Exception) -> None:
    """The run goes on behind it, and what it was about is known, with a count."""
    crashes, done = Crashes(), []
    for _ in range(3):
        with crashes.contained(WHAT):
            raise error
        done.append(1)
    assert done == [1, 1, 1]
    assert crashes.entries == (NotJudged(what=WHAT, why=reason(error), count=3),)


class _Halt(Exception):  # noqa: N818 -- what steers a run, in this test
    """Ends a run on purpose."""


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(1), MemoryError(), _Halt()])
def test_what_steers_a_run_passes(error: BaseException) -> None:
    """An interrupt, want of memory, and what the run itself raises are no crash of one thing."""
    crashes = Crashes(_Halt)
    with pytest.raises(type(error)), crashes.contained(WHAT):
        raise error
    assert crashes.entries == ()


def test_what_was_made_before_a_failure_is_there() -> None:
    """A generator that fails on its way ends; what takes from it may fail by itself."""

    def made() -> Iterator[int]:
        yield 1
        yield 2
        raise ValueError("no more")

    crashes = Crashes()
    assert list(crashes.each(WHAT, made())) == [1, 2]
    assert crashes.entries == (NotJudged(what=WHAT, why="ValueError: no more"),)
    with pytest.raises(ZeroDivisionError):
        sum(1 // (2 - each) for each in crashes.each(WHAT, made()))
    assert crashes.entries == (NotJudged(what=WHAT, why="ValueError: no more"),)


def test_each_cause_is_told_once() -> None:
    """Place and reason make a cause; of very many the rest is counted together."""
    crashes = Crashes()
    for number in range(600):
        crashes.add(f"place {number}", "why")
    assert len(crashes.entries) == 501
    assert crashes.entries[-1].count == 100


@pytest.mark.parametrize(
    ("counts", "doubts"),
    [
        ([], []),
        ([1], ["a0 could not be judged: why"]),
        ([3], ["a0 could not be judged 3 times: why"]),
        (
            [1] * 7,
            [f"a{i} could not be judged: why" for i in range(5)] + ["2 more could not be judged"],
        ),
    ],
)
def test_a_doubt_for_each_of_the_first(counts: list[int], doubts: list[str]) -> None:
    """A sentence each, and one for the rest."""
    entries = [NotJudged(what=f"a{i}", why="why", count=count) for i, count in enumerate(counts)]
    assert doubts_of(entries) == doubts
