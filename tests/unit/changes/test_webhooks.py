"""Webhooks and callbacks: what the server sends, and what it takes for an answer."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from ringback.changes import Kind, compare
from tests.unit.changes.describing import loaded

_B, _C, _FINE, _DROPPED = Kind.BREAKS, Kind.CAREFUL, Kind.COMPATIBLE, Kind.DROPPED
Edit = Callable[[dict[str, Any]], Any]


def _operation() -> dict[str, Any]:
    event = {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}
    return {
        "parameters": [
            {"name": "X-Sign", "in": "header", "required": True, "schema": {"type": "string"}}
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": event}}},
        "responses": {
            "200": {
                "description": "d",
                "content": {"application/json": {"schema": {
                    "type": "object", "properties": {"ok": {"type": "integer"}}}}},
            },
            "410": {"description": "d"},
        },
    }  # fmt: skip


def _document(*, callback: bool) -> dict[str, Any]:
    document: dict[str, Any] = {
        "openapi": "3.1.0", "info": {"title": "t", "version": "1"},
    }  # fmt: skip
    if callback:
        there = {"done": {"{$request.body#/url}": {"post": _operation()}}}
        answered = {"200": {"description": "d"}}
        document["paths"] = {"/jobs": {"post": {"callbacks": there, "responses": answered}}}
    else:
        document["webhooks"] = {"done": {"post": _operation()}}
    return document


def _sent(it: dict[str, Any]) -> dict[str, Any]:
    if "webhooks" in it:
        found: dict[str, Any] = it["webhooks"]["done"]["post"]
        return found
    (item,) = it["paths"]["/jobs"]["post"]["callbacks"]["done"].values()
    operation: dict[str, Any] = item["post"]
    return operation


def _event(it: dict[str, Any]) -> Any:
    return _sent(it)["requestBody"]["content"]["application/json"]["schema"]


def _answer(it: dict[str, Any]) -> Any:
    return _sent(it)["responses"]["200"]["content"]["application/json"]["schema"]


def _same(_it: dict[str, Any]) -> None:
    pass


# What is done to the older one and to the newer one; kinds and rules that are told of it.
ROWS: list[tuple[Edit, Edit, list[tuple[Kind, str]]]] = [
    (_same, lambda it: _event(it).pop("required"), [(_B, "response-widened")]),
    (lambda it: _event(it).pop("required"), _same, [(_FINE, "response-narrowed")]),
    (_same, lambda it: _event(it)["properties"].update(id={"type": "integer"}),
     [(_B, "response-widened")]),
    (_same, lambda it: _event(it)["properties"].update(n={"type": "integer"}),
     [(_FINE, "response-member-added"), (_FINE, "response-narrowed")]),
    (lambda it: _event(it)["properties"].update(n={"type": "integer"}), _same,
     [(_C, "response-member-removed"), (Kind.OPEN, "response-narrowed")]),
    (_same, lambda it: _answer(it).update(required=["ok"]), [(_B, "request-narrowed")]),
    (lambda it: _answer(it).update(required=["ok"]), _same, [(_FINE, "request-widened")]),
    (_same, lambda it: _answer(it)["properties"].update(ok={"type": "boolean"}),
     [(_B, "request-narrowed")]),
    (_same, lambda it: _answer(it)["properties"].pop("ok"),
     [(_DROPPED, "request-member-removed"), (_FINE, "request-widened")]),
    (_same, lambda it: _sent(it).pop("requestBody"), [(_B, "webhook-body-changed")]),
    (lambda it: _sent(it).pop("requestBody"), _same, [(_FINE, "webhook-body-changed")]),
    (_same, lambda it: _sent(it)["requestBody"].update(required=False),
     [(_B, "webhook-body-changed")]),
    (_same, lambda it: _sent(it)["requestBody"]["content"].update({"application/xml": {}}),
     [(_B, "webhook-media-type-changed")]),
    (lambda it: _sent(it)["requestBody"]["content"].update({"application/xml": {}}), _same,
     [(_FINE, "webhook-media-type-changed")]),
    (_same, lambda it: _sent(it)["parameters"].clear(), [(_B, "webhook-parameter-changed")]),
    (lambda it: _sent(it)["parameters"].clear(), _same, [(_FINE, "webhook-parameter-changed")]),
    (_same, lambda it: _sent(it)["parameters"][0].update(required=False),
     [(_B, "webhook-parameter-changed")]),
    (_same, lambda it: _sent(it)["parameters"][0].update(schema={"type": "array"}),
     [(_B, "response-header-widened")]),
    (_same, lambda it: _sent(it)["responses"].pop("410"), [(_C, "webhook-answer-changed")]),
    (_same, lambda it: _sent(it)["responses"].pop("200"), [(_B, "webhook-answer-changed")]),
    (_same, lambda it: _sent(it)["responses"].update({"202": {"description": "d"}}),
     [(_FINE, "webhook-answer-changed")]),
    (_same, lambda it: _sent(it)["responses"]["200"].update(
        content={"text/plain": {"schema": {"type": "string"}}}),
     [(_B, "webhook-answer-changed")]),
    (_same, lambda it: _sent(it)["responses"]["410"].update(
        content={"text/plain": {"schema": {"type": "string"}}}),
     [(_B, "webhook-answer-changed")]),
    (_same, lambda it: _sent(it).update(summary="other"), []),
]  # fmt: skip


@pytest.mark.parametrize("callback", [False, True])
@pytest.mark.parametrize(("before", "after", "expected"), ROWS)
def test_what_the_server_sends_is_compared_turned(
    before: Edit, after: Edit, expected: list[tuple[Kind, str]], *, callback: bool
) -> None:
    """Its requests are for clients to read, their answers for the server to take."""
    sides = [_document(callback=callback) for _ in range(2)]
    for edit, it in zip((before, after), sides, strict=True):
        edit(it)
    base, head = map(loaded, sides)
    found = compare(base, head)
    told = [(each.kind, each.rule.removeprefix("change/")) for each in found]
    assert sorted(told) == sorted(expected)


@pytest.mark.parametrize(
    ("callback", "kind", "rule"),
    [(False, _B, "webhook-removed"), (True, _B, "webhook-removed")],
)
def test_what_is_sent_no_more_breaks_who_waits_for_it(
    kind: Kind, rule: str, *, callback: bool
) -> None:
    """The way back hurts nobody."""
    there = _document(callback=callback)
    bare = copy.deepcopy(there)
    if callback:
        del bare["paths"]["/jobs"]["post"]["callbacks"]
    else:
        bare["webhooks"] = {}
        bare["paths"] = {}
    (gone,) = compare(loaded(there), loaded(bare))
    (come,) = compare(loaded(bare), loaded(there))
    assert (gone.kind, gone.rule) == (kind, f"change/{rule}")
    assert (come.kind, come.rule) == (_FINE, "change/webhook-added")


def test_a_callback_that_goes_to_another_address_breaks() -> None:
    """Who gives the old one is not called."""
    one, other = (_document(callback=True) for _ in range(2))
    callbacks = other["paths"]["/jobs"]["post"]["callbacks"]
    callbacks["done"] = {"{$request.body#/to}": callbacks["done"]["{$request.body#/url}"]}
    (found,) = compare(loaded(one), loaded(other))
    assert (found.kind, found.rule) == (_B, "change/callback-address-changed")
    assert "{$request.body#/url}" in found.message
