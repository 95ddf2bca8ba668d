"""The contract suite, to be asked operation by operation, law by law: behind `tests/contract`."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ringback.campaign.known.identifiers import Identifiers, names_of
from ringback.campaign.run.campaign import Campaign
from ringback.campaign.run.outcome import Outcome, Plan
from ringback.campaign.session.session import Session
from ringback.checks import CHECK_RULES, request_schema
from ringback.commands.arguments import Common
from ringback.commands.common.baseline_files import baseline_of
from ringback.commands.common.reporting import relative
from ringback.config_reader import load_settings
from ringback.crashes import Crashes
from ringback.errors import UsageError
from ringback.finding import Finding, Severity
from ringback.generation.case_store import CaseStore
from ringback.laws.rules import RESOURCE_RULES
from ringback.ledger import Ledger
from ringback.recordings import files, read
from ringback.reports.interface import acceptance_told
from ringback.reports.run_store import FOLDER
from ringback.suite_told import SuiteTold, once
from ringback.targets.interface import Target
from ringback.validate import judge_entry
from ringback.verdict import Covered
from ringback.wiring import aim, contracts, knowledge

_SEED = 0
_RANDOM_CASES = 10


class Suite:
    """A contract and a target: the campaign is run when the first item is asked for.

    A finding that the baseline holds is in no answer: `take_accepted` tells of it. `shared` is a
    folder of all processes of one pytest run: one of them plays for all.
    """

    def __init__(
        self,
        config: Path,
        *,
        target: str,
        reading: str,
        baseline: Path | None = None,
        shared: Path | None = None,
    ) -> None:
        settings = load_settings(config).at(target)
        self._root = settings.root
        self._baseline = baseline_of(Common(config=settings.file, baseline=baseline))
        self._accepted: list[str] = []
        self.contract, forms = contracts(settings, reading)
        known = knowledge(settings)
        aimed = aim(settings, target, self.contract)
        self.target: Target = aimed.target
        self.recordings = list(files([str(path) for path in settings.recordings]))
        self._plan = Plan(
            operations=tuple(self.contract.operations),
            seed=_SEED,
            random_cases=_RANDOM_CASES,
            cases=CaseStore(settings.root / FOLDER),
        )
        self.operations = tuple(each.id for each in self.contract.operations)
        names = Identifiers(names_of(settings.resources), aimed.values, _SEED)
        self.checks = tuple(sorted(set(CHECK_RULES) - set(request_schema.RULES)))
        self.laws = tuple(
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
        self._shared = shared
        self._judged: dict[str, int] = {}

    def items(self, of: str) -> tuple[list[Any], list[str]]:
        """What there is an item for, of `recording`, `operation`, `check` or `law`, and their ids.

        UsageError for anything else.
        """
        match of:
            case "recording":
                names = [f"{file.parent.name}-{file.stem}" for file in self.recordings]
                return [*self.recordings], names
            case "operation" | "check" | "law":
                found = {"operation": self.operations, "check": self.checks, "law": self.laws}[of]
                return [*found], [*found]
            case _:
                known = "recording, operation, check, law"
                raise UsageError((f"contract(each={of!r}): there are items of {known}",))

    def judge_recording(self, file: Path) -> list[Finding]:
        """The findings of one recording."""
        found = judge_entry(read(file), self.contract)
        told = self._counting(relative(each, self._root) for each in found)
        self._judged[str(file)] = sum(each.severity is Severity.ERROR for each in told)
        return told

    def operation(self, name: str) -> list[Finding]:
        """The confirmed errors about one operation that are no law's."""
        found = [each for each in self._errors() if each.operation == name]
        return self._counting(each for each in found if each.rule not in self.laws)

    def unplayed(self, name: str) -> str | None:
        """Why an operation was not played; None where it was."""
        return self.skipped(f"every rule on {name}")

    def rule(self, rule: str) -> list[Finding]:
        """The confirmed errors of one check or one law."""
        return self._counting(each for each in self._errors() if each.rule == rule)

    def skipped(self, rule: str) -> str | None:
        """Why a rule can't be judged on this target; None where it can."""
        outcome = self._played()
        return next((skip.why for skip in outcome.skipped if skip.rule == rule), None)

    def take_accepted(self) -> list[str]:
        """A sentence for each finding that was held by the baseline since this was last asked."""
        told, self._accepted = self._accepted, []
        return told

    def close(self) -> None:
        """Close the target: the campaign has put back what it changed."""
        self.target.close()

    def _counting(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that the baseline does not hold; those that it does are noted."""
        found = self._baseline.applied(findings)
        for each in found:
            if each.accepted is not None:
                place = each.operation or each.file or ""
                by = acceptance_told(each.accepted)
                self._accepted.append(f"{each.rule} {place}: {each.message}; accepted{by}")
        return [each for each in found if each.accepted is None]

    def _errors(self) -> list[Finding]:
        return [each for each in self._played().findings if each.severity is Severity.ERROR]

    def _played(self) -> Outcome:
        """What came of the campaign, which is run once."""
        if self._outcome is None:
            held = self._baseline.fingerprints
            self._outcome = once(
                self._shared,
                lambda: Campaign(self._session, self._plan, told=held).run(),
            )
        return self._outcome

    def told(self) -> SuiteTold:
        """What was judged so far, as plain values that processes can hand on."""
        outcome = self._outcome
        if outcome is None:
            return SuiteTold(recordings=self._judged)
        return SuiteTold(
            recordings=self._judged,
            errors=len(self._errors()),
            doubts=tuple(outcome.doubts),
            operations=len(self.operations),
            coverage={
                "response": _points(outcome.response_coverage),
                "request": _points(outcome.request_coverage),
            },
        )


def _points(side: Covered) -> tuple[int, int]:
    return side.covered, side.total
