"""Whether what a run is about to write to stands still: a run elsewhere may be at it just now."""

import time
from collections.abc import Generator, Sequence
from dataclasses import replace

from ringback.campaign.resource.model import Resource
from ringback.campaign.scheduler.foreign_changes import foreign_change, settable_names
from ringback.campaign.scheduler.scene import Scene
from ringback.campaign.scheduler.stage import Reply, Step
from ringback.campaign.session.budget import Halt
from ringback.finding import pointer
from ringback.laws.differences import was_is
from ringback.targets.interface import IN_PROCESS

_LOOKS = 2
_PAUSE = 0.15  # seconds between looks, at the beginning of a run alone


def stands_still(
    scene: Scene, resource: Resource, look: Step, first: Reply
) -> Generator[Sequence[Step], Sequence[Reply], None]:
    """Read a thing again; raises Halt where one of the members that can be set has changed.

    How it stood first is how it is put back: what somebody else is changing is nobody's first.
    """
    if scene.stage.origin == IN_PROCESS:
        return  # nobody else reaches what lives in this process
    for _ in range(_LOOKS):
        time.sleep(_PAUSE)
        (again,) = yield [replace(look, judged=False)]
        if not again.succeeded:
            continue
        change = foreign_change(first.value, again.value, settable_names(scene.stage, resource))
        if change is not None:
            raise Halt(
                f"{resource.name} changes before anything is written: {pointer(change.path)} "
                f"{was_is(change.left, change.right)}; somebody else writes there: wait for them, "
                "or give the run an account, or a thing, of its own"
            )
