"""Pieces of work over the cores; their tallies come together in the order of the recordings."""

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from itertools import chain, islice
from typing import assert_never

from ringback.recordings import Source, Unreadable
from ringback.validate.entries import unreadable
from ringback.validate.judging import Judge, Tick
from ringback.validate.pieces.work import Files, Work, WorkPart, judged, size_of, sources_of
from ringback.validate.setup import Setup
from ringback.validate.tally import Spot, Tally
from ringback.workers import end_with_parent

_AHEAD = 2  # pieces a worker that wait for it


class Gathered:
    """The tally of all that was judged so far; pieces come in their order."""

    def __init__(self) -> None:
        self.tally = Tally(whole=True)
        self._file: Source | None = None
        self._lines = 0

    def add(self, work: Work, tally: Tally) -> None:
        """Take in what came of the next piece: its lines follow those of the piece before."""
        match work:
            case WorkPart():
                if work.source != self._file:
                    self._file, self._lines = work.source, 0
                self.tally.merge(tally, self._lines)
                self._lines += tally.lines
            case Files():
                self.tally.merge(tally)
            case _:
                assert_never(work)


def judge_here(work: Iterable[Work], setup: Setup, gathered: Gathered, tick: Tick) -> None:
    """Judge every piece in this process; an interrupt leaves what was done in `gathered`."""
    judge = Judge(setup)
    for piece in work:
        tally = Tally()
        try:
            judged(piece, judge, tick, tally)
        finally:
            gathered.add(piece, tally)


class Cores:
    """Judges pieces of work in as many processes as it is told.

    A piece whose process died is tried again in a new one, and told as unreadable the second time.
    """

    def __init__(self, setup: Setup, gathered: Gathered, tick: Tick, workers: int) -> None:
        self._setup = setup
        self._gathered = gathered
        self._tick = tick
        self._workers = workers
        self._under_way: deque[tuple[Work, Future[Tally]]] = deque()

    def judge(self, work: Iterable[Work]) -> None:
        """Judge every piece; an interrupt leaves what was done in what is gathered."""
        left: Iterator[Work] = iter(work)
        while True:
            pool = _pool(self._setup, self._workers)
            try:
                self._through(pool, left)
            except BrokenExecutor:
                # Any of those under way may be to blame: the first is tried by itself.
                first, *others = [piece for piece, _ in self._under_way]
                self._under_way.clear()
                self._alone(first)
                left = chain(others, left)
                continue
            except KeyboardInterrupt:
                self._finish()
                raise
            finally:
                pool.shutdown(cancel_futures=True)
            return

    def _through(self, pool: Executor, left: Iterator[Work]) -> None:
        """Keep the pool busy until nothing is left."""
        while True:
            wanted = _AHEAD * self._workers - len(self._under_way)
            for piece in islice(left, wanted):
                self._under_way.append((piece, pool.submit(_work, piece)))
            if not self._under_way:
                return
            piece, future = self._under_way[0]
            tally = future.result()
            self._under_way.popleft()
            self._take(piece, tally)

    def _take(self, piece: Work, tally: Tally) -> None:
        self._gathered.add(piece, tally)
        self._tick(size_of(piece))

    def _finish(self) -> None:
        """Take in what is already being judged: it is soon done. What follows is called off."""
        for _, future in reversed(self._under_way):
            future.cancel()
        for piece, future in self._under_way:
            if future.cancelled():
                return
            self._take(piece, future.result())

    def _alone(self, piece: Work) -> None:
        """Judge a piece once more in a process of its own."""
        with _pool(self._setup, 1) as pool:
            try:
                tally = pool.submit(_work, piece).result()
            except BrokenExecutor:
                tally = lost(piece)
        self._take(piece, tally)


def lost(piece: Work) -> Tally:
    """What is told of a piece that ended its process twice."""
    tally = Tally()
    for each in sources_of(piece):
        where = f" (bytes {piece.start} to {piece.end})" if isinstance(piece, WorkPart) else ""
        problem = (
            f"can't be judged{where}: the process that read it was ended twice, out of memory?"
        )
        entry = Unreadable(file=each.name, rule="recording/unreadable", problem=problem)
        tally.found(Spot(file=each.name), [unreadable(entry)])
    return tally


def _pool(setup: Setup, workers: int) -> Executor:
    import multiprocessing  # noqa: PLC0415 -- only who judges in several processes waits for it
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 -- the same

    return ProcessPoolExecutor(
        max_workers=workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_enter,
        initargs=(setup,),
    )


def cores() -> int:
    """How many processes can run at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# What a worker process holds on to; set once, before its first piece.
_entered: list[Judge] = []


def _enter(setup: Setup) -> None:
    """Make ready the judge of this process."""
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who waits for the results
    _entered[:] = [Judge(setup)]


def _work(piece: Work) -> Tally:
    return judged(piece, _entered[0], lambda _count: None, Tally())
