"""A store that is made of a contract's resources: what is made in it is read, changed and gone.

It knows of a service what its description tells: which operations make, read, change, list and
delete the things of a resource, and what answers look like.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ringback.campaign.resource.model import Graph, Resource, Role
from ringback.campaign.resource.nested_parts import places_in
from ringback.campaign.resource.reference_members import singular, spellings, words
from ringback.campaign.resource.thing_keys import given_key, inner, is_key
from ringback.contract import Contract
from ringback.contract.operation_matching import path_values
from ringback.exchange import Request, Response
from ringback.finding import steps
from ringback.mock.answering.described_answers import DescribedAnswers, accepted, success_status
from ringback.mock.store.answer_forms import AnswerForm, AnswerForms
from ringback.mock.store.given_bodies import given_body, merged
from ringback.mock.store.kept_things import KeptThing, KeptThings
from ringback.mock.store.list_envelope import enveloped, list_headers
from ringback.mock.store.list_pages import ListEntry, ListPages
from ringback.mock.store.made_keys import MadeKeys, typed_key
from ringback.mock.store.payload_shaping import PayloadShaping
from ringback.operation import Operation
from ringback.payload import MISSING
from ringback.sampling.breakage import replaced

_WRITING = frozenset({Role.CREATE, Role.REPLACE, Role.UPDATE, Role.ACTION})


class StoreRefusalError(Exception):
    """A right request that the state of things speaks against; `statuses` say so, best first."""

    def __init__(self, sentence: str, *statuses: int) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.statuses = statuses


@dataclass(frozen=True, slots=True, kw_only=True)
class StartingThings:
    """What of the things that no operation makes is there from the beginning.

    Those with a `known` key, and one of each resource that a list shows. Others are found as soon
    as somebody asks for them, if they are `found`.
    """

    known: frozenset[str] = frozenset()
    found: bool = True


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
        self._starting = starting or StartingThings()
        self._things = KeptThings(graph)
        self._keys = MadeKeys(contract, graph, first)
        self._forms = AnswerForms(contract, answers)
        self._shaping = PayloadShaping(contract, answers.samples)
        self._pages: dict[str, ListPages] = {}
        self._settable: dict[str, frozenset[str]] = {}
        self._searches = {
            each.search.id: each for each in graph.resources.values() if each.search is not None
        }

    def reset(self) -> None:
        """Forget everything."""
        self._things.clear()
        self._keys.reset()

    def handles(self, operation: Operation) -> bool:
        """Whether an operation is one on a resource's things."""
        return self._role(operation)[1] is not None

    def _role(self, operation: Operation) -> tuple[Role, Resource | None]:
        if operation.id in self._searches:
            return Role.LIST, self._searches[operation.id]
        return self._graph.role(operation)

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
            return self._list(request, operation, resource, address)
        given = given_body(request, operation, self._contract)
        if role in _WRITING:
            self._check_references(operation, resource, given)
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
        thing = self._thing(resource, address)
        if role is Role.REPLACE and resource.upserts and thing is None:
            thing = self._things.add(resource, KeptThing(address=self._typed(resource, address)))
            return self._written(request, operation, resource, thing, given, is_new=True)
        if thing is None:
            raise StoreRefusalError(self._missing(resource, address), 404, 410)
        if role is Role.DELETE:
            response = self._told(request, operation, resource, thing, success_status(operation))
            self._things.remove(resource, thing.address)
            return response
        if role in _WRITING:
            return self._written(request, operation, resource, thing, given)
        if role is Role.VIEW:
            return self._answers.success(operation, request, 0)
        return self._told(request, operation, resource, thing, success_status(operation))

    def _address(self, operation: Operation, request: Request) -> dict[str, Any]:
        """The keys that a request names, by the resources that they are of."""
        texts = path_values(operation, request) if "{" in operation.path else {}
        texts = {**dict(request.query), **texts}
        slots = self._graph.slots(operation)
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
            if each.name in named and self._thing(each, address) is None and not each.part:
                raise StoreRefusalError(self._missing(each, address), 404, 410)

    def _missing(self, resource: Resource, address: Mapping[str, Any]) -> str:
        key = address.get(resource.name)
        name = singular(resource.name)
        maker = f": {resource.maker.id} makes one" if resource.maker is not None else ""
        return f"there is no {name} {key}{maker}"

    def _check_references(self, operation: Operation, resource: Resource, given: Any) -> None:
        """Refuse a body that names a thing which could have been made, and was not."""
        for slot in self._graph.slots(operation):
            other = self._graph.resources[slot.resource]
            if slot.where != "body" or other.maker is None or other.name == resource.name:
                continue
            for _, key in places_in(given, steps(slot.place)):
                if not is_key(key) or any(
                    str(each.address.get(other.name)) == str(key) for each in self._things.of(other)
                ):
                    continue
                text = f"{slot.place}: {self._missing(other, {other.name: key})}"
                refusals = [each.status for each in operation.answers if each.status[0] in "4d"]
                if refusals:
                    raise StoreRefusalError(text, 422, 404, 400, 409)

    def _thing(self, resource: Resource, address: Mapping[str, Any]) -> KeptThing | None:
        """The thing at an address: made, known from the beginning, or one that nobody can make."""
        found = self._things.find(resource, address)
        if found is not None or resource.alias:
            return found
        if resource.singleton:
            return self._things.add(resource, KeptThing(address=self._typed(resource, address)))
        key = address.get(resource.name)
        makable = resource.maker is not None and str(key) not in self._starting.known
        if key is None or makable:
            return None
        if self._starting.found or str(key) in self._starting.known or key == listed_key(resource):
            return self._things.add(resource, KeptThing(address=self._typed(resource, address)))
        return None

    def _typed(self, resource: Resource, address: Mapping[str, Any]) -> dict[str, Any]:
        """An address whose own key is as answers have it."""
        operation = resource.read or resource.update or resource.replace or resource.list
        if operation is None or resource.singleton or resource.name not in address:
            return dict(address)
        form = self._forms.of(
            operation, success_status(operation), resource, listed=operation is resource.list
        )
        return {**address, resource.name: typed_key(address[resource.name], form.key_sample)}

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
            entries = [self._entry(resource, each, form) for each in made]
            value = self._whole(form, entries)
            return self._sent(request, operation, status, value)
        return self._told(request, operation, resource, made[0], status)

    def _new(
        self,
        operation: Operation,
        resource: Resource,
        address: dict[str, Any],
        given: Any,
        form: AnswerForm,
    ) -> KeptThing:
        """A thing that is kept from now on; refused where its own key is taken."""
        body = inner(given, resource)
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
        return self._things.add(resource, KeptThing(address=address, state=state))

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
        body = inner(given, resource)
        if isinstance(body, dict):
            if role is Role.REPLACE:
                settable = self._members(operation)
                kept = {n: each for n, each in thing.state.items() if n not in settable}
                thing.state = {**kept, **body}
            elif role is Role.ACTION:
                thing.state |= {n: v for n, v in body.items() if n in thing.state}
            else:
                thing.state = merged(thing.state, body, request, resource.merges)
        status = success_status(operation)
        if is_new and any(each.status == "201" for each in operation.answers):
            status = 201
        return self._told(request, operation, resource, thing, status)

    def _members(self, operation: Operation | None) -> frozenset[str]:
        """The members that a client gives by an operation."""
        if operation is None or operation.body is None:
            return frozenset()
        found = self._settable.get(operation.id)
        if found is None:
            names: set[str] = set()
            for media_type in operation.body.media_types:
                if media_type.schema is None:
                    continue
                view = self._contract.requests.view(media_type.schema)
                for each in (view, *view.branches, *view.parts):
                    names |= each.properties.keys()
                    for below in each.properties.values():
                        names |= below.properties.keys() if len(each.properties) == 1 else set()
            found = self._settable[operation.id] = frozenset(names)
        return found

    def _told(
        self,
        request: Request,
        operation: Operation,
        resource: Resource,
        thing: KeptThing,
        status: int,
    ) -> Response:
        """The answer about a thing; what it makes up is kept: the next one says the same."""
        form = self._forms.of(operation, status, resource)
        location = self._path(resource, thing.address) if status == 201 else ""
        if form.whole is None:
            return self._sent(request, operation, status, MISSING, location)
        if form.is_list:
            return self._answers.success(operation, request, 0)
        part = form.part or form.whole
        told = self._thing_told(resource, thing, part, form.key)
        value = told if not form.path else replaced(form.sample, form.path, told)
        value = self._linked(operation, resource, thing, value)
        if form.path or value is not told:
            value = self._shaping.mended(form.whole, value)
        return self._sent(request, operation, status, value, location)

    def _thing_told(self, resource: Resource, thing: KeptThing, part: Any, key: str) -> Any:
        """What an answer tells of a thing in the form of this schema."""
        known = {**thing.state, **self._keys_told(resource, thing, part, key)}
        given = self._members(resource.maker) | self._members(resource.update)
        fill = given - thing.state.keys()
        told = self._shaping.shaped(part, known, lambda name: name not in fill)
        if isinstance(told, dict):
            thing.state = {**told, **thing.state}
        return told

    def _keys_told(
        self, resource: Resource, thing: KeptThing, part: Any, key: str
    ) -> dict[str, Any]:
        """The members that tell a thing's own key, and those of the things that it stands in."""
        found: dict[str, Any] = {}
        for each in self._graph.ancestors(resource):
            if each.name not in thing.address:
                continue
            for name in part.properties:
                if words(name) in spellings(each) and name not in thing.state:
                    member = self._answers.samples.part(part.properties[name])
                    found[name] = typed_key(thing.address[each.name], member)
        if key and resource.name in thing.address:
            found[key] = thing.address[resource.name]
        return found

    def _linked(
        self, operation: Operation, resource: Resource, thing: KeptThing, value: Any
    ) -> Any:
        """The answer with the key where its links say that it stands."""
        for slot in self._graph.given_by(operation):
            place = slot.place.partition("#")[2]
            told = slot.place.startswith("$response.body#") and place
            if not told or slot.resource != resource.name or resource.name not in thing.address:
                continue
            for path, held in places_in(value, steps(place)):
                if held != thing.address[resource.name]:
                    value = replaced(value, path, thing.address[resource.name])
        return value

    def _list(
        self, request: Request, operation: Operation, resource: Resource, address: dict[str, Any]
    ) -> Response:
        status = success_status(operation)
        form = self._forms.of(operation, status, resource, listed=True)
        if not form.is_list or form.part is None:
            return self._answers.success(operation, request, 0)
        things = self._things.of(resource, address)
        if resource.maker is None and resource.key and not things:
            key = form.key_sample if self._starting.found else listed_key(resource)
            fresh = KeptThing(address={**address, resource.name: key})
            things = [self._things.add(resource, fresh)]
        entries = [
            ListEntry(
                value=self._entry(resource, each, form),
                key=str(each.address.get(resource.name, "")),
            )
            for each in things
        ]
        if operation.id not in self._pages:
            defaults = {
                each.name: self._contract.requests.view(each.schema).raw.get("default")
                for each in operation.parameters
                if each.schema
            }
            self._pages[operation.id] = ListPages(operation, defaults)
        page = self._pages[operation.id].page(request, entries)
        value = enveloped(form.sample, form.path, page)
        if form.whole is not None:
            value = self._shaping.mended(form.whole, value)
        headers = list_headers(self._answers.headers(operation, status), page)
        response = self._answers.of(operation, status, value, accept=accepted(request))
        told = {**dict(response.headers), **headers}
        left = {"link"} - headers.keys()
        kept = tuple((name, text) for name, text in told.items() if name not in left)
        return replace(response, headers=kept)

    def _entry(self, resource: Resource, thing: KeptThing, form: AnswerForm) -> Any:
        """A thing as an entry of a list."""
        if form.thing is None or form.part is None:
            return MISSING
        told = self._thing_told(resource, thing, form.thing, form.key)
        if not form.within:
            return told
        entry = replaced(self._answers.samples.part(form.part), form.within, told)
        return self._shaping.mended(form.part, entry)

    def _whole(self, form: AnswerForm, entries: Collection[Any]) -> Any:
        value = replaced(form.sample, form.path, list(entries))
        return self._shaping.mended(form.whole, value) if form.whole is not None else value

    def _sent(
        self, request: Request, operation: Operation, status: int, value: Any, place: str = ""
    ) -> Response:
        headers = {"location": place} if place else None
        return self._answers.of(operation, status, value, headers, accepted(request))

    def _path(self, resource: Resource, address: Mapping[str, Any]) -> str:
        """The path of a thing."""
        path = resource.path
        for each in (*reversed(self._graph.ancestors(resource)), resource):
            path = path.replace("{}", str(address.get(each.name, "-")), 1) if each.key else path
        return path


def listed_key(resource: Resource) -> str:
    """The key of the one thing that stands in a list of what nobody can make."""
    return f"listed-{resource.name}"
