"""The payload of a finding, cut down to what is worth a look."""

import json
from dataclasses import replace
from typing import Any

import pytest

from ringback.exchange import Exchange, Lost, LostReason, Request, Response
from ringback.finding import Finding
from ringback.payload_map import MapNode
from ringback.reports.evidence.shown_payloads import ShownPayload
from ringback.reports.scribe import Scribe

FOUND = Finding(rule="schema/response", message="it is wrong", instance="/part/x")
PART = {"part": {"x": 1}}
SCRIBE = Scribe(secrets={"TOKEN": "s3cr3t-value"}, made_up=frozenset())


def _exchange(answered: Any, sent: Any = None, status: int = 200) -> Exchange:
    body = None if sent is None else json.dumps(sent).encode()
    return Exchange(
        request=Request(method="PUT", url="/a", body=body),
        outcome=Response(status=status, body=json.dumps(answered).encode()),
    )


def _payload(found: Finding, *exchanges: Exchange) -> ShownPayload | None:
    return SCRIBE.shown(replace(found, exchanges=exchanges)).payload


def _shown(value: Any, place: str | None, **more: Any) -> ShownPayload:
    given = {"side": "response", "status": 200, **more}
    return ShownPayload(value=json.dumps(value), place=place, **given)


@pytest.mark.parametrize(
    ("rule", "instance", "answered", "sent", "shown"),
    [
        (*("schema/response", "/part/x", PART, None), _shown(PART, "/part/x")),
        ("schema/response", "/part/x", {"part": {}}, None, _shown({"part": {}}, "/part")),
        ("schema/response", "", [1], None, _shown([1], "")),
        ("schema/response", None, {"a": 1}, None, _shown({"a": 1}, None)),
        ("law/echo", "/x", {"x": 1}, {"x": 2}, _shown({"x": 1}, "/x", given="2")),
        ("law/echo", "/x", {"x": 1}, {"y": 2}, _shown({"x": 1}, "/x")),
        (
            *("request/accepted-invalid", "/x", {"x": 1}, {"x": None}),
            _shown({"x": None}, "/x", side="request", status=None),
        ),
        ("schema/response", "/part/x", [], None, None),
    ],
)  # fmt: skip
def test_the_body_that_has_the_place(
    rule: str, instance: str | None, answered: Any, sent: Any, shown: ShownPayload | None
) -> None:
    """An answer, of rules about requests the request; what lacks a member where it is missing."""
    found = replace(FOUND, rule=rule, instance=instance)
    assert _payload(found, _exchange(answered, sent)) == shown


def test_what_has_no_body() -> None:
    """A lost answer, and a body that is no JSON, are shown as none."""
    lost = Exchange(
        request=Request(method="GET", url="/a"),
        outcome=Lost(reason=LostReason.CLOSED, detail="closed"),
    )
    plain = replace(lost, outcome=Response(status=500, body=b"<html>"))
    assert _payload(FOUND, lost, plain) is None
    assert SCRIBE.shown(FOUND).payload is None


def test_a_large_payload_is_cut_around_the_place() -> None:
    """What is beside the way is told by its size; the place is found in what is left."""
    items = [{"name": f"n{at}", "list": [1, 2], "text": "y" * 300} for at in range(50)]
    shown = _payload(
        replace(FOUND, instance="/items/30/name"), _exchange({"items": items, "z": {}})
    )
    assert shown is not None
    item = {"name": "n30", "list": "… 2 items", "text": "y" * 200 + "… (300 characters)"}
    assert json.loads(shown.value) == {
        "items": ["… 29 items", "… 3 members", item, "… 3 members", "… 18 more items"],
        "z": {},
    }
    assert shown.place == "/items/2/name"
    wide = {f"member{at}": "y" * 90 for at in range(90)}
    shown = _payload(replace(FOUND, instance="/member80"), _exchange(wide))
    assert shown is not None
    value = json.loads(shown.value)
    assert (len(value), value["…"], value["member80"]) == (42, "49 more members", "y" * 90)


def test_secrets_are_hidden() -> None:
    """By their values and by the names that they stand under, also in what was given."""
    body = {"note": "it is s3cr3t-value", "password": "hunter2222", "part": {"x": 1}}
    shown = _payload(FOUND, _exchange(body))
    assert shown is not None
    assert json.loads(shown.value) == {
        "note": "it is $TOKEN",
        "password": "$PASSWORD",
        "part": {"x": 1},
    }
    found = replace(FOUND, rule="law/echo", instance="/password")
    shown = _payload(found, _exchange({"password": "hunter3333"}, {"password": "hunter2222"}))
    assert shown is not None
    assert shown.given == '"$PASSWORD"'


@pytest.mark.parametrize(
    ("name", "example", "shown"),
    [
        ("note", '"a s3cr3t-value"', '"a $TOKEN"'),
        ("api_key", '"sk-1234567890"', '"$API_KEY"'),
        ("voice", '{"api_key": "sk-1234567890", "n": 1}', '{"api_key": "$API_KEY", "n": 1}'),
        ("*", '["\\u202e"]', '["\\u202e"]'),
        ("number", "1e9", "1000000000"),
        ("broken", "{", None),
        ("nothing", None, None),
    ],
)
def test_examples_of_a_map(name: str, example: str | None, shown: str | None) -> None:
    """What stood at a node is hidden by the node's name, too; what is no JSON is not shown."""
    node = MapNode(name=name, kind="string", place=f"/{name}", schema="/a", example=example)
    assert SCRIBE.node(node).example == shown
