"""What stands in a list while it is asked: things that differ in what it filters and sorts by."""

from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import Any

from ringback.campaign.phases.lifecycle.actions import barest
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.thing import Thing
from ringback.campaign.scheduler.scene import Scene
from ringback.campaign.scheduler.stage import Reply, Step
from ringback.payload import MISSING, decode, encode
from ringback.sampling.result import Made
from ringback.schema.view import View
from ringback.wire.media_types import is_json

_THINGS = 5  # that stand in a list while it is asked
_NUMBERS = (9, 10, 101, 2, 1000)  # as texts they stand in another order
_FILLED = 3  # of them that have something standing in them

Making = Generator[Sequence[Step], Sequence[Reply], list[Thing]]


def listed_things(scene: Scene, resource: Resource) -> Making:
    """Things that differ: rich ones with other numbers and texts, and one of the barest body."""
    maker = resource.maker
    if maker is None or resource.name not in scene.stage.standing.get("", {}):
        return []
    bodies = scene.stage.bodies
    variants = [each.value for each in bodies.variants(maker) if isinstance(each.value, dict)]
    rich = sorted(variants, key=len, reverse=True)[: 4 * _THINGS]
    chosen: list[Any] = [rich[i * len(rich) // _THINGS] for i in range(_THINGS)] if rich else []
    beyond = next((each for each in variants if _beyond_ascii(each)), None)
    if chosen and beyond is not None:  # what lists and tables tell in another charset shows by it
        chosen[-1] = beyond
    chosen = [
        bodies.with_number(maker, body, number)
        for body, number in zip(chosen, _NUMBERS, strict=False)
    ]
    if chosen:
        chosen.append(_without_bytes(scene, resource))
    steps = [scene.making(resource, body=body) for body in chosen or [MISSING] * _THINGS]
    wanted = [
        _in_capitals(scene, resource, step) if number % 2 else step
        for number, step in enumerate(each for each in steps if each is not None)
    ]
    if resource.upserts:
        read = resource.read
        looks = [scene.step(read, each.address) for each in wanted] if read else []
        seen = yield [each for each in looks if each is not None]
        wanted = [
            step for step, reply in zip(wanted, seen, strict=False) if reply.status in {404, 410}
        ]
    replies = (yield wanted) if wanted else ()
    return [each.thing for each in replies if each.succeeded and each.thing is not None]


def _beyond_ascii(body: dict[str, Any]) -> bool:
    """Whether a text of a body has a letter of Latin 1 that is none of ASCII."""
    texts = [each for each in body.values() if isinstance(each, str)]
    return any("\u00c0" <= char <= "\u00ff" for text in texts for char in text)


def _without_bytes(scene: Scene, resource: Resource) -> Any:
    """The body of as little as may be; a file in it has no bytes."""
    body, maker = barest(scene, resource), resource.maker
    kinds = maker.body.media_types if maker is not None and maker.body is not None else ()
    files = {name for each in kinds for name in each.binary}
    if not isinstance(body, dict):
        return body
    return {name: "" if name in files else value for name, value in body.items()}


def _in_capitals(scene: Scene, resource: Resource, step: Step) -> Step:
    """The create with its free texts in the other case: orders of texts show by it."""
    maker = resource.maker
    view = scene.stage.bodies.view(maker) if maker is not None else None
    kind = next((v for name, v in step.request.headers if name.lower() == "content-type"), "")
    body = decode(step.request.body or b"").value if is_json(kind) else MISSING
    if view is None or not isinstance(body, dict):
        return step
    turned = {
        name: value.swapcase() if _is_free(view.properties.get(name), value) else value
        for name, value in body.items()
    }
    if not scene.stage.contract.requests.admits(view.pointer, turned):
        return step
    return replace(step, request=replace(step.request, body=encode(turned)))


def _is_free(view: View | None, value: Any) -> bool:
    closed = {"enum", "const", "pattern", "format"}
    return isinstance(value, str) and view is not None and not closed & view.raw.keys()


def filled(scene: Scene, resource: Resource, things: Sequence[Thing]) -> Making:
    """One thing of another kind in some of them: what is counted of it differs then.

    They are looked at before: what a thing told once, it may go on telling.
    """
    graph, standing = scene.stage.graph, scene.stage.standing.get("", {})
    children = (
        each
        for each in graph.children(resource)
        if not each.singleton and each.maker is not None and each.name in standing
    )
    child = next((each for each in children if not each.upserts), None)
    maker = child.maker if child is not None else None
    plain = scene.stage.bodies.plain(maker) if maker is not None else None
    if child is None or maker is None or not isinstance(plain, Made):
        return []
    looks = [step for each in things[:_FILLED] if (step := scene.reading(each)) is not None]
    yield [replace(each, judged=False) for each in looks]
    made: list[Thing] = []
    for thing, number in zip(things[:_FILLED], _NUMBERS[1:], strict=False):
        inside = scene.inside(thing)
        body = scene.stage.bodies.with_number(maker, plain.value, number)
        step = inside.making(child, body=body)
        if step is not None:
            (reply,) = yield [step]
            made += [reply.thing] if reply.succeeded and reply.thing is not None else []
    return made
