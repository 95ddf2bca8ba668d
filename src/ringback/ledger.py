"""The findings of a run, one a cause, with how often each was seen."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from ringback.checks.delivery import LOSSES
from ringback.finding import Finding, Severity

FLAKY = "flaky"
_SHOWN = 100  # doubts that are kept with their exchanges; of more, the sentence


class Ledger:
    """Keeps the first finding of each cause, counts the rest.

    `enough` is a rule: once an error of it is held, there is nothing more to find. `told` is shown
    each finding when it is first held.
    """

    def __init__(
        self,
        *,
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        enough: str | None = None,
    ) -> None:
        self._held: dict[str, Finding] = {}
        self._flaky: dict[str, Finding] = {}
        self._select = tuple(select)
        self._ignore = tuple(ignore)
        self._enough = enough
        self.satisfied = False
        self.told: Callable[[Finding], None] = _nobody

    def wants(self, rule: str) -> bool:
        """Whether findings of the rule count in this run (`--select`, `--ignore`)."""
        if any(covers(pattern, rule) for pattern in self._ignore):
            return False
        return not self._select or any(covers(pattern, rule) for pattern in self._select)

    def withdraw(self, rules: Iterable[str]) -> None:
        """Leave rules out from now on, and what was found by them as if it had not been."""
        self._ignore = (*self._ignore, *rules)
        self._held = {name: each for name, each in self._held.items() if self.wants(each.rule)}
        self._flaky = {name: each for name, each in self._flaky.items() if self.wants(each.rule)}

    def known(self, finding: Finding) -> bool:
        """Count a finding whose cause is known already; False for a new one."""
        held = self._held.get(finding.fingerprint)
        if held is None:
            return False
        self._held[finding.fingerprint] = replace(held, count=held.count + 1)
        return True

    def holds(self, fingerprint: str) -> bool:
        """Whether a finding of this cause is confirmed already; nothing is counted."""
        return fingerprint in self._held

    @property
    def seen(self) -> int:
        """How often anything was found so far, known causes counted too."""
        return sum(each.count for each in (*self._held.values(), *self._flaky.values()))

    def hold(self, finding: Finding) -> None:
        """Keep a confirmed finding."""
        if not self.known(finding):
            earlier = self._flaky.pop(finding.fingerprint, None)
            count = finding.count + (earlier.count if earlier else 0)
            self._held[finding.fingerprint] = replace(finding, count=count)
            self.told(self._held[finding.fingerprint])
        if finding.rule == self._enough and finding.severity is Severity.ERROR:
            self.satisfied = True

    def doubt(self, finding: Finding) -> None:
        """Keep a finding that a second look contradicted; the same one seen again confirms it.

        Not so a lost answer: a network may lose now one and then another, so it is counted.
        """
        earlier = self._flaky.get(finding.fingerprint)
        if earlier is None:
            # A service that names something new in each answer is doubted each time.
            kept = finding if len(self._flaky) < _SHOWN else replace(finding, exchanges=())
            self._flaky[finding.fingerprint] = kept
        elif finding.rule in LOSSES:
            self._flaky[finding.fingerprint] = replace(earlier, count=earlier.count + 1)
        else:
            self.hold(finding)

    def doubted(self, finding: Finding) -> bool:
        """Whether the same one was doubted before, so that seeing it once more confirms it."""
        return finding.fingerprint in self._flaky and finding.rule not in LOSSES

    @property
    def doubts(self) -> dict[str, str]:
        """What was seen once only, by the fingerprints that it is told by, and those of itself."""
        return {as_flaky(each).fingerprint: each.fingerprint for each in self._flaky.values()}

    def show_by(self, finding: Finding) -> None:
        """Show a held finding by this one of the same cause, whose evidence is smaller."""
        held = self._held[finding.fingerprint]
        self._held[finding.fingerprint] = replace(finding, count=held.count)

    def findings(self) -> list[Finding]:
        """Every finding: errors as confirmed, then what was seen once only as warnings `flaky`."""
        flaky = [
            replace(
                as_flaky(finding),
                severity=Severity.WARNING,
                message=f"seen {_times(finding.count)}, and not again when asked again: "
                f"{finding.message}",
            )
            for finding in self._flaky.values()
        ]
        return [*self._held.values(), *flaky]


def _nobody(_finding: Finding) -> None:
    """Is shown a finding, and does nothing."""


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def as_flaky(finding: Finding) -> Finding:
    """The finding under the rule of what was seen only once."""
    return replace(finding, rule=FLAKY, cause=finding.rule)


def covers(pattern: str, rule: str) -> bool:
    """Whether a rule id or a whole area (`law`, `law/`) names the rule."""
    return rule == pattern or rule.startswith(pattern.rstrip("/") + "/")
