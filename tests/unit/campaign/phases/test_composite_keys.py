"""One thing whose address has two parameters: made, changed and deleted where that is harmless."""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest

from ringback.campaign.phases.opening import opening_scenarios
from ringback.contract import Contract
from ringback.exchange import Request, Response, header_values, media_type_of
from tests.unit.campaign.toys import Playground, Wire, spoken, toys_contract

_NAME = {"name": {"type": "string", "minLength": 1, "maxLength": 30, "pattern": "^[A-Za-z0-9-]+$"}}
_NOTE = {"note": {"type": "string", "maxLength": 30}}
_REPO = {
    "type": "object",
    "properties": {
        **_NAME,
        **_NOTE,
        "id": {"type": "integer"},
        "owner": {"type": "object", "properties": {"login": {"type": "string"}}},
    },
    "required": ["name", "owner"],
}


def _body(schema: Any) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _answers(success: str, schema: Any = None) -> dict[str, Any]:
    content = {} if schema is None else {"content": {"application/json": {"schema": schema}}}
    found = {each: {"description": "refused"} for each in ("400", "401", "404", "409")}
    return {**found, success: {"description": "done", **content}}


def _description(*create: str) -> Mapping[str, Any]:
    keys = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in ("owner", "repo")
    ]
    made = {"type": "object", "properties": {**_NAME, **_NOTE}, "required": ["name"]}
    change = {"type": "object", "properties": _NOTE}
    post = {"operationId": "make", "requestBody": _body(made), "responses": _answers("201", _REPO)}
    paths: dict[str, Any] = {
        "/repos/{owner}/{repo}": {
            "parameters": keys,
            "get": {"operationId": "read", "responses": _answers("200", _REPO)},
            "patch": {
                "operationId": "change",
                "requestBody": _body(change),
                "responses": _answers("200", _REPO),
            },
            "delete": {"operationId": "drop", "responses": _answers("204")},
        }
    }
    for path in create:
        here = {"post": post, "parameters": keys[:1]} if "{" in path else {"post": post}
        paths[path] = here
    return {
        "openapi": "3.1.0",
        "info": {"title": "repos", "version": "1"},
        "security": [{"token": []}],
        "paths": paths,
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }


class _Repos:
    """Repositories of one owner; others' are not found."""

    def __init__(self) -> None:
        self.store: dict[str, dict[str, Any]] = {"ann/own": self.repo("own")}

    def repo(self, name: str, note: str = "") -> dict[str, Any]:
        """One as it is told."""
        return {"id": 5, "name": name, "note": note, "owner": {"login": "ann"}}

    def __call__(self, request: Request) -> Response:
        """What is answered."""
        if header_values(request.headers, "authorization") != ["Bearer first"]:
            return Response(status=401, headers=(("WWW-Authenticate", "Bearer"),))
        steps = request.path.strip("/").split("/")
        if len(steps) == 1:
            return self.make(request) if request.method == "POST" else self.other("POST")
        key = "/".join(steps[1:])
        if request.method not in {"GET", "PATCH", "DELETE"}:
            return self.other("GET, PATCH, DELETE")
        if key not in self.store:
            return Response(status=404)
        return self.one(request, key)

    def one(self, request: Request, key: str) -> Response:
        """What is answered about one of them."""
        if request.method == "DELETE":
            del self.store[key]
            return Response(status=204)
        given = self.given(request, {"note"}) if request.method == "PATCH" else {}
        if given is None:
            return Response(status=400)
        self.store[key] = {**self.store[key], **given}
        return self.told(key, 200)

    def other(self, allowed: str) -> Response:
        """For a method that is not there."""
        return Response(status=405, headers=(("Allow", allowed),))

    def told(self, key: str, status: int) -> Response:
        """One of them."""
        headers = (("Content-Type", "application/json"),)
        return Response(status=status, headers=headers, body=json.dumps(self.store[key]).encode())

    def given(self, request: Request, texts: set[str]) -> dict[str, Any] | None:
        """What a body gives; None for what is to be refused."""
        if media_type_of(request.headers) != "application/json":
            return None
        try:
            value = json.loads(request.body or b"")
        except ValueError:
            return None
        if not isinstance(value, dict):
            return None
        known = {name: value[name] for name in texts & value.keys()}
        good = all(isinstance(each, str) and len(each) <= 30 for each in known.values())
        return known if good else None

    def make(self, request: Request) -> Response:
        """A new one; a name that is taken is a conflict."""
        given = self.given(request, {"name", "note"})
        name = (given or {}).get("name", "")
        if given is None or not name or not re.fullmatch("[A-Za-z0-9-]+", name):
            return Response(status=400)
        if f"ann/{name}" in self.store:
            return Response(status=409)
        self.store[f"ann/{name}"] = self.repo(name, given.get("note", ""))
        return self.told(f"ann/{name}", 201)


class _Forgetful(_Repos):
    def told(self, key: str, status: int) -> Response:
        """What is changed is not kept."""
        answer = super().told(key, status)
        self.store[key] = {**self.store[key], "note": ""}
        return answer


def _play(contract: Contract, service: _Repos) -> tuple[list[Any], Wire, Playground]:
    wire = Wire(service)
    ground = Playground(contract, wire)
    ground.scheduler.run(opening_scenarios(ground.stage))
    ground.stand()
    found = spoken(ground.found(ground.exploration._together()))
    ground.close()
    return found, wire, ground


@pytest.fixture(name="repos", scope="module")
def _repos(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    """Repositories that are made without naming their owner."""
    return toys_contract(tmp_path_factory.mktemp("repos"), _description("/repos"))


def test_a_right_service_is_played_and_left_as_it_was(repos: Contract) -> None:
    """What the run made is changed and deleted under both parts; what was there is untouched."""
    service = _Repos()
    found, wire, ground = _play(repos, service)
    assert found == []
    assert [*service.store] == ["ann/own"]
    assert ground.outcome.restored.state == "restored"
    written = {each for each in wire.written if each != "POST /repos" and "own" not in each}
    assert any(each.startswith("PATCH /repos/ann/") for each in written)
    assert any(each.startswith("DELETE /repos/ann/") for each in written)
    assert not any("ann/own" in each for each in wire.written)


def test_what_a_service_gets_wrong_is_found(repos: Contract) -> None:
    """The laws ask of such a thing what they ask of any other."""
    found, _, _ = _play(repos, _Forgetful())
    assert {"law/read-back", "law/echo"} & {rule for rule, *_ in found}


@pytest.mark.parametrize(
    ("create", "why"),
    [
        (
            ("/repos/{owner}",),
            "no value is configured for owner, and a write takes no made-up one",
        ),
        (
            (),
            "nothing of repos is the run's own to change: it can't make one and delete it",
        ),
    ],
)
def test_what_can_not_be_made_is_named(
    tmp_path_factory: pytest.TempPathFactory, create: tuple[str, ...], why: str
) -> None:
    """An owner that nobody configured may be anybody; nothing is written then."""
    contract = toys_contract(tmp_path_factory.mktemp("repos"), _description(*create))
    found, wire, ground = _play(contract, _Repos())
    assert (found, [each for each in wire.written if not each.startswith("TRACE")]) == ([], [])
    assert ground.stage.unplayable["make" if create else "change"] == why
