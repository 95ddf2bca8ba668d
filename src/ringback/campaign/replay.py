"""An earlier run's findings asked for again: what they are about is played anew."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ringback.campaign.run.campaign import Campaign
from ringback.campaign.run.outcome import Outcome, Plan
from ringback.campaign.session.session import Session
from ringback.ledger import FLAKY, as_flaky
from ringback.reports.scribe import ShownFinding
from ringback.reports.stored import as_finding


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

    def __init__(self, session: Session, plan: Plan, findings: Sequence[ShownFinding]) -> None:
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
            told = {each.fingerprint for each in self._findings}
            plan = replace(self._plan, operations=operations)
            outcome = Campaign(self._session, plan, told).run()
        shown = {each.fingerprint for each in outcome.findings}
        cut = [each.why for each in outcome.skipped if each.rule == "the rest of the campaign"]
        ended = "; ".join([*cut, *(() if cut else outcome.doubts)])
        for finding in wanted:
            self.fates.setdefault(finding.fingerprint, self._fate(finding, shown, ended))
        return outcome

    def _fate(self, finding: ShownFinding, shown: set[str], ended: str) -> Fate:
        """What is to be said of a finding whose operation was played."""
        if finding.fingerprint in shown:
            return StillFails()
        if as_flaky(as_finding(finding)).fingerprint in shown:
            return NotReplayed(why="it showed once, and not again when asked again")
        if ended:
            return NotReplayed(why=ended)
        if finding.rule == FLAKY:
            return NotReplayed(why="it showed only once then: that it does not now says nothing")
        return NoLongerFails()

    def _is_wanted(self, finding: ShownFinding) -> bool:
        """Whether it is to be played; what the user leaves out, and what nothing shows, is told."""
        operations = {each.id for each in self._plan.operations}
        target, why, wanted = self._session.target, "", False
        names = self._session.names
        foreign = {each.rule for each in names.names}
        unset = {each.rule: each.foreign for each in names.names if names.foreign(each) is None}
        described = {each.id for each in self._session.contract.operations}
        if not self._session.ledger.wants(finding.rule):
            why = "left out by --select or --ignore"
        elif finding.operation is not None and finding.operation not in described:
            why, wanted = f"the description has no operation {finding.operation}", True
        elif finding.operation is not None and finding.operation not in operations:
            why = "left out by --operation or --tag"
        elif finding.operation is None:
            why, wanted = "it names no operation that could be played", True
        elif finding.rule in unset:
            why, wanted = names.lacking(unset[finding.rule]), True
        elif not target.stateful and (finding.rule.startswith("law/") or finding.rule in foreign):
            why, wanted = f"the target {target.name} keeps no state", True
        if why:
            self.fates[finding.fingerprint] = NotReplayed(why=why, wanted=wanted)
        return not why
