"""The files that a check stands on, and which of them have changed since the last look."""

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

import ringback
from ringback.commands.arguments import Common
from ringback.commands.common.baseline_files import baseline_path
from ringback.commands.setup.check_setup import Asked
from ringback.description.reading.tree import files_of
from ringback.errors import UsageError
from ringback.recordings import sources

_OURS = Path(ringback.__file__).parent
_INSTALLED = frozenset({"site-packages", "dist-packages"})

Stamp = tuple[int, int, int] | None


class FileRole(IntEnum):
    """What a file is for a check: what stands higher has more judged anew."""

    RECORDING = 0
    DESCRIPTION = 1
    SOURCE = 2  # of the target, where that is an app in this process
    CONFIG = 3


@dataclass(slots=True)
class WatchedFiles:
    """The files by their roles; `sources` are those that a run on the target had loaded."""

    common: Common
    roles: dict[Path, FileRole] = field(default_factory=dict)
    sources: tuple[Path, ...] = ()
    _places: tuple[str, ...] = ()
    _stamps: dict[Path, Stamp] = field(default_factory=dict)

    def stands_on(self, subject: Asked, reading: str) -> None:
        """Take over what a check of this subject reads: configuration, description, overlays."""
        settings = subject.settings
        self.roles = dict.fromkeys(
            (settings.file, baseline_path(self.common).absolute()), FileRole.CONFIG
        )
        described = [
            *settings.readings.get(reading, ()),
            *settings.readings.get(settings.forms, ()),
        ]
        if isinstance(settings.description, Path):
            described.append(settings.description)
        trees = {
            id(each.description): each.description.tree
            for each in (subject.contract, subject.forms)
        }
        for tree in trees.values():
            described += [Path(each) for each in set(files_of(tree)) if "://" not in each]
        self.roles |= dict.fromkeys((each.absolute() for each in described), FileRole.DESCRIPTION)
        self._places = tuple(map(str, settings.recordings))
        self._adopt()

    def loaded(self, sources: Iterable[Path]) -> None:
        """Take over the modules that a run had loaded; one without the target has loaded none."""
        self.sources = tuple(sources) or self.sources
        self._adopt()

    def _adopt(self) -> None:
        """What is looked at from now on is no news; what has changed meanwhile still is."""
        for path in self._all():
            if path not in self._stamps:
                self._stamps[path] = stamp_of(path)

    def changed(self) -> dict[Path, FileRole]:
        """The files that are not as they were when this was last asked."""
        now = {path: stamp_of(path) for path in self._all()}
        before, self._stamps = self._stamps, now
        gone = [path for path in before if path not in now and stamp_of(path) is None]
        found = [path for path in now if before.get(path) != now[path]]
        return {path: self.role(path) for path in [*found, *gone]}

    def role(self, path: Path) -> FileRole:
        """What a file is; of several things the one that has more judged anew."""
        if path in self.sources:
            return max(FileRole.SOURCE, self.roles.get(path, FileRole.SOURCE))
        return self.roles.get(path, FileRole.RECORDING)

    @property
    def count(self) -> int:
        """How many files there are."""
        return sum(stamp is not None for stamp in self._stamps.values())

    def _all(self) -> Iterator[Path]:
        """Every file, the recordings as they are there now."""
        yield from self.roles
        yield from self.sources
        try:
            found = sources(self._places)
        except UsageError:  # which a run tells
            return
        yield from (each.path.absolute() for each in found if each.path is not None)


def loaded_sources(roots: Iterable[Path]) -> tuple[Path, ...]:
    """The files of Python modules that this process has loaded from these folders.

    What is installed there, and ringback itself, is no part of a project.
    """
    folders = [each.resolve() for each in roots]
    found = set[Path]()
    for module in list(sys.modules.values()):
        name = getattr(module, "__file__", None)
        if not isinstance(name, str) or not name.endswith(".py"):
            continue
        path = Path(name).resolve()
        installed = _INSTALLED & set(path.parts) or path.is_relative_to(_OURS)
        if not installed and any(map(path.is_relative_to, folders)):
            found.add(path)
    return tuple(sorted(found))


def stamp_of(path: Path) -> Stamp:
    """What tells a file from what it was before; None where it is not there."""
    try:
        stat = os.stat(path)  # noqa: PTH116 -- asked of each file several times a second
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino
