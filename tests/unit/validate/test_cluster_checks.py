"""What a Dask cluster must have before it judges, tried on stand-ins for its client."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringback import __version__
from ringback.errors import TargetError
from ringback.recordings import Source
from ringback.validate.pieces.cluster_checks import checked
from ringback.validate.pieces.work import Files


class Client:
    """A client of a cluster whose parts answer with these."""

    def __init__(self, scheduler: Any, versions: list[Any], seen: list[str | None]) -> None:
        self._scheduler = scheduler
        self._answers = iter([versions, seen])
        self._workers = bool(versions)

    def wait_for_workers(self, _count: int, *, timeout: int) -> None:
        """There are some, or there is none in time."""
        if not self._workers:
            raise TimeoutError(timeout)

    def run_on_scheduler(self, _function: Callable[..., Any], _name: str) -> Any:
        """What the scheduler has."""
        if isinstance(self._scheduler, Exception):
            raise self._scheduler
        return self._scheduler

    def run(self, _function: Callable[..., Any], _about: Any, *, on_error: str) -> Any:
        """What each worker has, then what each sees."""
        assert on_error == "return"
        return {f"w{at}": each for at, each in enumerate(next(self._answers), 1)}


def told(client: Client, file: Path) -> str | None:
    """What is wrong with a cluster, None where nothing is."""
    first = Files(sources=(Source(name="a.json", path=file, size=2),))
    try:
        checked(client, "tcp://h:1", first)  # type: ignore[arg-type]  # a stand-in
    except TargetError as error:
        return str(error)
    return None


NONE = ModuleNotFoundError("No module named 'ringback'")
SAME = __version__
INSTALL = (
    "; install the same on the scheduler and on every worker: "
    f"pip install 'ringback[cluster]=={__version__}'"
)


@pytest.mark.parametrize(
    ("scheduler", "versions", "seen", "expected"),
    [
        (SAME, [SAME, SAME], [None, None], None),
        (
            *(SAME, [], []),
            "the Dask scheduler has no worker, 30 s long; start one with: dask worker tcp://h:1",
        ),
        (
            *(NONE, [SAME], [None]),
            f"the scheduler has no ringback, and this is ringback {SAME}{INSTALL}",
        ),
        (
            *(SAME, [SAME, "0.0.1"], [None, None]),
            f"worker w2 has ringback 0.0.1, and this is ringback {SAME}{INSTALL}",
        ),
        (
            *(SAME, [NONE, SAME, NONE], [None] * 3),
            f"worker w1 (one of 2) has no ringback, and this is ringback {SAME}{INSTALL}",
        ),
        (
            *(SAME, [OSError("gone")], [None]),
            f"worker w1 does not answer (gone), and this is ringback {SAME}{INSTALL}",
        ),
        (
            *(SAME, [SAME, SAME], [None, "can't be read (No such file or directory)"]),
            (
                "a.json can't be read (No such file or directory) on worker w2; "
                "every worker must see the recordings, under the same name"
            ),
        ),
    ],
)
def test_what_a_cluster_must_have(
    tmp_path: Path,
    scheduler: Any,
    versions: list[Any],
    seen: list[str | None],
    expected: str | None,
) -> None:
    """Workers, this ringback on each of them and on the scheduler, and the recordings."""
    file = tmp_path / "a.json"
    file.write_text("{}")
    found = told(Client(scheduler, versions, seen), file)
    assert found == (None if expected is None else f"tcp://h:1: {expected}")


def test_a_file_that_nobody_can_read_is_no_matter_of_the_cluster(tmp_path: Path) -> None:
    """It is a finding, as it is without a cluster."""
    client = Client(SAME, [SAME], ["can't be read (No such file or directory)"])
    assert told(client, tmp_path / "gone") is None
