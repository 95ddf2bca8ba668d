"""The end: what was created is deleted, what was changed put back; reads decide whether it is."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ringback.campaign.phases.answers import state_of, tells_deleted, told
from ringback.campaign.phases.restoring.listed_entries import (
    entry_changes,
    names_any,
    own_keys,
    told_of_entry,
)
from ringback.campaign.phases.restoring.written_things import ComparedList
from ringback.campaign.phases.setup.existing_things import bodies_of_part, putting_back
from ringback.campaign.resource.list_answers import listed
from ringback.campaign.resource.model import Part, Resource
from ringback.campaign.resource.nested_parts import nested
from ringback.campaign.resource.thing import OTHER, Owner, Thing
from ringback.campaign.resource.thing_keys import entry_key, inner, members
from ringback.campaign.scheduler.scene import Scene
from ringback.campaign.scheduler.stage import Play, Presence, Reply, Step
from ringback.finding import steps
from ringback.laws.differences import Difference, differences
from ringback.payload import MISSING, at, same, show

_TRIES = 3
_TOGETHER = 8


@dataclass(slots=True)
class Closing:
    """Puts everything back; `notes` say what it could not, `lost` what the API gives a way to.

    `listed` are the entries of lists that were there before the run, as they were and are;
    `lists` how each list was compared and `whole` whether it told all there is, `telling` are
    searches that told what the run made, `compared` whether a thing of before reads as it did.
    """

    notes: list[str]
    lost: list[str]
    ghosts: dict[str, str] = field(default_factory=dict)
    listed: list[tuple[Resource, Any, Any]] = field(default_factory=list)
    lists: dict[str, ComparedList] = field(default_factory=dict)
    compared: dict[str, bool] = field(default_factory=dict)
    whole: dict[str, bool] = field(default_factory=dict)
    telling: set[str] = field(default_factory=set)

    def play(self, scene: Scene) -> Play:
        """Singletons first, then what was created, children before parents; then a look at all."""
        for thing in list(scene.stage.world.things.values()):
            if thing.owner is Owner.CONFIGURED:
                yield from self._put_back(scene, thing)
        for _ in range(_TRIES):
            yield from self._swept(scene)  # what was on its way when the run ended comes late
            left = scene.stage.world.left()
            if not left:
                break
            yield from self._deleted(scene, left)
        yield from self._seen(scene)
        yield from self._theirs(scene)

    def _theirs(self, scene: Scene) -> Play:
        """Whether the other account's singletons are as they were; nothing of theirs is written."""
        for name, first in scene.stage.others_first.items():
            resource = scene.stage.resource(name)
            look = scene.step(resource.read, {}, account=OTHER) if resource.read else None
            if look is None:
                continue
            (seen,) = yield [replace(look, judged=False)]
            now = told(scene, seen, resource)[0] if seen.succeeded else first
            change = next(iter(entry_changes(scene, resource, first, now)), None)
            if change is not None and change.place not in scene.stage.volatile.get(name, ()):
                self.lost.append(
                    f"{name} of the other account: {change.place} was {show(change.left)} before "
                    f"the run, and is {show(change.right)} after it"
                )

    def _put_back(self, scene: Scene, thing: Thing) -> Play:
        """A thing that was there before, as it was; parts that stood in it for a while first."""
        for (name, _, key), (_, part, state) in list(scene.stage.touched.items()):
            if name == thing.name:
                yield from self._part_back(scene, thing, part, key, state)
        left = yield from self._compared(scene, thing)
        if left is None:
            self.lost.append(f"{thing.name} could not be read in the end")
            return
        for step in list(putting_back(scene, scene.now(thing))) if left else ():
            yield [replace(step, judged=False)]
            left = yield from self._compared(scene, thing)
            if left is None:
                self.lost.append(f"{thing.name} could not be read in the end")
                return
            if all(each.left is MISSING for each in left):
                break  # what was not there first, no other way takes away
        for each in left:
            place = each.place or "/"
            text = f"{thing.name}: {place} was {show(each.left)} before the run, "
            text += f"and is {show(each.right)} after it"
            if each.left is MISSING:
                self.notes.append(f"{text}: the API gives no way to take it away")
            else:
                self.lost.append(text)

    def _part_back(self, scene: Scene, thing: Thing, part: Part, key: str, state: Any) -> Play:
        """A part that was edited, put where it was edited and given what it had."""
        resource = scene.stage.resource(thing.resource)
        write, read = resource.update or resource.replace, scene.reading(thing)
        if write is None or read is None:
            return
        bodies = [nested(part.place, key), *bodies_of_part(scene.stage, write, part, state)]
        for body in bodies:
            step = scene.step(write, scene.around(thing), body, presence=Presence.THERE)
            yield [replace(each, judged=False) for each in (step,) if each is not None]
            yield [replace(read, judged=False)]
            held = at(state_of(scene, scene.now(thing), resource), steps(part.place))
            if not isinstance(held, dict) or str(held.get(part.key)).casefold() != key.casefold():
                break  # what would be edited now is another part
            if same(held, state):
                return
        self.lost.append(
            f"{part.resource} {key}, which {thing.name} had for a while, is not as it was"
        )

    def _compared(
        self, scene: Scene, thing: Thing
    ) -> Generator[Sequence[Step], Sequence[Reply], list[Difference] | None]:
        """Where a thing differs from how it stood first, in what changes by writing alone.

        None where it can't be read.
        """
        read = scene.reading(thing)
        if read is None:
            return []
        (reply,) = yield [replace(read, judged=False)]
        for _ in range(_TRIES):
            if reply.response is None:  # a network loses one now and then
                (reply,) = yield [replace(read, judged=False)]
        if not reply.succeeded:
            return None
        resource = scene.stage.resource(thing.resource)
        write = resource.replace or resource.update
        view = scene.stage.bodies.view(write) if write else None
        known = set(view.properties) if view else set()
        first, now = inner(thing.first, resource), inner(scene.now(thing).state, resource)
        left = [
            each
            for each in differences(first, now)
            if not known or not each.path or each.path[0] in known
        ]
        self.compared[thing.name] = not left
        return left

    def _deleted(self, scene: Scene, left: Sequence[Thing]) -> Play:
        """Delete what is left: with the tag of now, a few at a time, children before parents."""
        depth = {
            n: len(scene.stage.graph.ancestors(r)) for n, r in scene.stage.graph.resources.items()
        }
        for level in sorted({depth[each.resource] for each in left}, reverse=True):
            here = [each for each in left if depth[each.resource] == level]
            for start in range(0, len(here), _TOGETHER):
                part = here[start : start + _TOGETHER]
                reads = [step for each in part if (step := scene.reading(each)) is not None]
                yield [replace(each, judged=False) for each in reads]
                steps = [
                    replace(step, judged=False)
                    for each in part
                    if not scene.now(each).gone and (step := scene.deleting(each)) is not None
                ]
                yield steps
                kept = [each for each in part if not scene.now(each).gone]
                yield from scene.dispose(*kept)
                yield from self._looked_at(scene, part)

    def _looked_at(self, scene: Scene, part: Sequence[Thing]) -> Play:
        """Whether what was deleted is gone: what a read tells as it was is still there.

        One that a read tells otherwise has been marked as deleted, as some services do it.
        """
        before = [scene.now(each) for each in part]
        gone = [(each, step) for each in before if each.gone and (step := scene.reading(each))]
        replies = yield [replace(step, judged=False) for _, step in gone]
        for (thing, _), reply in zip(gone, replies, strict=True):
            now = scene.now(thing)
            state = inner(now.state, scene.stage.resource(thing.resource))
            marked = not same(thing.state, now.state) or (thing.deleted and tells_deleted(state))
            if reply.succeeded and marked:
                scene.stage.world = scene.stage.world.put(replace(now, gone=True))

    def _swept(self, scene: Scene) -> Play:
        """What stands in a list, did not before, and has the run's mark or names what it made.

        Its create was lost, or the service made it beside what was asked for.
        """
        more = yield from self._more(scene)
        own = own_keys(scene)
        for resource, entry, account in more:
            if resource.delete is None:
                continue
            for _, key in members(entry, resource) if isinstance(entry, dict) else ():
                thing = scene.thing_at(resource, key, account)
                is_own = scene.stage.bodies.bears_mark(entry) or names_any(entry, own)
                if is_own and scene.now(thing) is thing:
                    scene.stage.world = scene.stage.world.put(replace(thing, written=True))
                break

    def _more(
        self, scene: Scene
    ) -> Generator[Sequence[Step], Sequence[Reply], list[tuple[Resource, Any, str]]]:
        """The entries of each collection that were not there before the run."""
        found: list[tuple[Resource, Any, str]] = []
        self.listed = []
        for name, before in scene.stage.before.items():
            resource = scene.stage.resource(name)
            step = scene.overview(resource, scene.stage.known())
            if step is None:
                continue
            (reply,) = yield [replace(step, judged=False)]
            page = listed(reply.response)
            after = len(page.entries) if page else None
            entries = page.entries if page else ()
            tells = resource.list is not None or self._tells_all(scene, resource, entries)
            self.whole[name] = tells and page is not None and page.is_whole
            if tells:
                self.lists[name] = ComparedList(
                    resource=name, before=len(before), after=after, status=reply.status
                )
            known = {entry_key(each, resource): each for each in before}
            there = [(known.get(entry_key(each, resource)), each) for each in entries]
            self.listed += [(resource, old, new) for old, new in there if old is not None]
            more = (each for each in entries if entry_key(each, resource) not in known)
            found += [(resource, each, "") for each in more]
        return found

    def _tells_all(self, scene: Scene, resource: Resource, entries: Sequence[Any]) -> bool:
        """Whether a search has shown to tell what there is: of before, or of the run's own."""
        world = scene.stage.world.things.values()
        own = {str(each.key) for each in world if each.resource == resource.name}
        marked = scene.stage.bodies.bears_mark
        if any(entry_key(each, resource) in own or marked(each) for each in entries):
            self.telling.add(resource.name)
        return resource.name in self.telling or bool(scene.stage.before[resource.name])

    def _seen(self, scene: Scene) -> Play:
        """What is still there after all, by the reads of now."""
        left = scene.stage.world.left()
        looks = [(each, step) for each in left if (step := scene.reading(each)) is not None]
        replies = yield [replace(step, judged=False) for _, step in looks]
        unseen = {
            each.name
            for (each, _), reply in zip(looks, replies, strict=True)
            if not reply.succeeded
        }
        for thing in scene.stage.world.left():
            resource = scene.stage.resource(thing.resource)
            text = f"{thing.name}, which the run created, is still there"
            if thing.name in unseen:
                text = text.replace("is still there", "may still be there: no read of it succeeded")
            if resource.irreversible:
                self.notes.append(f"{text}, as the configuration allows")
            elif resource.delete is not None:
                self.lost.append(text)
            else:
                self.lost.append(f"{text}, and the API gives no way to delete it")
        more = yield from self._more(scene)
        for resource, old, new in self.listed:
            changes = entry_changes(scene, resource, old, new)
            change = next((each for each in changes if each.left is not MISSING), None)
            if change is not None:
                if resource.name in self.lists:
                    self.lists[resource.name] = replace(self.lists[resource.name], changed=True)
                self.lost.append(
                    f"{resource.name} {entry_key(old, resource)}, which was there before the run: "
                    f"{change.place} was {show(change.left)}, and is {show(change.right)} after it"
                )
        self._told_of(scene, more)

    def _told_of(self, scene: Scene, more: Sequence[tuple[Resource, Any, str]]) -> None:
        """What is said of entries that were not there before the run."""
        strange: dict[str, list[str]] = {}
        own = own_keys(scene)
        for resource, entry, _ in more:
            key, told = entry_key(entry, resource), told_of_entry(scene, resource, entry, own)
            if told is None and self.whole[resource.name]:
                strange.setdefault(resource.name, []).append(key)
            elif told is not None and told not in self.lost:
                self.lost.append(told)
            things = scene.stage.world.things.values()
            known = [t for t in things if t.resource == resource.name and str(t.key) == key]
            if resource.list is not None and any(each.gone for each in known):
                self.ghosts[resource.list.id] = f"{resource.name} {key}"
        self.notes += [
            f"{name} {', '.join(keys)}: not there before the run, and nothing shows who made it, "
            "or whether the service did beside what the run made"
            for name, keys in strange.items()
        ]
