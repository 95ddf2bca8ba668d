"""Parents that the API can't make: where there is one alone, or one is named, things stand in it.

A zone stands in a server, a database in a tenant, and no operation makes those. Nothing is written
to such a parent itself: the things that are made in it are the run's own, and are taken away again.
"""

from collections.abc import Iterator
from typing import Any

from ringback.campaign.resource.list_answers import Listed
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.reference_members import words
from ringback.campaign.resource.thing_keys import members
from ringback.campaign.scheduler.stage import Stage
from ringback.config import toml_key
from ringback.operation import Operation
from ringback.payload import MISSING

_WHO = frozenset(
    {"me", "self", "myself", "whoami", "identity", "account", "profile", "session", "user"}
)
"""What the last word of a path is where the answer says whose the credentials are."""


def take_configured(stage: Stage) -> None:
    """The parents whose keys the configuration gives."""
    for resource, makers in _unmade(stage):
        for maker in makers:
            slots = {each.place for each in stage.graph.slots(maker) if each.where == "path"}
            for parameter in maker.parameters:
                if parameter.name not in slots or parameter.name != resource.key:
                    continue
                key = stage.binder.configured(maker, parameter)
                if key is not MISSING:
                    _take(stage, resource, key)


def take_listed(stage: Stage, resource: Resource, page: Listed) -> None:
    """The parent that a whole list has alone; of several, how to name one is told."""
    makers = {each.name: every for each, every in _unmade(stage)}.get(resource.name, [])
    if not makers or resource.name in stage.parents:
        return
    count = max(len(page.entries), page.total or 0)
    if count == 1 and page.next is None:
        entry = page.entries[0]
        named = members(entry, resource) if isinstance(entry, dict) else [("", entry)]
        for _, key in named:
            _take(stage, resource, key)
            return
    for maker in makers if count > 1 else ():
        line = f'[values] {toml_key(resource.key)} = "…"'
        why = f"{count} things of {resource.name} are there, and no operation makes one"
        stage.cannot(maker, f"{why}; to have things made in one of them, add it: {line}")


def take_told(stage: Stage, operation: Operation, name: str, key: Any) -> None:
    """The parent that an answer names which says whose the credentials are."""
    if words(operation.path.rstrip("/").rpartition("/")[2]) in _WHO:
        for resource, _ in _unmade(stage):
            if resource.name == name:
                _take(stage, resource, key)


def _take(stage: Stage, resource: Resource, key: Any) -> None:
    stage.parents.setdefault(resource.name, key)
    stage.found[resource.name] = stage.parents[resource.name]


def _unmade(stage: Stage) -> Iterator[tuple[Resource, list[Operation]]]:
    """The resources that the run can't make and take away, with what makes things in them.

    What is made in one must be found gone by itself: nothing takes it away with its parent.
    """
    for resource in stage.graph.resources.values():
        if resource.singleton or resource.part or resource.own or resource.borrows:
            continue
        if resource.maker is not None and stage.playable(resource):
            continue
        if any(each.name not in stage.parents for each in stage.graph.ancestors(resource)):
            continue
        makers = [
            each.maker
            for each in stage.graph.inside(resource)
            if each.maker is not None and (each.delete is not None or each.irreversible)
        ]
        if makers:
            yield resource, makers
