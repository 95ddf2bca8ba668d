"""A bar for who waits at a terminal: how much is done, how fast, and how long it takes yet."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def watched(total: int, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """What to call with the bytes that were judged; nothing is shown but on a terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda _count: None
        return
    from rich.console import Console  # noqa: PLC0415 -- only who is shown a bar waits for it
    from rich.progress import (  # noqa: PLC0415 -- the same
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (
        TextColumn("judging"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("judging", total=total or None)
        yield lambda count: progress.advance(task, count)
