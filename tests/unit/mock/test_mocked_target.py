"""Answers from the description and the recordings alone."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from ringback.config import Settings
from ringback.config_reader import load_settings
from ringback.contract import Contract
from ringback.exchange import (
    Exchange,
    Lost,
    LostReason,
    Outcome,
    Request,
    Response,
    header_values,
    media_type_of,
)
from ringback.mock.answering.chosen import Mode
from ringback.mock.answering.described_answers import DescribedAnswers
from ringback.mock.answering.payload_samples import PayloadSamples
from ringback.mock.api_mock import ApiMock
from ringback.mock.in_process.mocked_target import MockedTarget
from ringback.operation import Operation
from ringback.payload import decode
from ringback.recordings import Provenance, Recording
from ringback.wiring import contract
from tests.unit.contract.making import small

ROOT = Path(__file__).parents[3]
TOKEN = "made-up"
AUTH = (("Authorization", f"Bearer {TOKEN}"),)
READ = Request(method="GET", url="/v1/numbers?phone_number=%2B1", headers=AUTH)
UPDATE = Request(
    method="POST",
    url="/v1/numbers/update?phone_number=%2B1",
    headers=(*AUTH, ("Content-Type", "application/json")),
    body=b'{"inbound_agent": {"prompt": "p"}}',
)


@pytest.fixture(scope="module")
def settings() -> Settings:
    """The repository's own configuration."""
    return load_settings(ROOT / "ringback.toml")


@pytest.fixture(scope="module", params=["strict", "published"])
def described(request: pytest.FixtureRequest, settings: Settings) -> Contract:
    """The repository's contract under each reading."""
    return contract(settings, request.param)


@pytest.fixture(scope="module")
def strict(settings: Settings) -> Contract:
    """The repository's contract under the strict reading."""
    return contract(settings, "strict")


def mocked(contract: Contract, *recordings: Recording, token: str | None = TOKEN) -> MockedTarget:
    """A mocked target with these recordings."""
    accounts = [{"token": token}] if token is not None else []
    mock = ApiMock(
        contract, recordings=recordings, mode=Mode.RECORDED, accounts=accounts, whole=True
    )
    return MockedTarget(mock)


def sent(target: MockedTarget, request: Request) -> Outcome:
    """What came of a request, without how long it took."""
    outcome = target.send(request)
    return replace(outcome, seconds=0.0) if isinstance(outcome, Response) else outcome


def json_of(outcome: Outcome) -> Any:
    """The JSON of an answer."""
    assert isinstance(outcome, Response)
    return json.loads(outcome.body)


def recording(request: Request, response: Response, **more: Any) -> Recording:
    """A recording of this exchange."""
    return Recording(
        file="made-up.json",
        exchange=Exchange(request=request, outcome=response),
        provenance=Provenance(source="mock", date="2026-01-01"),
        **more,
    )


def assert_documented(contract: Contract, operation: Operation, outcome: Outcome) -> None:
    """The answer's status, media type and payload are what the description says."""
    assert isinstance(outcome, Response)
    name = media_type_of(outcome.headers)
    assert name is not None
    described = contract.media_type(operation, outcome.status, name)
    assert described is not None
    assert described.schema is not None
    value = decode(outcome.body).value
    assert list(contract.schemas.violations(described.schema, value)) == []


@pytest.mark.parametrize(
    ("request_", "operation", "status"),
    [
        (READ, "get_number", 200),
        (replace(READ, url="/v1/numbers/list"), "list_numbers", 200),
        (UPDATE, "update_number", 200),
        (replace(READ, url="/v1/numbers"), "get_number", 422),
        (replace(UPDATE, body=b"{}"), "update_number", 422),
        (replace(UPDATE, body=b"{"), "update_number", 422),
        (replace(UPDATE, body=None), "update_number", 422),
        (replace(READ, headers=()), "get_number", 401),
        (READ.with_header("Authorization", "Bearer other"), "get_number", 401),
        (READ.with_header("Authorization", f"Basic {TOKEN}"), "get_number", 401),
        (READ.with_header("Authorization", TOKEN), "get_number", 401),
        (replace(UPDATE, headers=()), "update_number", 401),
    ],
)
def test_an_answer_is_the_documented_one(
    described: Contract, request_: Request, operation: str, status: int
) -> None:
    """What the mock makes up is valid: admitted, refused and unauthorised requests alike."""
    outcome = sent(mocked(described), request_)
    assert isinstance(outcome, Response)
    assert outcome.status == status
    assert_documented(described, described.operation(operation), outcome)


def test_every_documented_answer_can_be_made(described: Contract) -> None:
    """For each operation and each documented status the made payload keeps the contract."""
    answers = DescribedAnswers(described, PayloadSamples(described))
    for operation in described.operations:
        for answer in operation.answers:
            outcome = answers.sampled(operation, int(answer.status))
            assert_documented(described, operation, outcome)


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("DELETE", "/v1/numbers", "GET"),
        ("PATCH", "/v1/numbers/update", "POST"),
        ("GET", "/v1/numbers/update", "POST"),
        ("POST", "/v1/numbers/list", "GET"),
    ],
)
def test_another_method_is_refused_with_allow(
    strict: Contract, method: str, path: str, allow: str
) -> None:
    """A method that is not described gets 405 and the list of those that are."""
    outcome = sent(mocked(strict), Request(method=method, url=path, headers=AUTH))
    assert isinstance(outcome, Response)
    assert outcome.status == 405
    assert header_values(outcome.headers, "allow") == [allow]


@pytest.mark.parametrize("path", ["/", "/v1", "/v1/numbers/other", "/v1/numbers/list/x"])
def test_an_unknown_path_is_unmatched(strict: Contract, path: str) -> None:
    """A path that nothing describes is a mistake in asking, never an answer."""
    outcome = sent(mocked(strict), Request(method="GET", url=path, headers=AUTH))
    detail = f"nothing is mocked for GET {path}"
    assert outcome == Lost(reason=LostReason.UNMATCHED, detail=detail)


def test_any_token_will_do_where_none_is_named(strict: Contract) -> None:
    """Without a token of its own the mock takes any, but not none."""
    target = mocked(strict, token=None)
    any_token = sent(target, READ.with_header("Authorization", "Bearer anything"))
    none = sent(target, replace(READ, headers=()))
    assert isinstance(any_token, Response)
    assert isinstance(none, Response)
    assert (any_token.status, none.status) == (200, 401)


KEPT = Response(
    status=404, headers=(("content-type", "application/json"),), body=b'{"detail":"kept"}'
)


@pytest.mark.parametrize(
    ("kept", "asked", "wins"),
    [
        (READ, READ, True),
        (replace(READ, url="https://elsewhere.test" + READ.url), READ, True),
        (READ, replace(READ, url="/v1/numbers?phone_number=%2B2"), False),
        (UPDATE, replace(UPDATE, body=b'{"inbound_agent":{"prompt":"\\u0070"}}'), True),
        (UPDATE, replace(UPDATE, body=b'{"inbound_agent":{"prompt":"q"}}'), False),
        (replace(READ, headers=()), READ, True),
    ],
)
def test_a_recording_wins(strict: Contract, kept: Request, asked: Request, wins: bool) -> None:
    """A request with the same query and the same body, by value, gets the recorded answer."""
    outcome = sent(mocked(strict, recording(kept, KEPT)), asked)
    assert (json_of(outcome) == {"detail": "kept"}) is wins


def test_a_recording_is_no_way_around_credentials(strict: Contract) -> None:
    """Who has no token gets no recorded success; who has one gets no recorded refusal of it."""
    good = recording(READ, KEPT)
    bad = recording(replace(READ, headers=()), replace(KEPT, status=401))
    target = mocked(strict, bad, good)
    without, with_token = sent(target, replace(READ, headers=())), sent(target, READ)
    assert isinstance(without, Response)
    assert isinstance(with_token, Response)
    assert (without.status, with_token.status) == (401, 404)
    assert json_of(with_token) == {"detail": "kept"}


def test_a_recording_with_known_findings_is_not_played(strict: Contract) -> None:
    """What is known to break the contract is no model for an answer."""
    flawed = recording(READ, replace(KEPT, status=200), expect=(object(),))
    assert "detail" not in json_of(sent(mocked(strict, flawed), READ))


@pytest.mark.parametrize(
    ("effect", "expected"),
    [
        (
            httpx.ConnectError("refused"),
            Lost(reason=LostReason.REFUSED, detail="no connection (refused)"),
        ),
        (
            httpx.ConnectTimeout("slow"),
            Lost(reason=LostReason.REFUSED, detail="no connection (slow)"),
        ),
        (httpx.ReadTimeout(""), Lost(reason=LostReason.TIMEOUT, detail="nothing for 10 s")),
        (
            httpx.ReadError("[Errno 104] Connection reset by peer"),
            Lost(reason=LostReason.CLOSED, detail="the connection was reset"),
        ),
        (
            httpx.RemoteProtocolError("Server disconnected without sending a response."),
            Lost(reason=LostReason.CLOSED, detail="the connection closed without an answer"),
        ),
        (
            httpx.RemoteProtocolError(
                "peer closed connection without sending complete message body "
                "(received 1 bytes, expected 2)"
            ),
            Lost(reason=LostReason.TRUNCATED, detail="the connection closed inside the answer"),
        ),
        (
            httpx.RemoteProtocolError("illegal status line {x}"),
            Lost(
                reason=LostReason.MALFORMED,
                detail="what came is not HTTP (illegal status line {x})",
            ),
        ),
        (
            httpx.LocalProtocolError("Illegal header"),
            Lost(reason=LostReason.UNSENDABLE, detail="can't be sent (Illegal header)"),
        ),
    ],
)
def test_a_side_effect_is_the_loss_that_it_stands_for(
    strict: Contract, effect: Exception, expected: Lost
) -> None:
    """Timeouts, resets and broken protocol reach the client side as what they are."""
    target = mocked(strict)
    target.router["get_number"].mock(side_effect=effect)
    assert sent(target, READ) == expected


def test_wrong_bytes_come_through(strict: Contract) -> None:
    """An answer that is no JSON arrives as it is, for the checks to judge."""
    target = mocked(strict)
    target.router["get_number"].mock(return_value=httpx.Response(200, content=b'"\xff'))
    outcome = sent(target, READ)
    assert isinstance(outcome, Response)
    assert (outcome.status, outcome.body) == (200, b'"\xff')


def test_an_answer_that_can_not_be_made_is_no_answer() -> None:
    """It is told why, and nothing else is made up in its place."""
    hopeless = {"type": "string", "pattern": "a^b"}
    schema = {"type": "object", "required": ["a"], "properties": {"a": hopeless}}
    content = {"application/json": {"schema": schema}}
    answers = {"200": {"description": "one", "content": content}}
    here = small(paths={"/a": {"get": {"operationId": "get_a", "responses": answers}}})
    assert mocked(here).send(Request(method="GET", url="/a")) == Lost(
        reason=LostReason.UNMATCHED,
        detail="nothing is mocked: no sample can be made of /a: "
        'no text was found for the pattern "a^b": none fitted',
    )
