"""The planted faults and the habits of the files API, against the reference and its description."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from starlette.types import ASGIApp

from contracts.files.faults import FAULTS, HABITS, Fault, Habit
from contracts.files.reference import create_app
from ringback.checks import CHECKS, Subject
from ringback.contract import Contract
from ringback.description import load
from ringback.exchange import Exchange
from ringback.finding import Finding
from ringback.judge import judge
from tests.unit.contracts.files_journey import steps, walked

DESCRIPTION = Path(__file__).parents[3] / "openapi" / "files.yaml"
LAWS = (
    *("created", "location", "listed", "read-only", "echo", "read-back", "identity", "replace"),
    "idempotence",
    *("refused", "isolation", "deleted", "filter", "pages", "limit", "total", "etag"),
    *("not-modified", "precondition", "head", "range", "round-trip"),
)
RULES = {
    *(f"law/{name}" for name in LAWS),
    *(f"schema/{name}" for name in ("response", "status", "content-type", "headers")),
    *(
        f"protocol/{name}"
        for name in ("server-error", "encoding", "method", "body-not-allowed", "allow")
    ),
    *(
        f"request/{name}"
        for name in ("accepted-invalid", "refused-valid", "wrong-refusal", "unknown-accepted")
    ),
    "auth/required",
}


@cache
def contract() -> Contract:
    """The contract as the vendor describes it."""
    return Contract(load(DESCRIPTION), "strict")


@cache
def transcript() -> tuple[Exchange, ...]:
    """What the reference answers on the journey."""
    return tuple(walked(create_app()))


def differs(app: ASGIApp) -> bool:
    """Whether an app answers some step otherwise than the reference."""
    return any(one != right for one, right in zip(walked(app), transcript(), strict=True))


@cache
def subjects() -> tuple[Subject | None, ...]:
    """The reference's answers as the checks are given them, None for those that are not judged."""
    found: list[Subject | None] = []
    for step, exchange in zip(steps(), transcript(), strict=True):
        operation = contract().operation_for(step.request)
        judged = operation or contract().operations_at(step.request.path)[0]
        subject = Subject(
            exchange=exchange,
            operation=judged,
            contract=contract(),
            admission=contract().admission(step.request, judged),
            strangers=None,
            authenticated=step.authenticated,
            described=operation is not None,
        )
        # HEAD goes with GET, whether it is described or not (RFC 9110 9.1).
        with_get = operation is None and step.request.method == "HEAD"
        found.append(subject if step.described and not with_get else None)
    return tuple(found)


def findings(app: ASGIApp) -> Iterator[Finding]:
    """What the description has to object to where an app differs from the reference."""
    for subject, exchange in zip(subjects(), walked(app), strict=True):
        if subject is not None and exchange != subject.exchange:
            yield from judge(replace(subject, exchange=exchange), CHECKS)


def test_the_journey_meets_every_operation_and_most_answers() -> None:
    """Each operation succeeds, and each status but 405 and 413 is met where it is described."""
    met: dict[str, set[int]] = {}
    for each in transcript():
        operation = contract().operation_for(each.request)
        if operation is not None and each.response is not None:
            met.setdefault(operation.id, set()).add(each.response.status)
    assert {name for name, statuses in met.items() if min(statuses) < 300} == set(met)
    assert set(met) == {each.id for each in contract().operations}
    told = {int(answer.status) for each in contract().operations for answer in each.answers}
    assert set().union(*met.values()) == told - {405, 413}


def test_the_description_admits_the_reference() -> None:
    """Nothing that the reference answers on the journey is objected to."""
    judged = [each for each in subjects() if each is not None]
    assert len(judged) > 180
    assert [found.message for each in judged for found in judge(each, CHECKS)] == []


def test_a_fresh_reference_repeats_itself() -> None:
    """Two fresh references answer alike, ids and times included."""
    assert not differs(create_app())


def test_faults_have_names_of_their_own_and_known_rules() -> None:
    """The catalogue of faults is well formed, and every rule has a fault."""
    names = [fault.name for fault in FAULTS]
    assert len(names) >= 25
    assert sorted(set(names)) == sorted(names)
    assert {fault.rule for fault in FAULTS} == RULES


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_each_fault_can_be_seen(fault: Fault) -> None:
    """Some step is answered otherwise than by the reference."""
    assert differs(fault.app())


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_each_fault_starts_anew(fault: Fault) -> None:
    """Two apps of one fault share no state: both answer the beginning alike."""
    pairs = zip(range(4), walked(fault.app()), walked(fault.app()), strict=False)
    assert all(one == other for _, one, other in pairs)


IN_ONE_ANSWER = [
    fault
    for fault in FAULTS
    if fault.rule.startswith(("schema/", "protocol/", "request/accepted", "auth/"))
]


@pytest.mark.parametrize("fault", IN_ONE_ANSWER, ids=lambda fault: fault.name)
def test_faults_in_one_answer_are_seen_by_their_rule(fault: Fault) -> None:
    """What one answer shows, the rule that is named finds on the journey."""
    assert any(each.rule == fault.rule for each in findings(fault.app()))


def test_habits_have_names_of_their_own() -> None:
    """The catalogue of habits is well formed."""
    names = [habit.name for habit in HABITS]
    assert len(names) >= 6
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.name)
def test_each_habit_can_be_seen(habit: Habit) -> None:
    """A habit that nobody could notice would prove nothing."""
    assert differs(habit.app())


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.name)
def test_the_description_admits_each_habit(habit: Habit) -> None:
    """Nothing that a habit answers on the journey is objected to."""
    assert [each.message for each in findings(habit.app())] == []
