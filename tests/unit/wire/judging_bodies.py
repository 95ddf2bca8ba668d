"""Bodies of a small description whose one operation takes and answers a media type."""

from collections.abc import Mapping
from typing import Any

from ringback.checks import body, response_schema
from ringback.checks.interface import Subject
from ringback.contract import Contract, Refused, Unclear
from ringback.exchange import Exchange, Request, Response
from tests.unit.contract.making import small

# Rule, message, instance, place of the schema below the media type, and cause of a finding.
Told = tuple[str, str, str | None, str, str]
ANSWER = "/paths/~1it/post/responses/200/content/"


def describing(name: str, media_type: Mapping[str, Any]) -> Contract:
    """A contract whose operation takes and answers bodies of one media type."""
    content = {name: media_type}
    operation = {
        "operationId": "it",
        "requestBody": {"content": content},
        "responses": {"200": {"description": "it", "content": content}},
    }
    return small({}, {"/it": {"post": operation}})


def answered(contract: Contract, content: bytes, content_type: str) -> list[Told]:
    """What the checks find in an answer."""
    operation = contract.operation("it")
    response = Response(status=200, headers=(("Content-Type", content_type),), body=content)
    request = Request(method="POST", url="/it")
    subject = Subject(
        exchange=Exchange(request=request, outcome=response),
        operation=operation,
        contract=contract,
        admission=contract.admission(request, operation),
    )
    return [
        (
            each.rule,
            each.message,
            each.instance,
            (each.schema or "").removeprefix(ANSWER).partition("/")[2],
            each.cause,
        )
        for check in (body.check, response_schema.check)
        for each in check(subject)
    ]


def asked(contract: Contract, content: bytes, content_type: str) -> list[tuple[str, str]] | str:
    """Message and place of each objection to a request; or why it is unclear."""
    request = Request(
        method="POST", url="/it", headers=(("Content-Type", content_type),), body=content
    )
    match contract.admission(request, contract.operation("it")):
        case Refused(violations=violations):
            return [(each.message, each.instance) for each in violations]
        case Unclear(why=why):
            return why
        case _:
            return []
