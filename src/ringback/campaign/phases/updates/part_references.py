"""Another part named by its key, and the first one again: naming a thing does not edit it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ringback.campaign.phases.answers import find, state_of, told
from ringback.campaign.phases.setup.existing_things import bodies_of_part
from ringback.campaign.phases.updates.on_thing import OnThing, writers
from ringback.campaign.phases.updates.update_laws import judge_update
from ringback.campaign.resource.model import Part
from ringback.campaign.resource.nested_parts import keys_in, nested
from ringback.campaign.resource.thing import Thing
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import InOrder, Play, Presence, Reply, Stage, Step
from ringback.finding import steps
from ringback.laws import creating
from ringback.laws.differences import differences, was_is
from ringback.laws.likeness import Breach
from ringback.payload import MISSING, at, same

_OTHERS = 2  # other parts that are named


def referring_scenarios(stage: Stage) -> Iterator[Scenario]:
    """One for each update that can put another part in the place of one."""
    for resource, role, operation in writers(stage):
        if not resource.alone:
            continue
        slots = {each.place for each in stage.graph.slots(operation) if each.where == "body"}
        for part in stage.graph.parts:
            if part.place in slots and "*" not in part.place and part.place.count("/") == 1:
                yield Referring(resource=resource, role=role, operation=operation, part=part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Referring(OnThing):
    """Name another part, look, name the first one again, look.

    Nothing is edited while another part is there that the configuration does not give to the run:
    an edit would change what is not its own. Each step waits for the read behind the last.
    """

    part: Part

    def play(self, scene: Scene) -> Play:
        """There and back for each other part; where it is the run's own, with an edit of it."""
        thing = yield from scene.fresh(self.resource)  # from wherever it was left
        if thing is None:
            return
        home = next(iter(keys_in(thing.first, self.part)), None)
        if home is None:
            return
        around = [
            read
            for each in scene.stage.bystanders.get(self.resource.name, ())
            if (read := scene.reading(each)) is not None
        ]
        seen: dict[str, Any] = {}
        if self._key(scene, thing) == home:
            seen[home.casefold()] = self._held(scene, thing)
        for reply in (yield around) if around else ():
            value = told(scene, reply, self.resource)[0]
            for key in keys_in(value, self.part):
                seen.setdefault(key.casefold(), at(value, steps(self.part.place)))
        others = [key for key in self._known(scene) if key.casefold() != home.casefold()]
        for key in others[:_OTHERS]:
            yield from self._there_and_back(scene, thing, (key, home), seen, around)
            if self._key(scene, thing) != home:
                return  # where it is not known what stands there, nothing more is named

    def _there_and_back(
        self,
        scene: Scene,
        thing: Thing,
        keys: tuple[str, str],
        seen: dict[str, Any],
        around: Sequence[Step],
    ) -> Play:
        """Name another part and the first one again; one of the run's own is edited meanwhile."""
        key, home = keys
        is_own = self._is_own(scene, key)
        yield from self._named(scene, thing, key, seen, around)
        if is_own:
            yield from self._edited(scene, thing, key, seen)
        yield from self._named(scene, thing, home, seen, around)
        if is_own and self._key(scene, thing) == home:
            yield from self._named(scene, thing, key, seen, around)
            yield from self._given_back(scene, thing, key)
            yield from self._named(scene, thing, home, seen, around)

    def _known(self, scene: Scene) -> list[str]:
        """The keys of parts of this kind that the account is known to have, its own first."""
        names = scene.stage.names
        found = [
            key for each in names.names if each.place == self.part.place for key in names.own(each)
        ]
        return sorted(found, key=lambda key: not self._is_own(scene, key))

    def _is_own(self, scene: Scene, key: str) -> bool:
        """Whether the configuration gives a part to the run."""
        resource = scene.stage.resource(self.part.resource)
        return key in [scene.stage.names.value(each) for each in resource.own]

    def _held(self, scene: Scene, thing: Thing) -> Any:
        """The part that stands there, as it was read last."""
        return at(state_of(scene, scene.now(thing), self.resource), steps(self.part.place))

    def _key(self, scene: Scene, thing: Thing) -> str | None:
        found = keys_in(state_of(scene, scene.now(thing), self.resource), self.part)
        return found[0] if found else None

    def _raw(self, scene: Scene, thing: Thing, body: Any) -> Step | None:
        """The request that writes a body just as it is."""
        address = scene.around(thing)
        etag = scene.now(thing).etag
        return scene.step(self.operation, address, body, presence=Presence.THERE, etag=etag)

    def _named(
        self, scene: Scene, thing: Thing, key: str, seen: dict[str, Any], around: Sequence[Step]
    ) -> Play:
        """Put a part there by its key: it stands there as it was seen last, all else stays."""
        step, read = self._raw(scene, thing, nested(self.part.place, key)), scene.reading(thing)
        if step is None or read is None:
            return
        before = state_of(scene, scene.now(thing), self.resource)
        reads = [replace(each, judged=False) for each in around]
        others = [scene.now(each) for each in self._bystanders(scene)]
        # The reads in a row behind the write: nothing else is written before they have come.
        written, reply, *after = yield InOrder([step, read, *reads])
        judge_update(scene, self.event(written, reply, before, thing))
        if not written.succeeded or not reply.succeeded:
            return
        shown = (written.exchange, reply.exchange)
        there = at(told(scene, reply, self.resource)[0], steps(self.part.place))
        known = seen.get(key.casefold(), MISSING)
        if known is not MISSING and there is not MISSING:
            for each in differences(known, there):
                place = f"{self.part.place}{each.place}"
                text = f"naming {self.part.place} by its key changed {place}: "
                text += was_is(each.left, each.right)
                breach = Breach(rule=creating.LINK, message=text, instance=place)
                find(scene, [breach], self.operation, *shown)
        if self._key(scene, thing) == key:
            seen[key.casefold()] = there
        self._unmoved(scene, written, others, after)
        yield from self.listed_as_read(scene, thing, written, reply, "law/read-back")

    def _unmoved(
        self, scene: Scene, written: Reply, others: Sequence[Thing], after: Sequence[Reply]
    ) -> None:
        """Other things have what they had when they were read last."""
        for old, new in zip(others, after, strict=False):
            one, other = state_of(scene, old, self.resource), told(scene, new, self.resource)[0]
            if not new.succeeded or same(one, other):
                continue
            change = next(differences(one, other))
            text = f"naming a part of one changed another at {change.place}: "
            text += was_is(change.left, change.right)
            breach = Breach(rule="law/isolation", message=text)
            find(scene, [breach], self.operation, written.exchange, new.exchange)

    def _edited(self, scene: Scene, thing: Thing, key: str, seen: dict[str, Any]) -> Play:
        """Edit a part that is the run's own where it stands; only what can be given back to it."""
        held = self._held(scene, thing)
        made = scene.stage.bodies.plain(self.operation)
        edit = at(getattr(made, "value", MISSING), steps(self.part.place))
        if (
            self._key(scene, thing) != key
            or not isinstance(held, dict)
            or not isinstance(edit, dict)
        ):
            return
        if any(key in keys_in(each.state, self.part) for each in self._bystanders(scene)):
            return  # another thing shows it as well
        kept = {name: value for name, value in edit.items() if held.get(name) is not None}
        step, read = self._raw(scene, thing, nested(self.part.place, kept)), scene.reading(thing)
        if not kept or step is None or read is None:
            return
        scene.stage.touched.setdefault((thing.name, self.part.place, key), (thing, self.part, held))
        before = state_of(scene, scene.now(thing), self.resource)
        (written,) = yield [step]
        (reply,) = yield [read]
        judge_update(scene, self.event(written, reply, before, thing))
        if reply.succeeded:
            seen[key.casefold()] = self._held(scene, thing)

    def _bystanders(self, scene: Scene) -> list[Thing]:
        return scene.stage.bystanders.get(self.resource.name, [])

    def _given_back(self, scene: Scene, thing: Thing, key: str) -> Play:
        """Give an edited part what it had first."""
        _, _, held = scene.stage.touched.get((thing.name, self.part.place, key), (None, None, None))
        if held is None or self._key(scene, thing) != key:
            return
        for body in bodies_of_part(scene.stage, self.operation, self.part, held):
            step, read = self._raw(scene, thing, body), scene.reading(thing)
            if step is None or read is None:
                return
            yield [replace(step, judged=False)]
            yield [read]
            if same(self._held(scene, thing), held):
                break
        if same(self._held(scene, thing), held):
            del scene.stage.touched[thing.name, self.part.place, key]
