"""What must not be: the same made twice, and what others need deleted."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ringback.campaign.phases.answers import find
from ringback.campaign.phases.lifecycle.containers import containers
from ringback.campaign.phases.lifecycle.create_scenario import idempotency_keys, makers
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.reference_members import singular
from ringback.campaign.resource.thing_keys import given_key
from ringback.campaign.resource.told_rules import documents_conflict, kept_by, refuses_again
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Stage
from ringback.exchange import header_values
from ringback.laws import creating, deleting
from ringback.laws.likeness import Breach
from ringback.operation import Operation
from ringback.payload import decode

_CREATED = 201


def conflict_scenarios(stage: Stage) -> Iterator[Scenario]:
    """One for each create that is told to refuse what there is, and each delete that is told to."""
    for resource, maker in makers(stage):
        if not resource.upserts and documents_conflict(maker):
            told = refuses_again(stage.contract, maker)
            yield Again(resource=resource, operation=maker, told=told)
    for resource, above in containers(stage):
        names = {resource.name.rpartition("/")[2].lower()}
        names |= {singular(each) for each in names}
        delete = above.delete
        if delete is not None and kept_by(stage.contract, delete, names):
            yield KeptByOthers(resource=resource, operation=delete, above=above)


@dataclass(frozen=True, slots=True, kw_only=True)
class Again(Indivisible):
    """The very same create twice: no key is given to two, and what is told to be refused is.

    `told` says that words of the description do.
    """

    resource: Resource
    operation: Operation
    told: bool
    lock: str = ""

    def play(self, scene: Scene) -> Play:
        """Create, and create again."""
        step = scene.making(self.resource)
        body = decode(step.request.body or b"").value if step else None
        if step is None or not (self.told or given_key(self.resource, body)):
            return
        request = step.request
        for name in idempotency_keys(self.operation):  # one key would stand for one request
            if header_values(request.headers, name):
                request = request.with_header(name, str(uuid.uuid4()))
        (one,) = yield [step]
        if not one.succeeded or one.thing is None:
            return
        (other,) = yield [replace(step, request=request, judged=False)]
        if other.succeeded and other.thing is not None:
            found: list[Breach] = []
            if one.status == other.status == _CREATED:
                found = [*creating.two_alike(one.thing.key, other.thing.key)]
            if self.told and not found and one.thing.key != other.thing.key:
                text = (
                    "the description says that what is there already is refused, and the same "
                    f"create twice made {one.thing.name} and {other.thing.name}"
                )
                found = [Breach(rule=creating.CREATED, message=text, cause="same")]
            find(scene, found, self.operation, one.exchange, other.exchange)
        yield from scene.dispose(other.thing if other.succeeded else None, one.thing)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptByOthers(Indivisible):
    """A thing that another one needs, which the description says can't be deleted then."""

    resource: Resource
    operation: Operation
    above: Resource
    lock: str = ""

    def play(self, scene: Scene) -> Play:
        """Make both, delete the one that is needed, read the other."""
        thing = yield from scene.fresh(self.above)
        if thing is None:
            return
        inside = scene.inside(thing)
        made = yield from inside.made(self.resource)
        delete = scene.deleting(thing)
        if made is not None and delete is not None:
            (deleted,) = yield [delete]
            if deleted.succeeded:
                text = (
                    f"the description says that {self.above.name} is not deleted while there are "
                    f"{self.resource.name}, and {thing.name} was ({deleted.status})"
                )
                breach = Breach(rule=deleting.DELETED, message=text, cause="kept")
                find(scene, [breach], self.operation, made[1].exchange, deleted.exchange)
        yield from inside.dispose(made[0] if made else None)
        yield from scene.dispose(thing)
