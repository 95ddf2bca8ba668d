"""The last runs of a project, each as its JSON report: what a report can be asked of later."""

import json
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ringback.errors import UsageError
from ringback.visible import visible

FOLDER = ".ringback"
"""What stands beside a configuration, and is no part of the project."""
_RUNS = "runs"
_MOST = 20
_TIME = "%Y%m%dT%H%M%S%fZ"
_IGNORED = "*\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRun:
    """A run as a list names it; `verdict` is empty where the file can't be read."""

    name: str
    path: Path
    time: str
    command: str = ""
    target: str = ""
    verdict: str = ""


class RunStore:
    """The runs beside the configuration in a folder (`root`); a name begins with its time."""

    def __init__(self, root: Path) -> None:
        self._home = root / FOLDER
        self.folder = self._home / _RUNS

    def keep(self, text: str, command: str) -> None:
        """Store a JSON report, and forget those before the last ones; raises OSError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        ignored = self._home / ".gitignore"
        if not ignored.exists():
            ignored.write_text(_IGNORED, "utf-8")
        name = f"{datetime.now(UTC).strftime(_TIME)}-{command}"
        draft = self.folder / f".{name}-{secrets.token_hex(4)}.tmp"
        try:
            draft.write_text(text, "utf-8")
            draft.replace(self.folder / f"{name}.json")
        finally:
            with suppress(OSError):
                draft.unlink()
        for old in self._paths()[:-_MOST]:
            with suppress(OSError):  # another run may have been faster
                old.unlink()

    def find(self, name: str | None) -> Path:
        """The path of a run by its name or the beginning of it, of the last one without a name.

        A path of a report is one as well. Raises UsageError where there is no such run.
        """
        paths = self._paths()
        if name is None:
            if not paths:
                problem = (
                    f"no run is stored in {self.folder}; ringback check stores each of its own"
                )
                raise UsageError((problem,))
            return paths[-1]
        found = [each for each in paths if name and each.stem.startswith(name)]
        exact = [each for each in found if each.stem == name]
        if len(exact or found) == 1:
            return (exact or found)[0]
        if found:
            names = " or ".join(each.stem for each in found[:3])
            raise UsageError((f"{visible(name)}: begins {len(found)} runs; say {names}",))
        if name and (Path(name).exists() or Path(name).suffix):
            return Path(name)
        problem = f"{visible(name)}: no such run, and no such file; --list names the runs"
        raise UsageError((problem,))

    def runs(self) -> Iterator[StoredRun]:
        """Every run that is stored, the last one first."""
        for path in reversed(self._paths()):
            time = _time_of(path.stem)
            try:
                told = json.loads(path.read_bytes())
                yield StoredRun(
                    name=path.stem,
                    path=path,
                    time=time,
                    command=visible(str(told["command"])),
                    target=visible(str(told["target"] or "")),
                    verdict=visible(str(told["verdict"])),
                )
            except (OSError, ValueError, LookupError, TypeError):
                yield StoredRun(name=path.stem, path=path, time=time)

    def newest(self) -> Iterator[Path]:
        """The files of all runs that are stored, the last one first."""
        return reversed(self._paths())

    def _paths(self) -> list[Path]:
        """The files in the order of their times."""
        return sorted(self.folder.glob("*.json"))


def _time_of(name: str) -> str:
    """When a run ended, by its name; the name itself where that tells no time."""
    try:
        moment = datetime.strptime(name.partition("-")[0], _TIME).replace(tzinfo=UTC)
    except ValueError:
        return name
    return moment.strftime("%Y-%m-%d %H:%M:%S UTC")
