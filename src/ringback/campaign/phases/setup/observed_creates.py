"""Whether a create does make what a read tells: what is only inferred is observed before a law."""

from typing import Any

from ringback.campaign.phases.answers import given_by, told, unwrapped
from ringback.campaign.resource.model import CONFIGURED, Resource
from ringback.campaign.resource.thing_keys import given_key, location_key
from ringback.campaign.scheduler.scene import Scene
from ringback.campaign.scheduler.stage import Reply
from ringback.payload import same
from ringback.schema.view import View
from ringback.wire.media_types import is_json


def founded(scene: Scene, resource: Resource, made: Reply) -> bool:
    """Whether more than the paths' likeness says that what was created can be read under its key.

    That is the configuration, a link, a Location, a key that the request gave, an answer that tells
    what was given or has the schema of the read's, or another thing that was found under its key.
    """
    stage, maker = scene.stage, made.step.operation
    if resource.inferred == CONFIGURED or resource.upserts or stage.observed.is_seen(resource.name):
        return True
    if any(each.resource == resource.name for each in stage.graph.given_by(maker)):
        return True
    if made.response is not None and location_key(resource, made.response) is not None:
        return True
    answered, view = told(scene, made, resource)
    given, _ = unwrapped(made, resource, given_by(scene, made), stage.bodies.view(maker))
    if isinstance(given, dict) and given_key(resource, given) is not None:
        return True
    return _tells(answered, given) or _alike(view, _read_view(scene, resource))


def _tells(answered: Any, given: Any) -> bool:
    """Whether an answer has a member as it was given."""
    if not isinstance(answered, dict) or not isinstance(given, dict):
        return False
    return any(name in answered and same(answered[name], each) for name, each in given.items())


def _alike(one: View | None, other: View | None) -> bool:
    """Whether two answers have one schema: by its place, or by what it says of members."""
    if one is None or other is None or not other.properties:
        return False
    within = (other, *other.properties.values())  # an answer may be wrapped
    return any(one.pointer == each.pointer or one.raw == each.raw for each in within)


def _read_view(scene: Scene, resource: Resource) -> View | None:
    """The schema of what a read answers with success."""
    for answer in resource.read.answers if resource.read else ():
        for media_type in answer.media_types if answer.status.startswith("2") else ():
            if media_type.schema and is_json(media_type.name):
                return scene.stage.forms.responses.view(media_type.schema)
    return None
