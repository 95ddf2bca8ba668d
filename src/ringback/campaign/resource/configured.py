"""`[resources.NAME]` of the configuration: it wins over what is inferred of a resource."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ringback.campaign.resource.model import Resource
from ringback.config import ResourceTable
from ringback.operation import Operation


def configured(
    found: Mapping[str, Resource],
    settings: Mapping[str, ResourceTable],
    operations: Mapping[str, Operation],
) -> dict[str, Resource]:
    """The inferred resources with what is configured of them, and those that are configured alone.

    An operation that the configuration gives to one resource is taken from the others.
    """
    taken = {name for each in settings.values() for name in (*each.roles.values(), *each.actions)}
    resources = {
        name: resource if name in settings else _without(resource, taken)
        for name, resource in found.items()
    }
    for name, each in settings.items():
        here = resources.get(name) or Resource(name=name, path=f"/{name}/{{}}", key=each.key)
        told: dict[str, Any] = {
            role: operations[operation]
            for role, operation in each.roles.items()
            if operation in operations
        }
        actions = tuple(operations[each] for each in each.actions if each in operations)
        resources[name] = replace(
            here,
            **told,
            key=each.key or here.key,
            parent=each.parent or here.parent,
            actions=actions or here.actions,
            irreversible=each.irreversible,
            inferred="the configuration",
        )
    return resources


def _without(resource: Resource, taken: set[str]) -> Resource:
    """The resource without operations that another one has."""
    left: dict[str, Any] = {
        str(role): None
        for role, operation in resource.roles()
        if operation.id in taken and str(role) not in {"action", "view"}
    }
    return replace(
        resource,
        **left,
        actions=tuple(each for each in resource.actions if each.id not in taken),
    )
