"""What only shows when one update follows another: found, told shortly, and put back."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

import pytest

from contracts.numbers.edits import Change, Edit, Link, Problems
from contracts.numbers.faults import FAULTS
from contracts.numbers.reference import VALUES, create_app
from contracts.numbers.service import Service
from contracts.numbers.store import (
    AGENT,
    FIRST_AGENT,
    SECOND_AGENT,
    THIRD_PHONE_NUMBER,
    Agent,
    Part,
    Store,
    fresh_store,
)
from ringback.exchange import Exchange
from ringback.finding import Finding, Severity
from ringback.payload import decode
from ringback.verdict import RestoreState

UPDATE = ("update_number",)
PARTS = ("prompt", "initial_message", "actions", "voice", "webhook")
WITHOUT_AGENT = {key: text for key, text in VALUES.items() if key != "agent"}


class EditsTheOneBefore(Service):
    """Takes an edit right after a link away from home for one of what was linked before."""

    strayed = False

    def update_number(self, user: str, phone_number: str, change: Change) -> Any:
        """Store it on the wrong agent."""
        number = self.find_number(user, phone_number)
        strayed, self.strayed = self.strayed, False
        if isinstance(change, Edit) and strayed:
            self.save(number, *self.edit(self.store.agents[FIRST_AGENT], change))
            return self.render(number)
        answer = super().update_number(user, phone_number, change)
        self.strayed = number.agent == FIRST_AGENT and answer["inbound_agent"]["id"] != FIRST_AGENT
        return answer


class BringsAnOldCopy(Service):
    """Brings back, at a link home after an edit elsewhere, the home agent of the very start."""

    strayed = False

    def update_number(self, user: str, phone_number: str, change: Change) -> Any:
        """Overwrite what was edited since."""
        if isinstance(change, Edit):
            self.strayed |= self.find_number(user, phone_number).agent != FIRST_AGENT
        elif change.agent == FIRST_AGENT and self.strayed:
            self.store.agents[FIRST_AGENT] = fresh_store().agents[FIRST_AGENT]
            self.strayed = False
        return super().update_number(user, phone_number, change)


class LosesTheThird(Service):
    """Loses the third equal edit since a link."""

    def __init__(self, store: Store) -> None:
        """What was edited since then."""
        super().__init__(store)
        self.seen: list[Edit] = []

    def update_number(self, user: str, phone_number: str, change: Change) -> Any:
        """Answer how things are, and store nothing."""
        if isinstance(change, Link):
            self.seen.clear()
        elif change != Edit():
            self.seen.append(change)
            if self.seen.count(change) == 3:
                return self.get_number(user, phone_number)
        return super().update_number(user, phone_number, change)


class LosesBehindARefusal(Service):
    """Loses the edit that comes behind one that is refused as invalid, where it is all it gives."""

    refused = False

    def read_change(self, content: Any, problems: Problems) -> Change | None:
        """Take it for an edit of nothing."""
        asked = super().read_change(content, problems)
        was, self.refused = self.refused, bool(problems)
        alone = isinstance(asked, Edit) and asked == Edit(prompt=asked.prompt)
        return Edit() if was and alone else asked


class Noting(Service):
    """Remembers which members of which agents were edited."""

    def __init__(self, store: Store) -> None:
        """Nothing so far."""
        super().__init__(store)
        self.edited: dict[str, set[str]] = defaultdict(set)

    def edit(self, agent: Agent, edit: Edit) -> tuple[Agent, list[Part]]:
        """Take note, and edit."""
        given = {name for name in PARTS if getattr(edit, name) is not None}
        self.edited[agent.id] |= given
        return super().edit(agent, edit)


def kind(exchange: Exchange) -> str:
    """What an exchange of a sequence is, in a word."""
    if exchange.request.method == "GET":
        return "read"
    asked = decode(exchange.request.body or b"").value["inbound_agent"]
    if exchange.response is None or not exchange.response.succeeded:
        return "refused"
    return {AGENT: "link", FIRST_AGENT: "back"}[asked] if isinstance(asked, str) else "edit"


def held(outcome: Any) -> Finding:
    """The first error of a run."""
    errors = [each for each in outcome.findings if each.severity is Severity.ERROR]
    assert errors
    first = errors[0]
    assert isinstance(first, Finding)
    return first


@pytest.mark.parametrize(
    ("service", "rule", "sequence"),
    [
        (EditsTheOneBefore, "law/echo", ["link", "edit", "read"]),
        (BringsAnOldCopy, "law/link", ["link", "edit", "back", "read"]),
        (LosesTheThird, "law/echo", ["edit", "edit", "edit", "edit", "read"]),
        (LosesBehindARefusal, "law/echo", ["refused", "edit", "read"]),
    ],
)
def test_what_shows_in_a_sequence_alone_is_told_by_the_shortest(
    campaign: Any, service: type[Service], rule: str, sequence: list[str]
) -> None:
    """The rule that breaks, the updates that it needs, and the read that shows it: no more."""
    outcome, _ = campaign(create_app(service(fresh_store())), operations=UPDATE)
    found = held(outcome)
    assert found.rule == rule
    assert [kind(each) for each in found.exchanges] == sequence
    before = len(sequence) - 2
    updates = "update" if before == 1 else "updates"
    assert found.message.endswith(f" (after {before} {updates} that led there)")
    assert outcome.restored.state is RestoreState.RESTORED


@pytest.mark.parametrize(
    ("name", "sequence"),
    [
        ("other-agent-forgets-its-edit", ["link", "edit", "link", "read"]),
        ("edit-behind-a-refusal-loses-prompt", ["refused", "edit", "read"]),
    ],
)
def test_a_planted_fault_is_told_by_the_shortest_sequence(
    campaign: Any, name: str, sequence: list[str]
) -> None:
    """So it is for the faults of the gate's own proof that one update does not show."""
    fault = next(each for each in FAULTS if each.name == name)
    outcome, _ = campaign(fault.app(), operations=UPDATE)
    found = held(outcome)
    assert found.rule == fault.rule
    assert [kind(each) for each in found.exchanges] == sequence


def test_an_edit_that_is_taken_for_one_seen_before_is_found(campaign: Any) -> None:
    """The same edit after another one is no delivery that came twice."""
    fault = next(each for each in FAULTS if each.name == "edit-seen-before-ignored")
    outcome, _ = campaign(fault.app(), operations=UPDATE)
    assert held(outcome).rule == fault.rule


@pytest.mark.parametrize("seed", [0, 2])
def test_the_other_agent_is_edited_as_far_as_it_can_be_put_back(campaign: Any, seed: int) -> None:
    """No message and no webhook is given to it, for it has none; in the end it is as it was."""
    service = Noting(fresh_store())
    outcome, _ = campaign(create_app(service), operations=UPDATE, seed=seed)
    assert service.edited == {FIRST_AGENT: {*PARTS}, AGENT: {"prompt", "actions", "voice"}}
    assert service.store.agents == fresh_store().agents
    assert service.store.numbers == fresh_store().numbers
    assert outcome.findings == []
    assert outcome.doubts == []
    assert outcome.restored.state is RestoreState.RESTORED


def shared(phone_number: str = "") -> Store:
    """A store whose third number, which only the list shows, has the agent that is to be linked."""
    store = fresh_store()
    if phone_number:
        number = store.numbers[phone_number]
        store.numbers[phone_number] = replace(number, agent=AGENT)
    return store


@pytest.mark.parametrize(
    ("store", "values"),
    [
        (shared(), VALUES | {"agent": SECOND_AGENT}),
        (shared(THIRD_PHONE_NUMBER), VALUES),
        (shared(), WITHOUT_AGENT),
    ],
    ids=["a bystander's", "on another number of the list", "no RINGBACK_AGENT"],
)
def test_an_agent_that_a_bystander_shows_is_never_edited(
    campaign: Any, store: Store, values: dict[str, str]
) -> None:
    """What callers of another number hear does not change while a run lasts."""
    before = dict(store.agents)
    service = Noting(store)
    outcome, _ = campaign(create_app(service), operations=UPDATE, values=values)
    assert service.edited == {FIRST_AGENT: {*PARTS}}
    assert store.agents == before
    assert outcome.findings == []
    assert outcome.restored.state is RestoreState.RESTORED


def test_without_another_agent_edits_are_put_in_sequence_all_the_same(campaign: Any) -> None:
    """A run without RINGBACK_AGENT finds what shows without a link."""
    service = LosesBehindARefusal(fresh_store())
    outcome, _ = campaign(create_app(service), operations=UPDATE, values=WITHOUT_AGENT)
    found = held(outcome)
    assert found.rule == "law/echo"
    assert [kind(each) for each in found.exchanges] == ["refused", "edit", "read"]
