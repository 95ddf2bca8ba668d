"""What a pytest run tells in the end, out of one process or of several (pytest-xdist)."""

import pickle
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self, TypeVar

try:
    import fcntl
except ImportError:  # a system without it has each process play for itself
    fcntl = None  # type: ignore[assignment]  # the system has no such locks

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteTold:
    """What was judged: `recordings` has the errors of each file, the rest is of the campaign.

    `errors` is None where no campaign was asked for; `coverage` has by side the points that were
    covered, and all.
    """

    recordings: Mapping[str, int] = field(default_factory=dict)
    errors: int | None = None
    doubts: tuple[str, ...] = ()
    operations: int = 0
    coverage: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @classmethod
    def merged(cls, parts: Iterable["SuiteTold"]) -> "SuiteTold":
        """What several processes have judged: each recording once, and the one campaign of all."""
        every = list(parts)
        recordings = {name: count for each in every for name, count in each.recordings.items()}
        played = [each for each in every if each.errors is not None]
        last = played[0] if played else cls()
        return cls(**{**_members(last), "recordings": recordings})

    @classmethod
    def taken(cls, plain: Mapping[str, Any]) -> Self:
        """What another process has handed on."""
        coverage = {name: (side[0], side[1]) for name, side in plain["coverage"].items()}
        return cls(**{**plain, "doubts": tuple(plain["doubts"]), "coverage": coverage})

    def plain(self) -> dict[str, Any]:
        """As texts, numbers, lists and tables: all that processes can hand on."""
        coverage = {name: list(side) for name, side in self.coverage.items()}
        return {**_members(self), "doubts": list(self.doubts), "coverage": coverage}

    def line(self) -> str:
        """The verdict in one line; empty where nothing was judged."""
        if not self.recordings and self.errors is None:
            return ""
        errors = (self.errors or 0) + sum(self.recordings.values())
        word = "broken" if errors else "inconclusive" if self.doubts else "kept"
        told = [*(self.doubts if word == "inconclusive" else ())]
        told += [_several(errors, "error")] if errors else []
        told += [_several(len(self.recordings), "recording")] if self.recordings else []
        told += [_several(self.operations, "operation")] if self.operations else []
        told += [f"{name} coverage {seen}/{all_}" for name, (seen, all_) in self.coverage.items()]
        return f"{word}: {', '.join(told)}"


def _members(told: SuiteTold) -> dict[str, Any]:
    return asdict(told)


def _several(count: int, name: str) -> str:
    return f"{count} {name}{'' if count == 1 else 's'}"


def once(folder: Path | None, make: Callable[[], _T]) -> _T:
    """What is made by the first process that asks, for all that have this folder in common.

    The others wait meanwhile. A process that dies over it leaves it to the next one.
    """
    if folder is None or not folder.is_dir() or fcntl is None:
        return make()
    made = folder / "made"
    with (folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # let go of when the file is closed
        if made.exists():
            found: _T = pickle.loads(made.read_bytes())  # noqa: S301 -- a process of this run wrote it
            return found
        value = make()
        draft = folder / "draft"
        draft.write_bytes(pickle.dumps(value))
        draft.replace(made)
        return value
