"""`[resources.NAME]` of the configuration: it wins over what is inferred of a resource."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ringback.campaign.resource.model import CONFIGURED, Resource
from ringback.campaign.resource.paths import key_prefixes
from ringback.config import ResourceTable
from ringback.errors import did_you_mean
from ringback.operation import Operation


def unknown_names(
    settings: Mapping[str, ResourceTable], operations: Collection[str], inferred: Collection[str]
) -> Iterator[str]:
    """What `[resources]` names and nobody described, a sentence each.

    `operations` are the ids of those that are described, `inferred` the resources that they show.
    """
    for name, table in settings.items():
        named = [*table.roles.items(), *(("actions", each) for each in table.actions)]
        named += [("safe", each) for each in table.safe]
        for role, operation in named:
            if operation not in operations:
                known = ", ".join(sorted(operations))
                hint = did_you_mean(operation, operations)
                told = f"no operation {operation} (described: {known}){hint}"
                yield f"resources.{name}.{role}: {told}"
        if not named and not table.places and name not in inferred:
            told = f"it names no operation, and no such resource is inferred ({_listed(inferred)})"
            yield f"resources.{name}: {told}{did_you_mean(name, inferred)}"
        others = {*inferred, *settings} - {name}
        if table.parent and table.parent not in others:
            told = f"no other resource {table.parent} (there are: {_listed(others)})"
            yield f"resources.{name}.parent: {told}{did_you_mean(table.parent, others)}"


def _listed(names: Collection[str]) -> str:
    return ", ".join(sorted(names)) or "none"


def configured(
    found: Mapping[str, Resource],
    settings: Mapping[str, ResourceTable],
    operations: Mapping[str, Operation],
) -> dict[str, Resource]:
    """The inferred resources with what is configured of them, and those that are configured alone.

    An operation that the configuration gives to one resource is taken from the others.
    """
    found = _renamed(found, settings, operations)
    taken = {name for each in settings.values() for name in (*each.roles.values(), *each.actions)}
    resources = {
        name: resource if name in settings else _without(resource, taken)
        for name, resource in found.items()
    }
    for name, each in settings.items():
        path, key = _place(name, each, operations)
        here = resources.get(name) or Resource(name=name, path=path, key=key)
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
            own=each.own,
            bystanders=each.bystanders,
            merges=each.merges,
            constant=each.constant,
            exact=each.exact,
            inferred=CONFIGURED,
        )
    return resources


def _place(name: str, told: ResourceTable, operations: Mapping[str, Operation]) -> tuple[str, str]:
    """The template of one thing and the parameter of its key, as its operations have them."""
    for role in ("read", "update", "replace", "delete"):
        operation = operations.get(told.roles.get(role, ""))
        if operation is None:
            continue
        templates = dict(key_prefixes(operation))
        if told.key in templates:
            return templates[told.key], told.key
        if not told.key and operation.path.endswith("}") and templates:
            key = list(templates)[-1]
            return templates[key], key
    return f"/{name}/{{}}", told.key


def _renamed(
    found: Mapping[str, Resource],
    settings: Mapping[str, ResourceTable],
    operations: Mapping[str, Operation],
) -> dict[str, Resource]:
    """The inferred resources under the names that the configuration has for their paths."""
    by_path = {each.path: each.name for each in found.values() if each.name not in settings}
    names: dict[str, str] = {}
    for name, each in settings.items():
        path, _ = _place(name, each, operations)
        if name not in found and path in by_path:
            names.setdefault(by_path[path], name)
    return {
        names.get(name, name): replace(
            each, name=names.get(name, name), parent=names.get(each.parent or "", each.parent)
        )
        for name, each in found.items()
    }


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
