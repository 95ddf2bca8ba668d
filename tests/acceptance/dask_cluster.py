"""A Dask cluster of real processes on the loopback, for the tests."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.acceptance.driving import environment, wait_for

_SETUP = Path(__file__).with_name("dask_worker_setup.py")


@dataclass(kw_only=True)
class Cluster:
    """A scheduler and workers, one thread each; all of them end with the test."""

    folder: Path
    variables: dict[str, str] = field(default_factory=dict)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    address: str = ""

    def schedule(self) -> None:
        """Start the scheduler, and wait for its address."""
        file = self.folder / "scheduler.json"
        self._start("dask_scheduler", "--port", "0", "--scheduler-file", str(file))
        wait_for(lambda: file.exists() and file.read_text().endswith("}"))
        self.address = json.loads(file.read_text())["address"]

    def worker(self) -> subprocess.Popen[bytes]:
        """Start a worker; it has a diary by its number."""
        number = len(self.processes)
        self.variables["DIARY"] = str(self.diary(number))
        local = ("--local-directory", str(self.folder / f"worker{number}"))
        preload = ("--preload", str(_SETUP))
        return self._start(
            "dask_worker", self.address, "--nthreads", "1", "--no-nanny", *local, *preload
        )

    def diary(self, number: int) -> Path:
        """What the worker of this number wrote about its pieces; the first has number 1."""
        return self.folder / f"diary{number}"

    def done(self, *numbers: int) -> int:
        """How many pieces these workers are done with."""
        diaries = [self.diary(each) for each in numbers]
        return sum(each.read_text().count(" memory ") for each in diaries if each.exists())

    def _start(self, what: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{what}", "--host", "127.0.0.1"]
        with (self.folder / f"log{len(self.processes)}").open("wb") as log:
            started = subprocess.Popen(  # noqa: S603 -- this interpreter, with arguments of ours
                [*command, "--no-dashboard", *arguments],
                cwd=self.folder,
                env=environment(self.variables),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.processes.append(started)
        return started

    def end(self) -> None:
        """End every process, by its id."""
        for each in reversed(self.processes):
            each.kill()
        for each in self.processes:
            each.wait(20)


@contextlib.contextmanager
def cluster(folder: Path, workers: int = 2, **variables: str) -> Iterator[Cluster]:
    """A cluster with so many workers; the scheduler is configured by variables of Dask's."""
    made = Cluster(folder=folder, variables=dict(variables))
    try:
        made.schedule()
        for _ in range(workers):
            made.worker()
        yield made
    finally:
        made.end()
