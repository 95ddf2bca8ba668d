"""What the laws say of an update and of the read after it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ringback.campaign.phases.answers import (
    find,
    given_by,
    is_merge_patch,
    told,
    unwrapped,
    volatile,
)
from ringback.campaign.resource.model import Resource, Role
from ringback.campaign.resource.reference_members import words
from ringback.campaign.resource.thing import Thing
from ringback.campaign.resource.thing_keys import key_member
from ringback.campaign.resource.told_rules import merges
from ringback.campaign.scheduler.scene import Scene
from ringback.campaign.scheduler.stage import Reply
from ringback.finding import steps
from ringback.laws import Updated, creating, updating
from ringback.laws.likeness import Breach, Path
from ringback.payload import MISSING, at, decode
from ringback.schema.view import Admits, View, meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An update of a thing as it stood `before`, and the read after it."""

    resource: Resource
    role: Role
    written: Reply
    seen: Reply
    before: Any
    thing: Thing


def judge_update(scene: Scene, event: Written) -> None:
    """Add a finding for each law that an update breaks."""
    _Judge(scene, event).judge()


class _Judge:
    def __init__(self, scene: Scene, event: Written) -> None:
        self._scene = scene
        self._event = event
        self._operation = event.written.step.operation
        self._mutable = volatile(scene, event.resource)
        self._after, self._seen_view = told(scene, event.seen, event.resource)

    def judge(self) -> None:
        """What is accepted is there; what is refused has changed nothing."""
        event = self._event
        if event.written.refused:
            status = event.written.status
            self._find(updating.unchanged(event.before, self._after, status, self._mutable))
        elif event.written.succeeded and event.seen.refused:
            text = (
                f"the update was accepted, and a read after it is answered with {event.seen.status}"
            )
            self._find([Breach(rule="law/read-back", message=text, cause="refused")])
        elif event.written.succeeded:
            self._accepted()

    def _find(self, breaches: Iterable[Breach]) -> None:
        shown = (self._event.written.exchange, self._event.seen.exchange)
        find(self._scene, breaches, self._operation, *shown)

    def _accepted(self) -> None:
        scene, event, after = self._scene, self._event, self._after
        answered, view = told(scene, event.written, event.resource)
        given, request_view = unwrapped(
            event.written,
            event.resource,
            given_by(scene, event.written),
            scene.stage.bodies.view(self._operation),
        )
        admits = scene.stage.forms.responses.admits
        if isinstance(answered, dict):
            self._find(creating.echoed(given, answered, view, admits, "in the answer"))
            self._find(creating.read_back(answered, after, self._mutable, self._seen_view))
        self._find(creating.echoed(given, after, self._seen_view, admits, "when read"))
        self._find(updating.settled(event.before, after))
        for state in (answered, after):
            self._fixed(given, state)
        self._left_out(given, request_view)
        update = Updated(
            operation=self._operation,
            given=given,
            before=event.before,
            answer=answered,
            after=after,
        )
        for law in scene.stage.knowledge.laws:
            self._find(law.judge(update))

    def _fixed(self, given: Any, state: Any) -> None:
        """What no update changes."""
        event = self._event
        resource, thing = event.resource, event.thing
        if resource.exact:
            self._find(updating.exact(given, state))
        if self._scene.now(thing).key == thing.key:  # no update gave it another one
            member = key_member(resource, event.before, thing.key)
            self._find(updating.identical(event.before, state, member))
        # What nothing brings back shows against how it was first, when it is asked for again.
        lasting = self._scene.again and thing.first is not MISSING
        since = thing.first if lasting else event.before
        self._find(updating.constant(since, state, resource.constant))

    def _left_out(self, given: Any, view: View | None) -> None:
        """What an update does not give: it stays, or a replacement takes it away."""
        scene, before, after = self._scene, self._event.before, self._after
        given = self._with_any_objects(given, view)
        if self._event.role is Role.UPDATE and self._operation.method != "PUT":
            self._find(updating.framed(given, before, after, view, self._mutable))
            self._find(self._of_creates(given, before, after))
            for found in self._merged(given, view):
                self._find(found)
            if is_merge_patch(self._event.written):
                body = decode(self._event.written.exchange.request.body or b"").value
                defaults = self._defaults()
                found = updating.merged(body, before, after, self._seen_view, defaults=defaults)
                self._find(found)
        elif self._operation.method == "PUT" and merges(scene.stage.contract, self._operation):
            self._find(updating.framed(given, before, after, view, self._mutable))
        elif self._operation.method == "PUT":
            key = key_member(self._event.resource, before, self._event.thing.key)
            kept = self._mutable | {f"/{key}"}  # the path has told it
            self._find(updating.replaced(given, before, after, view, kept))

    def _of_creates(self, given: Any, before: Any, after: Any) -> Iterator[Breach]:
        """What only a create gives, and is no choice of states, no update changes."""
        scene, maker = self._scene, self._event.resource.maker
        view = scene.stage.bodies.view(maker) if maker is not None else None
        known = view.properties if view else {}
        for each in updating.framed(given, before, after, view, self._mutable):
            name = (each.instance or "").removeprefix("/")
            chosen = {"enum", "const"} & known[name].raw.keys() if name in known else set()
            own = before.get(name) if isinstance(before, dict) else None
            items = own if isinstance(own, list) else [own]
            plain = not any(isinstance(item, dict | list) for item in items)
            if plain and not chosen and words(name) != "slug":
                yield each

    def _with_any_objects(self, given: Any, view: View | None) -> Any:
        """What is given, with the members that take any object at all: they are given as well."""
        body = decode(self._event.written.exchange.request.body or b"").value
        if not isinstance(given, dict) or not isinstance(body, dict) or view is None:
            return given
        known = view.properties
        plain = {n: each for n, each in body.items() if n in known and not known[n].branches}
        return {**plain, **given}

    def _defaults(self) -> dict[str, View]:
        """The schemas of members, as requests give them, that tell what stands for none."""
        found: dict[str, View] = {}
        resource = self._event.resource
        for operation in (resource.maker, resource.replace, resource.update):
            view = self._scene.stage.bodies.view(operation) if operation is not None else None
            for name, member in view.properties.items() if view else ():
                if "default" in member.raw:
                    found.setdefault(name, member)
        return found

    def _merged(self, given: Any, view: View | None) -> Iterator[Iterator[Breach]]:
        """What the objects that an update merges keep: what is left out, and their keys."""
        stage = self._scene.stage
        for place in self._event.resource.merges:
            path = tuple(steps(place))
            inside, before, after = (
                at(each, path) for each in (given, self._event.before, self._after)
            )
            if not isinstance(inside, dict) or view is None:
                continue
            below = _schema_at(view, path, given, stage.contract.requests.admits)
            yield updating.framed(inside, before, after, below, self._mutable, place)
            keys = [f"{place}/{each.key}" for each in stage.graph.parts if each.place == place]
            yield updating.constant(self._event.before, self._after, keys)


def _schema_at(view: View, path: Path, value: Any, admits: Admits) -> View | None:
    """The schema of a place in a value, through unions by the concrete branch that it takes."""
    here = meant(view, value, admits)
    for step in path:
        below = here.properties.get(str(step)) if here is not None else None
        value = at(value, (step,))
        here = meant(below, value, admits) if below is not None else None
    return here
