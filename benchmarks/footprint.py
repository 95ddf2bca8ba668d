"""The memory of `ringback validate` on files that are far larger than it may take."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import traffic

_AIM = 200  # megabytes of one process
_BARE = ("--operation", traffic.OPERATION, "--status", str(traffic.STATUS))


def footprint(folder: Path, size: int) -> None:
    """Print the peaks on lines, packed lines, a HAR and lines that are all wrong."""
    print(f"{'':28}{'workers':>8}{'seconds':>9}{'MB/s':>7}{'one process':>13}{'all of them':>13}")
    for title, file, options in _files(folder, size):
        for workers in (1, 2):
            seconds, one, every = _peaks([str(file), *options, "--workers", str(workers)])
            met = "" if one < _AIM else f"  MISSED: {_AIM} MB"
            speed = size / 1e6 / seconds
            figures = f"{workers:8}{seconds:9.1f}{speed:7.0f}{one:10.0f} MB{every:10.0f} MB"
            print(f"{title:28}{figures}{met}", flush=True)
        file.unlink()


def _files(folder: Path, size: int) -> Iterator[tuple[str, Path, tuple[str, ...]]]:
    """Each file once it is wanted: its name in the table, where it is, what it needs."""
    one, dump = traffic.SIZES["1 kB"], traffic.STYLES["spaced"]
    lines = folder / "large.ndjson"
    traffic.write_lines(lines, traffic.exchanges(one, dump), size)
    yield "exchanges", lines, ()
    packed = folder / "large.ndjson.gz"
    traffic.write_lines(packed, traffic.exchanges(one, dump), size)
    yield f"exchanges, packed ({packed.stat().st_size / 1e6:.0f} MB)", packed, ()
    har = folder / "large.har"
    traffic.write_har(har, traffic.har_entries(one), size)
    yield "a HAR", har, ()
    wrong = folder / "wrong.ndjson"
    traffic.write_lines(wrong, traffic.payloads(one, dump, broken=0.01), size)
    yield "payloads, 1% of them wrong", wrong, _BARE


def _peaks(arguments: list[str]) -> tuple[float, float, float]:
    """Seconds; the largest resident memory of one process, and of all together, in megabytes."""
    command = [sys.executable, "-m", "ringback", "validate", "-q", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(traffic.ROOT / "src")}
    started = time.perf_counter()
    largest = together = 0.0
    with subprocess.Popen(
        command, env=environment, cwd=traffic.ROOT, stdout=subprocess.DEVNULL
    ) as process:
        while process.poll() is None:
            seen = [_memory(each) for each in _family(process.pid)]
            largest = max([largest, *(peak for peak, _ in seen)])
            together = max(largest, together, sum(now for _, now in seen))
            time.sleep(0.05)
    if process.returncode not in {0, 1}:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return time.perf_counter() - started, largest, together


def _family(process: int) -> Iterator[int]:
    """A process and those that it started."""
    yield process
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _memory(process: int) -> tuple[float, float]:
    """The peak of a process and what it holds now, in megabytes; nothing once it ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
        found = [status.partition(f"{name}:")[2].split()[0] for name in ("VmHWM", "VmRSS")]
    except (OSError, IndexError):
        return 0.0, 0.0
    peak, now = (int(each) / 1024 for each in found)
    return peak, now
