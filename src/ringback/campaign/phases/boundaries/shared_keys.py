"""Keys that clients choose: what one account has under a key is nothing to another one's."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ringback.campaign.phases.answers import find, told, volatile
from ringback.campaign.phases.boundaries.account_access import FOREIGN
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.world import OTHER
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, InOrder, Play, Stage
from ringback.laws import updating
from ringback.operation import Operation


def shared_key_scenarios(stage: Stage) -> Iterator[Scenario]:
    """One for each resource of which both accounts make things under keys of their own choice."""
    for resource in stage.graph.resources.values():
        both = all(resource.name in stage.standing.get(each, {}) for each in ("", OTHER))
        delete = resource.delete
        if both and resource.upserts and not resource.borrows and delete is not None:
            yield SharedKey(resource=resource, operation=delete)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedKey(Indivisible):
    """Both accounts have a thing under one key: what the first does to its own is not seen."""

    resource: Resource
    operation: Operation
    lock: str = ""

    def play(self, scene: Scene) -> Play:
        """Put both there, delete that of the first, look at that of the other, delete it too.

        The world knows one thing under a key: the row is sent as a whole, so that none is left.
        """
        step, read = scene.making(self.resource), self.resource.read
        if step is None or read is None:
            return
        address = step.address
        for account in ("", OTHER):
            if not (yield from scene.absent(self.resource, address, account)):
                return
        look = scene.step(read, address, account=OTHER)
        delete = scene.step(self.operation, address)
        if look is None or delete is None:
            return
        put = replace(step, vacant=True, judged=False)
        theirs = replace(put, account=OTHER)
        row = [put, theirs, look, delete, look, replace(delete, account=OTHER)]
        replies = yield InOrder(replace(each, judged=False) for each in row)
        mine, made, before, deleted, after, _ = replies
        if mine.succeeded and made.succeeded and before.succeeded and deleted.succeeded:
            one = told(scene, before, self.resource)[0]
            other = told(scene, after, self.resource)[0] if after.succeeded else None
            why = "the first account deleted what it has under this key, and the other account's"
            mutable = volatile(scene, self.resource)
            found = updating.unchanged(one, other, after.status, mutable, FOREIGN, why=why)
            shown = (made.exchange, before.exchange, deleted.exchange, after.exchange)
            find(scene, [replace(each, cause="one key") for each in found], self.operation, *shown)
