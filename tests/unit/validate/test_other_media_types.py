"""Recordings of other media types than JSON: the fast path leaves them to the checks."""

import json
from typing import Any

import pytest

from ringback.contract import Contract
from ringback.recordings import Scope, entry_of_line
from ringback.validate.entries import judge_entry
from ringback.validate.fast.compiled import Compiled
from ringback.validate.fast.quick import QuickExchanges
from tests.unit.contract.making import small

FORM = "application/x-www-form-urlencoded"
N = {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}}
CONTENT = {
    "text/plain": {"schema": {"type": "string", "enum": ["ok"]}},
    "application/x-ndjson": {"schema": N},
    "text/html": {},
    "*/*": {"schema": N},
}
CONTRACT: Contract = small(
    {},
    {
        "/it": {
            "put": {
                "operationId": "it",
                "requestBody": {"content": {FORM: {"schema": N}, "*/*": {"schema": N}}},
                "responses": {"200": {"description": "it", "content": CONTENT}},
            }
        }
    },
)


def line(asked: tuple[str, Any], answered: tuple[str, Any]) -> bytes:
    """A recording as a line of a log."""
    return json.dumps(
        {
            "request": {
                "method": "PUT",
                "url": "/it",
                "headers": {"Content-Type": asked[0]},
                "body": asked[1],
            },
            "response": {
                "status": 200,
                "headers": {"Content-Type": answered[0]},
                "body": answered[1],
            },
        }
    ).encode()


@pytest.mark.parametrize(
    ("asked", "answered", "expected"),
    [
        ((FORM, "n=1"), ("text/plain", "ok"), []),
        ((FORM, "n=1"), ("text/html", "<p>"), []),
        ((FORM, "n=1"), ("application/x-ndjson", '{"n":1}\n{"n":2}'), []),
        ((FORM, "n=x"), ("text/plain", "nope"), [
            ("schema/request", "request /n: must be an integer, not a string", "/n"),
            ("schema/response", 'response 200 /: must be "ok", not "nope"', ""),
        ]),
        ((FORM, "m=1"), ("application/x-ndjson", '{"n":1}\n{"n":"x"}'), [
            ("schema/request", 'request: the object needs "n"', ""),
            ("schema/response", "response 200 /1/n: must be an integer, not a string", "/1/n"),
        ]),
        (("application/json", {"n": "x"}), ("application/json", {"n": "x"}), [
            ("schema/request", "request /n: must be an integer, not a string", "/n"),
            ("schema/response", "response 200 /n: must be an integer, not a string", "/n"),
        ]),
    ],
)  # fmt: skip
def test_they_are_judged_by_the_checks(
    asked: tuple[str, Any], answered: tuple[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    """What is told of a line; and the fast path calls nothing fine that is told of."""
    text = line(asked, answered)
    found = judge_entry(entry_of_line(text, "log", 1), CONTRACT)
    assert [(each.rule, each.message, each.instance) for each in found] == expected
    looked = QuickExchanges(CONTRACT, Compiled(CONTRACT), Scope(())).lines([text], [])
    assert not looked.fine.get(("it", 200), 0) or not expected


def test_html_without_a_schema_is_settled_at_once() -> None:
    """Where no schema is given the fast path has nothing to ask."""
    text = line(("application/json", {"n": 1}), ("text/html", "<p>"))
    looked = QuickExchanges(CONTRACT, Compiled(CONTRACT), Scope(())).lines([text], [])
    assert looked.fine == {("it", 200): 1}
