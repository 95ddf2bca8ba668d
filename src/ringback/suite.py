"""The contract suite, to be asked case by case and law by law: what `tests/contract` runs on."""

from pathlib import Path

from ringback.campaign.ledger import Ledger
from ringback.campaign.names import Names, names_of
from ringback.campaign.opening import parameters_of
from ringback.campaign.outcome import Outcome, Plan
from ringback.campaign.player import Player
from ringback.campaign.session import Session
from ringback.campaign.sources import Sources
from ringback.config import load_settings
from ringback.crashes import Crashes
from ringback.finding import Finding, Severity
from ringback.generation.case import Case
from ringback.laws import COMMON_LAWS
from ringback.recordings import files, read
from ringback.targets.interface import Target
from ringback.validate import judge_entry
from ringback.wiring import aim, contracts, knowledge

_SEED = 0
_RANDOM_CASES = 10


class Suite:
    """A contract and a target, opened when the first case is played, put back by `close`."""

    def __init__(self, config: Path, *, target: str, reading: str) -> None:
        settings = load_settings(config)
        self.contract, forms = contracts(settings, reading)
        self._knowledge = knowledge(settings)
        aimed = aim(settings, target, self.contract)
        self.target: Target = aimed.target
        self.recordings = list(files([str(path) for path in settings.recordings]))
        plan = Plan(
            operations=tuple(self.contract.operations), seed=_SEED, random_cases=_RANDOM_CASES
        )
        names = Names(names_of(settings.resources), aimed.values, _SEED)
        self._ledger = Ledger()
        session = Session(
            target=aimed.target,
            contract=self.contract,
            forms=forms,
            knowledge=self._knowledge,
            values=aimed.values,
            names=names,
            ledger=self._ledger,
            commands=aimed.commands,
            crashes=Crashes(Exception),  # under pytest an exception is the test's own
        )
        self._operations = plan.operations
        self.outcome = Outcome()
        sources = Sources(self.contract, forms, names, plan, self.outcome)
        self._player = Player(session, sources, self.outcome)
        self._opened = False
        self._walked = False

    @property
    def rules(self) -> tuple[str, ...]:
        """The laws that hold for this API, by rule id."""
        laws = (*COMMON_LAWS, *self._knowledge.laws)
        return tuple(dict.fromkeys(law.rule for law in laws))

    def cases(self) -> list[Case]:
        """Schemathesis' cases for every operation, the same in every process."""
        found: list[Case] = []
        for operation in self._operations:
            found += self._player.sources.generated(operation)
        return found

    def judge_recording(self, file: Path) -> list[Finding]:
        """The findings of one recording."""
        return list(judge_entry(read(file), self.contract))

    def play(self, case: Case) -> list[Finding]:
        """Send one case; the confirmed errors that it brought."""
        self._open()
        known = {finding.fingerprint for finding in self._ledger.findings()}
        self._player.play(case)
        self._player.settle()
        return [
            finding
            for finding in self._ledger.findings()
            if finding.severity is Severity.ERROR and finding.fingerprint not in known
        ]

    def law(self, rule: str) -> list[Finding]:
        """The confirmed errors of one law over updates of every form, which are played once."""
        self._walk()
        return [
            finding
            for finding in self._ledger.findings()
            if finding.rule == rule and finding.severity is Severity.ERROR
        ]

    def skipped(self, rule: str) -> str | None:
        """Why a rule can't be judged on this target; None where it can."""
        self._open()
        return next((skip.why for skip in self.outcome.skipped if skip.rule == rule), None)

    def close(self) -> None:
        """Put back what was changed."""
        if self._opened:
            self._player.close()
        self.target.close()

    def _open(self) -> None:
        if not self._opened:
            self._opened = True
            self._player.open(self._operations)

    def _walk(self) -> None:
        """Play the updates by design: each part of a body in each of its forms."""
        self._open()
        if self._walked:
            return
        self._walked = True
        for operation in self._operations:
            parameters = parameters_of(operation, self._player.session, self.outcome)
            if parameters is not None and self._player.watches(operation):
                self._player.enrich()
                for case in self._player.sources.designed(operation, parameters):
                    self._player.play(case)
        self._player.settle()
