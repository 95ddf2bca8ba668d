"""From a description, or a configuration, to a mock and its router."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:  # a suite that imports a mock and does not run it waits for none of these
    from ringback.config import ResourceTable
    from ringback.contract import Contract
    from ringback.mock.answering.chosen import Mode
    from ringback.mock.api_mock import ApiMock
    from ringback.mock.in_process.api_router import ApiRouter, Mistakes
    from ringback.recordings import Recording
    from ringback.targets.interface import App


class PlantedApp(Protocol):
    """A service with one fault on purpose, by name; `app` makes a fresh one."""

    @property
    def name(self) -> str:
        """How the fault is called."""
        ...

    @property
    def app(self) -> "Callable[[], App]":
        """Makes the app in its first state."""
        ...


def mock_of(  # noqa: PLR0913 -- all that a mock is made of
    description: "Path | str | Contract | ApiMock",
    *,
    overlays: Sequence[Path | str] = (),
    recordings: "Iterable[Recording | Path | str]" = (),
    app: Callable[..., Any] | None = None,
    mode: "Mode | str | None" = None,
    seed: int = 0,
    resources: "Mapping[str, ResourceTable] | None" = None,
    planted: Iterable[PlantedApp] = (),
    values: Mapping[str, str] | None = None,
) -> "ApiMock":
    """A mock of a description: its file, a contract, or a mock that is one already.

    `overlays` make a stricter reading of a file.

    `recordings` are answered with in mode `recorded`, or where nothing is kept; files and folders
    of them may be named. `app` makes a fresh ASGI app that answers in the place of the store,
    and `planted` are such apps with one fault each, by name: the faults of `[prove]` are.
    `values` are credentials by the names of security schemes, `token` for all of them: they alone
    are valid then. Raises DescriptionError for a description that can't be read, UsageError for a
    file of recordings that is none.
    """
    from ringback.contract import Contract  # noqa: PLC0415 -- see above
    from ringback.description import load  # noqa: PLC0415 -- see above
    from ringback.mock.answering.chosen import Mode  # noqa: PLC0415 -- see above
    from ringback.mock.api_mock import ApiMock  # noqa: PLC0415 -- see above

    if isinstance(description, ApiMock):
        return description
    contract = description
    if not isinstance(contract, Contract):
        found = load(Path(contract), [Path(each) for each in overlays])
        contract = Contract(found, "strict" if overlays else "published")
    return ApiMock(
        contract,
        recordings=_recordings(recordings),
        mode=None if mode is None else Mode(mode),
        app=app,
        planted={each.name: each.app for each in planted},
        seed=seed,
        resources=resources,
        accounts=[values] if values else (),
    )


def _recordings(named: "Iterable[Recording | Path | str]") -> "list[Recording]":
    from ringback.recordings import Recording, files, read  # noqa: PLC0415 -- see above

    every = list(named)
    found = [each for each in every if isinstance(each, Recording)]
    paths = [str(each) for each in every if not isinstance(each, Recording)]
    kept = (read(file) for file in files(paths)) if paths else ()
    return [*found, *(each for each in kept if isinstance(each, Recording))]


def router(
    description: "Path | str | Contract | ApiMock",
    *,
    base_url: str = "",
    mistakes: "Mistakes | None" = None,
    **more: Any,
) -> "ApiRouter":
    """A respx router that answers as the API of a description does: see `ApiRouter`.

    `more` is what `mock_of` takes: overlays, recordings, app, mode, seed, resources, values.
    """
    from ringback.mock.in_process.api_router import (  # noqa: PLC0415 -- httpx and respx are slow
        ApiRouter,
    )

    return ApiRouter(mock_of(description, **more), base_url=base_url, mistakes=mistakes)
