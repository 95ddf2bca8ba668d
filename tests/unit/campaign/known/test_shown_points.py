"""How much of the description a run shows: on the reference all, and on others what is missing."""

import json
from typing import Any

import pytest

from contracts.numbers.planting import on_agent, on_success
from contracts.numbers.reference import create_app
from ringback.campaign.known.point_tally import TOO_LOW, too_low
from ringback.campaign.known.shown_points import Coverage, Effect
from ringback.campaign.session.budget import Budget
from ringback.contract import Admitted, Refused
from ringback.exchange import Exchange, Lost, LostReason, Outcome, Request, Response
from ringback.finding import Finding
from ringback.verdict import Covered
from tests.unit.contract.making import agent, number, numbers

JSON = (("content-type", "application/json"),)
STRICT = numbers("strict")
UPDATE, READ = STRICT.operation("update_number"), STRICT.operation("get_number")
EFFECT = Effect(update=UPDATE, shown_by=(UPDATE, READ))
VOICE = "/components/schemas/Agent/properties/voice/anyOf"
NEVER = (
    "/active (false) of update_number and get_number",
    "/ (no item) of list_numbers",
    "/ (one item) of list_numbers",
    "/*/active (false) of list_numbers",
)


def missing_of(covered: Covered) -> tuple[str, ...]:
    """The missing points; what they are, the figures must say too."""
    assert covered.total - covered.covered >= len(covered.missing)
    assert bool(covered.names) == bool(covered.missing)
    return covered.missing


@pytest.mark.parametrize("seed", [0, 1])
def test_the_reference_shows_everything(campaign: Any, seed: int) -> None:
    """Each point that a request can bring about is seen; what none can is named apart."""
    outcome, _ = campaign(create_app(), seed=seed)
    answers, requests = outcome.response_coverage, outcome.request_coverage
    assert (answers.covered, answers.missing, answers.aside) == (answers.total, (), NEVER)
    assert (requests.covered, requests.missing, requests.aside) == (requests.total, (), ())
    assert (answers.total, requests.total) == (68, 171)


def test_a_kind_of_voice_that_is_never_answered_is_missing(campaign: Any) -> None:
    """A service whose Rime voices come back as Azure ones leaves that branch unseen."""

    def azure(agent: dict[str, Any]) -> None:
        if agent["voice"]["type"] == "voice_rime":
            agent["voice"]["type"] = "voice_azure"
            agent["voice"]["voice_name"] = agent["voice"].pop("speaker")

    outcome, _ = campaign(on_agent(azure)())
    assert missing_of(outcome.response_coverage) == (f"{VOICE}/1",)
    assert outcome.response_coverage.names == (
        "/inbound_agent/voice[voice_rime] (branch) of update_number and get_number",
    )
    assert outcome.request_coverage.missing == ()


def test_what_no_request_sets_counts_once_it_is_seen(campaign: Any) -> None:
    """An inactive number can't be asked for; where there is one, it counts."""

    def inactive(value: Any) -> Any:
        for each in value if isinstance(value, list) else []:
            each["active"] = False
        return value

    outcome, _ = campaign(on_success(inactive)(), operations=("list_numbers",))
    found = outcome.response_coverage
    assert (found.covered, found.total, found.missing) == (4, 4, ())
    assert found.aside == (
        "/ (no item) of list_numbers",
        "/ (one item) of list_numbers",
        "/*/active (true) of list_numbers",
    )


def test_without_an_update_nothing_is_asked_of_the_answers(campaign: Any) -> None:
    """A read alone shows what it shows."""
    outcome, _ = campaign(create_app(), operations=("get_number",))
    found = outcome.response_coverage
    assert found.covered == found.total > 0
    assert outcome.request_coverage == Covered(covered=1, total=1)


def test_a_run_that_is_cut_short_tells_what_it_did_not_see(campaign: Any) -> None:
    """The figures are those of what was sent."""
    outcome, _ = campaign(create_app(), budget=Budget(requests=40))
    assert outcome.response_coverage.missing
    assert outcome.request_coverage.missing


def asked(body: Any, outcome: Outcome, admission: Any = None) -> Covered:
    """What one update shows of the requests."""
    coverage = Coverage(STRICT)
    request = Request(method="POST", url="/", headers=JSON, body=json.dumps(body).encode())
    exchange = Exchange(request=request, outcome=outcome)
    coverage.request(UPDATE, exchange, admission or Admitted())
    return coverage.of_requests([UPDATE], {UPDATE.id}).covered()


BODY: Any = {"inbound_agent": {}}


@pytest.mark.parametrize(
    ("outcome", "admission", "covered"),
    [
        (Response(status=200), Admitted(), 7),
        (Response(status=404), Admitted(), 7),
        (Response(status=500), Admitted(), 7),
        (Response(status=503), Admitted(), 1),
        (Response(status=413), Admitted(), 1),
        (Lost(reason=LostReason.TIMEOUT, detail="slow"), Admitted(), 1),
        (Response(status=422), Refused(violations=()), 1),
    ],
)
def test_a_request_counts_when_it_is_admitted_and_answered(
    outcome: Outcome, admission: Any, covered: int
) -> None:
    """What was lost, or turned away by infrastructure, shows that it was asked, and no more."""
    assert asked(BODY, outcome, admission).covered == covered


@pytest.mark.parametrize(
    ("headers", "status", "covered"),
    [
        (JSON, 200, 7),
        ((("content-type", "application/json; charset=utf-8"),), 200, 7),
        ((("content-type", "text/plain"),), 200, 2),
        ((), 200, 2),
        (JSON, 202, 2),
    ],
)
def test_an_answer_counts_in_its_documented_form(headers: Any, status: int, covered: int) -> None:
    """Another media type or status than the description knows shows nothing of it."""
    coverage = Coverage(STRICT)
    value = number(active=True, inbound_agent=agent(initial_message="m"))
    response = Response(status=status, headers=headers, body=json.dumps(value).encode())
    for _ in range(2):
        coverage.answer(READ, response)
    found = coverage.of_answers([READ, UPDATE], [EFFECT], {READ.id, UPDATE.id}).covered()
    assert found.covered == covered


@pytest.mark.parametrize(
    ("covered", "percent", "share", "rest"),
    [
        (Covered(covered=1, total=1), 100, 0, None),
        (Covered(), 100, 0, None),
        (Covered(covered=1, total=2, names=("a",)), 50, 0, None),
        (
            Covered(covered=199, total=200, names=("a",)),
            99.6,
            99,
            "199 of 200 points), less than the 99.6 % asked for: missing are a",
        ),
        (
            Covered(covered=1, total=6, names=("a", "b", "c", "d", "e")),
            50,
            16,
            "1 of 6 points), less than the 50 % asked for: missing are a, b, c, and 2 more",
        ),
    ],
)
def test_a_side_is_too_low_below_what_was_asked(
    covered: Covered, percent: float, share: int, rest: str | None
) -> None:
    """One error tells the figures, rounded down, and the first missing points."""
    text = f"request coverage is {share} % ({rest}"
    expected = [Finding(rule=TOO_LOW, message=text, cause="request")] if rest else []
    assert list(too_low("request", covered, percent)) == expected
