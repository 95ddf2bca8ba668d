"""Who judges the recordings of `ringback validate`: this process, several, or a cluster."""

from collections.abc import Callable, Iterable
from itertools import chain, groupby, islice

from ringback.commands.arguments import ValidateOptions
from ringback.commands.common.watching import watched
from ringback.errors import TargetError, UsageError
from ringback.recordings import Source
from ringback.recordings.byte_streams.storage import INSTALL
from ringback.validate.judging import Tick
from ringback.validate.pieces.spread import Cores, Gathered, cores, judge_here
from ringback.validate.pieces.work import Work, cut, here_only
from ringback.validate.setup import Setup

_ALONE = 100_000_000  # bytes that one process judges in the time that others need to begin

Judged = Callable[[Iterable[Work], Tick], None]


def judge(
    options: ValidateOptions, setup: Setup, found: list[Source], gathered: Gathered
) -> list[str]:
    """Judge everything; why it is not all, where it was interrupted or the cluster was lost.

    Raises UsageError where the options don't go together, TargetError where a cluster judges
    nothing at all.
    """
    total = sum(each.size or 0 for each in found)
    wanted = options.workers or (cores() if total > _ALONE else 1)
    work = cut(found, setup, options.block)
    first = [*islice(work, wanted)]  # no process more than there are pieces
    elsewhere = _elsewhere(options, setup, gathered, min(wanted, len(first)))
    try:
        with watched(total, quiet=options.common.quiet) as tick:
            for here, pieces in groupby(
                chain(first, work), lambda it: elsewhere is None or here_only(it)
            ):
                if here or elsewhere is None:
                    judge_here(pieces, setup, gathered, tick)
                else:
                    elsewhere(pieces, tick)
    except KeyboardInterrupt:
        return ["interrupted: what was judged so far is told"]
    except TargetError as error:
        if not gathered.tally.entries:
            raise
        return [f"{error}; what was judged so far is told"]
    return []


def _elsewhere(
    options: ValidateOptions, setup: Setup, gathered: Gathered, workers: int
) -> Judged | None:
    """What has other processes judge; None where this one does it by itself."""
    address = options.dask
    if address is None:
        if workers <= 1:
            return None
        return lambda work, tick: Cores(setup, gathered, tick, workers).judge(work)
    if options.workers is not None:
        raise UsageError(("--workers and --dask don't go together: a cluster has its own",))
    try:
        from ringback.validate.pieces.cluster import judge_on_dask  # noqa: PLC0415 -- an extra, and slow
    except ImportError:
        raise UsageError((f"--dask needs what an extra installs: {INSTALL}",)) from None
    return lambda work, tick: judge_on_dask(work, setup, gathered, tick, address)
