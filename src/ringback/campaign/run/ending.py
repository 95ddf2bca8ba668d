"""The end of a run: everything is put back, the journal too, and the outcome says how it stands."""

from collections.abc import Iterator

from ringback.campaign.phases.restoring.restoring import Closing
from ringback.campaign.phases.restoring.written_things import unlisted, written
from ringback.campaign.resource.thing import Owner
from ringback.campaign.resource.world import World
from ringback.campaign.run.outcome import Outcome
from ringback.campaign.scheduler.scene import Scene
from ringback.campaign.scheduler.scheduler import Scheduler
from ringback.campaign.scheduler.stage import Stage
from ringback.campaign.session.budget import Halt
from ringback.finding import Finding
from ringback.laws import deleting
from ringback.ledger import Ledger
from ringback.verdict import Restored, RestoreState

_MOCK = "what the run made was deleted, as far as a target that seems to keep nothing can show it"


def put_back(scheduler: Scheduler, outcome: Outcome, *, keeps: bool) -> None:
    """Put everything back, and say how it stands.

    `keeps` tells that the journal has something left of an earlier run.
    """
    session, stage = scheduler.session, scheduler.stage
    session.winding_up = True
    if not session.target.stateful:
        return
    closing = Closing([], [])
    note = "putting things back failed, so nobody knows how they stand"
    outcome.restored = Restored(state=RestoreState.NOT_RESTORED, notes=(note,))
    try:
        with session.crashes.contained("putting things back"):
            scene = Scene(stage)
            try:
                if session.wrote:
                    with scheduler.measured("closing"):
                        scheduler.finish(closing.play(scene), scene)
            except Halt as halt:
                closing.lost += [f"nothing more was tried: {halt.why}", *_not_seen(closing, stage)]
            outcome.restored = _restored(closing, stage.world, wrote=session.wrote)
            if stage.keeps_nothing:
                outcome.restored = Restored(state=RestoreState.UNTOUCHED, notes=(_MOCK,))
            _hold_ghosts(session.ledger, closing)
    except KeyboardInterrupt:  # a second Ctrl-C: say how it stands rather than nothing
        left = [each.name for each in stage.world.left()]
        note = f"interrupted while putting things back; left: {', '.join(left) or 'unknown'}"
        outcome.restored = Restored(state=RestoreState.NOT_RESTORED, notes=(note,))
    is_restored = outcome.restored.state is not RestoreState.NOT_RESTORED
    if session.journal is not None and is_restored and not keeps:
        session.journal.clear()
    if not is_restored:
        if session.journal is not None:
            outcome.doubts.append("`ringback restore` tries again to put back what is not")
        outcome.doubts += [f"not restored: {each}" for each in outcome.restored.notes]


def _restored(closing: Closing, world: World, *, wrote: bool) -> Restored:
    """How the run left the target, with each thing that was written by name."""
    if not wrote:
        return Restored(state=RestoreState.UNTOUCHED, notes=tuple(closing.notes))
    return Restored(
        state=RestoreState.NOT_RESTORED if closing.lost else RestoreState.RESTORED,
        notes=(*closing.lost, *closing.notes, *unlisted(world, closing.lists)),
        things=tuple(written(world, closing.compared, closing.lists)),
    )


def _not_seen(closing: Closing, stage: Stage) -> Iterator[str]:
    """What stands where nobody looked, since the end was not played to its end."""
    for thing in stage.world.left():
        yield f"{thing.name}, which the run created, may still be there: no read of it succeeded"
    for thing in stage.world.things.values():
        if thing.owner is Owner.CONFIGURED and thing.name not in closing.compared:
            yield f"{thing.name} could not be read in the end"


def _hold_ghosts(ledger: Ledger, closing: Closing) -> None:
    """Hold what lists still have of things that are gone: it has been looked at twice."""
    for operation, thing in closing.ghosts.items():
        for each in deleting.unlisted([thing], thing):
            if ledger.wants(each.rule):
                ledger.hold(
                    Finding(
                        rule=each.rule,
                        message=each.message,
                        operation=operation,
                        cause=each.cause,
                    )
                )
