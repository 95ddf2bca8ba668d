"""Cases of Schemathesis, made ahead in a process of their own while a run waits for answers.

Making them takes seconds of CPU, and no request waits for that: a run asks for them last.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future

from ringback.crashes import Crashes
from ringback.generation.case import Case
from ringback.generation.case_store import Cases, CaseStore, WantedCases
from ringback.operation import Operation
from ringback.workers import end_with_parent

_READ = 4  # of the cases of an operation that takes no body, one in so many is drawn
_BROKEN = 2  # of those that are to be refused, one in so many: cases by design break most parts


def _made(wanted: WantedCases, operations: Sequence[Operation], crashes: Crashes) -> Iterator[Case]:
    """The cases of each operation: of Schemathesis' coverage phase, then random ones."""
    from ringback.generation.fuzz import Fuzzer  # noqa: PLC0415 -- heavy, and not in every run

    fuzzer: Fuzzer | None = None
    with crashes.contained("the cases of Schemathesis, of every operation"):
        fuzzer = Fuzzer(wanted.document, wanted.seed)
    if fuzzer is None:
        return
    for operation in operations:
        count = wanted.count if operation.body else max(2, wanted.count // _READ)
        refused = max(1, count // _BROKEN)
        sources: dict[str, Iterator[Case]] = {
            "Schemathesis' cases of coverage": fuzzer.coverage(operation, positive=True),
            "Schemathesis' cases of coverage, invalid": fuzzer.coverage(operation, positive=False),
            "random cases": fuzzer.random(operation, count, positive=True),
            "random cases, invalid": fuzzer.random(operation, refused, positive=False),
        }
        for name, cases in sources.items():
            yield from crashes.each(f"{operation.id}: {name}", cases)


Made = tuple[list[Case], list[tuple[str, str]]]


def _apart(wanted: WantedCases, operations: Sequence[Operation]) -> Made:
    """The cases, and what could not be made: in whatever process this is called."""
    crashes = Crashes()
    found = list(_made(wanted, operations, crashes))
    return found, [(each.what, each.why) for each in crashes.entries]


class Ahead:
    """Starts making cases at once; `cases` waits for what is not made yet.

    What a store has of an earlier run is not made again.
    """

    def __init__(
        self,
        wanted: WantedCases,
        operations: Sequence[Operation],
        *,
        apart: bool,
        store: CaseStore | None = None,
    ) -> None:
        """Without `apart` they are made in this process, when they are asked for."""
        self._wanted = wanted
        self._operations = operations
        self._store = store
        wants = bool(wanted.count and operations)
        self._kept: Cases = store.read(wanted, operations) if wants and store else {}
        self._missing = [each for each in operations if each.id not in self._kept]
        self._pool: Executor | None = None
        self._future: Future[Made] | None = None
        if apart and wants and self._missing:
            import multiprocessing  # noqa: PLC0415 -- not for a run that makes none
            from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 -- likewise

            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=end_with_parent)
            self._future = self._pool.submit(_apart, wanted, self._missing)

    def cases(self, crashes: Crashes, seconds: float | None = None) -> list[Case] | None:
        """All of them, in the order of operations; None where they take longer than `seconds`."""
        if not self._wanted.count:
            return []
        if self._missing:
            if self._future is None:
                found, failed = _apart(self._wanted, self._missing)
            else:
                try:
                    found, failed = self._future.result(seconds)
                except TimeoutError:
                    return None
            self._keep(found, whole=not failed)
            for what, why in failed:
                crashes.add(what, why)
        return [case for each in self._operations for case in self._kept[each.id]]

    def _keep(self, found: Sequence[Case], *, whole: bool) -> None:
        """Sort what was made to its operations; what failed may come out otherwise next time."""
        made: Cases = {each.id: [] for each in self._missing}
        for case in found:
            made[case.operation.id].append(case)
        self._kept |= made
        self._missing = []
        if whole and self._store is not None:
            self._store.write(self._wanted, made)

    def close(self) -> None:
        """End the process; what it still makes is not waited for."""
        if self._pool is None:
            return
        # An interpreter waits for its pools when it exits, whatever `shutdown` was told.
        workers = list((getattr(self._pool, "_processes", None) or {}).values())
        self._pool.shutdown(wait=False, cancel_futures=True)
        for each in workers:
            each.terminate()
        self._pool = None
