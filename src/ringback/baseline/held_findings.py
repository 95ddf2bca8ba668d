"""What a baseline does to a run: what it holds is no error, and what it says of its own entries."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath
from typing import Protocol

from ringback.baseline.accepted_findings import AcceptedFinding
from ringback.finding import Acceptance, Finding, Severity
from ringback.ledger import covers
from ringback.verdict import RunScope

_NAMED = 6  # entries that a line names
_OF_TARGETS = frozenset({"check", "record"})


class Fingerprinted(Protocol):
    """A finding as far as a baseline knows it again."""

    @property
    def fingerprint(self) -> str:
        """The same for the same cause."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The accepted findings of a file, as they stand on a day; `file` is empty where there is none.

    What a finding weighs is not changed: it says by whom, why and until when it is accepted.
    """

    today: date
    file: str = ""
    entries: tuple[AcceptedFinding, ...] = ()

    @property
    def fingerprints(self) -> frozenset[str]:
        """What it holds: findings that were one when they were accepted are one again."""
        return frozenset(each.fingerprint for each in self.entries)

    def applied(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings, each with what the baseline says of it."""
        told = []
        for each in findings:
            accepted, lapsed = self.word_on(each.fingerprint, each.severity)
            said = accepted is not None or lapsed is not None
            told.append(replace(each, accepted=accepted, lapsed=lapsed) if said else each)
        return told

    def word_on(
        self, fingerprint: str, severity: str
    ) -> tuple[Acceptance | None, Acceptance | None]:
        """What it says of a finding now, and what it said until a day that is over."""
        entry = next((each for each in self.entries if each.fingerprint == fingerprint), None)
        if entry is None or severity != Severity.ERROR:
            return None, None
        until = None if entry.expires is None else entry.expires.isoformat()
        acceptance = Acceptance(owner=entry.owner, reason=entry.reason, expires=until)
        return (acceptance, None) if entry.held_on(self.today) else (None, acceptance)

    def told(
        self, command: str, target: str | None, scope: RunScope, findings: Sequence[Fingerprinted]
    ) -> Iterator[str]:
        """What there is to say of the entries themselves, a line a kind; nothing without a file."""
        if not self.file:
            return
        shown = {each.fingerprint for each in findings}
        here = [each for each in self.entries if each.fingerprint in shown]
        lapsed = [each for each in here if not each.held_on(self.today)]
        unsaid = [each for each in here if not each.has_reason]
        gone = unseen(self.entries, command, target, scope, shown)
        many = len(self.entries)
        what = f"baseline {self.file}: {many} {'entry' if many == 1 else 'entries'}"
        yield f"{what}, {len(here)} of them seen"
        if lapsed:
            yield f"accepted by the baseline until a day that is over: {_named(lapsed)}"
        if unsaid:
            yield f"accepted by the baseline, and nobody has said why: {_named(unsaid)}"
        if gone:
            yield f"not seen any more, ready for ringback baseline prune: {_named(gone)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Whether a run asked what would show an entry's finding."""

    command: str
    target: str | None
    scope: RunScope

    def covers(self, entry: AcceptedFinding) -> bool:
        """Whether the finding would have shown, were it still there."""
        scope = self.scope
        if entry.command != self.command or entry.target not in {None, self.target}:
            return False
        if entry.command in _OF_TARGETS and self.target is None and entry.file is None:
            return False
        if scope.operations is not None and entry.operation not in scope.operations:
            return False
        if scope.files is not None and not (entry.file and within(entry.file, scope.files)):
            return False
        if scope.select and not any(covers(each, entry.rule) for each in scope.select):
            return False
        return not any(covers(each, entry.rule) for each in scope.unasked) and (
            f"every rule on {entry.operation}" not in scope.unasked
        )


def unseen(
    entries: Iterable[AcceptedFinding],
    command: str,
    target: str | None,
    scope: RunScope,
    shown: Collection[str],
) -> list[AcceptedFinding]:
    """The entries whose findings a run asked for and did not meet; none for a part of a run."""
    asked = _Asked(command=command, target=target, scope=scope)
    if scope.partial:
        return []
    return [each for each in entries if each.fingerprint not in shown and asked.covers(each)]


def within(file: str, places: Iterable[str]) -> bool:
    """Whether a file is one of these, or stands in one that is a folder."""
    path = PurePosixPath(file)
    return any(path.is_relative_to(PurePosixPath(each)) for each in places)


def _named(entries: Sequence[AcceptedFinding]) -> str:
    """The first of them, and how many more there are."""
    more = [f"and {len(entries) - _NAMED} more"] if len(entries) > _NAMED else []
    return ", ".join([*(each.name for each in entries[:_NAMED]), *more])
