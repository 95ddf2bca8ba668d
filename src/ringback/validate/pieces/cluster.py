"""Pieces of work handed to a Dask cluster; their tallies come together in their order.

Only who judges on a cluster imports this: it needs `distributed`, an extra. Workers import it, too.
"""

import asyncio
import hashlib
import logging
import pickle
import re
import threading
import time
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import TypeAlias
from uuid import uuid4

import distributed
from distributed.comm.registry import backends

from ringback.errors import TargetError, UsageError
from ringback.recordings import Source
from ringback.validate.judging import Judge, Tick
from ringback.validate.pieces.cluster_checks import checked
from ringback.validate.pieces.spread import Gathered, lost
from ringback.validate.pieces.work import Files, Work, WorkPart, judged, size_of, sources_of
from ringback.validate.setup import Setup
from ringback.validate.tally import Tally

_CONNECT = 10  # seconds until a scheduler that does not answer is given up
_PATIENCE = 5  # seconds without a result, after which the cluster is looked at
_EMPTY = 60  # seconds that a cluster may be without any worker, while new ones start
_AHEAD = 4  # pieces a thread of a worker that wait for it
_ADDRESS = re.compile(r"(?:([a-z]+)://)?(?:\[[0-9a-fA-F:.%]+\]|[^\s/:\[\]]+):\d{1,5}")
# The last of them tells of what an interrupt of `distributed.utils.sync` leaves behind, at times: a
# call that is called off before it began.
_LOGGERS = ("distributed", "distributed.client", "tornado.application")

Pending: TypeAlias = "distributed.Future[Tally]"


def judge_on_dask(
    work: Iterable[Work], setup: Setup, gathered: Gathered, tick: Tick, address: str
) -> None:
    """Judge every piece on the cluster whose scheduler has this address.

    An interrupt leaves what was done in `gathered`, and the cluster as it was. Raises TargetError
    where there is no cluster, one that can't judge, or none any more; what was done is kept.
    """
    left = iter(work)
    first = next(left, None)
    if first is None:
        return
    with _connected(address) as client:
        try:
            checked(client, address, _on_any_machine(first))
            handing = _Handing(client, address, setup, gathered, tick)
        except (OSError, RuntimeError) as error:
            raise TargetError(
                target=address, problem=f"the Dask cluster fails ({error})"
            ) from error
        handing.judge(chain([first], left))


@contextmanager
def _connected(address: str) -> Iterator[distributed.Client]:
    """A client of the scheduler, which says nothing by itself."""
    form = _ADDRESS.fullmatch(address)
    if form is None or (form[1] or "tcp") not in backends:
        raise UsageError(
            (f"--dask {address}: no scheduler's address, such as tcp://10.0.0.1:8786",)
        )
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    levels = [each.level for each in loggers]
    for each in loggers:
        each.setLevel(logging.CRITICAL)
    try:
        try:
            client = distributed.Client(address, timeout=_CONNECT, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            problem = f"no Dask scheduler answers there within {_CONNECT} s"
            hint = "start one with: dask scheduler"
            raise TargetError(target=address, problem=problem, hint=hint) from error
        try:
            with client.as_current():
                yield client
        finally:
            with suppress(Exception):  # what was judged stays so, however the farewell goes
                client.close(timeout=_CONNECT)
    finally:
        for each, level in zip(loggers, levels, strict=True):
            each.setLevel(level)


class _Handing:
    """Keeps the workers busy, and takes what they found in the order of the recordings.

    Dask tries a piece again whose worker died (`distributed.scheduler.allowed-failures`). One that
    it then gives up may only have waited beside the one that is to blame: it is tried by itself,
    and told as unreadable when that fails as well.
    """

    def __init__(
        self,
        client: distributed.Client,
        address: str,
        setup: Setup,
        gathered: Gathered,
        tick: Tick,
    ) -> None:
        self._client = client
        self._address = address
        self._gathered = gathered
        self._tick = tick
        self._under_way: deque[tuple[Work, Pending]] = deque()
        self._name = f"ringback-{uuid4().hex[:12]}"
        self._handed = 0
        self._seen = time.monotonic()
        self._wanted = 1
        # The setup is a task like any other: where the worker that holds it dies, it is made anew.
        text = zlib.compress(pickle.dumps(setup))
        self._shared = client.submit(_unpacked, text, key=f"{self._name}-setup")

    def judge(self, work: Iterable[Work]) -> None:
        """Judge every piece."""
        left = iter(work)
        self._look()
        try:
            while True:
                for piece in islice(left, self._wanted - len(self._under_way)):
                    self._under_way.append((piece, self._hand(piece)))
                if not self._under_way:
                    return
                piece, future = self._under_way[0]
                tally = self._result(future) or self._alone(piece)
                self._under_way.popleft()
                self._take(piece, tally)
        finally:
            self._finish()

    def _hand(self, piece: Work) -> Pending:
        self._handed += 1
        # One group of many tasks to Dask: it gives the next of them to whoever is idle, and not to
        # the worker that has the setup already.
        key = (self._name, self._handed)
        seen = _on_any_machine(piece)
        try:
            return self._client.submit(_judged, self._shared, seen, key=key)
        except Exception as error:
            raise self._failed(error) from error

    def _take(self, piece: Work, tally: Tally) -> None:
        self._gathered.add(piece, tally)
        self._tick(size_of(piece))

    def _result(self, future: Pending) -> Tally | None:
        """What came of a piece; None where its workers died, one after the other."""
        while True:
            self._wait([future])
            try:
                tally: Tally = future.result(timeout=_PATIENCE)
            except distributed.KilledWorker:
                return None
            except TimeoutError:  # its worker died with what came of it: it is judged again
                self._look()
            except Exception as error:  # ours are findings: these are the cluster's
                raise self._failed(error) from error
            else:
                return tally

    def _alone(self, piece: Work) -> Tally:
        """Judge a piece once more, with nothing else under way."""
        self._wait([future for _, future in self._under_way])
        return self._result(self._hand(piece)) or lost(piece)

    def _wait(self, futures: list[Pending]) -> None:
        """Wait until all are done, one way or the other, as long as there is somebody to do it."""
        while True:
            try:
                distributed.wait(futures, timeout=_PATIENCE)
            except TimeoutError:
                self._look()
            except Exception as error:
                raise self._failed(error) from error
            else:
                if time.monotonic() - self._seen > _PATIENCE:
                    self._look()
                return

    def _look(self) -> None:
        """See how many workers there are. Raises TargetError where there are none for long."""
        try:
            threads = sum(self._client.nthreads().values())
        except (Exception, asyncio.CancelledError) as error:
            raise self._failed(error) from error
        if threads:
            self._seen = time.monotonic()
            self._wanted = _AHEAD * threads + 1
        elif time.monotonic() - self._seen > _EMPTY:
            problem = f"the Dask cluster had no worker left for {_EMPTY} s"
            raise TargetError(target=self._address, problem=problem)

    def _failed(self, error: BaseException) -> TargetError:
        """What ended the work of the whole cluster."""
        if self._client.status != "running" or isinstance(
            error, distributed.CancelledError | OSError
        ):
            problem = "the Dask scheduler was lost"
        else:
            what = f"{type(error).__name__}: {error}".splitlines()[0][:200]
            problem = f"the Dask cluster can't judge ({what})"
        return TargetError(target=self._address, problem=problem)

    def _finish(self) -> None:
        """Take in what is done, up to the first piece that is not; call off the rest."""
        with suppress(Exception):  # why it ends is told already; a lost cluster gives nothing more
            while self._under_way and self._under_way[0][1].status == "finished":
                tally = self._under_way[0][1].result(timeout=_PATIENCE)
                self._take(self._under_way.popleft()[0], tally)
            left = [future for _, future in self._under_way]
            if left and self._client.status == "running":
                self._client.cancel([*left, self._shared])
        self._under_way.clear()


def _on_any_machine(piece: Work) -> Work:
    """The piece with paths that don't hang on the folder one stands in."""
    if isinstance(piece, WorkPart):
        (source,) = _absolute(piece)
        return replace(piece, source=source)
    return Files(sources=tuple(_absolute(piece)))


def _absolute(piece: Work) -> Iterator[Source]:
    for each in sources_of(piece):
        yield each if each.path is None else replace(each, path=Path(each.path).absolute())


# What follows runs on the workers.


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shared:
    """The setup of a run, and what tells it from others."""

    token: str
    setup: Setup


def _unpacked(text: bytes) -> _Shared:
    """The setup, as every worker gets it."""
    setup: Setup = pickle.loads(zlib.decompress(text))  # noqa: S301 -- Dask sends code as well
    return _Shared(token=hashlib.sha256(text).hexdigest(), setup=setup)


class _Own(threading.local):
    """The judge of one thread of a worker: it counts as it goes, and can't be shared."""

    token = ""
    judge: Judge


_own = _Own()


def _judged(shared: _Shared, piece: Work) -> Tally:
    if _own.token != shared.token:
        _own.judge = Judge(shared.setup)
        _own.token = shared.token
    return judged(piece, _own.judge, lambda _count: None, Tally())
