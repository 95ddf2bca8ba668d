"""Exchanges with a small service of things, and what a check says of them."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from ringback.checks import CHECKS, Check, Subject
from ringback.checks.asked_rules import asked_rules
from ringback.contract import Contract
from ringback.exchange import Exchange, Headers, Lost, Outcome, Request, Response
from ringback.finding import Severity
from tests.unit.contract.making import small

JSON: Headers = (("Content-Type", "application/json"),)
# Rule, message, instance, schema, cause and the line's text (of the description) of a finding.
Told = tuple[str, str, str | None, str | None, str, str | None]


def _json(schema: Any) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


_THING = {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}}
_PATHS: dict[str, Any] = {
    "/things": {
        "get": {
            "operationId": "read",
            "parameters": [{"name": "q", "in": "query", "schema": {"type": "integer"}}],
            "responses": {
                "200": {
                    "description": "a thing",
                    "headers": {
                        "X-Count": {"required": True, "schema": {"type": "integer"}},
                        "X-Flag": {"schema": {"type": "boolean"}},
                    },
                    "content": _json({"$ref": "#/components/schemas/Thing"}),
                },
                "204": {"description": "nothing"},
                "404": {"description": "no", "content": {"text/*": {"schema": {"type": "string"}}}},
                "405": {
                    "description": "no",
                    "headers": {"Allow": {"required": True, "schema": {"type": "string"}}},
                },
                "422": {"description": "no", "content": {"application/problem+json": {}}},
                "5XX": {"description": "failed", "content": _json({"type": "object"})},
            },
        },
        "post": {"operationId": "make", "responses": {"201": {"description": "made"}}},
    },
    "/open": {
        "get": {"operationId": "open", "responses": {"default": {"description": "anything"}}}
    },
}


@cache
def contract() -> Contract:
    """The contract of things."""
    return small({"Thing": _THING}, _PATHS)


def subject(
    outcome: Outcome, *, operation: str = "read", method: str = "", url: str = "", **known: Any
) -> Subject:
    """An exchange of an operation, with what is known about it."""
    described = contract().operation(operation)
    request = Request(method=method or described.method, url=url or described.path)
    return Subject(
        exchange=Exchange(request=request, outcome=outcome),
        operation=described,
        contract=contract(),
        admission=known.pop("admission", contract().admission(request, described)),
        described=not method,
        **known,
    )


def answer(status: int, body: bytes = b"", headers: Headers = JSON) -> Response:
    """An answer; JSON unless its headers say otherwise."""
    return Response(status=status, headers=headers, body=body)


def lost(reason: Any, detail: str = "why") -> Lost:
    """No answer."""
    return Lost(reason=reason, detail=detail)


def told(check: Check, judged: Subject) -> list[Told]:
    """What a check finds; each finding is an error, about the operation, and shows the exchange.

    Nothing is found by a rule that the exchange is not said to ask.
    """
    findings = list(check(judged))
    if check in CHECKS:
        assert {each.rule for each in findings} <= set(asked_rules(judged))
    assert all(each.severity is Severity.ERROR for each in findings)
    assert {each.operation for each in findings} <= {judged.operation.id}
    assert {Path(each.file).name for each in findings if each.file} <= {"things.json"}
    assert all(each.exchanges == (judged.exchange,) for each in findings)
    return [
        (each.rule, each.message, each.instance, each.schema, each.cause, _line(each.line))
        for each in findings
    ]


def _line(number: int | None) -> str | None:
    return None if number is None else f"line {number}"


def line(place: str) -> str:
    """The line of the description where the value at a pointer stands."""
    return f"line {contract().description.place(place).line}"


INFRASTRUCTURE: Sequence[int] = (413, 414, 429, 431, 503)
