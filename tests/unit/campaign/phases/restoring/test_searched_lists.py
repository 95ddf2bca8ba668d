"""Collections that only a search tells: compared as lists are, and what the service made beside."""

import json
import uuid
from typing import Any

import pytest

from ringback.contract import Contract
from ringback.exchange import Request, Response
from ringback.verdict import Restored, RestoreState
from tests.unit.campaign.phases.playing import opened
from tests.unit.campaign.toys import Playground, Wire, toys_contract

THING = {"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}}}
NEW = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}


def _json(schema: Any) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _operation(name: str, status: str, schema: Any, **more: Any) -> dict[str, Any]:
    answers = {status: {"description": "done", **_json(schema)}, "404": {"description": "none"}}
    return {"operationId": name, "responses": answers, **more}


def _paths(name: str) -> dict[str, Any]:
    """A collection that is searched, and its things, which are read and deleted."""
    key = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    return {
        f"/{name}/{{id}}": {
            "parameters": [key],
            "get": _operation(f"read_{name}", "200", THING),
            "delete": _operation(f"drop_{name}", "200", THING),
        },
        f"/{name}/filter": {
            "post": _operation(
                f"search_{name}",
                "200",
                {"type": "array", "items": THING},
                requestBody=_json({"type": "object"}),
            )
        },
    }


@pytest.fixture(scope="module")
def flows(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    """Flows are made; artifacts and pools are read, deleted and searched alone."""
    make = _operation("make_flow", "201", THING, requestBody={"required": True, **_json(NEW)})
    paths = {**_paths("flows"), **_paths("artifacts"), **_paths("pools"), "/flows": {"post": make}}
    info = {"title": "flows", "version": "1"}
    description = {"openapi": "3.1.0", "info": info, "paths": paths}
    return toys_contract(tmp_path_factory.mktemp("flows"), description)


class _Flows:
    """Makes an artifact that names each flow, and one pool that names nothing."""

    def __init__(self) -> None:
        self.store: dict[str, dict[str, dict[str, Any]]] = {
            "flows": {},
            "artifacts": {"old": {"id": "old"}},
            "pools": {"own": {"id": "own"}},
        }
        self.made: list[str] = []

    def __call__(self, request: Request) -> Response:
        """The answer."""
        kind, *rest = request.path.strip("/").split("/")
        things = self.store.get(kind, {})
        match request.method, rest:
            case "POST", ["filter"]:
                return self.told([*things.values()])
            case "POST", []:
                return self.make(json.loads(request.body or b"{}"))
            case "GET", [key] if key in things:
                return self.told(things[key])
            case "DELETE", [key] if key in things:
                return self.told(things.pop(key))
        return self.told({}, 404)

    def make(self, given: Any) -> Response:
        """A flow, and what comes with it."""
        if not isinstance(given, dict) or "name" not in given:
            return self.told({}, 400)
        key, other = str(uuid.uuid4()), str(uuid.uuid4())
        self.made.append(other)
        self.store["flows"][key] = {**given, "id": key}
        self.store["artifacts"][other] = {"id": other, "of": [{"flow": key}]}
        self.store["pools"]["default"] = {"id": "default"}
        return self.told(self.store["flows"][key], 201)

    def told(self, value: Any, status: int = 200) -> Response:
        """A JSON answer."""
        kind = ("Content-Type", "application/json")
        return Response(status=status, headers=(kind,), body=json.dumps(value).encode())


class _Kept(_Flows):
    """Lets no artifact go."""

    def __call__(self, request: Request) -> Response:
        """403 for each that is to be deleted."""
        if request.method == "DELETE" and request.path.startswith("/artifacts/"):
            return self.told({}, 403)
        return _Flows.__call__(self, request)


class _Silent(_Flows):
    """Tells nothing where it is searched with nothing."""

    def __call__(self, request: Request) -> Response:
        """An empty list for each search."""
        if request.path.endswith("/filter"):
            return self.told([])
        return _Flows.__call__(self, request)


def closed(ground: Playground) -> Restored:
    """How the run left the target."""
    return ground.close().restored


POOL = (
    "pools default: not there before the run, and nothing shows who made it, or whether the "
    "service did beside what the run made"
)


def test_what_names_the_runs_things_goes_with_them(flows: Contract) -> None:
    """What the service makes beside a thing is deleted; what nothing shows to be so is told."""
    service = _Flows()
    restored = closed(opened(flows, Wire(service)))
    assert service.made
    assert [*service.store["artifacts"]] == ["old"]
    assert [*service.store["pools"]] == ["own", "default"]
    assert (restored.state, restored.notes) == (RestoreState.RESTORED, (POOL,))


def compared(name: str, before: str, after: str) -> str:
    """What is said of a list that was read twice."""
    start = f"{name}: its list, read before anything was written ({before}) and in the end"
    return f"{start} ({after}): those of before are as before"


def test_searched_lists_are_compared(flows: Contract) -> None:
    """The report says of each what stood there before and stands there now."""
    restored = closed(opened(flows, Wire(_Flows())))
    assert [each for each in restored.things if "its list" in each] == [
        compared("flows", "0 entries", "0 entries"),
        compared("artifacts", "1 entry", "1 entry"),
        compared("pools", "1 entry", "2 entries"),
    ]


def test_what_names_the_runs_things_and_stays_is_told(flows: Contract) -> None:
    """What can't be deleted is named, and nothing is called restored."""
    service = _Kept()
    restored = closed(opened(flows, Wire(service)))
    assert restored.state is RestoreState.NOT_RESTORED
    for key in service.made:
        assert f"artifacts {key}, which the run created, is still there" in restored.notes


def test_a_search_that_tells_nothing_compares_nothing(flows: Contract) -> None:
    """What the run made was not among its answers, so that they say nothing of what there is."""
    restored = closed(opened(flows, Wire(_Silent())))
    text = "flows: no list of them was compared, so that more than the run knows may be there"
    assert restored.notes == (text,)
    assert [each for each in restored.things if "its list" in each] == []
