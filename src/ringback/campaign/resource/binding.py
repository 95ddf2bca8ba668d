"""Values for the parameters of an operation: keys of things, configured, examples, made-up ones."""

import uuid
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ringback.campaign.resource.model import Graph, InputSlot
from ringback.campaign.resource.plain_values import plain_values
from ringback.campaign.resource.reference_members import words
from ringback.config import line_for, own_values
from ringback.contract import Contract
from ringback.operation import Operation, Parameter
from ringback.payload import MISSING, decode, same
from ringback.sampling.ordered_values import in_order
from ringback.sampling.result import Made
from ringback.sampling.sampler import Sampler
from ringback.schema.view import View

_CONDITIONS = frozenset({"if-match", "if-none-match", "if-modified-since", "if-unmodified-since"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Unbound:
    """A parameter without a value, and why."""

    parameter: str
    why: str


class Binder:
    """Binds operations to things; `values` are the configured texts by the parameters' names."""

    def __init__(
        self, graph: Graph, contract: Contract, values: Mapping[str, str], sampler: Sampler
    ) -> None:
        self._graph = graph
        self._contract = contract
        self._values = values
        self._sampler = sampler
        self._made: dict[tuple[str, str], Any] = {}

    def parameters(
        self,
        operation: Operation,
        address: Mapping[str, Any],
        etag: str = "",
        *,
        free: bool = False,
    ) -> dict[str, Any] | Unbound:
        """The values of the parameters that a request needs; the first that has none otherwise.

        Where it is `free`, because nothing is written, a key may be one that is configured, an
        example or made up.
        """
        found: dict[str, Any] = {}
        slots = {each.place: each for each in self._graph.slots(operation) if each.where != "body"}
        for parameter in operation.parameters:
            slot = slots.get(parameter.name)
            if parameter.where == "header" and parameter.name.lower() in _CONDITIONS:
                if etag and parameter.name.lower() == "if-match":
                    found[parameter.name] = etag
                continue
            if slot is not None and slot.where == "path":
                if slot.resource in address:
                    found[parameter.name] = address[slot.resource]
                    continue
                part = self._graph.resources[slot.resource].part
                if not free and not (part and self.configured(operation, parameter) is not MISSING):
                    return self._unknown(operation, parameter, slot)
            configured = self.configured(operation, parameter)
            value = self._value(parameter, slot, address, configured)
            made_up = configured is MISSING and value is not MISSING
            if not free and made_up and self._is_foreign(parameter, slot, address):
                return self._unknown(operation, parameter, slot)
            if value is MISSING and (parameter.required or parameter.where == "path"):
                why = f"no value is configured for {parameter.name}, and none can be made; "
                why += f"add to ringback.toml: {line_for(operation.id, parameter.name)}"
                return Unbound(parameter=parameter.name, why=why)
            if value is not MISSING:
                found[parameter.name] = value
        return found | self._in_order(operation, found)

    def _in_order(self, operation: Operation, found: Mapping[str, Any]) -> dict[str, Any]:
        """What a query gives, with nothing in it that ends before it begins."""
        names = [each.name for each in operation.parameters if each.where == "query"]
        free = [name for name in names if name in found and name not in self._values]
        ordered: dict[str, Any] = in_order({name: found[name] for name in free}, names)
        return ordered

    def _is_foreign(
        self, parameter: Parameter, slot: InputSlot | None, address: Mapping[str, Any]
    ) -> bool:
        """Whether a made-up value would name what may be somebody else's.

        That is a key of a resource, or a part of the path that nothing is known of, unless the
        description has an example, or a choice of them.
        """
        if slot is not None:
            return slot.resource not in address
        if self.example(parameter) is not MISSING:
            return False
        if parameter.where != "path" or not parameter.schema:
            return parameter.where == "path"
        raw = self._contract.requests.view(parameter.schema).raw
        return not {"enum", "const", "default"} & raw.keys()

    def _unknown(
        self, operation: Operation, parameter: Parameter, slot: InputSlot | None
    ) -> Unbound:
        why = (
            f"no thing of {slot.resource} is known"
            if slot is not None
            else (
                f"no value is configured for {parameter.name}, and a write takes no made-up one; "
                f"add to ringback.toml: {line_for(operation.id, parameter.name)}"
            )
        )
        return Unbound(parameter=parameter.name, why=why)

    def _value(
        self,
        parameter: Parameter,
        slot: InputSlot | None,
        address: Mapping[str, Any],
        configured: Any,
    ) -> Any:
        """A value for a parameter that is no key in the path; `MISSING` if it can be left out."""
        if slot is not None and slot.resource in address and parameter.required:
            return address[slot.resource]
        if configured is not MISSING:
            return configured
        if not parameter.required and parameter.where != "path":
            return MISSING
        if "idempotency" in words(parameter.name):
            return str(uuid.uuid4())
        return self.sample(parameter)

    def configured(self, operation: Operation, parameter: Parameter) -> Any:
        """The operation's own value, or that of the name; names are shared by chance.

        So the parameter's schema must admit it.
        """
        values = {**self._values, **own_values(operation.id, self._values)}
        if parameter.name not in values:
            return MISSING
        alone = replace(operation, parameters=(parameter,))
        value = self._contract.configured(alone, values)[parameter.name]
        told = decode(value.encode()) if isinstance(value, str) else None
        for each in (value, told.value) if told is not None and told.parsed else (value,):
            if not parameter.schema or self._contract.requests.admits(parameter.schema, each):
                return each
        return MISSING

    def made_up(self, operation: Operation, known: Container[str]) -> list[str]:
        """The required parameters whose values nobody gave: they may name what is not there.

        `known` are the resources of which a key is known.
        """
        slots = {each.place: each.resource for each in self._graph.slots(operation)}
        return [
            each.name
            for each in operation.parameters
            if (each.required or each.where == "path")
            and slots.get(each.name) not in known
            and self.is_made_up(operation, each)
        ]

    def sample(self, parameter: Parameter) -> Any:
        """A value that the schema admits: its example, else one that is made; `MISSING` without.

        Where the schema is silent of the type, the name tells what may be meant.
        """
        key = (parameter.pointer, parameter.name)
        if key in self._made:
            return self._made[key]
        value = self.example(parameter)
        view = self._view(parameter)
        if value is MISSING and (view is None or (self._is_weak(parameter) and not view.types)):
            value = next(self._plain(parameter), MISSING)
        if value is MISSING and view is not None:
            made = self._sampler.plain(view)
            value = made.value if isinstance(made, Made) else MISSING
        self._made[key] = value
        return value

    def others(self, parameter: Parameter) -> list[Any]:
        """Other plain values that the schema admits, for where a service refuses the first."""
        first = self.sample(parameter)
        return [each for each in self._plain(parameter) if not same(each, first)]

    def prefer(self, values: Mapping[Parameter, Any]) -> None:
        """Take these from now on: a service took them."""
        for parameter, value in values.items():
            self._made[parameter.pointer, parameter.name] = value

    def is_made_up(self, operation: Operation, parameter: Parameter) -> bool:
        """Whether nobody gave a value: neither the configuration nor the description."""
        unknown = self.configured(operation, parameter) is MISSING
        return unknown and self.example(parameter) is MISSING

    def _plain(self, parameter: Parameter) -> Iterator[Any]:
        """The plain values of its name and type that its schema admits."""
        view = self._view(parameter)
        for value in plain_values(parameter.name, view.likely if view else ()):
            if view is None or self._contract.requests.admits(view.pointer, value):
                yield value

    def _view(self, parameter: Parameter) -> View | None:
        return self._contract.requests.view(parameter.schema) if parameter.schema else None

    def _is_weak(self, parameter: Parameter) -> bool:
        return bool(parameter.schema) and self._contract.requests.is_weak(parameter.schema or "")

    def example(self, parameter: Parameter) -> Any:
        """The example that the description gives beside a parameter's schema, or in it."""
        place = self._contract.description.at(parameter.pointer) if parameter.pointer else None
        holders = [place]
        if parameter.schema:
            holders.append(self._contract.requests.view(parameter.schema).raw)
        for holder in holders:
            for value in _examples(holder):
                if not parameter.schema or self._contract.requests.admits(parameter.schema, value):
                    return value
        return MISSING


def _examples(holder: Any) -> list[Any]:
    """What stands under `example` and `examples`, of a parameter or of a schema."""
    if not isinstance(holder, Mapping):
        return []
    named = holder.get("examples")
    found = [holder["example"]] if "example" in holder else []
    if isinstance(named, Mapping):
        found += [
            each["value"]
            for each in named.values()
            if isinstance(each, Mapping) and "value" in each
        ]
    elif isinstance(named, list):
        found += named
    return found
