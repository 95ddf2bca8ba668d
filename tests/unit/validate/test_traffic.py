"""Exchanges judged as they go by, and what all of them showed."""

from pathlib import Path

import pytest

from ringback.description import load
from ringback.exchange import Exchange, Request, Response
from ringback.recordings import Recording
from ringback.validate.setup import Setup
from ringback.validate.traffic import TrafficJudge, Unused, unused

_DESCRIPTION = """
openapi: 3.1.0
info: {title: Items, version: "1"}
servers: [{url: "https://items.example/v1"}]
paths:
  /items/{id}:
    get:
      operationId: get_item
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses:
        "200":
          description: one
          content:
            application/json:
              schema: {oneOf: [{type: string}, {type: object, required: [id]}]}
        "404": {description: none}
  /items:
    get: {operationId: list_items, responses: {"200": {description: all}}}
"""


@pytest.fixture
def judge(tmp_path: Path) -> TrafficJudge:
    """A judge that has seen nothing."""
    (tmp_path / "items.yaml").write_text(_DESCRIPTION, "utf-8")
    return TrafficJudge(Setup(description=load(tmp_path / "items.yaml"), reading="published"))


def _entry(url: str, status: int, body: bytes = b"") -> Recording:
    headers = (("content-type", "application/json"),) if body else ()
    return Recording(
        file="",
        entry=f"GET {url}",
        exchange=Exchange(
            request=Request(method="GET", url=url),
            outcome=Response(status=status, headers=headers, body=body),
        ),
    )


@pytest.mark.parametrize(
    ("url", "status", "given", "rules"),
    [
        ("/v1/items/1", 200, {}, ["schema/response"]),
        ("/v1/items/one", 404, {}, []),
        ("/v1/items/one", 404, {"judge_refused": True}, ["schema/request"]),
        ("/v1/item", 200, {}, []),
        ("/v1/item", 200, {"strict": True}, ["recording/no-operation"]),
        ("https://other.example/v1/items/1", 200, {"strict": True}, []),
        ("https://items.example/v1/items/1", 200, {}, ["schema/response"]),
        ("/v1/items/1", 500, {}, ["protocol/server-error"]),
    ],
)
def test_what_is_found(
    judge: TrafficJudge, url: str, status: int, given: dict[str, bool], rules: list[str]
) -> None:
    """The checks of recordings, and what is asked for besides."""
    body = b"1" if status == 200 else b""
    assert [each.rule for each in judge.take(_entry(url, status, body), **given)] == rules


def test_a_finding_is_its_own_evidence(judge: TrafficJudge) -> None:
    """It has the exchange, and the place in the description: there is no file of a recording."""
    entry = _entry("/v1/items/1", 200, b"1")
    [found] = judge.take(entry)
    assert found.exchanges == (entry.exchange,)
    assert (Path(found.file or "").name, found.places) == ("items.yaml", ("GET /v1/items/1",))


def test_findings_of_one_cause_add_up(judge: TrafficJudge) -> None:
    """In the end each is told once, with how many exchanges showed it."""
    for number in range(3):
        judge.take(_entry(f"/v1/items/{number}", 200, b"1"))
    judge.take(_entry("/v1/items/9", 200, b'"text"'))
    [found] = judge.tally().findings()
    assert (found.count, found.of) == (3, 4)


def test_what_was_never_used(judge: TrafficJudge) -> None:
    """Operations by their ids, and of those that were used the statuses and branches."""
    assert unused(None, judge.contract).operations == ("get_item", "list_items")
    judge.take(_entry("/v1/items/1", 200, b'{"id": 1}'))
    assert unused(judge.tally().survey, judge.contract) == Unused(
        operations=("list_items",),
        answers=("status 404 of get_item", "[string] (branch) of get_item"),
    )
