"""A target that keeps nothing is recognised by that; a service that is only wrong is judged."""

import itertools
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from ringback.campaign.run.campaign import Campaign
from ringback.campaign.run.outcome import Outcome, Plan
from ringback.contract import Contract
from ringback.exchange import Request, Response, header_values
from ringback.finding import Finding
from ringback.verdict import Restored, RestoreState
from tests.unit.campaign.toys import Toys, Wire, session_on, spoken, told

TRY = (
    "laws over state were not judged, as the target seems to be a mock; try a server that keeps "
    "state, or `--target mocked` for what needs none"
)
WHY = (
    "the target answers alike, whatever it is given, and nothing of that shows again: it seems to "
    "be a mock that keeps nothing"
)
PET = {"id": 7, "name": "Mars", "kind": "cat", "age": 3, "walks": 0, "note": None}
REFUSED = Response(status=401, headers=(("WWW-Authenticate", "Bearer"),))


class _Mock:
    """Answers each operation with its example, whoever is named and whatever is given."""

    def __init__(self) -> None:
        self.right = Toys()  # refuses what is to be refused, and no more is asked of it

    def pet(self) -> dict[str, Any]:
        """The pet that every answer tells."""
        return PET

    def __call__(self, request: Request) -> Response:
        """The example of the operation that was asked."""
        asked = f"{request.method} {re.sub(r'[0-9]+', '7', request.path)}"
        if header_values(request.headers, "authorization") != ["Bearer first"]:
            return REFUSED
        bodies = {
            "POST /pets": "NewPet",
            "POST /pets/7/toys": "NewToy",
            "PUT /settings": "Settings",
        }
        refusal = self._refusal(request, bodies[asked]) if asked in bodies else None
        toy, settings = {"id": 3, "label": "ball"}, {"greeting": "hi", "loud": True}
        examples = {
            "POST /pets": told(self.pet(), 201),
            "GET /pets": told({"total": 1, "items": [self.pet()]}),
            "GET /pets/7": told(self.pet()),
            "DELETE /pets/7": Response(status=204),
            "POST /pets/7/toys": told(toy, 201),
            "GET /pets/7/toys/7": told(toy),
            "DELETE /pets/7/toys/7": Response(status=204),
            "GET /settings": told(settings),
            "PUT /settings": told(settings),
        }
        return refusal or examples.get(asked, Response(status=400))

    def _refusal(self, request: Request, schema: str) -> Response | None:
        """The refusal of a body that no schema admits."""
        try:
            self.right.body(request, schema)
        except Exception:  # noqa: BLE001 -- whatever it can't read
            return Response(status=400)
        return None


class _Drawn(_Mock):
    """Answers with values that are drawn anew each time."""

    def __init__(self) -> None:
        _Mock.__init__(self)
        self.numbers = itertools.count(100)

    def pet(self) -> dict[str, Any]:
        """Another pet each time."""
        number = next(self.numbers)
        return {**PET, "id": number, "name": f"velit {number}", "age": number % 90, "note": None}


def _run(contract: Contract, answer: Callable[[Request], Response]) -> Outcome:
    session = session_on(contract, Wire(answer))
    session.accounts = {}
    plan = Plan(operations=tuple(contract.operations), random_cases=0)
    return Campaign(session, plan).run()


def _over_state(found: list[Finding]) -> list[tuple[str, str, str, str]]:
    rules = ("law/", "request/unknown-accepted", "flaky")
    return spoken(each for each in found if each.rule.startswith(rules))


@pytest.mark.parametrize("mock", [_Mock, _Drawn])
def test_no_law_over_state_is_judged_on_a_mock(toys: Contract, mock: Callable[[], _Mock]) -> None:
    """It is said once that a mock keeps nothing, and the run is in doubt; nothing is a finding."""
    outcome = _run(toys, mock())
    assert _over_state(outcome.findings) == []
    assert outcome.doubts == [TRY]
    assert [each for each in outcome.skipped if each.why == WHY] == [
        each for each in outcome.skipped if each.rule == "every law over state"
    ]
    assert len([each for each in outcome.skipped if each.why == WHY]) == 1
    note = (
        "what the run made was deleted, as far as a target that seems to keep nothing can show it"
    )
    assert outcome.restored == Restored(state=RestoreState.UNTOUCHED, notes=(note,))


def test_what_needs_no_state_is_judged_on_a_mock(toys: Contract) -> None:
    """An answer that the description does not admit is an error, whoever gives it."""

    class _Ageless(_Mock):
        def pet(self) -> dict[str, Any]:
            return {**PET, "age": "old"}

    found = _run(toys, _Ageless()).findings
    assert [each for each in spoken(found) if each[0] == "schema/response"] == [
        (
            "schema/response",
            name,
            "type",
            f"response {status} {place}: must be an integer, not a string",
        )
        for name, status, place in (
            ("list_pets", 200, "/items/0/age"),
            ("make_pet", 201, "/age"),
            ("read_pet", 200, "/age"),
        )
    ]


class _OneKey(Toys):
    """Gives every pet the same key."""

    def make(self, path: str, thing: dict[str, Any], account: str) -> Response:
        """The pet, in the place of the last one."""
        if path == "/pets":
            self.number = 0
        return Toys.make(self, path, thing, account)


class _Misnamed(Toys):
    """Answers a create with another name than was given, and keeps the one that was given."""

    def make(self, path: str, thing: dict[str, Any], account: str) -> Response:
        """The answer has an example's name."""
        answer = Toys.make(self, path, thing, account)
        if path != "/pets":
            return answer
        return told({**json.loads(answer.body), "name": "Mars"}, 201)


class _Constant(Toys):
    """Answers every create with one example, and keeps what was given under that key."""

    def make(self, path: str, thing: dict[str, Any], account: str) -> Response:
        """The example; a read tells what was given."""
        if path != "/pets":
            return Toys.make(self, path, thing, account)
        self.number = 6
        Toys.make(self, path, thing, account)
        return told(PET, 201)


class _Forgetful(Toys):
    """Answers every create with one example, and keeps nothing of it."""

    def make(self, path: str, thing: dict[str, Any], account: str) -> Response:
        """The example, which no read finds."""
        return told(PET, 201) if path == "/pets" else Toys.make(self, path, thing, account)


class _Renaming(Toys):
    """Names every pet by its number."""

    def pet(self, given: Any, **own: int) -> dict[str, Any]:
        """Another name than was given."""
        return {**Toys.pet(self, given, **own), "name": f"pet {self.number}", "note": "none"}


@pytest.mark.parametrize(
    ("service", "rule"),
    [
        (_OneKey, "law/created"),
        (_Misnamed, "law/echo"),
        (_Constant, "law/echo"),
        (_Forgetful, "law/created"),
        (_Renaming, "law/echo"),
    ],
)
def test_a_service_that_is_wrong_is_no_mock(
    toys: Contract, service: Callable[[], Toys], rule: str
) -> None:
    """A create whose answer denies what was given is an error where anything shows to be kept."""
    outcome = _run(toys, service())
    assert TRY not in outcome.doubts
    assert (rule, "make_pet") in {(each.rule, each.operation) for each in outcome.findings}
