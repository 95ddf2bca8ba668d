"""Things that others are made in, or named by: what they count, and what they do not hold."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ringback.campaign.phases.answers import find, state_of, tells_of, told
from ringback.campaign.resource.list_answers import listed
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.reference_members import singular
from ringback.campaign.resource.thing import Thing
from ringback.campaign.resource.thing_keys import key_member
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Presence, Stage
from ringback.laws import containing, creating, updating
from ringback.laws.likeness import Breach
from ringback.operation import Operation


def containing_scenarios(stage: Stage) -> Iterator[Scenario]:
    """One for each kind of things, and each kind that they are made in or name."""
    for resource, above in containers(stage):
        if resource.maker is not None:
            placed = stage.graph.container(resource) == above.name
            yield ContainedThing(
                resource=resource, operation=resource.maker, above=above, placed=placed
            )


def containers(stage: Stage) -> Iterator[tuple[Resource, Resource]]:
    """Each kind of things that the run makes, with each kind that they are made in or name."""
    standing = stage.standing.get("", {})
    for resource in stage.graph.resources.values():
        maker = resource.maker
        if maker is None or resource.name not in standing or not stage.playable(resource):
            continue
        named = (each.resource for each in stage.graph.slots(maker) if each.where == "body")
        above = stage.graph.container(resource)
        for name in dict.fromkeys([*([above] if above else []), *named]):
            other = stage.resource(name)
            can = other.maker is not None and other.read is not None and name in standing
            if can and not other.upserts and name != resource.name:
                yield resource, other


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainedThing(Indivisible):
    """Something made in a new thing and deleted again, with a look at that thing in between.

    `placed` tells that it is made in it, so that what stands in another one is not found there.
    """

    resource: Resource
    operation: Operation
    above: Resource
    placed: bool
    lock: str = ""

    def play(self, scene: Scene) -> Play:
        """Look, make, look, delete, look."""
        thing = yield from scene.fresh(self.above)
        look = scene.reading(thing) if thing else None
        if thing is None or look is None:
            yield from scene.dispose(thing)
            return
        if self.placed:
            yield from self._apart(scene, thing)
        before = state_of(scene, scene.now(thing), self.above)
        inside = scene.inside(thing)
        made = yield from inside.made(self.resource)
        scene.findings += inside.findings
        if made is not None:
            (one,) = yield [look]
            yield from inside.dispose(made[0])
            (other,) = yield [look]
            if scene.now(made[0]).gone and one.succeeded and other.succeeded:
                within, after = (told(scene, each, self.above)[0] for each in (one, other))
                many = self.resource.name.rpartition("/")[2].lower()
                names, what = {many, singular(many)}, made[0].name
                found = containing.counted(before, within, after, names, what)
                shown = (made[1].exchange, one.exchange, other.exchange)
                find(scene, found, look.operation, *shown)
        yield from scene.dispose(made[0] if made else None, thing)

    def _apart(self, scene: Scene, thing: Thing) -> Play:
        """What stands in another thing is neither listed in this one, nor read by way of it."""
        stage = scene.stage
        standing = stage.standing.get("", {})
        key, around = standing[self.resource.name], scene.around(thing)
        other = next(
            (
                each
                for each in stage.world.things.values()
                if each.resource == self.resource.name and each.key == key and not each.gone
                if each.keys.get(self.above.name) != thing.key
            ),
            None,
        )
        if other is None:
            return
        state = state_of(scene, other, self.resource)
        member = key_member(self.resource, state, key)
        view = stage.bodies.view(self.operation)
        if member is None:
            return
        names = {member, *(view.properties if view else ())}
        row, read = scene.listing(self.resource, around), self.resource.read
        slots = (
            {each.resource for each in stage.graph.slots(read) if each.where == "path"}
            if read
            else set()
        )
        by_way = (
            scene.step(read, {**around, self.resource.name: key}, presence=Presence.UNKNOWN)
            if read is not None and self.above.name in slots
            else None
        )
        if row is not None:
            (reply,) = yield [row]
            page = listed(reply.response)
            if page is not None and any(tells_of(each, state, names) for each in page.entries):
                text = f"{other.name} stands in the list of {thing.name}, where it was not made"
                breach = Breach(rule=creating.LISTED, message=text, cause="elsewhere")
                find(scene, [breach], row.operation, reply.exchange)
        if by_way is not None:
            (reply,) = yield [replace(by_way, address={})]
            if reply.succeeded and tells_of(told(scene, reply, self.resource)[0], state, names):
                text = f"{other.name} is read by way of {thing.name}, where it was not made"
                breach = Breach(rule=updating.ASKED, message=text, cause="elsewhere")
                find(scene, [breach], by_way.operation, reply.exchange)
