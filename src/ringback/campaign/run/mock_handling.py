"""A target that keeps nothing: what rests on state is not judged, and that is said once."""

from ringback.campaign.phases.boundaries.missing_references import UNKNOWN
from ringback.campaign.phases.setup.mock_recognition import is_mock, mock_probes
from ringback.campaign.run.outcome import Outcome
from ringback.campaign.run.sharing import Share, anything
from ringback.campaign.scheduler.scheduler import Scheduler
from ringback.campaign.session.session import Session
from ringback.checks import CHECK_RULES
from ringback.laws.rules import RESOURCE_RULES

_MOCK = (
    "the target answers alike, whatever it is given, and nothing of that shows again: it seems to "
    "be a mock that keeps nothing"
)
_TRY = (
    "laws over state were not judged, as the target seems to be a mock; try a server that keeps "
    "state, or `--target mocked` for what needs none"
)


def look_for_mock(scheduler: Scheduler, outcome: Outcome, share: Share) -> None:
    """Look closer where creates were answered with other values; of a mock no state is judged."""
    session, stage = scheduler.session, scheduler.stage
    probes = share.of("mock", mock_probes(stage), teaches=anything)
    scheduler.run(probes, phase="standing", lanes=1)
    if not is_mock(stage):
        return
    stage.keeps_nothing = True
    session.judge.stateful = False
    outcome.doubts.append(_TRY)
    outcome.skip("every law over state", _MOCK)
    session.ledger.withdraw((*rules_over_state(session), UNKNOWN))


def rules_over_state(session: Session) -> list[str]:
    """The rules that say nothing of a target without state."""
    every = {*RESOURCE_RULES, *(each.rule for each in session.names.names)}
    return sorted(every.difference(CHECK_RULES))
