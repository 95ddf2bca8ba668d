"""Entries of lists: whose they are, and how they stand beside what they were."""

from collections.abc import Collection, Iterator
from typing import Any

from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.thing import Owner
from ringback.campaign.resource.thing_keys import entry_key
from ringback.campaign.scheduler.scene import Scene
from ringback.contract.schemas import is_loose_uuid
from ringback.laws.differences import Difference, differences


def told_of_entry(scene: Scene, resource: Resource, entry: Any, own: Collection[str]) -> str | None:
    """What is said of an entry that was not there before; None where it may be anybody's.

    `own` are the keys of what the run made that nothing else can have.
    """
    key = entry_key(entry, resource)
    things = scene.stage.world.things.values()
    made = any(t.resource == resource.name and str(t.key) == key for t in things)
    if made or scene.stage.bodies.bears_mark(entry):
        return f"{resource.name} {key}, which the run created, still stands in the list"
    if names_any(entry, own):
        return (
            f"{resource.name} {key}, which names what the run created and was not there before it, "
            "is still there"
        )
    if resource.name in scene.stage.uncertain:
        return (
            f"{resource.name} {key} was not there before the run: a create of the run that "
            "failed may have made it all the same"
        )
    return None


def entry_changes(scene: Scene, resource: Resource, old: Any, new: Any) -> Iterator[Difference]:
    """Where an entry differs from how it stood before, in what requests can give."""
    write = resource.replace or resource.update
    view = scene.stage.bodies.view(write) if write else None
    known = set(view.properties) if view else set()
    for each in differences(old, new):
        if each.path and each.path[0] in known:
            yield each


def own_keys(scene: Scene) -> frozenset[str]:
    """The keys of things that the run made, as far as nothing else can have them: UUIDs."""
    things = scene.stage.world.things.values()
    return frozenset(
        str(each.key)
        for each in things
        if each.owner is Owner.CREATED and is_loose_uuid(str(each.key))
    )


def names_any(entry: Any, keys: Collection[str]) -> bool:
    """Whether one of some keys stands somewhere in an entry."""
    if isinstance(entry, dict | list):
        parts = entry.values() if isinstance(entry, dict) else entry
        return any(names_any(each, keys) for each in parts)
    return isinstance(entry, str) and entry in keys
