"""A store that is made of a contract's resources: what is made in it is read, changed and gone.

It knows of a service what its description tells: which operations make, read, change, list and
delete the things of a resource, and what answers look like.
"""

from collections.abc import Mapping
from typing import Any

from ringback.campaign.resource.model import Graph, Resource, Role
from ringback.campaign.resource.reference_members import singular
from ringback.campaign.resource.thing_keys import given_key
from ringback.contract import Contract
from ringback.contract.operation_matching import path_values
from ringback.exchange import Request, Response, header_values, media_type_of
from ringback.mock.answering.described_answers import DescribedAnswers, success_status
from ringback.mock.store.answer_forms import AnswerForm, AnswerForms
from ringback.mock.store.given_bodies import given_body, merged, thing_in
from ringback.mock.store.kept_things import KeptThing, KeptThings
from ringback.mock.store.made_keys import MadeKeys
from ringback.mock.store.store_refusals import BodyReferences, StoreRefusalError, missing
from ringback.mock.store.thing_answers import ThingAnswers
from ringback.mock.store.things_there import StartingThings, ThingsThere
from ringback.mock.store.write_effects import led_to, names_tag
from ringback.operation import Operation
from ringback.schema.view import View
from ringback.wire.media_types import is_json

_WRITING = frozenset({Role.CREATE, Role.REPLACE, Role.UPDATE, Role.ACTION})


class ThingStore:
    """Answers requests of operations on resources by what was made before."""

    def __init__(
        self,
        contract: Contract,
        graph: Graph,
        answers: DescribedAnswers,
        starting: StartingThings | None = None,
        first: int = 1,
    ) -> None:
        """Keys count from `first`."""
        self._contract = contract
        self._graph = graph
        self._answers = answers
        self._things = KeptThings(graph)
        self._keys = MadeKeys(contract, graph, first)
        self._forms = AnswerForms(contract, answers)
        self._there = ThingsThere(self._things, self._forms, starting or StartingThings())
        self._told = ThingAnswers(contract, graph, answers, self._forms, self._things)
        self._writes = 0
        self._references = BodyReferences(contract, graph, self._things)
        gets = {each.path: each for each in contract.operations if each.method == "GET"}
        heads = (each for each in contract.operations if each.method == "HEAD")
        self._same_as = {each.id: gets.get(each.path, each) for each in heads}  # RFC 9110 9.3.2
        self._searches: dict[str, Resource | None] = {
            each.search.id: each for each in graph.resources.values() if each.search is not None
        }

    def reset(self) -> None:
        """Forget everything."""
        self._things.clear()
        self._keys.reset()
        self._writes = 0

    def handles(self, operation: Operation) -> bool:
        """Whether an operation is one on a resource's things."""
        return self._role(operation)[1] is not None

    def _role(self, operation: Operation) -> tuple[Role, Resource | None]:
        if operation.id in self._graph.safe and operation.id not in self._searches:
            self._searches[operation.id] = self._searched(operation)
        searched = self._searches.get(operation.id)
        if searched is not None:
            return Role.LIST, searched
        return self._graph.role(self._same_as.get(operation.id, operation))

    def _searched(self, operation: Operation) -> Resource | None:
        """The resource whose entries a search answers with, in a page like that of its list."""
        for each in self._graph.resources.values():
            if each.list is None or each.singleton:
                continue
            forms = [
                self._forms.of(one, success_status(one), each, listed=True)
                for one in (operation, each.list)
            ]
            one, other = (form.part.pointer if form.is_list and form.part else "" for form in forms)
            if one and one == other:
                return each
        return None

    def answer(self, request: Request, operation: Operation) -> Response:
        """Do what the operation is for, and tell it; StoreRefusalError where that can't be done.

        `UnmadeAnswerError` where no answer of its form can be made.
        """
        role, resource = self._role(operation)
        if resource is None:
            return self._answers.success(operation, request, 0)
        address = self._address(operation, request)
        self._check_parents(operation, resource, address)
        if role is Role.LIST:
            things = self._there.listed(operation, resource, address)
            return self._told.listed(request, operation, resource, things)
        given = given_body(request, operation, self._contract)
        if role in _WRITING:
            self._references.check(operation, resource, given)
        if role is Role.CREATE:
            return self._create(request, operation, resource, address, given)
        return self._of_one(request, operation, resource, address, given)

    def _of_one(
        self,
        request: Request,
        operation: Operation,
        resource: Resource,
        address: dict[str, Any],
        given: Any,
    ) -> Response:
        """What is asked of one thing."""
        role = self._role(operation)[0]
        thing = self._there.find(resource, address)
        makes = role is Role.REPLACE and (resource.upserts or resource.singleton)
        if makes and thing is None:
            thing = self._things.add(
                resource, KeptThing(address=self._there.typed(resource, address))
            )
            thing.made = self._writes + 1
            return self._written(request, operation, resource, thing, given, is_new=True)
        if thing is None:
            raise missing(resource, address)
        if not operation.safe:
            self._check_condition(request, operation, resource, thing)
        if role is Role.DELETE:
            response = self._told.of(request, operation, resource, thing, success_status(operation))
            self._things.remove(resource, thing.address)
            return response
        if role in _WRITING:
            return self._written(request, operation, resource, thing, given)
        if role is Role.VIEW:
            return self._answers.success(operation, request, 0)
        return self._told.of(request, operation, resource, thing, success_status(operation))

    def _address(self, operation: Operation, request: Request) -> dict[str, Any]:
        """The keys that a request names, by the resources that they are of."""
        texts = path_values(operation, request) if "{" in operation.path else {}
        texts = {**dict(request.query), **texts}
        slots = self._graph.slots(self._same_as.get(operation.id, operation))
        return {e.resource: texts[e.place] for e in slots if e.where != "body" and e.place in texts}

    def _check_parents(
        self, operation: Operation, resource: Resource, address: Mapping[str, Any]
    ) -> None:
        """Refuse what stands in a thing that is not there."""
        above = self._graph.ancestors(resource)
        container = self._graph.container(resource)
        if container is not None and container not in {each.name for each in above}:
            above = [*above, self._graph.resources[container]]
        named = {slot.resource for slot in self._graph.slots(operation) if slot.where == "path"}
        for each in reversed(above):
            if each.name in named and self._there.find(each, address) is None and not each.part:
                raise missing(each, address)

    def _create(
        self,
        request: Request,
        operation: Operation,
        resource: Resource,
        address: dict[str, Any],
        given: Any,
    ) -> Response:
        status = success_status(operation)
        form = self._forms.of(operation, status, resource)
        bodies = given if isinstance(given, list) and given else [given]
        made = [self._new(operation, resource, dict(address), each, form) for each in bodies]
        if form.is_list and form.part is not None:
            entries = [self._told.entry(resource, each, form) for each in made]
            value = self._told.of_many(form, entries)
            return self._told.sent(request, operation, status, value)
        return self._told.of(request, operation, resource, made[0], status)

    def _new(
        self,
        operation: Operation,
        resource: Resource,
        address: dict[str, Any],
        given: Any,
        form: AnswerForm,
    ) -> KeptThing:
        """A thing that is kept from now on; refused where its own key is taken."""
        body = thing_in(given, resource)
        told = given_key(resource, body)
        if told is not None:
            address[resource.name] = told[1]
            if self._things.find(resource, address) is not None:
                if operation.answer_for(409) is not None:
                    text = f"there is a {singular(resource.name)} {told[1]} already"
                    raise StoreRefusalError(text, 409)
                self._things.remove(resource, address)
        elif not resource.singleton:
            address[resource.name] = self._free_key(resource, address, form)
        state = dict(body) if isinstance(body, dict) else {}
        thing = self._things.add(resource, KeptThing(address=address, state=state))
        self._touch(thing)
        thing.made = thing.changed
        return thing

    def _touch(self, thing: KeptThing) -> None:
        """Note that a thing was written: what was told of it is told anew."""
        self._writes += 1
        thing.changed = self._writes
        thing.told.clear()

    def _shown(self, resource: Resource) -> View | None:
        """The schema by which a thing is read."""
        if resource.read is None:
            return None
        return self._forms.of(resource.read, success_status(resource.read), resource).part

    def _check_condition(
        self, request: Request, operation: Operation, resource: Resource, thing: KeptThing
    ) -> None:
        """Refuse a write whose If-Match names another state of the thing (RFC 9110 13.1.1).

        Where a 428 is documented, one without If-Match is refused as well (RFC 6585 3).
        """
        if not header_values(request.headers, "if-match"):
            if any(each.status == "428" for each in operation.answers):
                raise StoreRefusalError("the request has no If-Match: send the thing's ETag", 428)
            return
        if operation.answer_for(412) is None:
            return
        tag = self._told.tag(resource, thing)
        if tag and names_tag(request, "if-match", tag) is False:
            raise StoreRefusalError(f"the thing's tag is {tag} by now", 412)

    def _free_key(self, resource: Resource, address: dict[str, Any], form: AnswerForm) -> Any:
        """A key that nothing has."""
        read = resource.read or resource.list
        told = form
        if read is not None and not form.key:
            told = self._forms.of(
                read, success_status(read), resource, listed=read is resource.list
            )
        member = told.thing.properties.get(told.key) if told.thing is not None else None
        key = self._keys.new(resource, told.key_sample, member)
        for _ in range(1_000):
            if self._things.find(resource, {**address, resource.name: key}) is None:
                break
            key = self._keys.new(resource, told.key_sample, member)
        return key

    def _written(
        self,
        request: Request,
        operation: Operation,
        resource: Resource,
        thing: KeptThing,
        given: Any,
        *,
        is_new: bool = False,
    ) -> Response:
        """Change a thing as it is asked for, and tell it."""
        role = self._role(operation)[0]
        body = thing_in(given, resource)
        self._touch(thing)
        if operation.body is not None and not isinstance(body, dict):
            is_file = not is_json(media_type_of(request.headers) or "application/json")
            thing.raw = request if request.body or is_file else thing.raw
        if role is Role.ACTION and (told := self._shown(resource)) is not None:
            thing.state |= led_to(operation, told)
        if isinstance(body, dict):
            if role is Role.REPLACE:
                settable = self._told.settable(operation)
                kept = {n: each for n, each in thing.state.items() if n not in settable}
                thing.state = {**kept, **body}
            elif role is Role.ACTION:
                known = told.properties if told is not None else thing.state
                thing.state |= {n: v for n, v in body.items() if n in known}
            else:
                thing.state = merged(thing.state, body, request, resource.merges)
        status = success_status(operation)
        for each in (201,) if is_new else (200, 204) if status == 201 else ():
            if any(answer.status == str(each) for answer in operation.answers):
                status = each
                break
        return self._told.of(request, operation, resource, thing, status)
