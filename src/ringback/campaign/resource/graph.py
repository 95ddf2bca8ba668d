"""The graph of an API's resources: configured, linked, by their paths, by their members."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from ringback.campaign.resource.configured import configured
from ringback.campaign.resource.links import linked
from ringback.campaign.resource.model import LINKED, Graph, InputSlot, OutputSlot, Part, Resource
from ringback.campaign.resource.nested_parts import configured_parts, part_slots
from ringback.campaign.resource.paths import (
    OVERVIEWS,
    alias_of,
    is_safe_verb,
    key_prefixes,
    resources_of,
    template_of,
)
from ringback.campaign.resource.reference_members import (
    body_slots,
    is_key_like,
    singular,
    spellings,
    words,
)
from ringback.config import ResourceTable
from ringback.contract import Contract
from ringback.generation.case import written_schema
from ringback.operation import Operation, Parameter
from ringback.wire.media_types import is_json

_MEMBERS = frozenset({"code", "key", "login", "name", "slug", "username"})


def graph_of(contract: Contract, settings: Mapping[str, ResourceTable] | None = None) -> Graph:
    """Everything that the description shows of resources; what the configuration says wins."""
    operations = {each.id: each for each in contract.operations}
    found = {each.name: each for each in resources_of(contract.operations)}
    found = {name: _with_links(each, operations) for name, each in found.items()}
    found = _with_makers(found, contract)
    found = configured(found, settings or {}, operations)
    roles = {each.id for resource in found.values() for _, each in resource.roles()}
    told = {name for each in (settings or {}).values() for name in each.safe}
    safe = {
        each.id
        for each in contract.operations
        if each.id in told or (each.id not in roles and is_safe_verb(each))
    }
    found = {name: _borrowing(each, found) for name, each in found.items()}
    found = {name: replace(each, alias=alias_of(each, found)) for name, each in found.items()}
    found = {name: _with_search(each, contract, safe) for name, each in found.items()}
    by_path = {each.path: each.name for each in found.values()}
    parts = configured_parts(settings or {})
    inputs = [
        slot
        for operation in contract.operations
        for slot in _inputs(operation, contract, found, by_path, parts)
    ]
    outputs = [
        slot
        for operation in contract.operations
        for slot in _outputs(operation, operations, inputs)
    ]
    notes = tuple(f"{name} is taken for what changes nothing" for name in sorted(safe - told))
    return Graph(
        resources=_makers_first(found, inputs),
        inputs=tuple(dict.fromkeys(inputs)),
        outputs=tuple(dict.fromkeys(outputs)),
        parts=parts,
        safe=frozenset(safe),
        notes=notes,
    )


def _with_links(resource: Resource, operations: Mapping[str, Operation]) -> Resource:
    """The resource with the POST that links to its read, where its paths show none."""
    if resource.create is not None or resource.read is None or resource.singleton:
        return resource
    for operation in operations.values():
        if operation.method == "POST":
            for given, there in linked(operation, operations):
                fits = there.id == resource.read.id and given.place == resource.key
                makes = given.status.startswith("2") or given.status == "default"
                if fits and makes and not given.told_by_request:
                    return replace(resource, create=operation, inferred=LINKED)
    return resource


def _with_makers(found: Mapping[str, Resource], contract: Contract) -> dict[str, Resource]:
    """The resources with the POST elsewhere that answers what their read answers.

    `POST /user/repos` makes what `GET /repos/{owner}/{repo}` reads, if both answers have the same
    schema and no other POST or resource has; a GET beside it, of many of them, is their list.
    """
    roles = {each.id for resource in found.values() for _, each in resource.roles()}
    posts = [
        each
        for each in contract.operations
        if each.method == "POST" and each.id not in roles and not is_safe_verb(each)
    ]
    by_path = {each.path for each in found.values()}
    kinds = {name: _answered(each.read, contract) for name, each in found.items()}
    resources = dict(found)
    for name, resource in found.items():
        kind = kinds[name]
        if resource.create or resource.singleton or not kind:
            continue
        if [each for each in kinds.values() if each == kind] != [kind]:
            continue  # which of them it makes is not known
        # A POST on one thing does something to that; it makes none.
        inside = [each for each in posts if resource.path not in dict(key_prefixes(each)).values()]
        makers = [each for each in inside if _answered(each, contract, "201") == kind]
        if len(makers) != 1 or not _all_known(makers[0], by_path):
            continue
        lists = (
            each
            for each in contract.operations
            if each.method == "GET" and each.path == makers[0].path and each.id not in roles
        )
        resources[name] = replace(
            resource,
            create=makers[0],
            list=resource.list or next(lists, None),
            inferred="the schemas of answers",
        )
    return resources


def _all_known(operation: Operation, by_path: Collection[str]) -> bool:
    """Whether each key in an operation's path is that of a resource."""
    named = key_prefixes(operation)
    return len(named) == operation.path.count("{") and all(each in by_path for _, each in named)


def _answered(operation: Operation | None, contract: Contract, status: str = "") -> str:
    """The schema of the thing that an operation answers with, as a pointer; empty for none."""
    for answer in operation.answers if operation else ():
        if answer.status != status and (status or not answer.status.startswith("2")):
            continue
        for media_type in answer.media_types:
            if media_type.schema and is_json(media_type.name):
                view = contract.responses.view(media_type.schema)
                inside = list(view.properties.values())
                # An envelope of one member is taken off.
                return inside[0].pointer if len(inside) == 1 else view.pointer
    return ""


def _borrowing(resource: Resource, found: Mapping[str, Resource]) -> Resource:
    """The resource with the one that lends its things the keys, where a client can't choose them.

    `PUT /groups/{group_id}/members/{user_id}` takes the key of a user that is there.
    """
    if not resource.upserts:
        return resource
    above = found.get(resource.parent or "")
    for other in found.values():
        if other is resource or other.singleton or other.part or other.maker is None:
            continue
        there = found.get(other.parent or "")
        if above is not None and above.part:
            parts = there is not None and there.part and there.key == above.key
            if not parts or other.key != resource.key:
                continue
        elif words(resource.key) not in spellings(other):
            continue
        return replace(resource, borrows=other.name)
    return resource


def _with_search(resource: Resource, contract: Contract, safe: Collection[str]) -> Resource:
    """The resource with the search beside its collection that may be asked with nothing."""
    if resource.list is not None or resource.singleton or resource.part:
        return resource
    collection = resource.path.removesuffix("/{}")
    for operation in contract.operations:
        beside, _, verb = template_of(operation).rpartition("/")
        if operation.id not in safe or beside != collection or verb not in OVERVIEWS:
            continue
        schema = written_schema(operation)
        asked = any(each.required for each in operation.parameters if each.where != "path")
        if not asked and (schema is None or contract.requests.admits(schema, {})):
            return replace(resource, search=operation)
    return resource


def _inputs(
    operation: Operation,
    contract: Contract,
    resources: Mapping[str, Resource],
    by_path: Mapping[str, str],
    parts: Sequence[Part],
) -> Iterator[InputSlot]:
    """The places of an operation's requests that take keys."""
    for name, template in key_prefixes(operation):
        if template in by_path and not _is_other_member(name, resources[by_path[template]]):
            yield InputSlot(
                operation=operation.id, where="path", place=name, resource=by_path[template]
            )
    own = next(
        (
            each.name
            for each in resources.values()
            if any(other.id == operation.id for _, other in each.roles())
        ),
        None,
    )
    for parameter in operation.parameters:
        if parameter.where == "path":
            continue
        for resource in resources.values():
            if resource.singleton or resource.part or resource.alias:
                continue
            if words(parameter.name) in spellings(resource) or (
                parameter.required and _is_bare(parameter, resource, contract)
            ):
                yield InputSlot(
                    operation=operation.id,
                    where=parameter.where,
                    place=parameter.name,
                    resource=resource.name,
                )
                break
    schema = written_schema(operation)
    if schema is not None:
        yield from part_slots(operation, contract.requests.view(schema), parts)
        yield from body_slots(operation, contract.requests.view(schema), resources, own)


def _is_other_member(parameter: str, resource: Resource) -> bool:
    """Whether a path names a thing by another member: `/artifacts/{key}` of `/artifacts/{id}`."""
    name, key = words(parameter), words(resource.key)
    return name in _MEMBERS and not key.endswith(name) and not resource.name.endswith(parameter)


def _is_bare(parameter: Parameter, resource: Resource, contract: Contract) -> bool:
    """Whether a parameter is called as a thing itself, and its values can only be keys."""
    if parameter.schema is None or words(parameter.name) != words(singular(resource.name)):
        return False
    return is_key_like(contract.requests.view(parameter.schema))


def _outputs(
    operation: Operation, operations: Mapping[str, Operation], inputs: Sequence[InputSlot]
) -> Iterator[OutputSlot]:
    """The parts of an operation's exchanges that give keys, by its links."""
    for given, there in linked(operation, operations):
        for slot in inputs:
            is_taken = slot.place == given.place and given.body == (slot.where == "body")
            if slot.operation == there.id and is_taken:
                yield OutputSlot(
                    operation=operation.id,
                    place=given.expression,
                    resource=slot.resource,
                    status=given.status,
                )


def _makers_first(
    resources: Mapping[str, Resource], inputs: Sequence[InputSlot]
) -> dict[str, Resource]:
    """The resources in an order in which each stands behind its parent and what it names."""
    needs: dict[str, list[str]] = {}
    for each in resources.values():
        maker = each.maker.id if each.maker else ""
        named = [slot.resource for slot in inputs if slot.operation == maker]
        lent = [each.borrows] if each.borrows else []
        needs[each.name] = [*([each.parent] if each.parent else []), *named, *lent]
    ordered: dict[str, Resource] = {}

    def add(name: str, above: frozenset[str]) -> None:
        for need in needs[name]:
            if need in resources and need not in above:
                add(need, above | {need})
        ordered.setdefault(name, resources[name])

    for name in resources:
        add(name, frozenset({name}))
    return ordered
