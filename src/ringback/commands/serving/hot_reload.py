"""A mock that is made anew when a file changes that it was made of."""

import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from ringback.commands.gate.watched_files import Stamp, stamp_of
from ringback.config import Settings
from ringback.contract import Contract
from ringback.description.reading.tree import files_of
from ringback.errors import RingbackError, reason

_EVERY = 0.3  # seconds between two looks

Stamps = dict[Path, Stamp]


class HotReload:
    """Looks at the files in a thread of its own while it is entered.

    `again` makes everything anew and answers the new contract; what is wrong then is said, and what
    was served goes on.
    """

    def __init__(
        self,
        settings: Settings,
        contract: Contract,
        again: Callable[[], Contract],
        say: Callable[[str], None],
    ) -> None:
        self._settings = settings
        self._again = again
        self._say = say
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._files = self._of(contract)
        self._seen = self._stamps()

    def __enter__(self) -> Self:
        """Begin to look."""
        self._thread.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Look no longer."""
        self._over.set()
        self._thread.join()

    def look(self) -> None:
        """Look once: where a file has changed, all is made anew."""
        now = self._stamps()
        changed = [each.name for each, stamp in now.items() if self._seen.get(each) != stamp]
        if not changed:
            return
        self._seen = now
        try:
            self._files = self._of(self._again())
        except RingbackError as error:
            self._say(f"not loaded anew: {error}")
        except Exception as error:  # noqa: BLE001 -- what was served goes on, whatever came
            self._say(f"not loaded anew: {reason(error)}")
        else:
            self._seen = self._stamps()
            self._say(f"loaded anew: {', '.join(changed)} changed")

    def _watch(self) -> None:
        while not self._over.wait(_EVERY):
            self.look()

    def _of(self, contract: Contract) -> list[Path]:
        """Every file that the mock was made of."""
        tree = contract.description.tree
        described = {Path(name) for name in set(files_of(tree)) if "://" not in name}
        return sorted({self._settings.file, *described, *self._settings.recordings})

    def _stamps(self) -> Stamps:
        found: Stamps = {}
        for each in self._files:
            inside = sorted(each.rglob("*")) if each.is_dir() else []
            found |= {path: stamp_of(path) for path in (each, *inside)}
        return found
