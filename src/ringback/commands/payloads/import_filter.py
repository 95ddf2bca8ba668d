"""What an import takes in: of each shape the smallest sound exchange, the rest by its reason."""

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import assert_never

from ringback.commands.payloads.keeping import (
    Keeper,
    Scrubs,
    ToWrite,
    WrittenRecordings,
    name_of,
)
from ringback.contract import Contract
from ringback.finding import Finding
from ringback.ledger import Ledger
from ringback.operation import Operation
from ringback.recordings import (
    Aside,
    Entry,
    Payload,
    Provenance,
    Recording,
    Scope,
    Unreadable,
)
from ringback.recordings.samples.shape import shape
from ringback.recordings.samples.showing import STATUS, Showing
from ringback.recordings.samples.smallest import Exhibit, Smallest
from ringback.validate import judge_entry

SHAPES = 1_000  # recordings that one import makes: nobody looks after more
LARGEST = 1 << 20  # bytes of the bodies of one recording
_BYTES = 128 << 20  # bytes of the bodies of all of them
# Entries whose secrets are looked for in all recordings: what is secret by its name or its look is
# found wherever it stands, so that this is for those that are told by another entry alone.
_LEARNT = 10_000


@dataclass(slots=True, kw_only=True)
class Intake:
    """What the entries have brought so far: the smallest exchange of each shape, and the rest."""

    contract: Contract
    scope: Scope
    ledger: Ledger
    showing: Showing
    scrubber: Scrubs
    held: Smallest[bytes]
    entries: int = 0
    learnt: int = 0
    size: int = 0
    aside: Counter[str] = field(default_factory=Counter)

    def take(self, entry: Entry) -> None:
        """Look at one entry: hold it, put it aside by its reason, or tell what is wrong with it."""
        self.entries += 1
        match entry:
            case Aside():
                self.aside[entry.why] += 1
            case Unreadable() | Payload():
                self._tell(list(judge_entry(entry, self.contract)))
            case Recording():
                why = self._recording(entry)
                if why:
                    self.aside[why] += 1
            case _:
                assert_never(entry)

    def _recording(self, entry: Recording) -> str:
        """Hold an exchange if it is the smallest of its shape; why it is none to be held, else."""
        request = entry.exchange.request
        if not self.scope.holds(request.url):
            return "of another host"
        operation = self.contract.operation_for(request)
        if operation is None:
            return "of no operation in the description"
        if self.learnt < _LEARNT:
            self.learnt += 1
            self.scrubber.learn(entry.exchange, operation)
        if not _whole(entry, operation):
            return "whose body was not stored"
        found = list(judge_entry(entry, self.contract, expectations=False))
        self._tell(found)
        if not found and entry.stands_for_others:
            whole = replace(
                entry,
                with_request=True,
                with_request_headers=True,
                with_query=True,
                with_all_members=True,
            )
            if list(judge_entry(whole, self.contract, expectations=False)):
                return "of which only a part was stored"
        return "that break the description" if found else self._hold(entry, operation)

    def _hold(self, entry: Recording, operation: Operation) -> str:
        """Hold a sound exchange, within the bounds of an import."""
        exhibit = Exhibit(
            exchange=entry.exchange,
            operation=operation,
            shows=frozenset({shape(entry.exchange, operation, self.showing)}),
            date=entry.date or "",
            source=entry.provenance.source if entry.provenance else "live",
            note=" of ".join(part for part in (entry.entry, Path(entry.file).name) if part),
        )
        if exhibit.size > LARGEST:
            return f"larger than the {LARGEST:,} bytes of a recording"
        new = not exhibit.shows <= self.held.keys
        wanted = self.held.wanted(exhibit.shows, exhibit.size)
        if wanted and new:
            if len(self.held) >= SHAPES or self.size + exhibit.size > _BYTES:
                return f"of more shapes than the {SHAPES:,} that are kept"
            self.size += exhibit.size  # what takes its place is smaller
        self.held.offer(exhibit)
        return ""

    def _tell(self, found: list[Finding]) -> None:
        for finding in found:
            if self.ledger.wants(finding.rule):
                self.ledger.hold(finding)


def write_held(intake: Intake, folder: Path, day: str) -> WrittenRecordings:
    """Write the exchanges that are held, each named by what the fewest of them show.

    `day` is what one without a date is at least as old as.
    """
    chosen = [exhibit for exhibit, _ in intake.held.cover()]
    shown = [intake.showing.shown_by(each.exchange, each.operation) for each in chosen]
    often = Counter(point for points in shown for point in points)
    wanted = []
    for exhibit, points in zip(chosen, shown, strict=True):
        order = [each for each in intake.showing.all_of(exhibit.operation) if each in points]
        telling = [each for each in order if each.side != STATUS]
        rarest = min(telling, key=lambda each: often[each]).label if telling else ""
        undated = "" if exhibit.date else ", dated by its file"
        note = f"{exhibit.note}{undated}"
        wanted.append(
            ToWrite(
                exchange=exhibit.exchange,
                operation=exhibit.operation,
                name=name_of(exhibit.exchange, rarest),
                provenance=Provenance(source=exhibit.source, date=exhibit.date or day, note=note),
                shows=exhibit.shows,
            )
        )
    keeper = Keeper(
        folder=folder,
        scrubber=intake.scrubber,
        contract=intake.contract,
        shown_by=lambda exchange, each: frozenset({shape(exchange, each, intake.showing)}),
    )
    return keeper.keep(wanted)


def _whole(entry: Recording, operation: Operation) -> bool:
    """Whether every body that the description gives an exchange was stored."""
    response = entry.exchange.response
    answer = operation.answer_for(response.status) if response else None
    asked = entry.with_request_body or operation.body is None
    return asked and (entry.with_body or answer is None or not answer.media_types)
