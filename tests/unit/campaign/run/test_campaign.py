"""The run as a whole: what it reaches, what it leaves, and how it ends."""

import asyncio
import itertools
from dataclasses import replace
from typing import Any

import pytest

from contracts.numbers.faults import FAULTS
from contracts.numbers.planting import answering
from contracts.numbers.reference import PHONE_NUMBER, TOKEN, VALUES, create_app
from contracts.numbers.service import Service
from contracts.numbers.store import fresh_store
from contracts.planting import Answer
from ringback.campaign.session.budget import Budget
from ringback.exchange import Request
from ringback.payload import decode
from ringback.targets.asgi import AsgiTarget
from ringback.targets.interface import Limits
from ringback.verdict import RestoreState, Skipped


def _read(app: Any) -> Any:
    target = AsgiTarget("app", app)
    request = Request(
        method="GET",
        url=f"/v1/numbers?phone_number={PHONE_NUMBER.replace('+', '%2B')}",
        headers=(("Authorization", f"Bearer {TOKEN}"),),
    )
    response = target.send(request)
    target.close()
    return decode(getattr(response, "body", b"")).value


def test_a_run_leaves_the_number_as_it_was(campaign: Any) -> None:
    """What was read before the run is read after it, ids and all."""
    app = create_app()
    before = _read(app)
    outcome, _ = campaign(app)
    assert _read(app) == before
    assert outcome.restored.state is RestoreState.RESTORED


def test_the_same_seed_gives_the_same_findings(campaign: Any) -> None:
    """Two runs on a fresh service of the same kind tell the same, word for word."""
    fault = next(each for each in FAULTS if each.name == "subscriptions-sorted")
    told = [
        [(each.fingerprint, each.message) for each in campaign(fault.app())[0].findings]
        for _ in range(2)
    ]
    assert told[0] == told[1]
    assert told[0]


def test_a_request_bound_ends_the_run_early_and_restores(campaign: Any) -> None:
    """What was not sent is told, and the number is put back all the same."""
    app = create_app()
    before = _read(app)
    outcome, session = campaign(app, budget=Budget(requests=120))
    assert session.sent < 140  # the bound, and what it takes to put the number back
    assert Skipped(rule="the rest of the campaign", why="stopped after 120 requests") in (
        outcome.skipped
    )
    assert _read(app) == before


def test_credentials_refused_throughout_are_a_doubt(campaign: Any) -> None:
    """A token that is taken nowhere says nothing about the contract."""
    outcome, session = campaign(create_app(), values=VALUES | {"token": "out-of-date"})
    assert outcome.findings == []
    assert len(outcome.doubts) == 1
    assert "refuses the credentials" in outcome.doubts[0]
    assert session.sent < 5


def test_a_check_without_its_value_is_skipped_by_name(campaign: Any) -> None:
    """Another account's things can only be asked for when they are known."""
    fewer = {key: text for key, text in VALUES.items() if key != "foreign_voice"}
    outcome, _ = campaign(create_app(), values=fewer)
    assert outcome.findings == []
    assert outcome.skipped == [
        Skipped(rule="auth/foreign-voice", why="RINGBACK_FOREIGN_VOICE is not set")
    ]


def test_a_number_that_is_not_there_is_never_green(campaign: Any) -> None:
    """The thing that the configuration names is not the account's: that is said, and no more."""
    outcome, _ = campaign(create_app(), values=VALUES | {"phone_number": "+15550188888"})
    (doubt,) = outcome.doubts
    assert doubt.startswith("number +15550188888 could not be read (404); is it the account's own")


def test_a_failure_that_happens_once_is_a_warning(campaign: Any) -> None:
    """What a second look contradicts is called flaky, and breaks nothing."""
    inner = create_app()
    count = 0

    async def once(scope: Any, receive: Any, send: Any) -> None:
        """Fail at one request, and be right ever after."""
        nonlocal count
        count += 1
        if count == 40:
            start = {"type": "http.response.start", "status": 500, "headers": []}
            await send(start)
            await send({"type": "http.response.body", "body": b""})
            return
        await inner(scope, receive, send)

    outcome, _ = campaign(once)
    assert [(each.rule, str(each.severity)) for each in outcome.findings] == [("flaky", "warning")]


def test_a_finding_carries_a_small_request(campaign: Any) -> None:
    """A voice that loses its pitch is shown by an edit that gives little more than the pitch."""
    fault = next(each for each in FAULTS if each.name == "pitch-in-32-bits")
    outcome, _ = campaign(fault.app())
    (finding,) = outcome.findings
    body = decode(finding.exchanges[0].request.body or b"").value
    assert list(body["inbound_agent"]) == ["voice"]
    assert set(body["inbound_agent"]["voice"]) == {"type", "pitch"}


@pytest.mark.parametrize("known", [set(VALUES), {"token", "phone_number"}])
def test_a_service_that_never_answers_is_a_doubt(campaign: Any, known: set[str]) -> None:
    """Silence from the first request on says nothing about the contract, whatever is known."""

    async def silent(_scope: Any, _receive: Any, _send: Any) -> None:
        """Take the request, and never answer."""
        await asyncio.sleep(60)

    fewer = {key: text for key, text in VALUES.items() if key in known}
    outcome, session = campaign(silent, values=fewer, limits=Limits(timeout=0.05))
    assert outcome.findings == []
    why = "the answer was not whole after 0.05 s, 3 times in a row"
    hint = "--timeout SECONDS waits longer, --concurrency 1 asks less"
    assert outcome.doubts == [f"the target does not answer ({why}); {hint}"]
    assert session.sent < 10


def test_a_service_that_is_always_busy_is_a_doubt(campaign: Any) -> None:
    """Whoever only ever says "not now" is waited for, then left alone."""

    async def busy(_scope: Any, _receive: Any, send: Any) -> None:
        """Say that it is not the time."""
        headers = [(b"retry-after", b"1")]
        await send({"type": "http.response.start", "status": 503, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    outcome, session = campaign(busy)
    assert outcome.findings == []
    assert "429 or 503 throughout" in outcome.doubts[0]
    assert session.sent == 3 * 9  # three requests, each of them sent again eight times


def test_a_switch_of_the_answer_that_is_taken_over_is_found_and_turned_back(campaign: Any) -> None:
    """`active` is no member of a request: a service that takes it over all the same is told so."""
    service = Service(fresh_store())
    numbers, real = service.store.numbers, service.read_change

    def read_change(content: Any, problems: Any) -> Any:
        if isinstance(content, dict) and isinstance(content.get("active"), bool):
            changed = replace(numbers[PHONE_NUMBER], active=content["active"])
            numbers[PHONE_NUMBER] = changed
        return real(content, problems)

    service.read_change = read_change  # type: ignore[method-assign]  # a fault
    outcome, _ = campaign(create_app(service))
    assert {(each.rule, each.instance) for each in outcome.findings} == {
        ("law/identity", "/active")
    }
    assert numbers[PHONE_NUMBER].active
    assert outcome.restored.state is RestoreState.RESTORED


def test_words_that_vary_from_answer_to_answer_give_nothing_away(campaign: Any) -> None:
    """A 404 that carries the number of its request is worded otherwise each time, for everybody."""
    count = itertools.count()

    def numbered(answer: Answer) -> Answer:
        if answer.status != 404 or not answer.body:
            return answer
        return answer.with_value({"detail": f"not found (request {next(count)})"})

    outcome, _ = campaign(answering(numbered)())
    assert outcome.findings == []
