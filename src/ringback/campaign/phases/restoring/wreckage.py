"""What a run that died has left is put right, before anything else is written."""

from collections.abc import Generator, Sequence
from dataclasses import replace

from ringback.campaign.journal.ownership import is_own_change, is_still_own, names_own
from ringback.campaign.journal.wreck import LostCreate, Wreck
from ringback.campaign.phases.restoring.restoring import Closing
from ringback.campaign.resource.list_answers import listed
from ringback.campaign.resource.thing import Owner, Thing, thing_id
from ringback.campaign.resource.thing_keys import members
from ringback.campaign.scheduler.scene import Scene
from ringback.campaign.scheduler.stage import Play, Reply, Step
from ringback.payload import MISSING, same


class Salvage:
    """Plays the end of a run that has none: `closing` says what could not be put right.

    `notes` say what nobody can know, `unknown` are things that the description has no more.
    """

    def __init__(self, wreck: Wreck) -> None:
        self._wreck = wreck
        self.closing = Closing([], [])
        self.unknown: list[str] = []
        self.notes: list[str] = []
        self._own: set[tuple[str, str]] = set()

    def play(self, scene: Scene) -> Play:
        """Take what is still the run's own for this run's, and put it back or delete it."""
        known = []
        for thing in self._wreck.things:
            if thing.resource in scene.stage.graph.resources:
                known.append(thing)
            else:
                self.unknown.append(thing.name)
        for thing in known:
            if thing.owner is Owner.CONFIGURED:
                yield from self._changed(scene, thing)
        yield from self._made(scene, [each for each in known if each.owner is Owner.CREATED])
        for lost in self._wreck.lost:
            yield from self._looked_for(scene, lost)
        yield from self.closing.play(scene)

    def _changed(self, scene: Scene, thing: Thing) -> Play:
        """A thing that stood there before: put back later, where the run has changed it."""
        read = scene.reading(thing)
        replies = yield [replace(read, judged=False)] if read is not None else []
        state = next((each.value for each in replies if each.succeeded), MISSING)
        sight = self._wreck.sights.get(thing_id(thing.resource, thing.keys))
        given = self._wreck.given
        if state is not MISSING and not is_own_change(thing.first, state, given, sight):
            self.notes.append(f"{thing.name} is left as it is: others have changed it since")
            return
        scene.stage.world = scene.stage.world.put(thing)
        self._touched(scene, thing)

    def _made(self, scene: Scene, things: Sequence[Thing]) -> Play:
        """Things that the run made, as far as they are there and still its own."""
        looks = [(each, step) for each in things if (step := scene.reading(each)) is not None]
        replies = yield [replace(step, judged=False) for _, step in looks]
        seen = {each.name: reply for (each, _), reply in zip(looks, replies, strict=True)}
        silent = [each for each, _ in looks if seen[each.name].response is None]
        self.closing.lost += [f"{each.name} could not be looked at" for each in silent]
        gone = {name for name, reply in seen.items() if reply.status in {404, 410}}
        left = [each for each in things if each not in silent and each.name not in gone]
        while True:  # what stands in one that is known, or names it, is known as well
            found = [each for each in left if self._is_own(each, seen.get(each.name))]
            if not found:
                break
            for thing in found:
                self._own.add((thing.resource, str(thing.key)))
                scene.stage.world = scene.stage.world.put(thing)
            left = [each for each in left if each not in found]
        self.notes += [
            f"{each.name} is left as it is: nothing shows that it is still the run's own"
            for each in left
        ]

    def _is_own(self, thing: Thing, reply: Reply | None) -> bool:
        tells = self._wreck.tells.get(thing_id(thing.resource, thing.keys), {})
        state = reply.value if reply is not None else MISSING
        return is_still_own(thing, state, tells, self._wreck.marks, self._own)

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
        if resource is None or resource.lister is None or not lost.tells:
            self.notes.append(
                f"a create of {lost.resource} was under way: whether it made something, and what, "
                "nothing tells"
            )
            return
        step = scene.overview(resource, scene.stage.known(), lost.account)
        if step is None:
            return
        (reply,) = yield [replace(step, judged=False)]
        page = listed(reply.response)
        for entry in page.entries if page else ():
            if not isinstance(entry, dict):
                continue
            keys = {each for _, each in self._own}
            told = names_own(entry, lost.tells, (), keys) or any(
                same(entry.get(name), value)
                and any(mark in str(value) for mark in self._wreck.marks)
                for name, value in lost.tells.items()
            )
            key = next((key for _, key in members(entry, resource)), None)
            if told and key is not None:
                thing = scene.thing_at(resource, key, lost.account)
                scene.stage.world = scene.stage.world.put(replace(thing, written=True))
