"""How long a run bears a target that says "not now" throughout, or does not answer at all."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ringback.campaign.session.budget import Halt
from ringback.checks.delivery import LOSSES
from ringback.exchange import Exchange, Lost, LostReason
from ringback.exercise import busy
from ringback.finding import Finding

SILENT = frozenset({LostReason.REFUSED, LostReason.TIMEOUT})
_GIVE_UP = 3  # this many requests in a row without any answer: nothing is there to judge


@dataclass(slots=True)
class Endurance:
    """Counts what came of requests that left together; `busy` are answers of 429 and 503."""

    busy: int = 0
    _busy_in_a_row: int = 0
    _asked: set[tuple[str, str]] = field(default_factory=set)
    _silent: int = 0

    def busy_at(self, exchanges: Sequence[Exchange], *, halts: bool) -> None:
        """Count what was answered "not now", each waited out; Halt where all is, throughout."""
        told = sum(1 for each in exchanges if busy(each.outcome))
        self.busy += told
        throughout = told == len(exchanges)
        self._busy_in_a_row = self._busy_in_a_row + 1 if throughout else 0
        asked = {(each.request.method, each.request.url) for each in exchanges}
        self._asked = self._asked | asked if throughout else set()
        # What one request alone is told again and again says something of it, not of the target.
        most = _GIVE_UP if len(self._asked) > 1 else _GIVE_UP * _GIVE_UP
        if self._busy_in_a_row >= most and halts:
            times = f"{self._busy_in_a_row} requests in a row"
            raise Halt(f"the target is busy: {times} were answered with 429 or 503 throughout")

    def silent_at(self, exchanges: Sequence[Exchange], *, alone: bool, halts: bool) -> bool:
        """Whether a target that is slow for several at a time is to be asked `alone`.

        Halt where it no longer answers at all; what is put back (it does not `halts`) is worth more
        tries.
        """
        silent = [
            each.outcome
            for each in exchanges
            if isinstance(each.outcome, Lost) and each.outcome.reason in SILENT
        ]
        if len(silent) < len(exchanges):
            self._silent = 0
            return False
        self._silent += len(silent)
        if self._silent < (_GIVE_UP if halts else _GIVE_UP * _GIVE_UP):
            return False
        detail, is_slow = silent[-1].detail, silent[-1].reason is LostReason.TIMEOUT
        if is_slow and not alone:
            self._silent = 0
            return True
        hint = "; --timeout SECONDS waits longer, --concurrency 1 asks less" if is_slow else ""
        raise Halt(
            f"the target does not answer ({detail}, {self._silent} times in a row){hint}",
            explains=_is_loss,
        )


def _is_loss(finding: Finding) -> bool:
    """Whether a finding is about answers that did not come."""
    return finding.rule in LOSSES or finding.cause in LOSSES
