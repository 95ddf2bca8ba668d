"""An earlier run's findings asked for again: what they are about is played anew."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ringback.campaign.ledger import FLAKY
from ringback.campaign.outcome import Outcome, Plan
from ringback.campaign.run import Campaign
from ringback.campaign.session import Session
from ringback.reports.scribe import Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class StillFails:
    """The finding shows again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoLongerFails:
    """It does not show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotReplayed:
    """Nothing can be said of it; `wanted` is False where the user left it out."""

    why: str
    wanted: bool = True


Fate = StillFails | NoLongerFails | NotReplayed


class Replay:
    """Plays the operations of stored findings; `fates` says what came, by fingerprint."""

    def __init__(self, session: Session, plan: Plan, findings: Sequence[Shown]) -> None:
        self._session = session
        self._plan = plan
        self._findings = findings
        self.fates: dict[str, Fate] = {}

    def run(self) -> Outcome:
        """Play them anew: the things of an earlier run are there no more."""
        wanted = [each for each in self._findings if self._is_wanted(each)]
        named = {each.operation for each in wanted}
        operations = tuple(each for each in self._plan.operations if each.id in named)
        outcome = Outcome()
        if operations:
            outcome = Campaign(self._session, replace(self._plan, operations=operations)).run()
        shown = {each.fingerprint for each in outcome.findings}
        ended = "; ".join(outcome.doubts)
        for finding in wanted:
            self.fates.setdefault(finding.fingerprint, self._fate(finding, shown, ended))
        known = {each.fingerprint for each in self._findings}
        outcome.findings = [each for each in outcome.findings if each.fingerprint in known]
        return outcome

    def _fate(self, finding: Shown, shown: set[str], ended: str) -> Fate:
        """What is to be said of a finding whose operation was played."""
        if finding.fingerprint in shown:
            return StillFails()
        if ended:
            return NotReplayed(why=ended)
        if finding.rule == FLAKY:
            return NotReplayed(why="it showed only once then: that it does not now says nothing")
        return NoLongerFails()

    def _is_wanted(self, finding: Shown) -> bool:
        """Whether it is to be played; what the user leaves out, and what nothing shows, is told."""
        operations = {each.id for each in self._plan.operations}
        target, why, wanted = self._session.target, "", False
        foreign = {each.rule for each in self._session.names.names}
        if not self._session.ledger.wants(finding.rule):
            why = "left out by --select or --ignore"
        elif finding.operation is not None and finding.operation not in operations:
            why = "left out by --operation or --tag"
        elif finding.operation is None:
            why, wanted = "it names no operation that could be played", True
        elif not target.stateful and (finding.rule.startswith("law/") or finding.rule in foreign):
            why, wanted = f"the target {target.name} keeps no state", True
        if why:
            self.fates[finding.fingerprint] = NotReplayed(why=why, wanted=wanted)
        return not why
