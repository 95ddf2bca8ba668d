"""A small service that keeps its description, to be broken at one place: for the phases."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import jsonschema_rs

from ringback.campaign.known.identifiers import Identifiers
from ringback.campaign.phases.setup.standing_things import standing
from ringback.campaign.run.exploring import Exploration
from ringback.campaign.run.noting import note
from ringback.campaign.run.outcome import Outcome, Plan
from ringback.campaign.scheduler.scene import Scenario
from ringback.campaign.session.budget import Budget
from ringback.campaign.session.session import Session
from ringback.contract import Contract
from ringback.description import load
from ringback.exchange import Outcome as Answer
from ringback.exchange import Request, Response, header_values, media_type_of
from ringback.exercise import Patience
from ringback.finding import Finding
from ringback.laws import Knowledge
from ringback.ledger import Ledger
from ringback.targets.interface import Target

_PET = {
    "name": {"type": "string", "minLength": 1, "maxLength": 40},
    "kind": {"enum": ["cat", "dog"]},
    "age": {"type": "integer", "minimum": 0, "maximum": 99, "default": 1},
    "note": {"type": ["string", "null"], "maxLength": 40},
}
_OWN = {
    "id": {"type": "integer", "readOnly": True},
    "walks": {"type": "integer", "readOnly": True},
}
SCHEMAS: Mapping[str, Any] = {
    "NewPet": {
        "type": "object",
        "properties": {**_PET, **_OWN},
        "required": ["name", "kind"],
    },
    "PetPatch": {"type": "object", "properties": _PET},
    "Pet": {
        "type": "object",
        "properties": {**_PET, **_OWN},
        "required": ["id", "name", "kind", "age", "walks"],
    },
    "NewToy": {
        "type": "object",
        "properties": {"label": {"type": "string", "minLength": 1, "maxLength": 30}},
        "required": ["label"],
    },
    "Toy": {
        "type": "object",
        "properties": {"id": {"type": "integer"}, "label": {"type": "string"}},
        "required": ["id", "label"],
    },
    "Settings": {
        "type": "object",
        "properties": {
            "greeting": {"type": "string", "minLength": 1, "maxLength": 30},
            "loud": {"type": "boolean"},
        },
        "required": ["greeting", "loud"],
    },
    "Query": {
        "type": "object",
        "properties": {"text": {"type": "string"}, "exact": {"type": "boolean"}},
        "required": ["text"],
    },
}


def _json(name: str, kind: str = "application/json") -> dict[str, Any]:
    return {"content": {kind: {"schema": {"$ref": f"#/components/schemas/{name}"}}}}


def _bytes() -> dict[str, Any]:
    return {"content": {"application/octet-stream": {"schema": {}}}}


def _operation(
    name: str, success: str, answer: dict[str, Any], *refusals: str, **more: Any
) -> dict[str, Any]:
    answers = {each: {"description": "refused"} for each in ("401", *refusals)}
    return {
        "operationId": name,
        "responses": {success: {"description": "done", **answer}, **answers},
        **more,
    }


def _body(name: str, kind: str = "application/json") -> dict[str, Any]:
    return {"required": True, **_json(name, kind)}


_MERGE = "application/merge-patch+json"
_LIST = {
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "properties": {
                    "total": {"type": "integer"},
                    "items": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}},
                },
                "required": ["total", "items"],
            }
        }
    }
}
_QUERY = [
    {"name": "kind", "in": "query", "schema": {"enum": ["cat", "dog"]}},
    {"name": "sort", "in": "query", "schema": {"enum": ["name", "-name"]}},
    {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 99}},
    {"name": "offset", "in": "query", "schema": {"type": "integer", "minimum": 0, "maximum": 999}},
]


def _key(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "schema": {"type": "integer", "minimum": 1, "maximum": 2**31},
    }


_GONE = ("400", "404")
DESCRIPTION: Mapping[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "toys", "version": "1"},
    "security": [{"token": []}],
    "paths": {
        "/pets": {
            "get": _operation("list_pets", "200", _LIST, "400", parameters=_QUERY),
            "post": _operation("make_pet", "201", _json("Pet"), "400", requestBody=_body("NewPet")),
        },
        "/pets/{pet_id}": {
            "parameters": [_key("pet_id")],
            "get": _operation("read_pet", "200", _json("Pet"), *_GONE, "304"),
            "put": _operation(
                *("put_pet", "200", _json("Pet"), *_GONE, "412"), requestBody=_body("NewPet")
            ),
            "patch": _operation(
                *("patch_pet", "200", _json("Pet"), *_GONE, "412"),
                requestBody=_body("PetPatch", _MERGE),
            ),
            "delete": _operation("drop_pet", "204", {}, *_GONE),
        },
        "/pets/{pet_id}/walk": {
            "parameters": [_key("pet_id")],
            "post": _operation("walk_pet", "200", _json("Pet"), *_GONE, "409"),
        },
        "/pets/{pet_id}/photo": {
            "parameters": [_key("pet_id")],
            "get": _operation("read_photo", "200", _bytes(), *_GONE),
            "put": _operation(
                *("put_photo", "204", {}, *_GONE, "415"), requestBody={"required": True, **_bytes()}
            ),
            "delete": _operation("drop_photo", "204", {}, *_GONE),
        },
        "/pets/{pet_id}/toys": {
            "parameters": [_key("pet_id")],
            "post": _operation(
                "make_toy", "201", _json("Toy"), *_GONE, requestBody=_body("NewToy")
            ),
        },
        "/pets/{pet_id}/toys/{toy_id}": {
            "parameters": [_key("pet_id"), _key("toy_id")],
            "get": _operation("read_toy", "200", _json("Toy"), *_GONE),
            "delete": _operation("drop_toy", "204", {}, *_GONE),
        },
        "/settings": {
            "get": _operation("read_settings", "200", _json("Settings")),
            "put": _operation(
                *("put_settings", "200", _json("Settings"), "400"), requestBody=_body("Settings")
            ),
        },
        "/search": {
            "post": _operation("search", "200", _json("Query"), "400", requestBody=_body("Query"))
        },
    },
    "components": {
        "schemas": SCHEMAS,
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
    },
}
TOKENS = {"Bearer first": "first", "Bearer second": "second"}
_VALIDATORS = {name: jsonschema_rs.Draft202012Validator(schema) for name, schema in SCHEMAS.items()}


class Refused(Exception):  # noqa: N818 -- an answer, not an error
    """An answer that ends a request early."""

    def __init__(self, status: int, *headers: tuple[str, str]) -> None:
        super().__init__(status)
        self.answer = Response(status=status, headers=headers)


def allowed(path: str) -> str:
    """The methods that the description has for a path."""
    numberless = re.sub(r"\d+", "{}", path)
    for template, item in DESCRIPTION["paths"].items():
        if re.sub(r"{\w+}", "{}", template) == numberless:
            return ", ".join(each.upper() for each in item if each != "parameters")
    raise Refused(404)


def told(value: Any, status: int = 200, *headers: tuple[str, str]) -> Response:
    """A JSON answer, with a tag of what it tells."""
    body = json.dumps(value).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:8]}"'
    kind = ("Content-Type", "application/json")
    return Response(status=status, headers=(kind, ("ETag", tag), *headers), body=body)


class Toys:
    """The right service. `store` has every thing under its path; a variant overrides one method."""

    def __init__(self) -> None:
        self.store: dict[str, Any] = {"/settings": {"greeting": "hello", "loud": False}}
        self.owners: dict[str, str] = {}
        self.number = 0

    def __call__(self, request: Request) -> Response:
        """The answer; whoever has no token gets none."""
        try:
            return self.answer(request, self.account(request))
        except Refused as refused:
            return refused.answer

    def account(self, request: Request) -> str:
        """Whose token it is."""
        values = header_values(request.headers, "authorization")
        if values and values[0] in TOKENS:
            return TOKENS[values[0]]
        raise Refused(401, ("WWW-Authenticate", "Bearer"))

    def answer(self, request: Request, account: str) -> Response:
        """What an operation answers."""
        path, steps = request.path, request.path.strip("/").split("/")
        match request.method, steps:
            case "POST", ["search"]:
                return self.search(self.body(request, "Query"))
            case "GET", ["settings"]:
                return told(self.store[path])
            case "PUT", ["settings"]:
                return self.set(path, self.body(request, "Settings"))
            case "GET", ["pets"]:
                return self.listed(request, account)
            case "POST", ["pets"]:
                return self.make(path, self.pet(self.body(request, "NewPet")), account)
            case method, ["pets", key, *rest]:
                thing = self.mine(f"/pets/{key}", account)
                return self.within(method, request, thing, rest)
        raise Refused(405, ("Allow", allowed(path)))

    def within(self, method: str, request: Request, pet: str, rest: list[str]) -> Response:
        """What an operation on a pet, or below it, answers."""
        path = "/".join((pet, *rest))
        match method, rest:
            case "GET", []:
                return self.read(request, path)
            case "PUT", []:
                return self.put(request, path, self.body(request, "NewPet"))
            case "PATCH", []:
                return self.patch(request, path, self.body(request, "PetPatch", _MERGE))
            case "DELETE", [] | ["photo"] | ["toys", _]:
                return self.drop(path)
        return self.below(method, request, pet, rest)

    def below(self, method: str, request: Request, pet: str, rest: list[str]) -> Response:
        """What an operation on a part of a pet answers."""
        path = "/".join((pet, *rest))
        match method, rest:
            case "POST", ["walk"]:
                return self.walk(path.removesuffix("/walk"))
            case "PUT", ["photo"]:
                return self.upload(request, path)
            case "GET", ["photo"]:
                kind = ("Content-Type", "application/octet-stream")
                return Response(status=200, headers=(kind,), body=self.there(path))
            case "POST", ["toys"]:
                return self.make(path, self.body(request, "NewToy"), self.owners[pet])
            case "GET", ["toys", _]:
                return told(self.there(path))
        raise Refused(405, ("Allow", allowed(path)))

    def there(self, path: str) -> Any:
        """What stands there; 404 for nothing."""
        if path not in self.store:
            raise Refused(404 if path.rpartition("/")[2].isdigit() or "photo" in path else 400)
        return self.store[path]

    def mine(self, path: str, account: str) -> str:
        """The path of a pet that the account has."""
        self.there(path)
        if self.owners[path] != account:
            raise Refused(404)
        return path

    def body(self, request: Request, schema: str, kind: str = "application/json") -> Any:
        """The body, as its schema has it."""
        if media_type_of(request.headers) != kind:
            raise Refused(400)
        try:
            value = json.loads(request.body or b"")
        except ValueError:
            raise Refused(400) from None
        if not _VALIDATORS[schema].is_valid(value):
            raise Refused(400)
        return value

    def pet(self, given: Mapping[str, Any], **own: int) -> dict[str, Any]:
        """A pet of what is given, without what is read-only."""
        return {"age": 1, "walks": 0, **own, **{k: v for k, v in given.items() if k in _PET}}

    def make(self, path: str, thing: dict[str, Any], account: str) -> Response:
        """A new thing under a key of its own."""
        self.number += 1
        place = f"{path}/{self.number}"
        self.store[place] = {**thing, "id": self.number}
        self.owners[place] = account
        return told(self.store[place], 201, ("Location", place))

    def read(self, request: Request, path: str) -> Response:
        """A pet, or that it is still as it was."""
        found = told(self.there(path))
        asked = ", ".join(header_values(request.headers, "if-none-match")).split(", ")
        if set(asked) & set(self.tag(path)):
            return Response(status=304, headers=(("ETag", self.tag(path)[0]),))
        return found

    def tag(self, path: str) -> list[str]:
        """The tag of a thing as it stands."""
        return header_values(told(self.store[path]).headers, "etag")

    def condition(self, request: Request, path: str) -> None:
        """412 for the tag of an earlier state."""
        if header_values(request.headers, "if-match") not in ([], self.tag(path)):
            raise Refused(412)

    def put(self, request: Request, path: str, given: Any) -> Response:
        """What is given in the place of what was there."""
        self.condition(request, path)
        old = self.store[path]
        self.store[path] = self.pet(given, id=old["id"], walks=old["walks"])
        return told(self.store[path])

    def patch(self, request: Request, path: str, given: Any) -> Response:
        """What is given merged into what is there; null takes a member away."""
        self.condition(request, path)
        new = {**self.store[path], **given}
        self.store[path] = {k: v for k, v in new.items() if v is not None}
        return told(self.store[path])

    def walk(self, path: str) -> Response:
        """One walk; a second one is a conflict."""
        pet = self.there(path)
        if pet["walks"]:
            raise Refused(409)
        self.store[path] = {**pet, "walks": 1}
        return told(self.store[path])

    def upload(self, request: Request, path: str) -> Response:
        """Bytes as they came."""
        if header_values(request.headers, "content-type") != ["application/octet-stream"]:
            raise Refused(415)
        self.store[path] = request.body or b""
        return Response(status=204)

    def drop(self, path: str) -> Response:
        """The thing and all that stands in it are gone."""
        self.there(path)
        for each in [each for each in self.store if each == path or each.startswith(f"{path}/")]:
            del self.store[each]
        return Response(status=204)

    def set(self, path: str, given: Any) -> Response:
        """The settings as given."""
        self.store[path] = given
        return told(given)

    def search(self, given: Any) -> Response:
        """What was looked for, told again."""
        return told(given)

    def pets(self, account: str) -> list[dict[str, Any]]:
        """The account's pets, the oldest first."""
        return [
            each
            for path, each in self.store.items()
            if path.count("/") == 2 and self.owners[path] == account
        ]

    def listed(self, request: Request, account: str) -> Response:
        """The pets that fit, in the order and on the page that is asked for."""
        query = {name: value for name, value in request.query if name in {"kind", "sort"}}
        numbers = {"limit": 99, "offset": 0}
        for name, value in request.query:
            if name in numbers and not (value.isdigit() and int(value) <= 999):
                raise Refused(400)
            numbers |= {name: int(value)} if name in numbers else {}
        kinds, sorts = {None, "cat", "dog"}, {None, "name", "-name"}
        if query.get("kind") not in kinds or query.get("sort") not in sorts:
            raise Refused(400)
        if not 1 <= numbers["limit"] <= 99:
            raise Refused(400)
        return told(self.page(self.pets(account), query, **numbers))

    def page(
        self, pets: list[dict[str, Any]], query: Mapping[str, str], limit: int, offset: int
    ) -> dict[str, Any]:
        """One page of what fits, with the number of all that fit."""
        found = [each for each in pets if query.get("kind") in {None, each["kind"]}]
        if "sort" in query:
            found.sort(key=lambda each: str(each["name"]), reverse=query["sort"] == "-name")
        return {"total": len(found), "items": found[offset : offset + limit]}


@dataclass
class _Begun:
    """What was started, and what came of it."""

    job: Callable[[], Answer]
    answer: Answer | None = None


class Wire:
    """A target without a socket: a function answers, and what left together is remembered.

    `seconds` is how long an answer says it took; nothing is waited for.
    """

    name = "toys"
    base_url: str | None = None
    stateful = True

    def __init__(
        self, answer: Callable[[Request], Answer], *, width: int = 1, seconds: float = 0.0
    ) -> None:
        self.answer = answer
        self.width = width
        self.seconds = seconds
        self.batches: list[list[str]] = []
        self._started: list[_Begun] = []

    @property
    def sent(self) -> list[str]:
        """Everything that was sent, in its order: method and path."""
        return [each for batch in self.batches for each in batch]

    @property
    def written(self) -> list[str]:
        """What was sent that is no read."""
        reading = ("GET ", "HEAD ", "OPTIONS ", "TRACE ")
        return [each for each in self.sent if not each.startswith(reading)]

    def send(self, request: Request) -> Answer:
        """One alone."""
        return self.send_all([request])[0]

    def send_all(self, requests: Sequence[Request], apart: float = 0.0) -> list[Answer]:
        """These together; how far apart they leave is nothing here."""
        assert apart >= 0
        self.batches.append([f"{each.method} {each.url}" for each in requests])
        return [self._answered(each) for each in requests]

    def _answered(self, request: Request) -> Answer:
        found = self.answer(request)
        if not isinstance(found, Response):
            return found
        return Response(
            status=found.status, headers=found.headers, body=found.body, seconds=self.seconds
        )

    def start(self, job: Callable[[], Answer]) -> Callable[[], Answer]:
        """Do it once its outcome is asked for, with all that was started until then."""
        self._started.append(_Begun(job))
        return partial(self._outcome, self._started[-1])

    def _outcome(self, begun: "_Begun") -> Answer:
        started, self._started = self._started, []
        before = len(self.batches)
        for each in started:
            each.answer = each.job()
        together = [each for batch in self.batches[before:] for each in batch]
        self.batches[before:] = [together] if started else []
        assert begun.answer is not None
        return begun.answer

    def close(self) -> None:
        """Nothing is held."""


def toys_contract(folder: Path, description: Mapping[str, Any] = DESCRIPTION) -> Contract:
    """The contract of the toys, or of what is made of their description."""
    file = folder / "toys.json"
    file.write_text(json.dumps(description), "utf-8")
    return Contract(load(file), "strict")


def session_on(contract: Contract, target: Target, budget: Budget | None = None) -> Session:
    """A session with two accounts that waits for nothing."""
    values = {"token": "first"}
    return Session(
        target=target,
        contract=contract,
        forms=contract,
        knowledge=Knowledge(),
        values=values,
        names=Identifiers((), values, 0),
        ledger=Ledger(),
        accounts={"other": {"token": "second"}},
        patience=Patience(sleep=lambda _seconds: None),
        budget=budget or Budget(),
    )


class Playground:
    """An exploration under way, of which a test plays a part."""

    def __init__(self, contract: Contract, target: Target, budget: Budget | None = None) -> None:
        self.outcome = Outcome()
        self.session = session_on(contract, target, budget)
        self.plan = Plan(operations=tuple(contract.operations), random_cases=0)
        self.exploration = Exploration(self.session, self.plan, self.outcome)
        self.stage = self.exploration.stage
        self.scheduler = self.exploration.scheduler

    def stand(self, account: str = "") -> None:
        """Make what stands all the while."""
        self.scheduler.run(standing(self.stage, account), lanes=1)

    def found(self, scenarios: Iterable[Scenario], lanes: int = 4) -> list[Finding]:
        """Play these; what is held then, or was seen once."""
        self.scheduler.run(scenarios, lanes=lanes)
        return self.session.ledger.findings()

    def note(self) -> None:
        """Name what was not played."""
        note(self.stage, self.session, self.plan, self.outcome)

    def close(self) -> Outcome:
        """Put everything back."""
        self.exploration.close()
        return self.outcome


_COUNTED = (
    (re.compile(r"Sample \d+(-rb\w+)?"), "TEXT"),
    (re.compile(r"ample \d+\", \"id\": \d+"), 'TEXT", "id": KEY'),
    (re.compile(r"(?<=pets )\d+|(?<=toys )\d+|(?<=key \")\d+|(?<=holds )\d+"), "KEY"),
    (re.compile(r"^\d+(?= stands)"), "KEY"),
    (re.compile(r"\"BELL [^\"]*\""), '"TEXT"'),
)


def spoken(findings: Iterable[Finding]) -> list[tuple[str, str, str, str]]:
    """What a finding says of itself: rule, operation, cause, message; no numbers."""
    return sorted((f.rule, f.operation or "", f.cause, _plain(f.message)) for f in findings)


def _plain(message: str) -> str:
    """The sentence with words for the keys and texts that depend on how much was made before."""
    for pattern, word in _COUNTED:
        message = pattern.sub(word, message)
    return message
