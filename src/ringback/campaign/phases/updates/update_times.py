"""When something was changed last: a change some time later is told there."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ringback.campaign.phases.answers import find, state_of, told
from ringback.campaign.phases.updates.on_thing import other_body, writers
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.reference_members import words
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Presence, Stage, Stood
from ringback.laws import updating
from ringback.operation import Operation
from ringback.payload import MISSING, same

_LATER = 1.1  # seconds, after which times that are told in whole seconds differ
_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d")
_CHANGED = re.compile(r"(date|time)?(last)?(updated|modified|changed|edited)(at|on|date|time)?")


def timing_scenarios(stage: Stage) -> Iterator[Scenario]:
    """One for each update of a thing that stands, some time after it was made."""
    for resource, _, operation in writers(stage):
        stood = stage.stood.get(resource.name)
        if not resource.alone and stood and _times(stood.state):
            yield Later(resource=resource, operation=operation, stood=stood)


@dataclass(frozen=True, slots=True, kw_only=True)
class Later(Indivisible):
    """The standing thing, which nothing has changed since it was made, is changed now."""

    resource: Resource
    operation: Operation
    stood: Stood

    @property
    def lock(self) -> str:
        """They take turns at the thing."""
        return f"{self.resource.name}, standing"

    def play(self, scene: Scene) -> Play:
        """Read, change, read."""
        thing = scene.now(self.stood.thing)
        read = scene.reading(thing)
        if read is None:
            return
        # However fast the run is: else what it asks would hang on the machine.
        time.sleep(max(0.0, self.stood.since + _LATER - time.monotonic()))
        (first,) = yield [read]
        before = state_of(scene, scene.now(thing), self.resource)
        places = [name for name in _times(before) if same(before[name], self._at_first(name))]
        body = other_body(scene, self.operation, before) if places else None
        if body is None or not first.succeeded:
            return
        around = scene.around(thing)
        fitted = scene.stage.bodies.fitted(self.operation, body, around, fresh=True)
        etag = scene.now(thing).etag
        step = scene.step(self.operation, around, fitted.value, presence=Presence.THERE, etag=etag)
        if fitted.lacking or step is None:
            return
        (written,) = yield [step]
        (seen,) = yield [read]
        after, _ = told(scene, seen, self.resource)
        if written.succeeded and seen.succeeded:
            found = updating.touched(before, after, places)
            find(scene, found, self.operation, first.exchange, written.exchange, seen.exchange)

    def _at_first(self, name: str) -> Any:
        """What a member was when the thing had been made."""
        state = self.stood.state
        return state.get(name, MISSING) if isinstance(state, dict) else MISSING


def _times(state: Any) -> list[str]:
    """The members that tell, to the second, when a thing was changed."""
    return [
        name
        for name, value in (state.items() if isinstance(state, dict) else ())
        if _CHANGED.fullmatch(words(name)) and isinstance(value, str) and _TIME.match(value)
    ]
