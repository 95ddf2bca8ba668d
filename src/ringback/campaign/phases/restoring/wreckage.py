"""What a run that died has left is put right, before anything else is written."""

from collections.abc import Generator, Sequence
from dataclasses import replace

from ringback.campaign.journal.wreck import LostCreate, Wreck
from ringback.campaign.phases.restoring.restoring import Closing
from ringback.campaign.resource.list_answers import listed
from ringback.campaign.resource.thing_keys import members
from ringback.campaign.resource.world import Owner, Thing
from ringback.campaign.scheduler.scene import Scene
from ringback.campaign.scheduler.stage import Play, Reply, Step
from ringback.payload import same


class Salvage:
    """Plays the end of a run that has none: `closing` says what could not be put right.

    `notes` say what nobody can know, `unknown` are things that the description has no more.
    """

    def __init__(self, wreck: Wreck) -> None:
        self._wreck = wreck
        self.closing = Closing([], [])
        self.unknown: list[str] = []
        self.notes: list[str] = []

    def play(self, scene: Scene) -> Play:
        """Take its things for this run's own, and put them back or delete them."""
        stage = scene.stage
        for thing in self._wreck.things:
            if thing.resource not in stage.graph.resources:
                self.unknown.append(thing.name)
                continue
            stage.world = stage.world.put(thing)
            if thing.owner is Owner.CONFIGURED:
                self._touched(scene, thing)
        for lost in self._wreck.lost:
            yield from self._looked_for(scene, lost)
        created = [each for each in stage.world.left() if scene.reading(each) is not None]
        reads = [step for each in created if (step := scene.reading(each)) is not None]
        yield [replace(each, judged=False) for each in reads]
        yield from self.closing.play(scene)

    def _touched(self, scene: Scene, thing: Thing) -> None:
        """The parts that were edited in a thing, to be given what they had."""
        for name, place, key, state in self._wreck.parts:
            for part in scene.stage.graph.parts:
                if name == thing.name and part.place == place:
                    scene.stage.touched[name, place, key] = (thing, part, state)

    def _looked_for(
        self, scene: Scene, lost: LostCreate
    ) -> Generator[Sequence[Step], Sequence[Reply], None]:
        """What a create may have made before its answer was known: by what it gave."""
        resource = scene.stage.graph.resources.get(lost.resource)
        if resource is None or resource.list is None or not lost.tells:
            self.notes.append(
                f"a create of {lost.resource} was under way: whether it made something, and what, "
                "nothing tells"
            )
            return
        step = scene.listing(resource, scene.stage.known(), lost.account)
        if step is None:
            return
        (reply,) = yield [replace(step, judged=False)]
        page = listed(reply.response)
        for entry in page.entries if page else ():
            if not isinstance(entry, dict):
                continue
            told = any(same(entry.get(name), value) for name, value in lost.tells.items())
            key = next((key for _, key in members(entry, resource)), None)
            if told and key is not None:
                thing = scene.thing_at(resource, key, lost.account)
                scene.stage.world = scene.stage.world.put(replace(thing, written=True))
