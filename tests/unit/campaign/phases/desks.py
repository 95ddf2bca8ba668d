"""A small service whose things have parts with keys of their own, to be broken at one place."""

import json
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema_rs

from ringback.campaign.known.identifiers import Identifiers, names_of
from ringback.campaign.phases.setup.existing_things import own_scenarios
from ringback.campaign.phases.setup.found_things import opening_scenarios
from ringback.campaign.run.exploring import Exploration
from ringback.campaign.run.outcome import Outcome, Plan
from ringback.campaign.scheduler.scene import Scenario
from ringback.campaign.session.session import Session
from ringback.config import ResourceTable
from ringback.contract import Contract
from ringback.exchange import Request, Response, header_values
from ringback.exercise import Patience
from ringback.finding import Finding
from ringback.laws import Knowledge
from ringback.ledger import Ledger
from tests.unit.campaign.toys import Wire, toys_contract

LAMP, SPARE, SECOND_LAMP, FOREIGN_LAMP = (
    f"00000000-0000-4000-8000-00000000001{number}" for number in range(4)
)
SHADE, FOREIGN_SHADE = (
    "00000000-0000-4000-8000-000000000020",
    "00000000-0000-4000-8000-000000000021",
)
VALUES: Mapping[str, str] = {
    "token": "first",
    "desk": "one",
    "second_desk": "two",
    "foreign_desk": "three",
    "lamp": SPARE,
    "foreign_lamp": FOREIGN_LAMP,
    "foreign_shade": FOREIGN_SHADE,
}
RESOURCES: Mapping[str, ResourceTable] = {
    "desk": ResourceTable(
        key="desk",
        roles={"read": "read_desk", "update": "change_desk", "list": "list_desks"},
        own=("desk",),
        bystanders=("second_desk",),
        foreign=("foreign_desk",),
        unknown="none",
        merges=("/lamp",),
        constant=("/owner",),
        exact=True,
    ),
    "lamp": ResourceTable(places=("/lamp",), own=("lamp",), foreign=("foreign_lamp",)),
    "shade": ResourceTable(places=("/lamp/shade",), foreign=("foreign_shade",)),
}
_KEY = {"type": "string", "format": "uuid"}
_TEXT = {"type": "string", "maxLength": 40}
_NEW_SHADE = {
    "type": "object",
    "properties": {"size": {"type": "integer", "minimum": 0, "maximum": 9}},
    "required": ["size"],
}
SCHEMAS: Mapping[str, Any] = {
    "NewShade": _NEW_SHADE,
    "LampChange": {
        "type": "object",
        "properties": {
            "label": _TEXT,
            "note": _TEXT,
            "shade": {"anyOf": [_KEY, {"$ref": "#/components/schemas/NewShade"}]},
        },
    },
    "DeskChange": {
        "type": "object",
        "properties": {"lamp": {"anyOf": [_KEY, {"$ref": "#/components/schemas/LampChange"}]}},
        "required": ["lamp"],
    },
    "Shade": {
        "type": "object",
        "properties": {"id": _KEY, "size": {"type": "integer"}},
        "required": ["id", "size"],
    },
    "Lamp": {
        "type": "object",
        "properties": {
            "id": _KEY,
            "label": _TEXT,
            "note": _TEXT,
            "shade": {"$ref": "#/components/schemas/Shade"},
        },
        "required": ["id", "label", "shade"],
    },
    "Desk": {
        "type": "object",
        "properties": {
            "desk": {"type": "string"},
            "owner": {"type": "string"},
            "lamp": {"$ref": "#/components/schemas/Lamp"},
        },
        "required": ["desk", "owner", "lamp"],
    },
}


def _answers(schema: Mapping[str, Any], *refusals: str) -> dict[str, Any]:
    shown = {"description": "done", "content": {"application/json": {"schema": schema}}}
    return {"200": shown, **{each: {"description": "refused"} for each in ("401", *refusals)}}


_ONE = {"$ref": "#/components/schemas/Desk"}
_WHICH = [{"name": "desk", "in": "query", "required": True, "schema": {"type": "string"}}]
DESCRIPTION: Mapping[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "desks", "version": "1"},
    "security": [{"token": []}],
    "paths": {
        "/desk": {
            "get": {
                "operationId": "read_desk",
                "parameters": _WHICH,
                "responses": _answers(_ONE, "404", "422"),
            }
        },
        "/desk/change": {
            "post": {
                "operationId": "change_desk",
                "parameters": _WHICH,
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/DeskChange"}}
                    },
                },
                "responses": _answers(_ONE, "404", "422"),
            }
        },
        "/desks": {
            "get": {
                "operationId": "list_desks",
                "responses": _answers({"type": "array", "items": _ONE}, "405"),
            }
        },
    },
    "components": {
        "schemas": SCHEMAS,
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
    },
}
_CHANGE = jsonschema_rs.Draft202012Validator(
    {"$ref": "#/components/schemas/DeskChange", "components": {"schemas": SCHEMAS}}
)


class Refused(Exception):  # noqa: N818 -- an answer, not an error
    """An answer that ends a request early."""

    def __init__(self, status: int, *headers: tuple[str, str], detail: str = "refused") -> None:
        super().__init__(status)
        kind = ("Content-Type", "application/json")
        body = json.dumps({"detail": detail}).encode()
        self.answer = Response(status=status, headers=(kind, *headers), body=body)


class Desks:
    """The right service: a lamp is edited where it stands, a shade that is given is a new one.

    `edits` tells which lamps were edited. A variant overrides one method.
    """

    def __init__(self) -> None:
        self.desks = {"one": LAMP, "two": SECOND_LAMP, "three": FOREIGN_LAMP}
        self.owners = {"one": "first", "two": "first", "three": "second"}
        self.shades: dict[str, dict[str, Any]] = {
            SHADE: {"size": 1},
            FOREIGN_SHADE: {"size": 2},
        }
        self.lamps: dict[str, dict[str, Any]] = {
            each: {"label": "first label", "note": "first note", "shade": SHADE}
            for each in (LAMP, SPARE, SECOND_LAMP)
        }
        self.lamps[FOREIGN_LAMP] = {"label": "theirs", "note": "theirs", "shade": FOREIGN_SHADE}
        self.account_of = {
            **dict.fromkeys((LAMP, SPARE, SECOND_LAMP, SHADE), "first"),
            **dict.fromkeys((FOREIGN_LAMP, FOREIGN_SHADE), "second"),
        }
        self.edits: list[str] = []

    def __call__(self, request: Request) -> Response:
        """The answer; whoever has no token gets none."""
        try:
            return self.answer(self.known(request))
        except Refused as refused:
            return refused.answer

    def known(self, request: Request) -> Request:
        """The request of somebody with a token."""
        if header_values(request.headers, "authorization") != ["Bearer first"]:
            raise Refused(401, ("WWW-Authenticate", "Bearer"))
        return request

    def answer(self, request: Request) -> Response:
        """What an operation answers."""
        match request.method, request.path:
            case "GET", "/desk":
                return self.told(self.desk(self.asked_for(request)))
            case "POST", "/desk/change":
                key = self.asked_for(request)
                change = self.body(request)
                self.desk(key)
                self.change(key, change["lamp"])
                return self.told(self.desk(key))
            case "GET", "/desks":
                mine = [key for key, owner in self.owners.items() if owner == "first"]
                return self.told([self.desk(key) for key in mine])
        method = {"/desk": "GET", "/desk/change": "POST", "/desks": "GET"}.get(request.path)
        raise Refused(404) if method is None else Refused(405, ("Allow", method))

    def told(self, value: Any) -> Response:
        """A JSON answer."""
        kind = ("Content-Type", "application/json")
        return Response(status=200, headers=(kind,), body=json.dumps(value).encode())

    def asked_for(self, request: Request) -> str:
        """The desk that a request names."""
        found = request.query_values("desk")
        if not found:
            raise Refused(422)
        return found[-1]

    def body(self, request: Request) -> Any:
        """The body, as its schema has it."""
        try:
            value = json.loads(request.body or b"")
        except ValueError:
            raise Refused(422) from None
        kinds = header_values(request.headers, "content-type")
        if kinds != ["application/json"] or not _CHANGE.is_valid(value) or not _keys_fit(value):
            raise Refused(422)
        return value

    def desk(self, key: str) -> dict[str, Any]:
        """A desk of the account, its lamp in it."""
        if self.owners.get(key) != "first":
            raise self.nothing("desk")
        lamp = self.desks[key]
        held = self.lamps[lamp]
        shade = {"id": held["shade"], **self.shades[held["shade"]]}
        return {"desk": key, "owner": "first", "lamp": {**held, "id": lamp, "shade": shade}}

    def nothing(self, what: str) -> Refused:
        """The refusal of what is not the account's, whether there is such a thing or not."""
        return Refused(404, detail=f"no such {what}")

    def part(self, what: str, key: str) -> str:
        """The key of a part that the account has."""
        if self.account_of.get(key.lower()) != "first":
            raise self.nothing(what)
        return key.lower()

    def change(self, key: str, lamp: Any) -> None:
        """Put a lamp there, or edit the one that is there."""
        if isinstance(lamp, str):
            self.desks[key] = self.part("lamp", lamp)
        else:
            self.edit(self.desks[key], lamp)

    def edit(self, lamp: str, given: Mapping[str, Any]) -> None:
        """Change the members that are given."""
        changes = {name: each for name, each in given.items() if name in {"label", "note"}}
        if isinstance(given.get("shade"), str):
            changes["shade"] = self.part("shade", given["shade"])
        elif "shade" in given:
            changes["shade"] = self.made(given["shade"])
        self.edits.append(lamp)
        self.lamps[lamp] = {**self.lamps[lamp], **changes}

    def made(self, shade: Mapping[str, Any]) -> str:
        """The key of a new shade."""
        key = str(uuid.UUID(int=(1 << 100) + len(self.shades), version=4))
        self.shades[key] = dict(shade)
        self.account_of[key] = "first"
        return key


def _keys_fit(change: Any) -> bool:
    """Whether every key that is given is a UUID."""
    lamp = change["lamp"]
    shade = lamp.get("shade") if isinstance(lamp, dict) else None
    for each in (lamp, shade):
        if isinstance(each, str):
            try:
                uuid.UUID(each)
            except ValueError:
                return False
    return True


class Room:
    """A run on desks that has looked around, of which a test plays a part."""

    def __init__(
        self,
        contract: Contract,
        service: Any,
        *,
        values: Mapping[str, str] = VALUES,
        resources: Mapping[str, ResourceTable] = RESOURCES,
    ) -> None:
        self.wire = Wire(service)
        self.outcome = Outcome()
        self.session = Session(
            target=self.wire,
            contract=contract,
            forms=contract,
            knowledge=Knowledge(),
            values=values,
            resources=resources,
            names=Identifiers(names_of(resources), values, 0),
            ledger=Ledger(),
            patience=Patience(sleep=lambda _seconds: None),
        )
        plan = Plan(operations=tuple(contract.operations), random_cases=0)
        self.exploration = Exploration(self.session, plan, self.outcome, resources)
        self.stage = self.exploration.stage
        self.scheduler = self.exploration.scheduler
        self.scheduler.run(opening_scenarios(self.stage))
        self.scheduler.run(own_scenarios(self.stage), lanes=1)

    def scenarios(self, kind: str) -> list[Scenario]:
        """Those of this class among all that a run plays side by side."""
        return [each for each in self.exploration._together() if type(each).__name__ == kind]

    def played(self, *kinds: str) -> list[Finding]:
        """What the scenarios of these kinds find, one after the other."""
        for kind in kinds:
            wanted = self.scenarios(kind)
            assert wanted, kind
            self.scheduler.run(wanted, lanes=1)
        assert self.session.crashes.entries == ()
        return self.session.ledger.findings()

    def close(self) -> Outcome:
        """Put everything back."""
        self.exploration.close()
        return self.outcome


def desks_contract(folder: Path) -> Contract:
    """The contract of the desks."""
    return toys_contract(folder, DESCRIPTION)
