"""Descriptions, mocks and requests for the tests of mocks, made up or of this repository."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ringback.campaign.access.credentials import authenticated
from ringback.contract import Contract
from ringback.description import load
from ringback.exchange import Outcome, Request, Response
from ringback.generation.case import request_for, written_schema
from ringback.mock.answering.chosen import USUAL, Chosen, Told
from ringback.mock.api_mock import ApiMock
from ringback.operation import Operation
from ringback.payload import MISSING
from ringback.sampling.breakage import broken
from ringback.sampling.result import Made
from ringback.sampling.sampler import Sampler
from ringback.witness.search.instances import Instances

ROOT = Path(__file__).parents[3]
SOURCES: Mapping[str, tuple[str, ...]] = {
    "numbers": ("openapi/numbers.yaml", "openapi/strict.overlay.yaml"),
    "shop": ("openapi/shop.yaml",),
    "files": ("openapi/files.yaml",),
}


def described(document: Mapping[str, Any]) -> Contract:
    """The contract of a description that is made up."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "api.json")
        file.write_text(json.dumps(document), "utf-8")
        return Contract(load(file), "published")


def _json(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": "d", "content": {"application/json": {"schema": schema}}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _operation(name: str, answers: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"operationId": name, "responses": answers, **more}


def _in_path(name: str, kind: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": kind}}


def _query(name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema}


_NO = _json(_ref("Problem"))
_PET = _json(_ref("Pet"))
_GIVEN = {"required": True, **{k: v for k, v in _json(_ref("NewPet")).items() if k == "content"}}
_NOTE = {"content": {"application/json": {"schema": _ref("Note")}}}
_NUMBER = {"type": "integer", "minimum": 0}

ZOO: Mapping[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Zoo", "version": "1"},
    "servers": [{"url": "https://zoo.example/api"}],
    "paths": {
        "/pets": {
            "get": _operation(
                "listPets",
                {"200": _json(_ref("Page")), "422": _NO},
                parameters=[
                    _query("limit", {"type": "integer", "minimum": 1, "default": 10}),
                    _query("offset", _NUMBER),
                    _query("sort", {"type": "string"}),
                    _query("kind", {"enum": ["cat", "dog"]}),
                    _query("tags", {"type": "array", "items": {"type": "string"}}),
                    _query("q", {"type": "string"}),
                ],
            ),
            "post": _operation(
                "createPet", {"201": _PET, "422": _NO, "415": _NO}, requestBody=_GIVEN
            ),
        },
        "/pets/{pet_id}": {
            "parameters": [_in_path("pet_id", "integer")],
            "get": _operation("getPet", {"200": _PET, "404": _NO, "422": _NO}),
            "put": _operation(
                "replacePet", {"200": _PET, "404": _NO, "422": _NO}, requestBody=_GIVEN
            ),
            "patch": _operation(
                "updatePet",
                {"200": _PET, "404": _NO, "422": _NO},
                requestBody={
                    "content": {"application/merge-patch+json": {"schema": {"type": "object"}}}
                },
            ),
            "delete": _operation("deletePet", {"204": {"description": "d"}, "404": _NO}),
        },
        "/pets/{pet_id}/notes": {
            "parameters": [_in_path("pet_id", "integer")],
            "get": _operation(
                "listNotes",
                {"200": _json({"type": "array", "items": _ref("Note")}), "404": _NO},
                parameters=[
                    _query("cursor", {"type": "string"}),
                    _query("per_page", {"type": "integer"}),
                ],
            ),
            "post": _operation(
                "createNote", {"201": _json(_ref("Note")), "404": _NO}, requestBody=_NOTE
            ),
        },
        "/pets/{pet_id}/notes/{note_id}": {
            "parameters": [_in_path("pet_id", "integer"), _in_path("note_id", "string")],
            "get": _operation("getNote", {"200": _json(_ref("Note")), "404": _NO}),
            "delete": _operation("deleteNote", {"204": {"description": "d"}, "404": _NO}),
        },
        "/groups": {
            "get": _operation("listGroups", {"200": _json(_ref("Groups"))}),
            "post": _operation(
                "createGroup",
                {"201": _json(_ref("Wrapped")), "409": _NO, "422": _NO},
                requestBody={"content": {"application/json": {"schema": _ref("NewGroup")}}},
            ),
        },
        "/groups/{slug}": {
            "parameters": [_in_path("slug", "string")],
            "get": _operation("getGroup", {"200": _json(_ref("Wrapped")), "404": _NO}),
        },
        "/breeds/{breed}": {
            "parameters": [_in_path("breed", "string")],
            "get": _operation("getBreed", {"200": _json(_ref("Breed")), "404": _NO}),
        },
    },
    "components": {
        "schemas": {
            "NewPet": {
                "type": "object",
                "required": ["name"],
                "additionalProperties": False,
                "properties": {
                    "name": {"type": "string", "minLength": 1},
                    "kind": {"enum": ["cat", "dog"]},
                    "tags": {"type": "array", "items": {"type": "string"}},
                    "weight": {"type": "number"},
                    "secret": {"type": "string", "writeOnly": True},
                },
            },
            "Pet": {
                "type": "object",
                "required": ["id", "name", "created_at"],
                "properties": {
                    "id": {"type": "integer", "readOnly": True},
                    "created_at": {"type": "string", "format": "date-time", "readOnly": True},
                    "name": {"type": "string"},
                    "kind": {"enum": ["cat", "dog"]},
                    "tags": {"type": "array", "items": {"type": "string"}},
                    "weight": {"type": "number"},
                },
            },
            "Page": {
                "type": "object",
                "required": ["items", "total"],
                "properties": {
                    "items": {"type": "array", "items": _ref("Pet")},
                    "total": {"type": "integer"},
                    "limit": {"type": "integer"},
                    "offset": {"type": "integer"},
                    "has_more": {"type": "boolean"},
                    "next": {"type": ["string", "null"], "format": "uri-reference"},
                },
            },
            "Note": {
                "type": "object",
                "required": ["id", "text"],
                "properties": {
                    "id": {"type": "string", "format": "uuid", "readOnly": True},
                    "pet_id": {"type": "integer", "readOnly": True},
                    "text": {"type": "string"},
                },
            },
            "NewGroup": {
                "type": "object",
                "required": ["slug", "title"],
                "properties": {"slug": {"type": "string"}, "title": {"type": "string"}},
            },
            "Group": {
                "type": "object",
                "required": ["slug", "title", "id"],
                "properties": {
                    "id": {"type": "string"},
                    "slug": {"type": "string"},
                    "title": {"type": "string"},
                },
            },
            "Wrapped": {
                "type": "object",
                "required": ["data"],
                "properties": {"data": _ref("Group"), "took": {"type": "integer"}},
            },
            "Groups": {
                "type": "object",
                "required": ["data", "meta"],
                "properties": {
                    "data": {"type": "array", "items": _ref("Group")},
                    "meta": {
                        "type": "object",
                        "required": ["total"],
                        "properties": {"total": {"type": "integer"}},
                    },
                },
            },
            "Breed": {
                "type": "object",
                "required": ["breed"],
                "properties": {"breed": {"type": "string"}, "size": {"type": "integer"}},
            },
            "Problem": {
                "type": "object",
                "required": ["detail"],
                "properties": {"detail": {"type": "string"}, "status": {"type": "integer"}},
            },
        }
    },
}
"""Nested things, envelopes, pages by offset and by cursor, keys that a client chooses."""

OLD: Mapping[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "Old", "version": "1"},
    "basePath": "/v1",
    "consumes": ["application/x-www-form-urlencoded"],
    "produces": ["application/json"],
    "securityDefinitions": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
    "security": [{"key": []}],
    "paths": {
        "/jobs": {
            "post": {
                "operationId": "addJob",
                "parameters": [
                    {"name": "title", "in": "formData", "type": "string", "required": True},
                    {"name": "size", "in": "formData", "type": "integer"},
                ],
                "responses": {
                    "201": {"description": "d", "schema": {"$ref": "#/definitions/Job"}},
                    "400": {"description": "d"},
                    "401": {"description": "d"},
                },
            },
            "get": {
                "operationId": "allJobs",
                "responses": {
                    "200": {
                        "description": "d",
                        "schema": {"type": "array", "items": {"$ref": "#/definitions/Job"}},
                    },
                    "401": {"description": "d"},
                },
            },
        },
        "/jobs/{id}": {
            "parameters": [{"name": "id", "in": "path", "type": "string", "required": True}],
            "get": {
                "operationId": "oneJob",
                "responses": {
                    "200": {"description": "d", "schema": {"$ref": "#/definitions/Job"}},
                    "401": {"description": "d"},
                    "404": {"description": "d"},
                },
            },
        },
    },
    "definitions": {
        "Job": {
            "type": "object",
            "required": ["id", "title"],
            "properties": {
                "id": {"type": "string"},
                "title": {"type": "string"},
                "size": {"type": "integer"},
                "state": {"type": "string", "enum": ["waiting", "done"]},
            },
        }
    },
}
"""Swagger 2.0: forms, an API key, a base path."""


@cache
def contract(name: str) -> Contract:
    """The contract of an API by name: one of the repository's, `zoo` or `old`."""
    if name in SOURCES:
        file, *overlays = (ROOT / each for each in SOURCES[name])
        return Contract(load(file, overlays), "strict")
    return described({"zoo": ZOO, "old": OLD}[name])


APIS = (*SOURCES, "zoo", "old")
_CREDENTIALS = {"Authorization": "Bearer made-up", "X-Key": "made-up"}


@dataclass(frozen=True)
class Asking:
    """A mock, and short ways to ask it; requests have credentials that every API takes."""

    mock: ApiMock

    def __call__(
        self,
        method: str,
        url: str,
        body: Any = MISSING,
        kind: str = "application/json",
        chosen: Chosen = USUAL,
    ) -> Told:
        """What is told of a request with this value as its body."""
        headers = dict(_CREDENTIALS)
        content = None
        if body is not MISSING:
            headers["Content-Type"] = kind
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = Request(method=method, url=url, headers=tuple(headers.items()), body=content)
        return self.mock.answer(request, chosen)

    def json(self, *asked: Any, **more: Any) -> Any:
        """The JSON of the answer."""
        return value(self(*asked, **more).outcome)


def value(outcome: Outcome) -> Any:
    """The JSON of an answer; None where it has no body."""
    assert isinstance(outcome, Response)
    return json.loads(outcome.body) if outcome.body else None


def status(told: Told) -> int:
    """The status of an answer."""
    assert isinstance(told.outcome, Response)
    return told.outcome.status


class RightRequests:
    """Requests that a description admits, and ones that it refuses, by its own samples."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        search = Instances(contract.requests.document)
        self._sampler = Sampler(
            admits=contract.requests.admits,
            uuid=lambda _path: "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
            search=search,
        )

    def values(self, operation: Operation) -> dict[str, Any]:
        """A value for each required parameter."""
        found = {}
        for each in operation.parameters:
            if each.required and each.schema:
                made = self._sampler.plain(self._contract.requests.view(each.schema))
                assert isinstance(made, Made)
                found[each.name] = made.value
        return found

    def bodies(self, operation: Operation) -> Iterator[Any]:
        """Bodies in each form; `MISSING` alone where the operation takes none."""
        schema = written_schema(operation)
        if schema is None:
            yield MISSING
            return
        for each in self._sampler.variants(self._contract.requests.view(schema)):
            yield each.value

    def request(self, operation: Operation, values: Mapping[str, Any], body: Any) -> Request:
        """The request with these values, and credentials."""
        made = request_for(operation, values, body)
        return authenticated(made, operation, {"token": "user:password"})

    def broken(self, operation: Operation) -> Iterator[Request]:
        """Requests with one part of the body, or one parameter, broken: the contract decides."""
        values = self.values(operation)
        body = next(self.bodies(operation))
        for name in values:
            without = {key: each for key, each in values.items() if key != name}
            if f"{{{name}}}" not in operation.path:
                yield self.request(operation, without, body)
            yield self.request(operation, {**values, name: "not what is asked for"}, body)
        if body is not MISSING:
            yield self.request(operation, values, MISSING)
            for each, _label in broken(body):
                yield self.request(operation, values, each)
