"""Pieces of work over processes: their order, and processes that die."""

import json
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ringback.recordings import Source, sources
from ringback.validate.pieces.spread import Cores, Gathered, judge_here
from ringback.validate.pieces.work import Files, Work, WorkPart, cut
from ringback.validate.setup import Setup
from ringback.validate.tally import Tally
from tests.acceptance.driving import wait_for
from tests.unit.contract.making import number, numbers

BARE = ("get_number", 200)


def setup() -> Setup:
    """Bare answers of one operation, under the strict reading."""
    return Setup(description=numbers("strict").description, reading="strict", bare=BARE)


def log(folder: Path, wrong: set[int], lines: int = 60) -> Source:
    """A log of numbers, wrong on these lines, from 1."""
    file = folder / "log.ndjson"
    bodies = [number(active=0 if at in wrong else True) for at in range(1, lines + 1)]
    file.write_text("".join(json.dumps(each) + "\n" for each in bodies))
    (source,) = sources([str(file)])
    return source


def told(tally: Tally) -> list[tuple[str, int, tuple[str, ...]]]:
    """Rule, count and places of each finding, the places by their line alone."""
    return [
        (each.rule, each.count, tuple(place.rpartition(":")[2] for place in each.places))
        for each in tally.findings()
    ]


@pytest.mark.parametrize("block", [97, 700, 5_000, 10**9])
def test_any_number_of_processes_and_any_block(tmp_path: Path, block: int) -> None:
    """Lines count from the file's first, whoever judged what came before them."""
    source = log(tmp_path, {1, 33, 34, 59})
    ticked: list[int] = []
    here, there = Gathered(), Gathered()
    judge_here(cut([source], setup(), 10**9), setup(), here, ticked.append)
    Cores(setup(), there, ticked.append, 2).judge(cut([source], setup(), block))
    expected = [("schema/response", 4, ("1", "33", "34"))]
    assert told(here.tally) == told(there.tally) == expected
    assert here.tally.judged == there.tally.judged == {BARE: 60}
    assert sum(ticked) == 2 * (source.size or 0)


def test_what_is_one_piece(tmp_path: Path) -> None:
    """Small files go together; a large one of lines is cut, a packed one is not."""
    source = log(tmp_path, set())
    small = [Source(name=str(at), size=10) for at in range(3)]
    pieces = list(cut([*small, source, *small], setup(), 20_000))
    assert [type(each) for each in pieces] == [Files, WorkPart, WorkPart, Files][: len(pieces)]
    assert sum(isinstance(each, WorkPart) for each in pieces) == -(-(source.size or 0) // 20_000)
    assert list(cut([source], setup(), source.size or 0)) == [Files(sources=(source,))]


@contextmanager
def killing(times: int, after: Callable[[], None]) -> Iterator[None]:
    """End the process that judges, so many times; then do what it waits for."""

    def kill() -> None:
        seen: set[int] = set()
        for _ in range(times):
            wait_for(lambda: children() - seen)
            time.sleep(1.5)  # until it waits at the pipe
            found = children() - seen
            seen.update(found)
            for pid in found:
                os.kill(pid, signal.SIGKILL)
            # As long as it has the pipe open, it would take what is written.
            wait_for(lambda: not found & children())  # noqa: B023 -- called in this turn
        after()

    def children() -> set[int]:
        return {each.pid or 0 for each in multiprocessing.active_children()}

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    yield
    thread.join(30)


def piped(folder: Path) -> tuple[list[Work], Callable[[], None]]:
    """A piece of work that waits at a pipe, a log behind it, and what fills the pipe."""
    pipe = folder / "pipe"
    os.mkfifo(pipe)

    def fill() -> None:
        pipe.write_text(json.dumps(number(active=0)))

    after = log(folder, {2})
    first = Source(name="pipe", path=pipe)
    return [Files(sources=(first,)), Files(sources=(after,))], fill


def test_a_process_that_dies_costs_a_retry(tmp_path: Path) -> None:
    """The piece is judged in a new process, and nothing is lost or told twice."""
    work, fill = piped(tmp_path)
    gathered = Gathered()
    with killing(1, fill):
        Cores(setup(), gathered, lambda _count: None, 1).judge(work)
    assert told(gathered.tally) == [("schema/response", 2, ("pipe", "2"))]
    assert gathered.tally.judged == {BARE: 61}


def test_a_piece_that_ends_its_process_again(tmp_path: Path) -> None:
    """It is told as what can't be judged, and the rest is."""
    work, _ = piped(tmp_path)
    gathered = Gathered()
    with killing(2, lambda: None):
        Cores(setup(), gathered, lambda _count: None, 1).judge(work)
    unreadable, broken = gathered.tally.findings()
    assert (unreadable.rule, unreadable.file) == ("recording/unreadable", "pipe")
    assert "the process that read it was ended twice" in unreadable.message
    assert (broken.rule, broken.count) == ("schema/response", 1)
