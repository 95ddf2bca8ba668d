"""What is wrong in a description: one unknown, and the rest is compared."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from ringback.changes import Kind, compare
from ringback.commands.setup.compared_descriptions import compared
from ringback.commands.setup.description_sources import Read
from tests.unit.changes.describing import loaded

Edit = Callable[[dict[str, Any]], Any]
_BROKEN = {"$ref": "#/components/responses/Missing"}
_RULE = "change/not-compared"


def _document(version: str = "3.0.3") -> dict[str, Any]:
    body = {"content": {"application/json": {"schema": {"type": "string", "maxLength": 9}}}}
    return {
        "openapi": version,
        "info": {"title": "t", "version": "1"},
        "paths": {"/a": {"post": {
            "parameters": [{"name": "q", "in": "query", "schema": {"type": "integer"}}],
            "requestBody": body,
            "responses": {
                "200": {"description": "d", **copy.deepcopy(body)}, "404": {"description": "d"},
            },
        }}, "/b": {"get": {"responses": {"200": {"description": "d"}}}}},
        "components": {"schemas": {"S": {"type": "string"}}},
    }  # fmt: skip


def _post(it: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = it["paths"]["/a"]["post"]
    return found


FLAWS: list[tuple[str, Edit]] = [
    ("no answers", lambda it: _post(it).pop("responses")),
    ("an answer that leads nowhere", lambda it: _post(it)["responses"].update({"404": _BROKEN})),
    ("a parameter that leads nowhere", lambda it: _post(it)["parameters"].append(_BROKEN)),
    ("a parameter without a name", lambda it: _post(it)["parameters"].append({"in": "query"})),
    ("content that is none", lambda it: _post(it)["responses"]["200"].update(content=[])),
    ("a body that leads nowhere", lambda it: it["paths"]["/b"]["get"].update(requestBody=_BROKEN)),
    ("a path that is none", lambda it: it["paths"].update({"b": it["paths"].pop("/b")})),
    ("a link that leads nowhere",
     lambda it: _post(it)["responses"]["200"].update(links={"l": {"$ref": "#/none"}})),
    ("a callback that leads nowhere",
     lambda it: _post(it).update(callbacks={"c": {"$ref": "#/none"}})),
    ("members that are none", lambda it: it["components"]["schemas"]["S"].update(properties=[])),
    ("no method at all", lambda it: it["paths"]["/b"].update(put=None)),
    ("a schema of no type", lambda it: it["components"]["schemas"]["S"].update(type="txt")),
    ("a schema that leads nowhere",
     lambda it: it["components"]["schemas"].update(S={"$ref": "#/components/schemas/Missing"})),
]  # fmt: skip


@pytest.mark.parametrize("newer", [False, True])
@pytest.mark.parametrize("edit", [row[1] for row in FLAWS], ids=[row[0] for row in FLAWS])
def test_one_flaw_is_one_unknown_and_hides_no_break(edit: Edit, *, newer: bool) -> None:
    """On either side; the break elsewhere in the operation is told all the same."""
    sides = [_document(), _document()]
    _post(sides[1])["parameters"][0].update(required=True)
    edit(sides[newer])
    base, head = map(loaded, sides)
    found = compare(base, head)
    told = [each.rule for each in found if each.kind is Kind.BREAKS]
    assert "change/parameter-required" in told
    doubts = [each for each in found if each.rule == _RULE]
    silent = not newer and "responses" not in _post(sides[0])
    assert len(doubts) == (0 if silent else 1)
    assert all(each.kind is Kind.UNKNOWN and each.place is not None for each in doubts)


@pytest.mark.parametrize("edit", [row[1] for row in FLAWS], ids=[row[0] for row in FLAWS])
def test_a_flaw_that_stays_as_it_is_is_no_change(edit: Edit) -> None:
    """The same in both: nothing changed there."""
    one = _document()
    edit(one)
    assert compare(loaded(one), loaded(copy.deepcopy(one))) == ()


@pytest.mark.parametrize("side", ["requestBody", "answer"])
@pytest.mark.parametrize("newer", [False, True])
@pytest.mark.parametrize("target", ["#/components/schemas/T", "#/none", "other.yaml#/T"])
def test_a_reference_that_leads_nowhere_is_held_to_nothing(
    target: str, side: str, *, newer: bool
) -> None:
    """What it should have said is unknown: it neither breaks anybody nor is broken."""
    sides = [_document(), _document()]
    for it in sides:
        owner = _post(it)["requestBody"] if side == "requestBody" else _post(it)["responses"]["200"]
        ref = {"$ref": "#/components/schemas/T"}
        owner["content"]["application/json"]["schema"] = ref
        it["components"]["schemas"]["T"] = {"type": "object", "required": ["a"]}
    sides[newer]["components"]["schemas"]["T"] = {"$ref": target}
    base, head = (Read(name="d", description=loaded(each)) for each in sides)
    found = compared(base, head).changes
    assert [(each.kind, each.rule) for each in found] == [(Kind.UNKNOWN, _RULE)]


@pytest.mark.parametrize("newer", [False, True])
def test_an_address_that_is_none_is_an_address(*, newer: bool) -> None:
    """Nothing fails on it."""
    sides = [_document(), _document()]
    sides[newer]["servers"] = [{"url": "http://[::1"}]
    base, head = map(loaded, sides)
    assert {each.rule for each in compare(base, head)} == {
        "change/operation-server-removed", "change/operation-server-added",
    }  # fmt: skip


def test_what_is_left_of_a_flawed_schema_proves_nothing() -> None:
    """A part that was left out may be what would be refused."""
    older, newer = _document("3.1.0"), _document("3.1.0")
    for it, least in ((older, 3), (newer, 2)):
        schema = {"type": "object", "minProperties": least, "properties": {"a": {"type": "txt"}}}
        _post(it)["requestBody"]["content"]["application/json"]["schema"] = schema
    older["paths"]["/a"]["post"]["requestBody"]["content"]["application/json"]["schema"][
        "properties"
    ]["a"]["type"] = "string"
    found = compare(loaded(older), loaded(newer))
    assert [each.kind for each in found] == [Kind.UNKNOWN]


def test_swagger_2_is_compared_with_what_came_after_it() -> None:
    """The same in both editions is nothing; a break between them is one."""
    answered = {"200": {"description": "d", "schema": {"type": "string"}}}
    older: dict[str, Any] = {
        "swagger": "2.0", "info": {"title": "t", "version": "1"}, "host": "a.example",
        "basePath": "/v1", "schemes": ["https"], "produces": ["application/json"],
        "paths": {"/a": {"get": {"operationId": "a", "responses": answered}}},
    }  # fmt: skip
    content = {"application/json": {"schema": {"type": "string"}}}
    newer: dict[str, Any] = {
        "openapi": "3.1.0", "info": {"title": "t", "version": "1"},
        "servers": [{"url": "https://a.example"}],
        "paths": {"/v1/a": {"get": {
            "operationId": "a", "responses": {"200": {"description": "d", "content": content}},
        }}},
    }  # fmt: skip
    assert compare(loaded(older), loaded(newer)) == ()
    content["application/json"]["schema"] = {"type": "integer"}
    (found,) = compare(loaded(older), loaded(newer))
    assert found.kind is Kind.BREAKS
