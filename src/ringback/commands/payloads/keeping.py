"""From exhibits to files: without secrets, judged once more, and named by what they show."""

import os
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from ringback.checks import RECORDING_CHECKS, Subject
from ringback.contract import Contract
from ringback.errors import RingbackError, UsageError
from ringback.exchange import Exchange
from ringback.finding import Finding
from ringback.judge import judge
from ringback.operation import Operation
from ringback.recordings import Provenance, Recording, files, read
from ringback.recordings.formats.writing import slug, text_of, write
from ringback.recordings.samples.trimming import trimmed

_FIRST = 3  # things that a note, or a sentence, names


class Scrubs(Protocol):
    """Takes secrets out of exchanges, the same value always in the same way."""

    def learn(self, exchange: Exchange, operation: Operation | None) -> None:
        """Take in what is secret in an exchange."""
        ...

    def scrubbed(self, exchange: Exchange, operation: Operation | None) -> Exchange:
        """The exchange without its secrets. Raises RingbackError where one can't be hidden."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ToWrite:
    """An exchange that is to be stored: its file's name, where it comes from, what it is to show.

    It is stored only where it shows the same without its secrets.
    """

    exchange: Exchange
    operation: Operation
    name: str
    provenance: Provenance
    shows: frozenset[Hashable] = frozenset()


@dataclass(slots=True, kw_only=True)
class WrittenRecordings:
    """What came of it: the files, and a sentence for each exchange that could not be stored."""

    files: list[Path] = field(default_factory=list)
    shown: set[Hashable] = field(default_factory=set)
    left_out: list[str] = field(default_factory=list)


def flaws(exchange: Exchange, operation: Operation, contract: Contract) -> list[Finding]:
    """What the checks of recordings find wrong with an exchange, without its evidence."""
    subject = Subject(
        exchange=exchange,
        operation=operation,
        contract=contract,
        admission=contract.admission(exchange.request, operation),
        strangers=None,
    )
    return [replace(each, exchanges=()) for each in judge(subject, RECORDING_CHECKS)]


def stored(folder: Path, contract: Contract) -> Iterator[tuple[Recording, Operation]]:
    """The recordings of a folder that keep the contract, each with its operation."""
    if not folder.is_dir():
        return
    for file in files([str(folder)]):
        entry = read(file)
        if not isinstance(entry, Recording):
            continue
        operation = contract.operation_for(entry.exchange.request)
        if operation is not None and not flaws(entry.exchange, operation, contract):
            yield entry, operation


def check_folder(folder: Path) -> None:
    """UsageError for a folder that can't be written to, before anything is done for it."""
    there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    if not there.is_dir():
        raise UsageError((f"--into {folder}: {there} is no folder",))
    if not os.access(there, os.W_OK | os.X_OK):
        raise UsageError((f"--into {folder}: {there} can't be written to",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """Writes recordings without any secret into a folder, those that keep the contract still."""

    folder: Path
    scrubber: Scrubs
    contract: Contract
    shown_by: Callable[[Exchange, Operation], frozenset[Hashable]]

    def keep(self, wanted: Sequence[ToWrite]) -> WrittenRecordings:
        """Write these; what is secret in one is learnt before any is written, and hidden in all.

        Raises UsageError where the folder can't be written to.
        """
        written = WrittenRecordings()
        bare = [(each, trimmed(each.exchange, each.operation)) for each in wanted]
        for each, exchange in bare:
            self.scrubber.learn(exchange, each.operation)
        for each, exchange in bare:
            try:
                self._write(each, exchange, written)
            except UsageError:
                raise
            except (RingbackError, ValueError) as error:
                written.left_out.append(f"{each.operation.id}, {each.name}: {error}")
        return written

    def _write(self, each: ToWrite, exchange: Exchange, written: WrittenRecordings) -> None:
        """Write one; ValueError and RingbackError say why it can't be stored."""
        operation = each.operation
        clean = self.scrubber.scrubbed(exchange, operation)
        broken = flaws(clean, operation, self.contract)
        if broken:
            raise ValueError(f"without its secrets, {broken[0].message}")
        shown = each.shows & self.shown_by(clean, operation)
        if shown - written.shown:
            text = text_of(clean, each.provenance)
            written.files.append(write(text, self.folder, operation.id, each.name))
            written.shown |= shown


def name_of(exchange: Exchange, words: str) -> str:
    """The name of an exchange's file: its status, and what it shows."""
    response = exchange.response
    status = f"status-{response.status}" if response else "no-answer"
    return "-".join(part for part in (status, slug(words)) if part)


def first_of(names: Iterable[str], most: int = _FIRST) -> str:
    """The first few of many names, and how many more there are."""
    told = list(names)
    more = f" and {len(told) - most} more" if len(told) > most else ""
    return ", ".join(told[:most]) + more
