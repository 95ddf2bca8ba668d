"""A service that is only imagined: it keeps things, as the description has it.

A dry run plays a whole run on it: what is planned is what is sent, by the same code. Nothing of
what it answers is judged, so that it is only as exact as a run needs to go its way.
"""

import copy
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from ringback.campaign.access.credentials import TOKEN, scheme_names
from ringback.campaign.resource.list_answers import TOTAL_HEADERS, TOTALS, is_cursor
from ringback.campaign.resource.model import Graph, Resource, Role
from ringback.campaign.resource.nested_parts import places_in
from ringback.campaign.resource.reference_members import words
from ringback.campaign.resource.thing import ThingId, thing_id
from ringback.campaign.resource.thing_keys import inner, is_key, members
from ringback.contract import Contract, Refused
from ringback.contract.operation_matching import path_values
from ringback.exchange import Outcome, Request, Response
from ringback.finding import steps
from ringback.operation import Operation
from ringback.payload import MISSING, decode, encode
from ringback.sampling.breakage import replaced
from ringback.targets.mocked import MockedTarget, success_status

_THERE = frozenset({Role.READ, Role.UPDATE, Role.REPLACE, Role.DELETE, Role.ACTION, Role.VIEW})
_FIRST = 7_100  # numbers that keys begin with


class Imagined(MockedTarget):
    """The target of this name; `known` are the configured values, whose things are there.

    `accounts` are the values of each account, credentials among them.
    """

    stateful = True

    def __init__(
        self,
        contract: Contract,
        graph: Graph,
        name: str,
        base_url: str | None,
        accounts: Sequence[Mapping[str, str]],
        known: Mapping[str, str],
    ) -> None:
        super().__init__(contract)
        self._accounts = accounts
        self._schemes = scheme_names(contract.operations)
        self.name = name
        self.base_url = base_url
        self.things: dict[ThingId, dict[str, Any]] = {}
        self._graph = graph
        self._keys = frozenset(known.values())
        self._count = _FIRST

    def send(self, request: Request) -> Outcome:
        """The answer that the description has for it, by what was kept."""
        operation = self._contract.operation_for(request)
        if operation is None:
            path = request.path
            return Response(status=405 if self._contract.operations_at(path) else 404, seconds=0.0)
        if not self._authorised(request, operation):
            return self._refusal(operation, (401, 403))
        role, resource = self._graph.role(operation)
        address = self._address(operation, request)
        if resource is not None and role in _THERE and not self._is_there(role, resource, address):
            return self._refusal(operation, (404,))
        if isinstance(self._contract.admission(request, operation), Refused):
            return self._refusal(operation, (422, 400))
        return self._done(request, operation, role, resource, address)

    def _authorised(self, request: Request, operation: Operation) -> bool:
        """Whether it has the credentials of any of the accounts."""
        for values in self._accounts:
            self._token = values.get(TOKEN)
            self._own = {key: values[key] for key in self._schemes if key in values}
            if super()._authorised(request, operation):
                return True
        return False

    def _address(self, operation: Operation, request: Request) -> dict[str, Any]:
        """The keys that a request names."""
        texts = path_values(operation, request) | dict(request.query)
        slots = self._graph.slots(operation)
        return {e.resource: texts[e.place] for e in slots if e.where != "body" and e.place in texts}

    def _is_there(self, role: Role, resource: Resource, address: Mapping[str, Any]) -> bool:
        """Whether what a request names stands: what nobody can make, only as it is configured."""
        line = [resource, *self._graph.ancestors(resource)]
        if resource.upserts and role is Role.REPLACE:
            line = line[1:]
        for each in line:
            own = self._id(each, address)
            if each.singleton or each.part or own in self.things:
                continue
            key = address.get(each.name)
            if each.maker is not None or (key not in self._keys and key != _listed_key(each)):
                return False
        return True

    def _id(self, resource: Resource, address: Mapping[str, Any]) -> ThingId:
        line = {resource.name, *(each.name for each in self._graph.ancestors(resource))}
        return thing_id(resource.name, {n: key for n, key in address.items() if n in line})

    def _done(
        self,
        request: Request,
        operation: Operation,
        role: Role,
        resource: Resource | None,
        address: dict[str, Any],
    ) -> Response:
        """Do what an operation is for, and tell it."""
        status = success_status(operation)
        if resource is None:
            return self._told(operation, status, self._value(operation, status))
        makes = role is Role.REPLACE and self._id(resource, address) not in self.things
        if makes and any(each.status == "201" for each in operation.answers):
            status = 201
        value = self._value(operation, status)
        given = inner(decode(request.body or b"").value, resource)
        given = given if isinstance(given, dict) else {}
        if role is Role.CREATE:
            address[resource.name] = self._new_key(resource, value)
        if role is Role.LIST:
            value = self._listed(resource, value, address)
        else:
            own = self._id(resource, address)
            value = self._shown(resource, value, self._kept(role, own, given), address)
            made = inner(value, resource)
            if role in {Role.CREATE, Role.REPLACE} and isinstance(made, dict):
                self.things[own] = made  # a read tells what the create told
        for slot in self._graph.given_by(operation) if role is Role.CREATE else ():
            place = slot.place.partition("#")[2]
            if slot.place.startswith("$response.body#") and place:
                for path, _ in places_in(value, steps(place)):
                    value = replaced(value, path, address[resource.name])
        return self._told(operation, status, value, self._path(resource, address))

    def _kept(self, role: Role, own: ThingId, given: dict[str, Any]) -> dict[str, Any]:
        """Do what a role does to a thing; the members that it has been given by then."""
        if role in {Role.CREATE, Role.REPLACE}:
            self.things[own] = given
        elif role is Role.UPDATE:
            self.things[own] = self.things.get(own, {}) | given
        elif role is Role.DELETE:
            self.things.pop(own, None)
        return self.things.get(own, {})

    def _shown(
        self, resource: Resource, value: Any, state: Mapping[str, Any], address: Mapping[str, Any]
    ) -> Any:
        """The answer about a thing: the sample with the members that were given, and the key."""
        thing = inner(value, resource)
        if not isinstance(thing, dict):
            return value
        parts = {part.place: part.key for part in self._graph.parts}
        for name, each in state.items():
            old = thing.get(name)
            if isinstance(old, dict) and isinstance(each, dict):
                thing[name] = {**old, **each}
            elif isinstance(old, dict) and is_key(each) and f"/{name}" in parts:
                thing[name] = {**old, parts[f"/{name}"]: each}  # a part that is named by its key
            else:
                thing[name] = each
        key = address.get(resource.name, MISSING)
        member = next((name for name, _ in members(thing, resource)), None)
        if member is not None and key is not MISSING:
            thing[member] = key
        return value

    def _listed(self, resource: Resource, value: Any, address: Mapping[str, Any]) -> Any:
        """The answer of a list: what is kept, or one entry of what nobody can make."""
        places: list[tuple[tuple[str, ...], list[Any]]] = []
        totals: list[str] = []
        if isinstance(value, list):
            places = [((), value)]
        elif isinstance(value, dict):
            value = _last_page(value)
            totals = [name for name in value if words(name) in TOTALS]
            places = [((name,), each) for name, each in value.items() if isinstance(each, list)]
        if not places:
            return value
        path, sample = places[0]
        entry = sample[0] if sample else {}
        parents = {name: key for name, key in address.items() if name != resource.name}
        entries = [
            self._shown(resource, copy.deepcopy(entry), state, dict(keys))
            for (name, keys), state in self.things.items()
            if name == resource.name and parents.items() <= dict(keys).items()
        ]
        if resource.maker is None and resource.key:
            alone = {resource.name: _listed_key(resource)}
            entries = [self._shown(resource, copy.deepcopy(entry), {}, alone)]
        if not path:
            return entries
        return {**value, str(path[0]): entries, **dict.fromkeys(totals, len(entries))}

    def _new_key(self, resource: Resource, value: Any) -> Any:
        """A key that nothing has, of the type that answers tell."""
        self._count += 1
        thing = inner(value, resource)
        named = members(thing, resource) if isinstance(thing, dict) else ()
        sample = next((key for _, key in named), "")
        number, text = str(self._count), str(sample)
        candidates = (
            self._count if isinstance(sample, int) else MISSING,
            str(uuid.UUID(int=self._count, version=4)),
            f"{text[: -len(number)]}{number}",
            f"{text}-{number}",
            number,
        )
        operation = resource.read or resource.delete or resource.update
        asked = operation.parameters if operation is not None else ()
        schema = next((each.schema for each in asked if each.name == resource.key), None)
        admits = self._contract.requests.admits
        fitting = (e for e in candidates if e is not MISSING and (not schema or admits(schema, e)))
        return next(fitting, number)

    def _path(self, resource: Resource, address: Mapping[str, Any]) -> str:
        """The path of a thing."""
        path = resource.path
        for each in (*reversed(self._graph.ancestors(resource)), resource):
            path = path.replace("{}", str(address.get(each.name, "-")), 1) if each.key else path
        return path

    def _value(self, operation: Operation, status: int) -> Any:
        """A copy of the payload that is made for an answer; `MISSING` where it has none."""
        answer = operation.answer_for(status)
        media_type = next(iter(answer.media_types), None) if answer else None
        if media_type is None or media_type.schema is None:
            return MISSING
        return copy.deepcopy(self._sampled(media_type.schema))

    def _told(self, operation: Operation, status: int, value: Any, place: str = "") -> Response:
        """The answer with this payload."""
        told = self._headers(operation.answer_for(status))
        headers = {name: each for name, each in told.items() if name not in TOTAL_HEADERS}
        headers |= {"location": place} if place and status == 201 else {}
        body = b""
        if value is not MISSING and operation.method != "HEAD":
            headers["content-type"] = "application/json"
            body = encode(value)
        return Response(status=status, headers=tuple(headers.items()), body=body, seconds=0.0)

    def _refusal(self, operation: Operation, statuses: Sequence[int]) -> Response:
        """The first of these that is documented."""
        status = next((each for each in statuses if operation.answer_for(each)), statuses[0])
        return self._told(operation, status, self._value(operation, status))


def _listed_key(resource: Resource) -> str:
    """The key of the one thing that stands in a list of what nobody can make."""
    return f"listed-{resource.name}"


def _last_page(value: dict[str, Any]) -> dict[str, Any]:
    """A list's answer that leads to no other page."""
    return {
        name: None
        if is_cursor(name) or "next" in name
        else _last_page(each)
        if isinstance(each, dict)
        else each
        for name, each in value.items()
    }
