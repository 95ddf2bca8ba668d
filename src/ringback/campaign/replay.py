"""An earlier run's findings asked for again: their requests alone, judged as in any run."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from ringback.campaign.grouping import grouped
from ringback.campaign.ledger import FLAKY, as_flaky
from ringback.campaign.lines import Lines, UnplayableError, drafts_of
from ringback.campaign.outcome import Outcome, Plan
from ringback.campaign.player import Player
from ringback.campaign.repeating import Repeating, Script
from ringback.campaign.run import Campaign
from ringback.campaign.session import Halt, Session
from ringback.campaign.sources import Sources
from ringback.campaign.starts import starts
from ringback.campaign.trial import Trial
from ringback.laws import Name
from ringback.reports.scribe import Shown
from ringback.reports.stored import as_finding


@dataclass(frozen=True, slots=True, kw_only=True)
class StillFails:
    """The finding shows again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoLongerFails:
    """It does not show; `made_up` names the values in its requests that only its own run knew."""

    made_up: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotReplayed:
    """Nothing can be said of it; `wanted` is False where the user left it out."""

    why: str
    wanted: bool = True


Fate = StillFails | NoLongerFails | NotReplayed


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What is to be replayed: findings, the URLs before their paths, this run's secrets."""

    findings: tuple[Shown, ...]
    bases: tuple[str, ...] = ()
    secrets: Mapping[str, str]


class Replay:
    """Plays the requests of stored findings; `fates` says what came, by fingerprint."""

    def __init__(self, session: Session, plan: Plan, score: Score) -> None:
        self._session = session
        self._plan = plan
        self._score = score
        self._outcome = Outcome()
        self._lines = Lines(session, score.secrets)
        sources = Sources(
            *(session.contract, session.forms, session.names, plan, self._outcome),
            crashes=session.crashes,
        )
        self._player = Player(session, sources, self._outcome)
        self._repeating = Repeating(self._player, self._lines)
        self.fates: dict[str, Fate] = {}

    def run(self) -> Outcome:
        """Play, then put back what was changed, whatever happened on the way."""
        if self._session.target.stateful and not self._session.knowledge.undoes:
            return self._explored()
        outcome = self._outcome
        scripts = self._scripts()
        cut = ""
        try:
            with self._session.crashes.contained("the rest of the replay"):
                self._play(scripts)
        except Halt as halt:
            cut = halt.why
            if halt.doubt:
                outcome.doubts.append(cut)
        except KeyboardInterrupt:
            cut = "interrupted"
            outcome.interrupted = True
            outcome.doubts.append("interrupted: only what came before was judged")
        finally:
            self._player.close()
        for script in scripts:
            self.fates[script.finding.fingerprint] = self._fate(script, cut)
        known = {each.fingerprint for each in self._score.findings}
        outcome.findings = [
            each
            for each in grouped(self._session.ledger.findings(), known)
            if not (self._is_dead and each.rule == "protocol/timeout")
        ]
        outcome.close(self._session.crashes)
        return outcome

    def _explored(self) -> Outcome:
        """Play the operations of the findings anew: things of an earlier run are there no more."""
        named = {each.operation for each in self._score.findings}
        wanted = tuple(each for each in self._plan.operations if each.id in named)
        for finding in self._score.findings:
            with suppress(UnplayableError):
                self._check(finding)
        outcome = Campaign(self._session, replace(self._plan, operations=wanted)).run()
        shown = {each.fingerprint for each in outcome.findings}
        ended = "; ".join(outcome.doubts)
        for finding in self._score.findings:
            if finding.fingerprint in shown:
                self.fates[finding.fingerprint] = StillFails()
            elif ended:
                self.fates.setdefault(finding.fingerprint, NotReplayed(why=ended))
            else:
                self.fates.setdefault(finding.fingerprint, NoLongerFails())
        known = {each.fingerprint for each in self._score.findings}
        outcome.findings = [each for each in outcome.findings if each.fingerprint in known]
        return outcome

    @property
    def _is_dead(self) -> bool:
        """Whether nothing ever came: that says nothing about the contract."""
        return not self._session.answered and not self._session.busy

    def _scripts(self) -> list[Script]:
        """What can be played; of everything else the reason is noted."""
        scripts = []
        for finding in self._score.findings:
            try:
                self._check(finding)
                drafts = drafts_of(finding, self._score.bases)
            except UnplayableError as error:
                self.fates.setdefault(finding.fingerprint, NotReplayed(why=error.why))
            else:
                scripts.append(Script(finding=finding, drafts=drafts))
        named = [list(self._lines.named(script.drafts)) for script in scripts]
        own = self._session.names.own
        if any(text in own(name) for each in named for name, text in each):
            return scripts
        # A report of another account: what it owns is a stranger here, and would never fail.
        kept = []
        for script, names in zip(scripts, named, strict=True):
            strange = next((text for name, text in names if not self._knows(name, text)), None)
            if strange is None:
                kept.append(script)
            else:
                why = f"its requests name {strange}, which is none of this run's values"
                self.fates[script.finding.fingerprint] = NotReplayed(why=why)
        return kept

    def _check(self, finding: Shown) -> None:
        """Leave out what the user leaves out, and what requests alone can't show."""
        operations = {each.id for each in self._plan.operations}
        why = ""
        if not self._session.ledger.wants(finding.rule):
            why = "left out by --select or --ignore"
        elif finding.operation is not None and finding.operation not in operations:
            why = "left out by --operation or --tag"
        if why:
            self.fates[finding.fingerprint] = NotReplayed(why=why, wanted=False)
            raise UnplayableError(why)
        target = self._session.target
        foreign = {each.rule for each in self._session.names.names}
        if not target.stateful and (finding.rule.startswith("law/") or finding.rule in foreign):
            raise UnplayableError(f"the target {target.name} keeps no state")

    def _knows(self, name: Name, text: str) -> bool:
        """Whether this run knows what a name stands for."""
        names = self._session.names
        return text in (*names.own(name), names.foreign(name), name.stranger)

    def _play(self, scripts: Sequence[Script]) -> None:
        """Each script from the state as it was found, then from others where it did not show."""
        player, repeating = self._player, self._repeating
        if not scripts:
            return
        player.open(self._plan.operations)
        player.judge_by(Trial(self._session, player.episodes, small=0))  # they are small already
        for start in starts(player):
            for script in scripts:
                if not repeating.shows(script.finding):
                    name = script.finding.fingerprint
                    with self._session.crashes.contained(f"the finding {name} of the report"):
                        repeating.play(script, start)
            if all(repeating.shows(script.finding) for script in scripts):
                return

    def _fate(self, script: Script, cut: str) -> Fate:
        """What is to be said of a finding whose requests were played, or would have been."""
        finding = script.finding
        once = {as_flaky(as_finding(finding)).fingerprint, finding.fingerprint}
        if self._repeating.shows(finding) and not (cut and self._is_dead):
            return StillFails()
        if any(each.fingerprint in once for each in self._session.ledger.findings()):
            return NotReplayed(why="it showed once, and not again when asked again")
        if cut or not script.reached:
            return NotReplayed(why=cut or script.why)
        if finding.rule == FLAKY:
            return NotReplayed(why="it showed only once then: that it does not now says nothing")
        return NoLongerFails(made_up=self._lines.made_up(script.drafts))
