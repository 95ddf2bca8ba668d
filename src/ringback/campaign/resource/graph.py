"""The graph of an API's resources: configured, linked, by their paths, by their members."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ringback.campaign.resource.configured import configured
from ringback.campaign.resource.links import linked
from ringback.campaign.resource.model import LINKED, Graph, InputSlot, OutputSlot, Resource
from ringback.campaign.resource.paths import is_safe_verb, key_prefixes, resources_of
from ringback.campaign.resource.references import body_slots, spellings, words
from ringback.config import ResourceTable
from ringback.contract import Contract
from ringback.generation.case import written_schema
from ringback.operation import Operation


def graph_of(contract: Contract, settings: Mapping[str, ResourceTable] | None = None) -> Graph:
    """Everything that the description shows of resources; what the configuration says wins."""
    operations = {each.id: each for each in contract.operations}
    found = {each.name: each for each in resources_of(contract.operations)}
    found = {name: _with_links(each, operations) for name, each in found.items()}
    found = configured(found, settings or {}, operations)
    roles = {each.id for resource in found.values() for _, each in resource.roles()}
    told = {name for each in (settings or {}).values() for name in each.safe}
    safe = {
        each.id
        for each in contract.operations
        if each.id in told or (each.id not in roles and is_safe_verb(each))
    }
    by_path = {each.path: each.name for each in found.values()}
    inputs = [
        slot
        for operation in contract.operations
        for slot in _inputs(operation, contract, found, by_path)
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


def _inputs(
    operation: Operation,
    contract: Contract,
    resources: Mapping[str, Resource],
    by_path: Mapping[str, str],
) -> Iterator[InputSlot]:
    """The places of an operation's requests that take keys."""
    for name, template in key_prefixes(operation):
        if template in by_path:
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
            if not resource.singleton and words(parameter.name) in spellings(resource):
                yield InputSlot(
                    operation=operation.id,
                    where=parameter.where,
                    place=parameter.name,
                    resource=resource.name,
                )
                break
    schema = written_schema(operation)
    if schema is not None:
        yield from body_slots(operation, contract.requests.view(schema), resources, own)


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
        needs[each.name] = [*([each.parent] if each.parent else []), *named]
    ordered: dict[str, Resource] = {}

    def add(name: str, above: frozenset[str]) -> None:
        for need in needs[name]:
            if need in resources and need not in above:
                add(need, above | {need})
        ordered.setdefault(name, resources[name])

    for name in resources:
        add(name, frozenset({name}))
    return ordered
