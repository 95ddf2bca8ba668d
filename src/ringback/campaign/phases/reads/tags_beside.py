"""Tags where something beside the thing changes: what stands in it, the list that it stands in."""

from dataclasses import replace

from ringback.campaign.phases.answers import find, state_of, told, volatile
from ringback.campaign.resource.list_answers import entry_of, listed
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.thing import Thing
from ringback.campaign.resource.thing_keys import key_member
from ringback.campaign.scheduler.scene import Scene
from ringback.campaign.scheduler.stage import Play, Presence, Reply, Step
from ringback.exchange import header_values
from ringback.laws import entity_tags
from ringback.sampling.result import Made


def tag_of(reply: Reply) -> str:
    """The entity tag that an answer tells; empty without one."""
    values = header_values(reply.response.headers, "etag") if reply.response else []
    return values[0] if values else ""


def with_child(scene: Scene, resource: Resource, thing: Thing, read: Step) -> Play:
    """What stands in a thing may be told by it: then its tag changes too, and is the one of now."""
    children = (
        each
        for each in scene.stage.graph.children(resource)
        if not each.singleton and each.maker is not None and each.name in _standing(scene)
    )
    child = next(children, None)
    if child is None:
        return
    (before,) = yield [read]
    made = yield from scene.inside(thing).made(child)
    (after,) = yield [read]
    if made is not None and before.succeeded and after.succeeded:
        one, other = (told(scene, each, resource)[0] for each in (before, after))
        found = entity_tags.changed(
            one, other, (tag_of(before), tag_of(after)), f"a new {child.name}"
        )
        find(scene, found, read.operation, before.exchange, after.exchange)
        yield from _taken(scene, resource, thing, tag_of(after))
    yield from scene.dispose(made[0] if made else None)


def _standing(scene: Scene) -> dict[str, object]:
    return scene.stage.standing.get("", {})


def _taken(scene: Scene, resource: Resource, thing: Thing, now: str) -> Play:
    """A write on the tag of now is not refused for its condition (RFC 9110 13.1.1)."""
    operation = resource.update or resource.replace
    made = scene.stage.bodies.plain(operation) if operation is not None else None
    if operation is None or not isinstance(made, Made) or not now or now.startswith("W/"):
        return
    around = scene.around(thing)
    fitted = scene.stage.bodies.fitted(operation, made.value, around, fresh=False)
    step = scene.step(operation, around, fitted.value, presence=Presence.THERE, etag=now)
    if step is None or fitted.lacking or not scene.conditional(operation):
        return
    asked = replace(step, request=step.request.with_header("If-Match", now))
    (reply,) = yield [asked]
    find(scene, entity_tags.refused(reply.status, now), operation, reply.exchange)


def in_list(scene: Scene, resource: Resource, thing: Thing) -> Play:
    """The tag of a list changes with what it tells of a thing."""
    write = resource.update or resource.replace
    row = scene.listing(resource, scene.around(thing))
    if write is None or row is None:
        return
    (before,) = yield [row]
    state = state_of(scene, scene.now(thing), resource)
    member = key_member(resource, state, thing.key)
    if not before.succeeded or not tag_of(before) or member is None:
        return
    entry = _entry(before, member, thing)
    for sample in scene.stage.bodies.variants(write):
        body = sample.value
        if not isinstance(body, dict) or not any(
            name in body and body[name] != each for name, each in entry.items()
        ):
            continue
        around = scene.around(thing)
        fitted = scene.stage.bodies.fitted(write, body, around, fresh=False)
        step = scene.step(write, around, fitted.value, etag=scene.now(thing).etag)
        if step is None or fitted.lacking:
            continue
        yield [replace(step, presence=Presence.THERE)]
        (after,) = yield [row]
        mutable = volatile(scene, resource)
        one, other = (
            {n: v for n, v in _entry(each, member, thing).items() if f"/{n}" not in mutable}
            for each in (before, after)
        )
        if one and other and after.succeeded:
            tags = (tag_of(before), tag_of(after))
            found = entity_tags.changed(one, other, tags, "an update of an entry")
            find(scene, found, row.operation, before.exchange, after.exchange)
        return


def _entry(reply: Reply, member: str, thing: Thing) -> dict[str, object]:
    """What a list tells of a thing; nothing where it does not have it once."""
    page = listed(reply.response)
    rows = entry_of(page.entries, member, thing.key) if page else []
    return rows[0] if len(rows) == 1 and isinstance(rows[0], dict) else {}


def deleted_by_old_tag(scene: Scene, thing: Thing, old: str) -> Play:
    """A delete on a tag of before is refused, where that is documented."""
    now = scene.now(thing)
    step = scene.deleting(thing)
    if step is None or not any(each.status == "412" for each in step.operation.answers):
        return
    if now.gone or not now.etag or now.etag == old or old.startswith("W/"):
        return
    asked = replace(step, request=step.request.with_header("If-Match", old), judged=False)
    (reply,) = yield [asked]
    find(scene, entity_tags.stale_taken(reply.status), step.operation, reply.exchange)
