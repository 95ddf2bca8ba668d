"""Several things made by one request: each is there, as it was given."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ringback.campaign.phases.answers import find, told, view_of, volatile
from ringback.campaign.phases.lifecycle.create_scenario import makers
from ringback.campaign.resource.list_answers import listed
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.thing import Thing
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Presence, Stage, Step
from ringback.generation.case import written_schema
from ringback.laws import creating
from ringback.laws.likeness import Breach
from ringback.operation import Operation
from ringback.payload import MISSING, at, decode
from ringback.sampling.result import Made
from ringback.schema.view import View

_TOGETHER = 2  # things that one request makes


def batch_scenarios(stage: Stage) -> Iterator[Scenario]:
    """One for each POST that takes an array of what a create takes, and whose things are listed."""
    roles = {each.id for found in stage.graph.resources.values() for _, each in found.roles()}
    for resource, maker in makers(stage):
        single = stage.bodies.view(maker)
        listing = resource.list is not None and resource.name in stage.standing.get("", {})
        if single is None or resource.upserts or not listing:
            continue
        for operation in stage.contract.operations:
            if operation.method != "POST" or operation.id in roles or "{" in operation.path:
                continue
            place = _place(stage, operation, single)
            if place is not None:
                yield Batch(resource=resource, operation=operation, maker=maker, place=place)


def _place(stage: Stage, operation: Operation, single: View) -> tuple[str, ...] | None:
    """Where a body holds the array of what a create takes; None where it holds none."""
    if written_schema(operation) is None:
        return None
    view = stage.bodies.view(operation)
    places = {(): view} | {
        (name,): each for name, each in (view.properties if view else {}).items()
    }
    for place, each in places.items():
        items = each.items if each is not None else None
        if items is not None and (items.pointer == single.pointer or items.raw == single.raw):
            return place
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch(Indivisible):
    """Two made together, read one by one, deleted; then one that is sound beside a broken one."""

    resource: Resource
    operation: Operation
    maker: Operation
    place: tuple[str, ...]
    lock: str = ""

    def play(self, scene: Scene) -> Play:
        """Make both, read them, delete them."""
        bodies = [self._body(scene) for _ in range(_TOGETHER)]
        step = self._step(scene, bodies) if MISSING not in bodies else None
        if step is None:
            return
        (made,) = yield [step]
        page, items = listed(made.response), _items(view_of(scene, made))
        if page is None or not made.succeeded or not self._are_things(scene, items):
            return
        things = [self._thing(scene, entry) for entry in page.entries]
        sent = at(decode(made.exchange.request.body or b"").value, self.place)
        bodies = sent if isinstance(sent, list) else bodies
        if len(things) != len(bodies):
            text = f"{len(bodies)} were given to be made, and {len(things)} are answered"
            breach = Breach(rule=creating.CREATED, message=text, cause="count")
            find(scene, [breach], self.operation, made.exchange)
        admits = scene.stage.forms.responses.admits
        for body, entry, thing in zip(bodies, page.entries, things, strict=False):
            found = creating.echoed(body, entry, items, admits, "in the answer")
            find(scene, found, self.operation, made.exchange)
            read = scene.reading(thing) if thing is not None else None
            if read is None or thing is None:
                continue
            (seen,) = yield [read]
            if not seen.succeeded:
                found = creating.not_read_back(seen.status, thing.name)
            else:
                state, seen_view = told(scene, seen, self.resource)
                mutable = volatile(scene, self.resource)
                found = creating.read_back(entry, state, mutable, seen_view)
            find(scene, found, self.operation, made.exchange, seen.exchange)
        yield from scene.dispose(*things)
        yield from self._with_a_broken_one(scene)

    def _are_things(self, scene: Scene, items: View | None) -> bool:
        """Whether the entries of the answer are what was made: they have most of its members."""
        given = scene.stage.bodies.view(self.maker)
        known = items.properties.keys() if items is not None else set[str]()
        return given is not None and len(known & given.properties.keys()) * 2 > len(
            given.properties
        )

    def _with_a_broken_one(self, scene: Scene) -> Play:
        """One that is to be refused, behind one that is sound."""
        broken = scene.stage.bodies.broken(self.maker)
        for each in broken[:: max(1, len(broken) // 3)]:
            bad = scene.stage.bodies.fitted(self.maker, each.value, scene.address(self.resource))
            step = self._step(scene, [self._body(scene), bad.value])
            if step is not None:
                (reply,) = yield [step]
                page = listed(reply.response)
                entries = page.entries if page is not None else ()
                yield from scene.dispose(*(self._thing(scene, entry) for entry in entries))

    def _body(self, scene: Scene) -> Any:
        made = scene.stage.bodies.plain(self.maker)
        if not isinstance(made, Made):
            return MISSING
        fitted = scene.stage.bodies.fitted(self.maker, made.value, scene.address(self.resource))
        return MISSING if fitted.lacking else fitted.value

    def _step(self, scene: Scene, bodies: list[Any]) -> Step | None:
        whole: Any = bodies
        for name in reversed(self.place):
            made = scene.stage.bodies.plain(self.operation)
            rest = made.value if isinstance(made, Made) and isinstance(made.value, dict) else {}
            whole = {**rest, name: whole}
        return scene.step(self.operation, {}, whole, presence=Presence.THERE)

    def _thing(self, scene: Scene, entry: Any) -> Thing | None:
        """The thing that an entry of the answer tells, noted as the run's own."""
        key = scene.stage.key_of(entry, self.resource)
        if key is MISSING or not scene.stage.bodies.bears_mark(entry):
            return None
        thing = scene.thing_at(self.resource, key)
        known = scene.now(thing)
        if known is thing:
            scene.stage.world = scene.stage.world.put(thing)
        return known


def _items(view: View | None) -> View | None:
    """The schema of the entries of an answer."""
    if view is None:
        return None
    inside = [view, *view.properties.values()]
    return next((each.items for each in inside if each.items is not None), None)
