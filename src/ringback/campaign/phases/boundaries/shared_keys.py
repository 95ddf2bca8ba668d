"""Keys that clients choose: what one account has under a key is nothing to another one's."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ringback.campaign.phases.answers import find, state_of, told, volatile
from ringback.campaign.phases.boundaries.account_access import FOREIGN
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.thing import OTHER
from ringback.campaign.resource.told_rules import apart_by_account
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, InOrder, Play, Stage
from ringback.laws import updating
from ringback.laws.likeness import Breach
from ringback.operation import Operation
from ringback.payload import decode, encode, same


def shared_key_scenarios(stage: Stage) -> Iterator[Scenario]:
    """One for each resource of which both accounts make things under keys of their own choice."""
    for resource in stage.graph.resources.values():
        both = all(resource.name in stage.standing.get(each, {}) for each in ("", OTHER))
        delete = resource.delete
        maker = resource.maker
        if both and maker is not None and apart_by_account(stage.contract, maker):
            yield SharedValues(resource=resource, operation=maker)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedValues(Indivisible):
    """Both accounts make a thing with the same texts, which must be told apart in each alone."""

    resource: Resource
    operation: Operation
    lock: str = ""

    def play(self, scene: Scene) -> Play:
        """Make one for the other account, and its like for the first."""
        theirs = yield from scene.fresh(self.resource, OTHER)
        step = scene.making(self.resource)
        if theirs is None or step is None:
            yield from scene.dispose(theirs)
            return
        state = state_of(scene, scene.now(theirs), self.resource)
        body = decode(step.request.body or b"").value
        taken = body
        for name, value in body.items() if isinstance(body, dict) else ():
            there = state.get(name) if isinstance(state, dict) else None
            if isinstance(there, str) and scene.stage.bodies.bears_mark(value):
                taken = {**taken, name: there}
        if taken is not body and not same(taken, body):
            request = replace(step.request, body=encode(taken))
            (made,) = yield [replace(step, request=request, judged=False)]
            if made.status == 409:
                text = "what another account has is told to be taken (409), and is to be unique "
                text += "in each account alone"
                breach = Breach(rule=FOREIGN, message=text, cause="taken")
                find(scene, [breach], self.operation, made.exchange)
            yield from scene.dispose(made.thing if made.succeeded else None)
        yield from scene.dispose(theirs)
