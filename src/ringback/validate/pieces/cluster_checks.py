"""Whether a Dask cluster can judge: it has workers, with this ringback, that see the recordings."""

import pkgutil

import distributed

from ringback import __version__
from ringback.errors import TargetError
from ringback.recordings import Source, StreamError, opened
from ringback.validate.pieces.work import Work, sources_of

_WORKERS = 30  # seconds until the first worker must have come


def checked(client: distributed.Client, address: str, first: Work) -> None:
    """Raises TargetError, with what is wrong; `first` is work that workers must be able to read."""
    try:
        client.wait_for_workers(1, timeout=_WORKERS)
    except TimeoutError:
        problem = f"the Dask scheduler has no worker, {_WORKERS} s long"
        hint = f"start one with: dask worker {address}"
        raise TargetError(target=address, problem=problem, hint=hint) from None
    _same_version(client, address)
    _seen(client, address, first)


def _same_version(client: distributed.Client, address: str) -> None:
    """Nothing of ours runs there before this is known, hence the function of the library."""
    place = "ringback:__version__"
    try:
        own = client.run_on_scheduler(pkgutil.resolve_name, place)
    except ImportError as error:  # it unpacks what it hands on
        own = error
    workers = client.run(pkgutil.resolve_name, place, on_error="return")
    found = {"the scheduler": own, **{f"worker {each}": it for each, it in workers.items()}}
    others = {name: it for name, it in found.items() if it != __version__}
    if not others:
        return
    name, it = next(iter(others.items()))
    match it:
        case str():
            has = f"has ringback {it}"
        case ImportError():
            has = "has no ringback"
        case _:
            has = f"does not answer ({it})"
    many = f" (one of {len(others)})" if len(others) > 1 else ""
    raise TargetError(
        target=address,
        problem=f"{name}{many} {has}, and this is ringback {__version__}",
        hint="install the same on the scheduler and on every worker: "
        f"pip install 'ringback[cluster]=={__version__}'",
    )


def _seen(client: distributed.Client, address: str, first: Work) -> None:
    """Whether the workers can read the first source, if this machine can."""
    source = next((each for each in sources_of(first) if each.problem is None), None)
    if source is None or _unseen(source):
        return
    found = client.run(_unseen, source, on_error="return")
    for worker, problem in found.items():
        if problem:
            raise TargetError(
                target=address,
                problem=f"{source.name} {problem} on worker {worker}",
                hint="every worker must see the recordings, under the same name",
            )


def _unseen(source: Source) -> str | None:
    """Why a source can't be read, None where it can."""
    try:
        with opened(source) as stream:
            stream.read1(1)
    except StreamError as error:
        return str(error)
    return None
