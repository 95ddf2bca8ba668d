"""The beginning of a run: what an earlier one left is put right before anything else."""

from collections.abc import Sequence
from dataclasses import dataclass

from ringback.campaign.journal.journal_file import JournalFile
from ringback.campaign.journal.wreck import wreck_of
from ringback.campaign.phases.restoring.wreckage import Salvage
from ringback.campaign.resource.thing import Owner
from ringback.campaign.resource.world import World
from ringback.campaign.run.outcome import Outcome
from ringback.campaign.scheduler.scene import Scene
from ringback.campaign.scheduler.scheduler import Scheduler
from ringback.campaign.session.budget import Halt
from ringback.config import Writes

_SHOWN = 8  # things, or sentences about some, that are told


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvaged:
    """What came of it: the things that are as they were again, and what is not.

    `changed` tells that a thing of before the run is still not as it was.
    """

    started: str
    things: tuple[str, ...]
    lost: tuple[str, ...]
    notes: tuple[str, ...]
    changed: bool

    def __str__(self) -> str:
        """One sentence of it."""
        what = ", ".join(_some(self.things)) or "nothing that is still there"
        text = f"put right what the run of {self.started or 'an earlier day'} had left: {what}"
        text = "; ".join([text, *_some(self.notes)])
        return f"{text}; not put right: {'; '.join(_some(self.lost))}" if self.lost else text


def _some(texts: Sequence[str]) -> list[str]:
    """The first few, and how many more there are."""
    more = len(texts) - _SHOWN
    return [*texts[:_SHOWN], *([f"{more} more"] if more > 0 else [])]


def put_right(scheduler: Scheduler, outcome: Outcome) -> bool:
    """Put right what an earlier run has left; whether something of it still is.

    Halt where a thing of before is still changed by it. Where nothing may be written it is left.
    """
    session = scheduler.session
    permission, journal = session.permission, session.journal
    if permission.writes is Writes.NONE:
        is_left = journal is not None and bool(wreck_of(journal.lines()))
        if is_left:
            why = f"what an earlier run had left was not put right, {permission.why}"
            outcome.doubts.append(f"{why}; `ringback restore` does where it may write")
        return is_left
    found = salvage(scheduler, journal)
    if found is None:
        return False
    if found.changed:
        raise Halt(f"{found}; `ringback restore` tries again")
    outcome.exercised.append(str(found))
    return bool(found.lost)


def salvage(scheduler: Scheduler, file: JournalFile | None) -> Salvaged | None:
    """Put right what a journal says; None where it says nothing. Halt where nobody answers."""
    wreck = wreck_of(file.lines()) if file is not None else None
    if file is None or not wreck:
        return None
    stage, session = scheduler.stage, scheduler.session
    work, scene = Salvage(wreck), Scene(stage)
    session.winding_up = True  # no bound on requests ends this
    try:
        with scheduler.measured("an earlier run"):
            scheduler.finish(work.play(scene), scene)
    finally:
        session.winding_up = False
    left = stage.world.left()
    unknown = [f"{each}: the description has no such thing" for each in work.unknown]
    lost = [*work.closing.lost, *unknown]
    known = [each for each in stage.world.things.values() if each.resource in stage.graph.resources]
    changed = any(
        not work.closing.compared.get(each.name, False)
        for each in known
        if each.owner is Owner.CONFIGURED
    )
    stage.world = World(graph=stage.graph)
    stage.touched.clear()
    if not lost:
        file.clear()
    names = tuple(each.name for each in known if each not in left)
    return Salvaged(
        started=wreck.started,
        things=names,
        lost=tuple(lost),
        notes=tuple(dict.fromkeys(work.notes)),
        changed=changed,
    )
