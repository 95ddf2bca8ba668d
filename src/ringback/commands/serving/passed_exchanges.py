"""What a proxy keeps of the exchanges that go by, until it is written without its secrets."""

import os
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ringback.commands.payloads.import_filter import Intake, write_held
from ringback.commands.payloads.keeping import check_folder, stored
from ringback.contract import Contract
from ringback.errors import RingbackError, UsageError
from ringback.ledger import Ledger
from ringback.operation import Operation
from ringback.recordings import Recording, Scope
from ringback.recordings.formats.har_writing import TimedExchange, har_text
from ringback.recordings.samples.shape import shape
from ringback.recordings.samples.showing import Showing
from ringback.recordings.samples.smallest import Smallest
from ringback.reports.interface import several
from ringback.secrets import HouseRules
from ringback.secrets.replace.scrubber import Scrubber

_MOST = 10_000  # exchanges of a HAR
_BYTES = 256 << 20  # bytes of their bodies


def check_har(path: Path) -> None:
    """UsageError for a file that can't be written, before anything is passed on for it."""
    folder = path.absolute().parent
    if path.is_dir() or not folder.is_dir() or not os.access(folder, os.W_OK):
        raise UsageError((f"--har {path}: can't be written there; name a file in a folder",))


@dataclass(slots=True, kw_only=True)
class PassedExchanges:
    """Holds for recordings the smallest exchange of each shape, and for a HAR all there are.

    What is secret in one is learnt when it goes by, and hidden in all of them.
    """

    contract: Contract
    rules: HouseRules
    base_url: str
    folder: Path | None = None
    har: Path | None = None
    _intake: Intake = field(init=False)
    _all: list[tuple[TimedExchange, Operation | None]] = field(default_factory=list)
    _size: int = 0
    _left: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Begin with what the folder has already."""
        if self.folder is not None:
            check_folder(self.folder)
        if self.har is not None:
            check_har(self.har)
        self._intake = Intake(
            contract=self.contract,
            scope=Scope(()),
            ledger=Ledger(),
            showing=Showing(self.contract),
            scrubber=Scrubber({}, self.contract, self.rules),
            held=Smallest(self._there()),
        )

    def _there(self) -> set[bytes]:
        """The shapes of the recordings that are there already."""
        showing = Showing(self.contract)
        known = stored(self.folder, self.contract) if self.folder else ()
        return {shape(each.exchange, operation, showing) for each, operation in known}

    def take(self, entry: Recording) -> None:
        """Keep what is wanted of an exchange that was answered."""
        response = entry.exchange.response
        if response is None:
            return
        if self.folder is not None:
            self._intake.take(entry)
        if self.har is None:
            return
        operation = self.contract.operation_for(entry.exchange.request)
        if self.folder is None:
            self._intake.scrubber.learn(entry.exchange, operation)
        size = len(response.body) + len(entry.exchange.request.body or b"")
        if len(self._all) >= _MOST or self._size + size > _BYTES:
            self._left[
                f"went by after the {_MOST:,} exchanges, or the bytes, that a HAR holds"
            ] += 1
            return
        self._size += size
        began = datetime.now(UTC) - timedelta(seconds=response.seconds)
        timed = TimedExchange(exchange=entry.exchange, began=began, base_url=self.base_url)
        self._all.append((timed, operation))

    @property
    def count(self) -> int:
        """How many exchanges are held."""
        return max(len(self._intake.held), len(self._all))

    def written(self) -> list[str]:
        """Write everything; a line for each thing that was, and for what could not be."""
        lines: list[str] = []
        if self.folder is not None:
            day = datetime.now(UTC).date().isoformat()
            written = write_held(self._intake, self.folder, day)
            lines.append(f"{several(len(written.files), 'recording')} written to {self.folder}")
            lines += [f"not written: {each}" for each in written.left_out]
        if self.har is not None:
            lines += self._written_har(self.har)
        return lines

    def _written_har(self, path: Path) -> list[str]:
        clean = []
        for timed, operation in self._all:
            try:
                exchange = self._intake.scrubber.scrubbed(timed.exchange, operation)
            except RingbackError as error:
                self._left[str(error)] += 1
            else:
                clean.append(replace(timed, exchange=exchange))
        try:
            path.write_text(har_text(clean), "utf-8")
        except OSError as error:
            raise UsageError((f"--har {path}: can't be written ({error.strerror})",)) from error
        told = [f"{several(len(clean), 'exchange')} written to {path}"]
        return told + [f"not written to {path.name}: {n}, {why}" for why, n in self._left.items()]
