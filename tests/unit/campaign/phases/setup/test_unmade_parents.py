"""Things in parents that the API can't make: in the one there is, or the one that is named."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ringback.campaign.phases.setup.found_things import inner_scenarios, opening_scenarios
from ringback.contract import Contract
from ringback.exchange import Request, Response
from ringback.payload import decode
from tests.unit.campaign.toys import Playground, Wire, told, toys_contract

_TEXT = {"type": "string"}


def _path(*names: str) -> list[dict[str, Any]]:
    return [{"name": n, "in": "path", "required": True, "schema": _TEXT} for n in names]


def _answers(success: str, schema: Mapping[str, Any] | None = None) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}} if schema else {}
    return {
        success: {"description": "done", **({"content": content} if content else {})},
        "404": {"description": "nothing there"},
    }


_ZONE = {
    "type": "object",
    "properties": {"id": _TEXT, "name": _TEXT},
    "required": ["name"],
}
_BODY = {"required": True, "content": {"application/json": {"schema": _ZONE}}}
DESCRIPTION: Mapping[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "names", "version": "1"},
    "paths": {
        "/servers": {
            "get": {
                "operationId": "list_servers",
                "responses": _answers("200", {"type": "array", "items": {"type": "object"}}),
            }
        },
        "/servers/{server_id}": {
            "get": {
                "operationId": "read_server",
                "parameters": _path("server_id"),
                "responses": _answers("200", {"type": "object"}),
            },
            "patch": {
                "operationId": "patch_server",
                "parameters": _path("server_id"),
                "requestBody": _BODY,
                "responses": _answers("200", {"type": "object"}),
            },
        },
        "/servers/{server_id}/flush": {
            "post": {
                "operationId": "flush_server",
                "parameters": _path("server_id"),
                "responses": _answers("204"),
            }
        },
        "/servers/{server_id}/zones": {
            "get": {
                "operationId": "list_zones",
                "parameters": _path("server_id"),
                "responses": _answers("200", {"type": "array", "items": _ZONE}),
            },
            "post": {
                "operationId": "make_zone",
                "parameters": _path("server_id"),
                "requestBody": _BODY,
                "responses": _answers("201", _ZONE),
            },
        },
        "/servers/{server_id}/zones/{zone_id}": {
            "get": {
                "operationId": "read_zone",
                "parameters": _path("server_id", "zone_id"),
                "responses": _answers("200", _ZONE),
            },
            "delete": {
                "operationId": "drop_zone",
                "parameters": _path("server_id", "zone_id"),
                "responses": _answers("204"),
            },
        },
    },
}


class _Names:
    """Zones in servers, of which there are as many as it is given."""

    def __init__(self, *servers: str) -> None:
        self.servers = servers
        self.zones: dict[str, Any] = {}
        self.made = 0

    def __call__(self, request: Request) -> Response:
        parts = request.url.partition("?")[0].strip("/").split("/")
        if len(parts) == 1:
            return told([{"id": each} for each in self.servers])
        if parts[1] not in self.servers:
            return told({}, 404)
        return self.inside(request, parts[1], parts[3:]) if parts[2:3] != ["flush"] else told({})

    def inside(self, request: Request, server: str, zone: list[str]) -> Response:
        """What is asked of a server, or of what stands in it."""
        given = decode(request.body or b"").value
        if request.method == "POST" and isinstance(given, dict) and _is_named(given):
            self.made += 1
            self.zones[f"z{self.made}"] = {**given, "id": f"z{self.made}"}
            return told(self.zones[f"z{self.made}"], 201)
        if zone and zone[0] in self.zones:
            if request.method == "DELETE":
                del self.zones[zone[0]]
                return Response(status=204)
            return told(self.zones[zone[0]])
        whole = request.method == "GET" and not zone
        listing = request.url.partition("?")[0].endswith("zones")
        return told([*self.zones.values()] if listing else {"id": server}, 200 if whole else 404)


def _is_named(given: Mapping[str, Any]) -> bool:
    return all(isinstance(given.get(name, ""), str) for name in ("id", "name")) and "name" in given


@pytest.fixture
def names(tmp_path: Path) -> Contract:
    """The contract of zones in servers."""
    return toys_contract(tmp_path, DESCRIPTION)


def _ground(contract: Contract, wire: Wire) -> Playground:
    ground = Playground(contract, wire)
    ground.scheduler.run(opening_scenarios(ground.stage))
    ground.scheduler.run(inner_scenarios(ground.stage), lanes=1)
    ground.stand()
    return ground


def test_things_are_made_in_the_one_parent_there_is(names: Contract) -> None:
    """The parent itself is written to by nothing, and all that was made in it goes again."""
    service = _Names("here")
    wire = Wire(service)
    ground = _ground(names, wire)
    stage = ground.stage
    assert (stage.parents, [*stage.standing[""]]) == ({"servers": "here"}, ["zones"])
    ground.scheduler.run(ground.exploration._together())
    outcome = ground.close()
    assert service.zones == {}
    assert service.made > 3
    assert {each.split("/")[3].split("?")[0] for each in wire.written} == {"zones"}
    assert outcome.restored.state == "restored"


def test_of_several_parents_one_must_be_named(names: Contract) -> None:
    """Nothing is made, and the line to add is told."""
    service = _Names("one", "two")
    ground = _ground(names, Wire(service))
    assert (ground.stage.parents, service.made) == ({}, 0)
    assert ground.stage.unplayable["make_zone"] == (
        "2 things of servers are there, and no operation makes one; to have things made in one of "
        'them, add it: [values] server_id = "…"'
    )


def test_a_parent_that_is_configured_is_taken(
    names: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the configuration gives stands before what lists tell."""
    service = _Names("one", "two")
    ground = Playground(names, Wire(service))
    monkeypatch.setattr(ground.stage.binder, "_values", {"server_id": "two"})
    ground.scheduler.run(opening_scenarios(ground.stage))
    ground.stand()
    assert ground.stage.parents == {"servers": "two"}
    assert ground.session.ledger.findings() == []
    assert service.made == 2
    ground.close()
    assert service.zones == {}
