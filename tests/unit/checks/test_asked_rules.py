"""Which rules an exchange puts to the test; that none is found unasked is looked at by `told`."""

from typing import Any

import pytest

from ringback.checks import Subject
from ringback.checks.asked_rules import asked_rules
from ringback.checks.body import RULES as BODY
from ringback.checks.delivery import RULES as DELIVERY
from ringback.contract import Admitted, Refused, Unclear, Violation
from ringback.exchange import LostReason
from tests.unit.checks.judging import answer, lost, subject

WRONG = Refused(violations=(Violation(message="m", instance="", schema="/a", cause="type"),))
EVERY = (*DELIVERY, "protocol/server-error")
STATUS, HEADERS = "schema/status", "schema/headers"
WHOLE = (STATUS, HEADERS, "schema/content-type", *BODY, "schema/response")
TEXT = (("Content-Type", "text/plain"),)


def _asked(judged: Subject) -> list[str]:
    """The rules, each once."""
    rules = list(asked_rules(judged))
    assert len(rules) == len(set(rules))
    return sorted(rules)


@pytest.mark.parametrize(
    ("known", "rules"),
    [
        ({"admission": Admitted()}, ["request/refused-valid"]),
        ({"admission": Admitted(), "strangers": frozenset({"x"})}, ["request/unknown-accepted"]),
        ({"admission": WRONG}, ["request/accepted-invalid"]),
        ({"admission": Unclear(why="w")}, []),
        ({"admission": Admitted(), "authenticated": False}, ["auth/required"]),
    ],
)
def test_a_whole_answer(known: dict[str, Any], rules: list[str]) -> None:
    """It is held against all that the description says of it, and by what the request was."""
    assert _asked(subject(answer(200, b"{}"), **known)) == sorted([*EVERY, *WHOLE, *rules])


def test_a_refusal_of_what_is_wrong() -> None:
    """The status that it is refused with is judged as well."""
    judged = subject(answer(422), admission=WRONG)
    wanted = ("request/accepted-invalid", "request/wrong-refusal", STATUS)
    assert _asked(judged) == sorted([*EVERY, *wanted])


def test_an_answer_without_a_body_says_nothing_of_bodies() -> None:
    """Nor does one of a media type without a schema of what it holds."""
    assert _asked(subject(answer(204))) == sorted([*EVERY, STATUS, "request/refused-valid"])
    judged = subject(answer(422, b"{}", (("Content-Type", "application/problem+json"),)))
    wanted = (STATUS, "schema/content-type", "request/refused-valid")
    assert _asked(judged) == sorted([*EVERY, *wanted])
    told = _asked(subject(answer(404, b"no", TEXT)))
    assert {"schema/response", "protocol/malformed-body"} <= set(told)


def test_an_answer_that_owes_a_body_is_asked_for_one() -> None:
    """Without one it is no JSON, or nothing of another media type."""
    wanted = (STATUS, HEADERS, "protocol/not-json", "protocol/malformed-body")
    assert _asked(subject(answer(200))) == sorted([*EVERY, *wanted, "request/refused-valid"])


def test_what_is_plainly_unknown_is_refused_as_such() -> None:
    """The status of the refusal is judged as well."""
    known: dict[str, Any] = {"strangers": frozenset({"x"}), "plainly_unknown": True}
    judged = subject(answer(422), admission=Admitted(), **known)
    wanted = (STATUS, "request/unknown-accepted", "request/wrong-refusal")
    assert _asked(judged) == sorted([*EVERY, *wanted])


def test_what_stands_before_the_service_is_asked_for_no_contract() -> None:
    """A 429 may come to any request, in any form."""
    assert _asked(subject(answer(429, b"no", TEXT))) == sorted(EVERY)


def test_a_failure_is_held_against_what_is_described_of_it() -> None:
    """Its status is a breach by itself; nothing is learnt of what the request ought to get."""
    wanted = ("schema/content-type", *BODY, "schema/response")
    assert _asked(subject(answer(500, b"{}"))) == sorted([*EVERY, *wanted])


def test_a_method_that_is_not_described() -> None:
    """Where a 405 is documented, it is asked for, with the methods that there are."""
    assert _asked(subject(answer(204), method="PUT")) == sorted([*EVERY, "protocol/method"])
    assert _asked(subject(answer(405), method="PUT")) == sorted(
        [*EVERY, HEADERS, "protocol/allow", "protocol/method"]
    )
    judged = subject(answer(404), method="PUT", operation="make", url="/things")
    assert _asked(judged) == sorted(EVERY)


@pytest.mark.parametrize("reason", LostReason)
def test_an_answer_that_did_not_come(reason: LostReason) -> None:
    """Only where the service was asked does its absence say anything."""
    ours = {"refused", "unsendable", "unmatched", "failed"}
    assert _asked(subject(lost(reason))) == ([] if reason in ours else sorted(DELIVERY))
