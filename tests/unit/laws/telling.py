"""Updates of a small thing, and what a law says of them."""

from functools import cache
from typing import Any

from ringback.contract import Contract
from ringback.exchange import Exchange, Request, Response
from ringback.finding import Severity
from ringback.laws import Episode, Law
from ringback.payload import encode
from tests.unit.contract.making import small

URL = "/things?name=a"


@cache
def contract() -> Contract:
    """An update that links to a read by the name in its answer."""
    link = {"operationId": "read", "parameters": {"name": "$response.body#/name", "size": 1}}
    update = {
        "operationId": "update",
        "responses": {
            "200": {"description": "ok", "links": {"Read": link}},
            "202": {"description": "later"},
        },
    }
    read = {"operationId": "read", "responses": {"200": {"description": "ok"}}}
    return small(paths={"/things": {"put": update, "get": read}})


def episode(
    *, status: int = 200, url: str = URL, body: Any = None, read: int | None = None, **known: Any
) -> Episode:
    """An update with its answer, and what was read around it."""
    answered = Response(status=status, body=encode(body))
    reading = Request(method="GET", url=url)
    return Episode(
        operation=contract().operation("update"),
        contract=contract(),
        exchange=Exchange(request=Request(method="PUT", url=url), outcome=answered),
        read=None if read is None else Exchange(request=reading, outcome=Response(status=read)),
        **known,
    )


def told(law: Law, judged: Episode) -> list[tuple[str, str | None]]:
    """Message and instance of each finding: errors of the law, with the exchanges that show it."""
    findings = list(law.judge(judged))
    exchanges = (judged.exchange, *([judged.read] if judged.read else []))
    for each in findings:
        assert (each.rule, each.severity, each.operation) == (law.rule, Severity.ERROR, "update")
        assert each.exchanges == exchanges
    return [(each.message, each.instance) for each in findings]
