"""The contract suite, to be asked operation by operation, law by law: behind `tests/contract`."""

from pathlib import Path

from ringback.campaign.known.identifiers import Identifiers, names_of
from ringback.campaign.run.campaign import Campaign
from ringback.campaign.run.outcome import Outcome, Plan
from ringback.campaign.session.session import Session
from ringback.checks import CHECK_RULES
from ringback.config_reader import load_settings
from ringback.crashes import Crashes
from ringback.finding import Finding, Severity
from ringback.laws.rules import RESOURCE_RULES
from ringback.ledger import Ledger
from ringback.recordings import files, read
from ringback.targets.interface import Target
from ringback.validate import judge_entry
from ringback.wiring import aim, contracts, knowledge

_SEED = 0
_RANDOM_CASES = 10


class Suite:
    """A contract and a target: the campaign is run when the first item is asked for."""

    def __init__(self, config: Path, *, target: str, reading: str) -> None:
        settings = load_settings(config).at(target)
        self.contract, forms = contracts(settings, reading)
        known = knowledge(settings)
        aimed = aim(settings, target, self.contract)
        self.target: Target = aimed.target
        self.recordings = list(files([str(path) for path in settings.recordings]))
        self._plan = Plan(
            operations=tuple(self.contract.operations), seed=_SEED, random_cases=_RANDOM_CASES
        )
        self.operations = tuple(each.id for each in self.contract.operations)
        names = Identifiers(names_of(settings.resources), aimed.values, _SEED)
        self.rules = tuple(
            sorted(
                {*RESOURCE_RULES, *(law.rule for law in known.laws), *(n.rule for n in names.names)}
                - set(CHECK_RULES)
            )
        )
        self._session = Session(
            target=aimed.target,
            contract=self.contract,
            forms=forms,
            knowledge=known,
            values=aimed.values,
            accounts=aimed.accounts,
            resources=settings.resources,
            names=names,
            ledger=Ledger(),
            commands=aimed.commands,
            permission=aimed.permission,
            crashes=Crashes(Exception),  # under pytest an exception is the test's own
        )
        self._outcome: Outcome | None = None

    def judge_recording(self, file: Path) -> list[Finding]:
        """The findings of one recording."""
        return list(judge_entry(read(file), self.contract))

    def operation(self, name: str) -> list[Finding]:
        """The confirmed errors about one operation that are no law's."""
        found = [each for each in self._errors() if each.operation == name]
        return [each for each in found if each.rule not in self.rules]

    def unplayed(self, name: str) -> str | None:
        """Why an operation was not played; None where it was."""
        return self.skipped(f"every rule on {name}")

    def law(self, rule: str) -> list[Finding]:
        """The confirmed errors of one law."""
        return [each for each in self._errors() if each.rule == rule]

    def skipped(self, rule: str) -> str | None:
        """Why a rule can't be judged on this target; None where it can."""
        outcome = self._played()
        return next((skip.why for skip in outcome.skipped if skip.rule == rule), None)

    def close(self) -> None:
        """Close the target: the campaign has put back what it changed."""
        self.target.close()

    def _errors(self) -> list[Finding]:
        return [each for each in self._played().findings if each.severity is Severity.ERROR]

    def _played(self) -> Outcome:
        """What came of the campaign, which is run once."""
        if self._outcome is None:
            self._outcome = Campaign(self._session, self._plan).run()
        return self._outcome
