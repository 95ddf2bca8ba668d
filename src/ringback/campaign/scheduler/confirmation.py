"""What shows once is asked for again, by itself and in turn, before it is told."""

from collections import Counter
from collections.abc import Callable, Sequence

from ringback.campaign.scheduler.evidence import Held
from ringback.campaign.scheduler.quiet_watch import Disturbance
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.session.budget import Halt
from ringback.campaign.session.window import Window
from ringback.checks.delivery import LOSSES
from ringback.finding import Finding
from ringback.ledger import Ledger

_AGAIN = 3  # how often a story is told again before what it showed once is called flaky
_LOSSES = 2  # of these, how many must lose an answer again


class Confirmation:
    """Weighs what scenarios found; `held` is what showed again, with the part that shows it.

    `alone` plays a scenario with nothing else under way, and answers what it found. `disturbance`
    says what shows that somebody else brought a finding about, if anything does.
    """

    def __init__(
        self,
        ledger: Ledger,
        window: Window,
        alone: Callable[[Scenario], list[Finding]],
        disturbance: Callable[[Finding], Disturbance | None],
    ) -> None:
        self.held: list[Held] = []
        self._ledger = ledger
        self._window = window
        self._alone = alone
        self._disturbance = disturbance

    def weigh(self, scenario: Scenario, scene: Scene) -> None:
        """Bring what a scenario found before the ledger: new findings are looked at again."""
        ledger = self._ledger
        fresh = [
            each
            for each in {finding.fingerprint: finding for finding in scene.findings}.values()
            if ledger.wants(each.rule) and not ledger.known(each)
        ]
        for each in fresh:
            if ledger.doubted(each):  # what was looked at again in vain is not so each time
                ledger.doubt(each)
        new = [each for each in fresh if not ledger.holds(each.fingerprint)]
        if new:
            self._confirm(scenario, new)

    def _confirm(self, scenario: Scenario, findings: Sequence[Finding]) -> None:
        """Play it again by itself: what shows again is held, what does not is a doubt."""
        ledger = self._ledger
        left = {each.fingerprint: each for each in findings}
        self._window.settle()
        for each in self._disturbed(findings):  # a doubt, and no more
            del left[each.fingerprint]
            ledger.doubt(each)
        seen: Counter[str] = Counter()
        ahead = bool(getattr(scenario, "ahead", False))
        by_order = ahead and all(map(_is_law, findings))
        turns = _AGAIN - 1 if by_order else _AGAIN
        try:
            for turn in range(turns):
                whole = turn == turns - 1  # it may take what came before it to show
                for held in self._again(scenario, list(left.values()), whole=whole):
                    each = held.finding
                    if each.fingerprint not in left:
                        continue
                    seen[each.fingerprint] += 1
                    if each.rule not in LOSSES or seen[each.fingerprint] >= _LOSSES:
                        ledger.hold(each)
                        self.held.append(held)
                        del left[each.fingerprint]
                if not left:
                    return
        finally:
            for each in left.values():
                if ahead and _is_law(each):
                    # What the order of our own requests explains is no finding, and no doubt.
                    self._window.spread()
                else:
                    ledger.doubt(each)

    def _disturbed(self, findings: Sequence[Finding]) -> list[Finding]:
        """Those that others may have brought about; what shows again later is not of their making.

        Raises Halt where others write to what the run writes to.
        """
        found = []
        for each in findings:
            disturbance = self._disturbance(each)
            if disturbance is not None and disturbance.halts:
                raise Halt(disturbance.why, explains=_is_law)
            found += [each] if disturbance is not None else []
        return found

    def _again(self, scenario: Scenario, findings: Sequence[Finding], *, whole: bool) -> list[Held]:
        """The parts of a scenario that showed something, each by itself, in turn; or all of it."""
        parts: list[Scenario] = []
        for finding in findings:
            part = scenario if whole else scenario.narrowed(finding)
            if part not in parts:
                parts.append(part)
        found: dict[str, Held] = {}
        for part in parts:
            for each in self._alone(part):
                found.setdefault(each.fingerprint, Held(scenario=part, finding=each))
        return list(found.values())


def _is_law(finding: Finding) -> bool:
    """Whether a finding hangs on what was written and read."""
    return finding.rule.startswith("law/")
