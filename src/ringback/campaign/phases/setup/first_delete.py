"""The first thing of each resource is deleted before more are made: it must be gone then."""

from collections.abc import Generator, Sequence
from dataclasses import replace

from ringback.campaign.phases.answers import find, told
from ringback.campaign.resource.list_answers import listed
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.thing import Thing
from ringback.campaign.scheduler.scene import Scene
from ringback.campaign.scheduler.stage import Presence, Reply, Step
from ringback.laws import deleting
from ringback.laws.likeness import Breach
from ringback.payload import MISSING, same

_LOOKS = 6  # at what is deleted, and is under way
_UNDER_WAY = 202

Taking = Generator[Sequence[Step], Sequence[Reply], bool]


def taken_away(scene: Scene, resource: Resource) -> Taking:
    """Whether what is made of a resource can be taken away: nothing more is made of it otherwise.

    It is where a DELETE of its own is described, and nothing shows the thing behind that.
    """
    if resource.delete is None or resource.irreversible:
        return True
    if scene.again:
        scene.stage.observed.dropped.pop(resource.name, None)
    found = yield from scene.made(resource)
    return found is not None and (yield from is_taken_away(scene, resource, found[0], found[2]))


def is_taken_away(scene: Scene, resource: Resource, thing: Thing, seen: Reply | None) -> Taking:
    """Delete a thing that was made, and read as `seen`: whether it is gone."""
    step = scene.deleting(thing)
    deleted = (yield [step])[0] if step is not None else None
    if deleted is None or not scene.now(thing).gone:
        yield from scene.dispose(thing)  # an action may have to let it go first
        if deleted is not None and scene.now(thing).gone:
            return True
    elif (yield from _gone(scene, resource, thing, seen, deleted)):
        return True
    if resource.delete is not None:
        asked = f"{resource.delete.method} {resource.delete.path}"
        why = f"what is made of {resource.name} can't be taken away by {asked}"
        scene.stage.observed.dropped.setdefault(resource.name, why)
        for _, operation in resource.roles():
            scene.stage.cannot(operation, why)
    return False


def _gone(
    scene: Scene, resource: Resource, thing: Thing, seen: Reply | None, deleted: Reply
) -> Taking:
    """Whether a thing that a DELETE has taken away is neither read as it was nor listed."""
    before = told(scene, seen, resource)[0] if seen is not None else MISSING
    read = scene.reading(thing, presence=Presence.UNKNOWN)
    look = read or scene.listing(resource, scene.around(thing))
    if look is None or resource.delete is None:
        return True  # nobody can say more
    breaches: list[Breach] = []
    for _ in range(_LOOKS if deleted.status == _UNDER_WAY else 1):
        (reply,) = yield [replace(look, judged=False)]
        if not reply.succeeded:
            return True
        if read is not None:
            if not same(before, told(scene, reply, resource)[0]):  # some delete by a mark
                scene.stage.world = scene.stage.world.put(replace(scene.now(thing), gone=True))
                return True
            breaches = [*deleting.unreadable(reply.status, thing.name)]
        else:
            page = listed(reply.response)
            entries = page.entries if page is not None else ()
            left = [e for e in entries if str(scene.stage.key_of(e, resource)) == str(thing.key)]
            breaches = [*deleting.unlisted(left, thing.name)]
            if not breaches:
                return True
    find(scene, breaches, resource.delete, deleted.exchange, reply.exchange)
    return False
