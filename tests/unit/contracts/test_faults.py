"""The planted faults and the habits, against the reference itself."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from contracts.numbers.faults import FAULTS, HABITS, Fault, Habit
from contracts.numbers.reference import create_app

Send = Callable[..., httpx.Response]
FirstDifference = Callable[..., str | None]
Walk = list[dict[str, Any]]

RULES = {
    *(f"schema/{name}" for name in ("response", "status", "content-type", "headers")),
    *(
        f"protocol/{name}"
        for name in (
            "server-error",
            "not-json",
            "duplicate-key",
            "not-a-number",
            "encoding",
            "byte-order-mark",
            "method",
            "body-not-allowed",
            "allow",
        )
    ),
    *(
        f"request/{name}"
        for name in ("accepted-invalid", "refused-valid", "wrong-refusal", "unknown-accepted")
    ),
    *(
        f"law/{name}"
        for name in (
            "asked",
            "identity",
            "link",
            "echo",
            "frame",
            "read-back",
            "idempotence",
            "refused",
            "isolation",
            "concurrent",
        )
    ),
    "auth/required",
    *(f"auth/foreign-{name}" for name in ("number", "agent", "voice", "action", "webhook")),
}
KINDS = {"race", "shape", "union", "status", "protocol", "negative", "auth", "state", "robustness"}


UPDATE = "/v1/numbers/update?phone_number=%2B15550100001"
READ = "/v1/numbers?phone_number=%2B15550100001"
SECOND = "/v1/numbers?phone_number=%2B15550100002"


def test_a_fresh_reference_repeats_itself(first_difference: FirstDifference, walk: Walk) -> None:
    """Two fresh references answer the whole walk in the same bytes, ids made anew included."""
    assert first_difference(create_app(), create_app(), walk) is None


def test_faults_have_names_of_their_own_and_known_rules_and_kinds() -> None:
    """The catalogue of faults is well formed: unique names, known rules, every kind in use."""
    names = [fault.name for fault in FAULTS]
    assert len(names) >= 45
    assert sorted(set(names)) == sorted(names)
    assert {fault.rule for fault in FAULTS} <= RULES
    assert {fault.kind for fault in FAULTS} == KINDS


ALONE = [fault for fault in FAULTS if fault.kind != "race"]


@pytest.mark.parametrize("fault", ALONE, ids=lambda fault: fault.name)
def test_each_fault_can_be_seen(
    fault: Fault, first_difference: FirstDifference, walk: Walk
) -> None:
    """Some request of the walk is answered otherwise than by the reference; races show together."""
    assert first_difference(fault.app(), create_app(), walk) is not None


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_each_fault_starts_anew(
    fault: Fault, first_difference: FirstDifference, walk: Walk
) -> None:
    """Two apps of one fault share no state: both answer the walk's beginning alike."""
    assert first_difference(fault.app(), fault.app(), walk[:12]) is None


def test_habits_have_names_of_their_own() -> None:
    """The catalogue of habits is well formed."""
    names = [habit.name for habit in HABITS]
    assert len(names) >= 12
    assert sorted(set(names)) == sorted(names)


class Patient:
    """A client that asks again when it is told to."""

    def __init__(self, send: Send, app: Any) -> None:
        self.send = send
        self.app = app

    def ask(self, method: str, url: str, agent: Any = ..., **more: Any) -> httpx.Response:
        """The answer that is not 429 or 503; those come in any form, with Retry-After."""
        if agent is not ...:
            more["content"] = json.dumps({"inbound_agent": agent}).encode()
        answer = self.send(self.app, method, url, **more)
        if answer.status_code in {429, 503}:
            assert answer.headers["retry-after"] == "0"
            answer = self.send(self.app, method, url, **more)
        return answer

    def number(self, method: str, url: str, agent: Any = ...) -> Any:
        """The number that a 200 answer holds."""
        answer = self.ask(method, url, agent)
        assert answer.status_code == 200
        return answer.json()


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.name)
def test_each_habit_can_be_seen(
    habit: Habit, first_difference: FirstDifference, walk: Walk
) -> None:
    """A habit that nobody could notice would prove nothing."""
    more = [
        {"method": "HEAD", "url": READ},
        {"method": "GET", "url": f"{READ}&phone_number=x"},
        {"method": "POST", "url": UPDATE, "content": b'{"inbound_agent":{"x":1,"x":2}}'},
        {"method": "POST", "url": UPDATE, "content": b'{"inbound_agent":{}}' + b" " * 20000},
    ]
    assert first_difference(habit.app(), create_app(), [*walk, *more]) is not None


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.name)
def test_each_habit_keeps_the_laws(habit: Habit, send: Send) -> None:
    """Asked, identity, echo, frame, read back and link hold on a short walk."""
    client = Patient(send, habit.app())
    before = client.number("GET", READ)
    voice = {"type": "voice_eleven_labs", "voice_id": "\U0001f600", "stability": 3}
    agent = {
        "prompt": " é ",
        "actions": [{"type": "action_dtmf", "config": {}}],
        "voice": voice,
        "webhook": {"method": "POST"},
    }
    after = client.number("POST", UPDATE, agent)
    assert {**after, "inbound_agent": None} == {**before, "inbound_agent": None}
    answered = after["inbound_agent"]
    assert after["number"] == "+15550100001"
    assert answered["prompt"] == " é "
    assert [(a["type"], a["config"]) for a in answered["actions"]] == [("action_dtmf", {})]
    assert {name: answered["voice"][name] for name in voice} == voice
    assert answered["webhook"]["method"] == "POST"
    assert answered["initial_message"] == before["inbound_agent"]["initial_message"]
    assert client.number("GET", READ) == after
    linked = client.number("POST", UPDATE, "a6e00000-0000-4000-8000-000000000003")
    assert linked["inbound_agent"]["id"] == "a6e00000-0000-4000-8000-000000000003"


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.name)
def test_each_habit_refuses_and_repeats_itself(habit: Habit, send: Send) -> None:
    """Idempotence, isolation and the refusals hold on a short walk."""
    client = Patient(send, habit.app())
    edit = {"prompt": "again", "webhook": {"url": "u"}}
    second = client.number("GET", SECOND)
    shared = second["inbound_agent"]["id"] == client.number("GET", READ)["inbound_agent"]["id"]
    after = client.number("POST", UPDATE, edit)
    assert client.number("POST", UPDATE, edit) == after
    assert client.ask("POST", UPDATE, {"prompt": None}).status_code == 422
    foreign = {"prompt": "no", "voice": "501ce000-0000-4000-8000-000000000101"}
    assert client.ask("POST", UPDATE, foreign).status_code == 404
    assert client.ask("GET", READ, headers={}).status_code in {401, 403}
    assert client.number("GET", READ) == after
    expected = {**second, "inbound_agent": after["inbound_agent"]} if shared else second
    assert client.number("GET", SECOND) == expected
