"""A crash ends one case, one check or one operation of a campaign, and hides nothing."""

from collections.abc import Iterator
from typing import Any

import pytest

from ringback.campaign.known.identifiers import Identifiers
from ringback.campaign.run.campaign import Campaign
from ringback.campaign.run.outcome import Outcome, Plan
from ringback.campaign.session import exchange_judge
from ringback.campaign.session.session import Session
from ringback.checks import CHECKS, Subject
from ringback.contract import Contract
from ringback.exchange import Lost, LostReason, Request, Response
from ringback.exchange import Outcome as Came
from ringback.exercise import Patience
from ringback.finding import Finding
from ringback.laws import Knowledge
from ringback.ledger import Ledger
from ringback.verdict import NotJudged
from tests.unit.campaign.stubs import JSON, Answer, Stub
from tests.unit.contract.making import small

FLAG = {"type": "object", "required": ["ok"], "properties": {"ok": {"type": "boolean"}}}


def reading(name: str, *parameters: Any, statuses: tuple[str, ...] = ("200", "422")) -> Any:
    """A read of a flag; every answer that is no success says nothing."""
    shown = {"description": "ok", "content": {"application/json": {"schema": FLAG}}}
    answers = {
        status: shown if status == "200" else {"description": "other"} for status in statuses
    }
    return {"get": {"operationId": name, "parameters": list(parameters), "responses": answers}}


def described(**paths: Any) -> Contract:
    """A description of these reads."""
    return small({}, {f"/{name}": path for name, path in paths.items()})


def came_of(
    contract: Contract, answer: Answer, *, cases: int = 4, values: dict[str, str] | None = None
) -> Outcome:
    """What comes of a campaign on a target that answers so."""
    session = Session(
        target=Stub(answer),
        contract=contract,
        forms=contract,
        knowledge=Knowledge(),
        values=values or {},
        names=Identifiers((), {}, 0),
        ledger=Ledger(),
        patience=Patience(sleep=lambda _seconds: None),
    )
    plan = Plan(operations=tuple(contract.operations), random_cases=cases)
    return Campaign(session, plan).run()


def fine(request: Request) -> Response:
    """A right answer of a read; another method is refused."""
    if request.method != "GET":
        return Response(status=405, headers=(("Allow", "GET"),))
    if request.query:
        return Response(status=422)
    return Response(status=200, headers=JSON, body=b'{"ok": true}')


def wrong(_request: Request) -> Response:
    """A wrong answer of a read."""
    return Response(status=200, headers=JSON, body=b'{"ok": 1}')


def rules(outcome: Outcome) -> set[tuple[str, str | None]]:
    """Which rules are broken by which operations."""
    return {(each.rule, each.operation) for each in outcome.findings}


def places(outcome: Outcome) -> list[str]:
    """What could not be judged, without the reasons."""
    return [each.what for each in outcome.not_judged]


def test_a_right_service_leaves_nothing_unjudged() -> None:
    """Where nothing fails, there is no doubt."""
    outcome = came_of(described(fine=reading("fine")), fine)
    assert (outcome.findings, outcome.doubts, outcome.not_judged) == ([], [], ())


def test_an_operation_that_no_case_can_be_made_for_leaves_the_others() -> None:
    """Schemathesis can't make a text for the pattern: that is told, and what others broke, too."""
    pattern = {"type": "string", "pattern": "(?<=a+)b"}
    query = {"name": "q", "in": "query", "required": True, "schema": pattern}
    contract = described(odd=reading("odd", query), fine=reading("fine"))
    outcome = came_of(contract, wrong, values={"q": "ab"})
    assert {("schema/response", "odd"), ("schema/response", "fine")} <= rules(outcome)
    [told] = outcome.not_judged
    assert told.what == "odd: random cases"
    assert told.why.startswith("UnsupportedRegexPattern: Failed to generate test cases")
    assert outcome.doubts == [f"{told.what} could not be judged: {told.why}"]


def test_a_description_that_schemathesis_does_not_take_is_told_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The cases by design are played all the same."""

    def failing(*_given: object) -> None:
        raise TypeError("no schema of mine")

    monkeypatch.setattr("ringback.generation.fuzz.Fuzzer", failing)
    outcome = came_of(described(one=reading("one"), two=reading("two")), wrong)
    assert {("schema/response", "one"), ("schema/response", "two")} <= rules(outcome)
    what = "the cases of Schemathesis, of every operation"
    assert outcome.not_judged == (NotJudged(what=what, why="TypeError: no schema of mine"),)


@pytest.mark.parametrize("error", [RecursionError("too deep"), UnicodeError("no text"), KeyError()])
def test_a_check_that_fails_leaves_the_others(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one check fails at, others are sure of; each cause is told once, with its count."""

    def failing(subject: Subject) -> Iterator[Finding]:
        if subject.operation.id == "one" and subject.described:
            raise error
        yield from ()

    monkeypatch.setattr(exchange_judge, "CHECKS", (failing, *CHECKS))
    outcome = came_of(described(one=reading("one"), two=reading("two")), wrong, cases=0)
    assert {("schema/response", "one"), ("schema/response", "two")} <= rules(outcome)
    [told] = outcome.not_judged
    assert told.what.startswith("one: the check ")
    assert told.why.startswith(type(error).__name__)
    assert told.count > 1


def test_what_a_client_fails_at_is_no_word_about_the_service() -> None:
    """The answers to other requests are judged; the run is no proof."""

    def answer(request: Request) -> Came:
        if request.path == "/one":
            return Lost(reason=LostReason.FAILED, detail="TypeError: no such thing")
        return fine(request)

    outcome = came_of(described(one=reading("one"), two=reading("two")), answer, cases=0)
    assert outcome.findings == []
    [told] = outcome.not_judged
    assert (told.what, told.why) == ("one: sending a request", "TypeError: no such thing")
    assert "one was never answered with success" in outcome.doubts


def test_a_validator_that_fails_makes_a_request_unclear(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can say whether it is to be refused, so nothing is asked of the service."""
    query = {"name": "q", "in": "query", "schema": {"type": "integer"}}
    contract = described(one=reading("one", query))

    def failing(*_given: object) -> None:
        raise RecursionError

    monkeypatch.setattr(contract, "admission", failing)
    outcome = came_of(contract, fine, cases=0)
    assert outcome.findings == []
    assert places(outcome) == ["one: whether a request is admitted"]


@pytest.mark.parametrize(
    ("place", "what"),
    [
        ("ringback.campaign.phases.reads.reads._steps", "one: cases by design"),
        ("ringback.campaign.phases.reads.reads.Reads.play", "one: a scenario"),
        ("ringback.campaign.run.exploring.Scheduler.run", "the rest of the campaign"),
    ],
)
def test_a_mistake_of_ours_ends_one_thing(
    place: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the campaign itself fails, the run ends well, and is no proof."""

    def failing(*_given: object, **_named: object) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr(place, failing)
    outcome = came_of(described(one=reading("one")), fine, cases=0)
    assert what in places(outcome)
    assert {each.why for each in outcome.not_judged} == {"ZeroDivisionError: ours"}
    assert outcome.doubts


@pytest.mark.parametrize(
    ("statuses", "answers"),
    [
        (("200",), (405, 404, 501)),
        (("200", "default"), (405, 404, 501)),
        (("200", "4XX"), (405, 404, 501)),
        (("200", "405"), (405, 501)),
    ],
)
def test_what_other_methods_are_answered_with_is_no_affair_of_an_operation(
    statuses: tuple[str, ...], answers: tuple[int, ...]
) -> None:
    """405, 501, and a framework's 404 are right, whatever body they come with."""
    contract = described(one=reading("one", statuses=statuses))
    for status in answers:

        def answer(request: Request, status: int = status) -> Response:
            if request.method == "GET":
                return fine(request)
            headers = (("Content-Type", "text/html"), ("Allow", "GET"))
            return Response(status=status, headers=headers, body=b"<p>no such method</p>")

        outcome = came_of(contract, answer, cases=0)
        assert (outcome.findings, outcome.doubts) == ([], []), status


def test_a_documented_405_is_demanded_of_other_methods_and_held_to_its_words() -> None:
    """It can be meant for nothing but methods that are not described."""
    path = reading("one", statuses=("200", "405"))
    headers = {"X-Why": {"required": True, "schema": {"type": "string"}}}
    path["get"]["responses"]["405"]["headers"] = headers
    outcome = came_of(described(one=path), fine, cases=0)
    assert rules(outcome) == {("schema/headers", "one")}

    def missing(request: Request) -> Response:
        return fine(request) if request.method == "GET" else Response(status=404)

    outcome = came_of(described(one=path), missing, cases=0)
    assert rules(outcome) == {("protocol/method", "one")}


@pytest.mark.parametrize(
    ("statuses", "paths"),
    [(("200",), {"/one", "/two"}), (("200", "307"), {"/one"}), (("200", "3XX"), {"/one"})],
)
def test_who_describes_no_redirect_is_asked_where_it_leads(
    statuses: tuple[str, ...], paths: set[str]
) -> None:
    """For a method that is not described nothing is sent elsewhere, whatever it is answered."""
    asked: list[tuple[str, str]] = []

    def answer(request: Request) -> Response:
        path = request.path if request.url.startswith("/") else request.url
        asked.append((request.method, path.removeprefix("http://127.0.0.1")))
        if request.path == "/one":
            return Response(status=307, headers=(("Location", "/two"),))
        return fine(request)

    outcome = came_of(described(one=reading("one", statuses=statuses)), answer, cases=0)
    assert outcome.findings == []
    assert {path for method, path in asked if method == "GET"} == paths
    assert {path for method, path in asked if method != "GET"} == {"/one"}
    assert outcome.doubts == (["one was never answered with success"] if len(paths) == 1 else [])


@pytest.mark.parametrize(
    ("statuses", "doubts"),
    [
        (("302",), []),
        (("302", "404"), []),
        (("3XX",), []),
        (("200", "302"), ["one was never answered with success"]),
        (("302", "default"), []),  # what else there is, mostly errors
        (("default",), []),
    ],
)
def test_a_redirect_is_the_success_of_who_describes_no_other(
    statuses: tuple[str, ...], doubts: list[str]
) -> None:
    """A described redirect is the answer; beside a described 2xx it is not what was wanted."""

    def answer(request: Request) -> Response:
        moved = Response(status=302, headers=(("Location", "/two"),))
        return moved if request.method == "GET" else fine(request)

    outcome = came_of(described(one=reading("one", statuses=statuses)), answer, cases=0)
    assert (outcome.findings, outcome.doubts) == ([], doubts)
