"""Answers about things that are kept: one, or a page of them, in the form of the description."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ringback.campaign.resource.model import Graph, Resource
from ringback.campaign.resource.nested_parts import places_in
from ringback.campaign.resource.reference_members import spellings, words
from ringback.contract import Contract
from ringback.exchange import Request, Response
from ringback.finding import steps
from ringback.mock.answering.described_answers import DescribedAnswers, accepted, success_status
from ringback.mock.answering.payload_samples import UnmadeAnswerError
from ringback.mock.store.answer_forms import AnswerForm, AnswerForms
from ringback.mock.store.file_answers import FileAnswers, tells_json
from ringback.mock.store.given_bodies import as_query, list_query
from ringback.mock.store.kept_things import KeptThing, KeptThings
from ringback.mock.store.list_envelope import enveloped, list_headers
from ringback.mock.store.list_pages import ListEntry, ListPage, ListPages
from ringback.mock.store.made_keys import typed_key
from ringback.mock.store.payload_shaping import PayloadShaping
from ringback.mock.store.write_effects import (
    counted_in,
    is_documented,
    names_tag,
    tag_of,
    times_of,
)
from ringback.operation import Operation
from ringback.payload import MISSING
from ringback.sampling.breakage import replaced
from ringback.schema.view import View


class ThingAnswers:
    """Tells what is known of things; what an answer makes up is known from then on."""

    def __init__(
        self,
        contract: Contract,
        graph: Graph,
        answers: DescribedAnswers,
        forms: AnswerForms,
        things: KeptThings,
    ) -> None:
        self._contract = contract
        self._graph = graph
        self._answers = answers
        self._forms = forms
        self._things = things
        self._files = FileAnswers(contract, answers)
        self._shaping = PayloadShaping(contract, answers.samples)
        self._pages: dict[str, ListPages] = {}
        self._settable: dict[str, frozenset[str]] = {}
        self._counting: dict[str, Mapping[str, Resource]] = {}

    def of(
        self,
        request: Request,
        operation: Operation,
        resource: Resource,
        thing: KeptThing,
        status: int,
    ) -> Response:
        """The answer about a thing; what it makes up is kept: the next one says the same."""
        form = self._forms.of(operation, status, resource)
        if operation.method == "HEAD" and resource.read not in {None, operation}:
            return self._head(request, resource, thing)
        if thing.raw is not None and operation.safe and not tells_json(operation, status):
            return self._files.answer(request, operation, status, thing.raw)
        location = self._path(resource, thing.address) if status == 201 else ""
        if form.whole is None:
            if operation.safe:
                return self._answers.success(operation, request, 0)
            tag = self.tag(resource, thing) if is_documented(operation, status, "etag") else ""
            return self.sent(request, operation, status, MISSING, location, tag)
        if form.is_list:
            return self._answers.success(operation, request, 0)
        part = form.part or form.whole
        told = self._thing_told(resource, thing, part, form.key)
        value = told if not form.path else replaced(form.sample, form.path, told)
        value = self._linked(operation, resource, thing, value)
        if form.path or value is not told:
            value = self._shaping.mended(form.whole, value)
        return self.sent(request, operation, status, value, location)

    def _head(self, request: Request, resource: Resource, thing: KeptThing) -> Response:
        """The answer of the read without its body (RFC 9110 9.3.2)."""
        if resource.read is None:
            raise UnmadeAnswerError(f"nothing reads {resource.name}")
        status = success_status(resource.read)
        return replace(self.of(request, resource.read, resource, thing, status), body=b"")

    def tag(self, resource: Resource, thing: KeptThing) -> str:
        """The tag of a thing as it is read; empty where reads tell none."""
        read = resource.read
        status = success_status(read) if read is not None else 0
        if read is None or not is_documented(read, status, "etag"):
            return ""
        asked = Request(method="GET", url="/")
        told = dict(self.of(asked, read, resource, thing, status).headers)
        return told.get("etag", "")

    def _thing_told(self, resource: Resource, thing: KeptThing, part: Any, key: str) -> Any:
        """What an answer tells of a thing in the form of this schema."""
        place = (part.pointer, key)
        if place not in thing.told:
            thing.told[place] = self._made(resource, thing, part, key)
        return self._counted(resource, thing, part, thing.told[place])

    def _counted(self, resource: Resource, thing: KeptThing, part: View, told: Any) -> Any:
        """The payload with the numbers of what stands in the thing by now."""
        if not isinstance(told, dict):
            return told
        if part.pointer not in self._counting:
            self._counting[part.pointer] = counted_in(part, self._graph.inside(resource))
        counting = self._counting[part.pointer]
        if not counting:
            return told
        found = {
            name: len(self._things.of(each, thing.address))
            for name, each in counting.items()
            if name in told
        }
        return {**told, **found}

    def _made(self, resource: Resource, thing: KeptThing, part: Any, key: str) -> Any:
        """The payload; what is made up in it is a part of the thing from then on."""
        known = {**thing.state, **self._keys_told(resource, thing, part, key)}
        given = self.settable(resource.maker) | self.settable(resource.update)
        fill = given - thing.state.keys()
        known |= {
            n: v for n, v in times_of(part, thing.made, thing.changed).items() if n not in given
        }
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

    def listed(
        self,
        request: Request,
        operation: Operation,
        resource: Resource,
        things: Sequence[KeptThing],
    ) -> Response:
        """The page of these things that a request asks for."""
        status = success_status(operation)
        form = self._forms.of(operation, status, resource, listed=True)
        if not form.is_list or form.part is None:
            return self._answers.success(operation, request, 0)
        entries = [
            ListEntry(
                value=self.entry(resource, each, form),
                key=str(each.address.get(resource.name, "")),
            )
            for each in things
        ]
        if operation.id not in self._pages:
            query = list_query(operation, self._contract)
            defaults = {
                each.name: self._contract.requests.view(each.schema).raw.get("default")
                for each in query
                if each.schema
            }
            named = form.thing.properties if form.thing is not None else ()
            admits = self._contract.requests.admits
            self._pages[operation.id] = ListPages(query, defaults, named, admits)
        asked = as_query(request, operation, self._contract)
        page = self._pages[operation.id].page(asked, entries)
        value = self._enveloped(form, page)
        headers = list_headers(self._answers.headers(operation, status), page)
        response = self.sent(request, operation, status, value)
        told = {**headers, **dict(response.headers)} | {
            name: text for name, text in headers.items() if name != "etag"
        }
        if response.status != status:
            return response
        left = {"link"} - headers.keys()
        kept = tuple((name, text) for name, text in told.items() if name not in left)
        return replace(response, headers=kept)

    def _enveloped(self, form: AnswerForm, page: ListPage) -> Any:
        """The payload of a list; what leads nowhere is left out, or null, or empty."""
        value = enveloped(form.sample, form.path, page)
        if form.whole is None:
            return value
        for absent in (MISSING, None, ""):
            told = enveloped(form.sample, form.path, page, absent)
            if self._contract.responses.admits(form.whole.pointer, told):
                return told
        return self._shaping.mended(form.whole, value)

    def entry(self, resource: Resource, thing: KeptThing, form: AnswerForm) -> Any:
        """A thing as an entry of a list."""
        if form.thing is None or form.part is None:
            return MISSING
        told = self._thing_told(resource, thing, form.thing, form.key)
        if not form.within:
            return told
        entry = replaced(self._answers.samples.part(form.part), form.within, told)
        return self._shaping.mended(form.part, entry)

    def of_many(self, form: AnswerForm, entries: Collection[Any]) -> Any:
        """The payload that tells all of some entries."""
        value = replaced(form.sample, form.path, list(entries))
        return self._shaping.mended(form.whole, value) if form.whole is not None else value

    def sent(
        self,
        request: Request,
        operation: Operation,
        status: int,
        value: Any,
        place: str = "",
        tag: str = "",
    ) -> Response:
        """The answer with this value in its body, the path of what was made, and its tag."""
        headers = {"location": place} if place else {}
        headers |= {"etag": tag} if tag else {}
        if value is not MISSING and is_documented(operation, status, "etag"):
            headers["etag"] = tag = tag_of(value)
            is_read = operation.safe and operation.answer_for(304) is not None
            if is_read and names_tag(request, "if-none-match", tag):
                return self._answers.of(operation, 304, MISSING, {"etag": tag})
        return self._answers.of(operation, status, value, headers, accepted(request))

    def _path(self, resource: Resource, address: Mapping[str, Any]) -> str:
        """The path of a thing."""
        path = resource.path
        for each in (*reversed(self._graph.ancestors(resource)), resource):
            path = path.replace("{}", str(address.get(each.name, "-")), 1) if each.key else path
        return path

    def settable(self, operation: Operation | None) -> frozenset[str]:
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
