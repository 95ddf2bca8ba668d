"""The end of a run: the resource put back, and what kept it from being put back."""

from contextlib import suppress
from typing import Any

from ringback.campaign.episodes import Episodes
from ringback.campaign.restore import restore
from ringback.campaign.session import Halt, Session
from ringback.campaign.trial import Trial
from ringback.generation.case import request_for
from ringback.payload import MISSING
from ringback.verdict import Restored, RestoreState


def closed(session: Session, episodes: Episodes, trial: Trial, baseline: Any) -> Restored | None:
    """How the target was left; None where nothing was ever updated.

    Updates that ought to have put the resource back, and did not, are judged as any others: they
    broke a law perhaps, which nothing before them had shown.
    """
    watch = episodes.watch
    if baseline is MISSING and not session.answered[watch.update.id, "2xx"]:
        return None
    try:
        restored = restore(session, watch, baseline)
        if restored.state is RestoreState.NOT_RESTORED and watch.state is not MISSING:
            for body in session.knowledge.undo(baseline):
                request = request_for(watch.update, watch.parameters, body)
                with suppress(Halt):
                    trial.played(episodes.play(request), request)
    except KeyboardInterrupt:  # a second Ctrl-C: say how it stands rather than nothing
        note = "interrupted while putting the resource back"
        return Restored(state=RestoreState.NOT_RESTORED, notes=(note,))
    return restored
