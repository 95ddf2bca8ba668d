"""Updates in sequences: what one alone does not show, but shows after another."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ringback.campaign.phases.updates.concurrent_updates import otherwise
from ringback.campaign.phases.updates.on_thing import OnThing, writers
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Play, Stage
from ringback.finding import steps
from ringback.payload import at
from ringback.sampling.breakage import replaced
from ringback.sampling.result import Made

_WHOLE, _REFUSED = "whole", "refused"
# The same again after another one; an update behind a refusal; the same for the third time.
_TOUR = (_WHOLE, 0, _WHOLE, _REFUSED, 1, _REFUSED, 0, _WHOLE)
_DRAWN = 8  # steps of the sequence that is drawn


def sequence_scenarios(stage: Stage, seed: int) -> Iterator[Scenario]:
    """Two for each update and replacement: one by design, one drawn."""
    for resource, role, operation in writers(stage):
        drawn = random.Random(f"{seed} {operation.id}")  # noqa: S311 -- the same for a seed
        choices = (_WHOLE, _REFUSED, 0, 1, 2, 3)
        for path in (_TOUR, tuple(drawn.choice(choices) for _ in range(_DRAWN))):
            yield Sequence(resource=resource, role=role, operation=operation, path=path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence(OnThing):
    """Updates in a row: whole ones, single members (by number), and refused ones between them."""

    path: tuple[str | int, ...]

    @property
    def ahead(self) -> bool:
        """Its steps are sent in windows."""
        return True

    def play(self, scene: Scene) -> Play:
        """Send each, read behind each, and hold it against what came before."""
        bodies = self._bodies(scene)
        thing = (yield from self.had(scene)) if bodies else None
        if thing is None:
            return
        rows = [bodies.get(step, bodies.get(_WHOLE)) for step in self.path]
        yield from self.in_windows(scene, thing, rows)
        if not self.resource.alone:
            yield from scene.dispose(thing)

    def _bodies(self, scene: Scene) -> dict[str | int, Any]:
        """The bodies of the steps."""
        bodies, admits = scene.stage.bodies, scene.stage.contract.requests.admits
        made, view = bodies.plain(self.operation), bodies.view(self.operation)
        if not isinstance(made, Made) or not isinstance(made.value, dict) or view is None:
            return {}
        found: dict[str | int, Any] = {_WHOLE: made.value}
        place = next(iter(self.resource.merges), "")
        inside = at(made.value, steps(place)) if place else made.value
        for name, value in inside.items() if isinstance(inside, dict) else ():
            other = otherwise(value)  # so that it shows whether it was taken
            alone = replaced(made.value, tuple(steps(place)), {name: other})
            if admits(view.pointer, alone):
                found[sum(isinstance(each, int) for each in found)] = alone
        broken = [each for each in bodies.broken(self.operation) if isinstance(each.value, dict)]
        if broken:
            # Broken at its end: what stands before could be stored all the same.
            found[_REFUSED] = max(broken, key=lambda each: len(repr(each.value))).value
        return found
