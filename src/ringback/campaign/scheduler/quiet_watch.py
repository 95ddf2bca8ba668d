"""Whether somebody else writes to what a run writes to: it is read again while nothing is sent.

A lease keeps two runs of one machine apart; a run on another machine, a job or a person is seen by
this alone.
"""

import itertools
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ringback.campaign.resource.list_answers import listed
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.thing import Owner, Thing
from ringback.campaign.resource.thing_keys import entry_key
from ringback.campaign.scheduler.foreign_changes import foreign_change, settable_names
from ringback.campaign.scheduler.scene import Scene
from ringback.campaign.scheduler.stage import Play, Reply, Stage, Step
from ringback.campaign.session.session import Session
from ringback.finding import Finding, pointer
from ringback.laws.differences import Difference, was_is
from ringback.payload import MISSING

# Seconds between two looks: two runs that watch at once must not keep still for each other.
_SHORTEST, _LONGEST = 0.2, 0.6
_LOOKS = 6
_WATCHES = 3  # of one thing or list; each takes as long as its pauses


@dataclass(frozen=True, slots=True)
class Disturbance:
    """What shows that somebody else writes; it `halts` a run where that is to what it writes to."""

    why: str
    halts: bool


class QuietWatch:
    """Watches what stood there before the run, and lists, when a law about them seems broken.

    What the run made itself nobody else knows of. `finish` plays what is read.
    """

    def __init__(
        self, session: Session, stage: Stage, finish: Callable[[Play, Scene], None]
    ) -> None:
        self._session = session
        self._stage = stage
        self._finish = finish
        self._watched: dict[str, int] = {}

    def disturbance(self, finding: Finding) -> Disturbance | None:
        """What shows that somebody else writes there; None where nothing does."""
        if self._session.target.base_url is None or not finding.rule.startswith("law/"):
            return None  # nobody else reaches what lives in this process
        resources = self._around(finding)
        for thing in self._stage.world.things.values():
            if thing.owner is not Owner.CONFIGURED or thing.resource not in resources:
                continue
            if self._is_due(thing.name) and (change := self._change(thing)) is not None:
                text = (
                    f"{thing.name} changes while nothing is sent: {pointer(change.path)} "
                    f"{was_is(change.left, change.right)}; somebody else writes there, so that "
                    "what is read back says nothing of the service: give the run an account, or "
                    "a thing, of its own"
                )
                return Disturbance(text, halts=True)
        for resource in resources.values():
            if self._is_due(f"list of {resource.name}") and self._grows(resource):
                text = f"others make {resource.name} while nothing is sent"
                return Disturbance(text, halts=False)
        return None

    def _is_due(self, name: str) -> bool:
        self._watched[name] = self._watched.get(name, 0) + 1
        return self._watched[name] <= _WATCHES

    def _around(self, finding: Finding) -> dict[str, Resource]:
        """The resources that a finding's operation may be about."""
        graph, found = self._stage.graph, dict[str, Resource]()
        for operation in self._session.contract.operations:
            _, resource = graph.role(operation)
            if operation.id == finding.operation and resource is not None:
                found |= {each.name: each for each in (resource, *graph.ancestors(resource))}
        return found

    def _change(self, thing: Thing) -> Difference | None:
        """How it changed while it was looked at; None where it stood still, or can't be read."""
        scene = Scene(self._stage)
        step = scene.reading(thing)
        if step is None:
            return None
        states = [each.value for each in self._looks(step, scene) if each.value is not MISSING]
        names = settable_names(self._stage, self._stage.resource(thing.resource))
        own = {each.removeprefix("/") for each in self._stage.volatile.get(thing.resource, ())}
        changes = (
            foreign_change(earlier, later, names - own)
            for earlier, later in itertools.pairwise(states)
        )
        return next((each for each in changes if each is not None), None)

    def _grows(self, resource: Resource) -> bool:
        """Whether entries come into its list that nobody saw before."""
        scene = Scene(self._stage)
        step = scene.overview(resource, self._stage.known())
        if step is None:
            return False
        pages = [listed(each.response) for each in self._looks(step, scene)]
        keys = [{entry_key(e, resource) for e in page.entries} for page in pages if page]
        known = {entry_key(each, resource) for each in self._stage.before.get(resource.name, ())}
        return any(later - known.union(*keys[:at]) for at, later in enumerate(keys) if at)

    def _looks(self, step: Step, scene: Scene) -> Sequence[Reply]:
        """What a read tells, again and again, as far as it succeeds."""
        replies: list[Reply] = []

        def looking() -> Play:
            for turn in range(_LOOKS):
                if turn:
                    time.sleep(random.uniform(_SHORTEST, _LONGEST))  # noqa: S311 -- no secret
                replies.extend((yield [replace(step, judged=False)]))

        self._finish(looking(), scene)
        return [each for each in replies if each.succeeded]
