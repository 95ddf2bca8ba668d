"""Leaving the target as it was found: by updates of the API itself, proved by a read."""

from typing import Any

from ringback.campaign.session import Session
from ringback.campaign.watch import Watch
from ringback.generation.case import request_for
from ringback.laws.interface import Difference, differences
from ringback.payload import MISSING, same, show
from ringback.verdict import Restored, RestoreState

_TRIES = 3


def rewind(session: Session, watch: Watch, state: Any) -> bool:
    """Bring the resource to a state that it was in; True when a read shows that it is there."""
    if watch.state is not MISSING and same(watch.state, state):
        return True
    for body in session.knowledge.undo(state):
        request = request_for(watch.update, watch.parameters, body)
        session.send(request, watch.update)
    _, watch.state = watch.read()
    watch.remember(watch.state)
    return watch.state is not MISSING and same(watch.state, state)


def restore(session: Session, watch: Watch, baseline: Any) -> Restored:
    """Put the resource back after a run, and tell what could not be undone.

    What was absent and has been set can't be taken away by this API: a note. Anything else that
    differs means that the resource is not restored. Other things that were edited come first.
    """
    if baseline is MISSING:
        note = "the resource could not be read before the run, so nothing could be put back"
        return Restored(state=RestoreState.NOT_RESTORED, notes=(note,))
    _, watch.state = watch.read()
    _turn_back(session, watch, baseline)
    others = tuple(put_back(session, watch, name) for name in watch.touched)
    restored = _home(session, watch, baseline)
    lost = tuple(note for note in others if note)
    state = RestoreState.NOT_RESTORED if lost else restored.state
    return Restored(state=state, notes=(*lost, *restored.notes))


def put_back(session: Session, watch: Watch, name: str) -> str | None:
    """Give another thing that was edited its parts back, while it is linked; a note on failure."""
    first = watch.first.get(name, MISSING)
    if first is not MISSING and any(rewind(session, watch, first) for _ in range(_TRIES)):
        return None
    return f"{name}, which was linked and edited for a while, could not be put back"


def _home(session: Session, watch: Watch, baseline: Any) -> Restored:
    """Put the resource itself back."""
    for _ in range(_TRIES):  # busy, or cut off, once and twice is not for ever
        if rewind(session, watch, baseline):
            return Restored(state=RestoreState.RESTORED)
    if watch.state is MISSING:
        note = "the resource could not be read after the run"
        return Restored(state=RestoreState.NOT_RESTORED, notes=(note,))
    left = list(differences(baseline, watch.state))
    lasting = [each for each in left if each.left is not MISSING]
    notes = tuple(_note(each) for each in left)
    state = RestoreState.NOT_RESTORED if lasting else RestoreState.RESTORED
    return Restored(state=state, notes=notes)


def _turn_back(session: Session, watch: Watch, baseline: Any) -> None:
    """Give back what the API has no way to set, to a service that took it over all the same."""
    changed = {each.path[0] for each in differences(baseline, watch.state) if len(each.path) == 1}
    switches = {
        name: value
        for name, value in (baseline.items() if isinstance(baseline, dict) else ())
        if isinstance(value, bool) and name in changed
    }
    if not switches or watch.state is MISSING:
        return
    for body in session.knowledge.undo(baseline):
        request = request_for(watch.update, watch.parameters, {**body, **switches})
        session.send(request, watch.update)
    _, watch.state = watch.read()


def _note(each: Difference) -> str:
    place = each.place or "/"
    if each.left is MISSING:
        return f"{place} was absent, is now {show(each.right)}, and the API has no way to undo that"
    return f"{place} was {show(each.left)} before the run, and is {show(each.right)} after it"
