"""Things that stand while the run goes on: parents of others, what references and reads name."""

import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ringback.campaign.phases.answers import asked_again, find, given_by, told, unwrapped, volatile
from ringback.campaign.phases.setup.first_delete import taken_away
from ringback.campaign.phases.setup.observed_creates import founded
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.reference_members import singular, words
from ringback.campaign.resource.thing import Thing
from ringback.campaign.resource.thing_keys import (
    is_bare_id,
    is_given_once,
    is_key,
    key_member,
    key_names,
)
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Reply, Stage, Step, Stood
from ringback.laws import containing, creating, updating
from ringback.laws.differences import differences
from ringback.laws.likeness import at_pointer
from ringback.operation import Operation
from ringback.payload import MISSING
from ringback.schema.view import View

_LOOKS = 6  # at what has been accepted, and is under way
_SPARE = 18  # more than there are lanes: what one scenario has none of the others takes


def standing(stage: Stage, account: str = "") -> Iterator["Standing"]:
    """A scenario for each resource whose things can be made and deleted, parents first.

    Another account makes nothing that the first could not make, and nothing in a shared parent.
    """
    for resource in stage.graph.resources.values():
        if account and not _is_apart(stage, resource):
            continue
        if resource.maker is not None and stage.playable(resource):
            yield Standing(resource=resource, maker=resource.maker, account=account)


def _is_apart(stage: Stage, resource: Resource) -> bool:
    """Whether two accounts have things of a resource apart: what both stand in, they may share."""
    line = {each.name for each in stage.graph.ancestors(resource)}
    shared = line | {stage.graph.container(resource) or ""}
    return resource.name in stage.standing.get("", {}) and not shared & stage.parents.keys()


def standing_later(stage: Stage) -> Iterator[Scenario]:
    """What could not be made before, and of which a body has been accepted since."""
    for each in standing(stage):
        name = each.resource.name
        if name not in stage.standing.get("", {}) and each.maker.id in stage.bodies.accepted:
            for _, operation in each.resource.roles():
                stage.unplayable.pop(operation.id, None)
            yield each


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing(Indivisible):
    """One thing, made, read twice, and left where it is until the run ends."""

    resource: Resource
    maker: Operation
    account: str = ""

    @property
    def operation(self) -> Operation:
        """What makes the thing."""
        return self.maker

    @property
    def lock(self) -> str:
        """One after the other: children need their parents."""
        return "standing"

    def play(self, scene: Scene) -> Play:
        """Make it, read it, and see what changes by itself."""
        found = yield from self._made(scene)
        if found is None:
            return
        thing, made, read = found
        if self.resource.borrows:  # its key is in use as long as it stands
            scene.stage.spare[self.account, self.resource.name].pop()
        self._unfinished(scene, made, read)
        if read is not None and moved(scene, self.resource, made, read):
            yield from asked_again(scene, self.resource, read)
        told_of_create(scene, self.resource, made, read)
        keys = scene.stage.standing.setdefault(self.account, {})
        for name, key in thing.keys.items():
            if scene.stage.parents.get(name, MISSING) != key:
                keys.setdefault(name, key)
        again = scene.reading(thing)
        if read is None or again is None:
            return
        member = key_member(self.resource, told(scene, read, self.resource)[0], thing.key)
        if member is not None:
            scene.stage.keyed_by.setdefault(self.resource.name, member)
        (second,) = yield [again]
        if made.status == 202:  # what goes on by itself is looked at for a while
            yield [again] * _LOOKS
        now, then = told(scene, second, self.resource)[0], told(scene, read, self.resource)[0]
        if not self.account:
            stood = Stood(thing=thing, state=now, since=time.monotonic())
            scene.stage.stood.setdefault(self.resource.name, stood)
            _tell_aliases(scene.stage, self.resource, thing, now)
        find(scene, updating.settled(then, now), self.maker, read.exchange, second.exchange)
        places = {at_pointer(each.path[:1]) for each in differences(then, now)}
        scene.stage.volatile.setdefault(self.resource.name, set()).update(places)

    def _made(
        self, scene: Scene
    ) -> Generator[Sequence[Step], Sequence[Reply], tuple[Thing, Reply, Reply | None] | None]:
        """The thing, once it has shown that such a one can be taken away."""
        if self.resource.borrows:
            yield from self._lent(scene)
        elif not self.account and not (yield from taken_away(scene, self.resource)):
            return None
        return (yield from scene.made(self.resource, self.account))

    def _lent(self, scene: Scene) -> Play:
        """Things of the resource that lends the keys, for the scenarios to take in turn."""
        stage = scene.stage
        lender, parent = stage.resource(self.resource.borrows), self.resource.parent or ""
        spare: deque[dict[str, Any]] = deque()
        for _ in range(_SPARE):
            thing = yield from scene.fresh(lender, self.account)
            if thing is None:
                break
            keys = {self.resource.name: thing.key}
            if parent and stage.resource(parent).part:
                keys[parent] = thing.keys.get(lender.parent or "", MISSING)
            spare.append({name: key for name, key in keys.items() if key is not MISSING})
        stage.spare[self.account, self.resource.name] = spare

    def _unfinished(self, scene: Scene, made: Reply, read: Reply | None) -> None:
        """What a service has accepted only (202) goes on by itself in all that no request gives."""
        state = told(scene, read or made, self.resource)[0]
        if made.status != 202 or not isinstance(state, dict):
            return
        view = scene.stage.bodies.view(self.maker)
        own = {f"/{name}" for name in state if view is None or name not in view.properties}
        scene.stage.volatile.setdefault(self.resource.name, set()).update(own)


def _tell_aliases(stage: Stage, resource: Resource, thing: Thing, state: Any) -> None:
    """What else tells a standing thing: reads may name it by its name, `flow_name` for a `flow`."""
    one = words(singular(resource.name))
    for name, value in state.items() if isinstance(state, dict) else ():
        for other in stage.graph.resources.values():
            key = words(other.key)
            is_alias = other.alias == resource.name and key == words(name)
            if (is_alias or (other.part and key == one + words(name))) and is_key(value):
                stage.found.setdefault(other.name, value)
    for other in stage.graph.resources.values():  # the same things from another side
        again = other.maker is None and other.parent is None and other.key == resource.key
        if again and words(singular(other.name)) == one and resource.parent is None:
            stage.found.setdefault(other.name, thing.key)


def moved(scene: Scene, resource: Resource, made: Reply, seen: Reply) -> bool:
    """Whether a read tells otherwise what a create answered."""
    (answered, _), (state, view) = told(scene, made, resource), told(scene, seen, resource)
    found = creating.read_back(answered, state, volatile(scene, resource), view)
    return seen.succeeded and any(True for _ in found)


def told_of_create(scene: Scene, resource: Resource, made: Reply, read: Reply | None) -> None:
    """What the laws say of a create and of the read after it."""
    operation = made.step.operation
    answered, view = told(scene, made, resource)
    given, request_view = unwrapped(
        made, resource, given_by(scene, made), scene.stage.bodies.view(operation)
    )
    given = _without_key(given, resource, made)
    kept = _without_nothing(given, request_view)
    admits = scene.stage.forms.responses.admits
    find(
        scene,
        creating.echoed(kept, answered, view, admits, "in the answer"),
        operation,
        made.exchange,
    )
    find(scene, creating.defaulted(given, answered, request_view), operation, made.exchange)
    _named_right(scene, resource, made, given)
    if read is None:
        return
    shown = (made.exchange, read.exchange)
    if not isinstance(answered, dict):
        found = creating.defaulted(given, told(scene, read, resource)[0], request_view)
        find(scene, found, operation, *shown)
    if not read.succeeded:
        what = made.thing.name if made.thing else resource.name
        if not founded(scene, resource, made):
            asked = f"{operation.method} {operation.path}"
            scene.stage.observed.dropped[resource.name] = (
                f"what {asked} answers is not found by {read.step.operation.id} "
                f"({read.status or 'no answer'}), and only their paths are alike"
            )
            return
        find(scene, creating.not_read_back(read.status, what), operation, *shown)
        return
    seen, seen_view = told(scene, read, resource)
    find(
        scene,
        creating.read_back(answered, seen, volatile(scene, resource), seen_view),
        operation,
        *shown,
    )
    if not isinstance(answered, dict):
        find(scene, creating.echoed(kept, seen, seen_view, admits, "when read"), operation, *shown)
    elif isinstance(kept, dict):
        unanswered = {name: each for name, each in kept.items() if name not in answered}
        found = creating.echoed(unanswered, seen, seen_view, admits, "when read")
        find(scene, found, operation, *shown)


def _without_nothing(given: Any, view: View | None) -> Any:
    """What was given without the nulls of members that may be left out.

    To be told nothing is no value that is to be kept: many services take it for none given, and
    tell what they make of that.
    """
    if not isinstance(given, dict) or view is None:
        return given
    return {name: each for name, each in given.items() if each is not None or name in view.required}


def _without_key(given: Any, resource: Resource, made: Reply) -> Any:
    """What was given without a key, where the service gives each thing one of its own.

    That is a number or a UUID, or what is called `id` alone: whether a client may choose it is
    nothing that a description without `readOnly` says for sure.
    """
    thing = made.thing
    if thing is None or resource.upserts:
        return given
    names = key_names(resource, given)
    if not is_given_once(thing.key):
        names = [name for name in names if is_bare_id(name)]
    return {name: each for name, each in given.items() if name not in names} if names else given


def _named_right(scene: Scene, resource: Resource, made: Reply, given: object) -> None:
    """What was made in a thing names that one, where it names one."""
    graph = scene.stage.graph
    above = graph.resources.get(graph.container(resource) or "")
    key = made.step.address.get(above.name, MISSING) if above else MISSING
    if above is None or above.singleton or key is MISSING or resource.upserts:
        return
    one, own = words(singular(above.name)), words(above.key)
    names = {own if own.startswith(one) else one + own} - {one}  # `project` may be told in any way
    found = containing.inside(told(scene, made, resource)[0], given, names, key)
    find(scene, found, made.step.operation, made.exchange)
