"""Tools run in turn on the same file, each run a process of its own; the best of them is told."""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

_LONGEST = 900  # seconds that one run may take


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """What is run on a file.

    `part` is how many megabytes of it a slow one gets, `split` whether it takes a folder with a
    file a line, beside the file and named as it is with `.d`. `objects` is whether it ought to
    find something wrong. It runs in `folder`, with these variables.
    """

    name: str
    command: Callable[[Path], Sequence[str]]
    folder: Path
    variables: Mapping[str, str]
    part: float | None = None
    split: bool = False
    objects: bool = False

    def run(self, file: Path) -> float:
        """Seconds of a core that one run takes; ends it all if the tool says other than we know."""
        command = self.command(file)
        started = _used()
        done = subprocess.run(
            command,
            env={**os.environ, **self.variables},
            cwd=self.folder,
            capture_output=True,
            check=False,
            timeout=_LONGEST,
        )
        seconds = _used() - started
        if done.returncode != self.objects:
            said = (done.stderr or done.stdout)[-2000:].decode()
            sys.exit(f"\n{' '.join(command)} ended with {done.returncode}: {said}")
        return seconds

    def cut(self, file: Path, count: int) -> tuple[Path, int]:
        """The file as far as the tool gets it, and how many of its payloads that are."""
        if self.part is None:
            return file, count
        wanted = min(count, max(20, round(count * self.part * 1e6 / file.stat().st_size)))
        with file.open("rb") as whole:
            lines = list(islice(whole, wanted))
        path = file.with_name(f"first-{wanted}.ndjson")
        path.write_bytes(b"".join(lines))
        if self.split:
            _split(path, lines)
        return path, wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The best run: its seconds, those of the best one on a single payload, how many it saw."""

    seconds: float
    start: float
    count: int

    @property
    def each(self) -> float:
        """Seconds a payload, without start-up."""
        return (self.seconds - self.start) / max(1, self.count - 1)


def measured(
    file: Path, one: Path, count: int, tools: Sequence[Tool], rounds: int
) -> dict[str, Told]:
    """The best run of each tool on a file with so many payloads, and on one that holds one."""
    parts = {tool.name: tool.cut(file, count) for tool in tools}
    _split(one, [one.read_bytes()])
    whole: dict[str, list[float]] = {tool.name: [] for tool in tools}
    start: dict[str, list[float]] = {tool.name: [] for tool in tools}
    for _ in range(rounds):
        for tool in tools:
            start[tool.name].append(tool.run(one))
            whole[tool.name].append(tool.run(parts[tool.name][0]))
    return {
        name: Told(seconds=min(whole[name]), start=min(start[name]), count=many)
        for name, (_, many) in parts.items()
    }


def table(title: str, told: Mapping[str, Told]) -> None:
    """Print the figures, and what they are to those of the first tool."""
    base = next(iter(told.values())).each
    print(f"\n{title:30}{'seconds':>9}{'start-up':>10}{'µs each':>10}{'a second':>11}{'ratio':>8}")
    for name, each in told.items():
        seconds = f"{each.seconds:9.2f}{each.start:10.2f}{each.each * 1e6:10.2f}"
        print(f"  {name:17}{each.count:11,}{seconds}{1 / each.each:11,.0f}{each.each / base:8.2f}")
    sys.stdout.flush()


def _used() -> float:
    """Seconds of cores that ended children have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _split(path: Path, lines: Sequence[bytes]) -> None:
    folder = Path(f"{path}.d")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for at, line in enumerate(lines):
        (folder / f"{at}.json").write_bytes(line)
