"""Many requests to one look: what is found in them, and who is to blame for what changed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from contracts.numbers.edits import Change, Edit, Form, Problems
from contracts.numbers.planting import given
from contracts.numbers.reference import PHONE_NUMBER, create_app
from contracts.numbers.service import RefusedError, Service
from contracts.numbers.store import Agent, Store, fresh_store
from ringback.campaign.ledger import Ledger
from ringback.campaign.looks import Look, Looks
from ringback.campaign.session import Budget, Halt
from ringback.campaign.trial import Trial
from ringback.contract import Contract
from ringback.exchange import Outcome, Request, Response
from ringback.payload import decode
from ringback.verdict import RestoreState
from tests.unit.campaign.stubs import SILENCE, Stub, asks, empty_list, session

UPDATE = ("update_number",)
Told = list[tuple[str, str, str | None]]
SOMEBODY = "perhaps somebody else uses the same resource"


def looks(contract: Contract, count: int) -> list[Look]:
    """So many reads, each with a path of its own."""
    return [Look(operation=ask.operation, request=ask.request) for ask in asks(contract, count)]


def failing(*numbers: int) -> Callable[[Request], Outcome]:
    """Answers all but some of the reads."""
    bad = {str(number) for number in numbers}

    def answer(request: Request) -> Outcome:
        wrong = request.url.partition("?")[2] in bad
        return Response(status=500) if wrong else empty_list(request)

    return answer


def test_looks_that_are_fine_are_sent_once(strict: Contract) -> None:
    """All together, as far as the width allows; nothing is asked again."""
    target = Stub(empty_list, width=5)
    mine = session(strict, target)
    Looks(mine, Trial(mine, None)).take(looks(strict, 12))
    assert target.sizes == [5, 5, 2]
    assert mine.ledger.findings() == []


def test_what_one_of_many_shows_is_asked_for_again_alone(strict: Contract) -> None:
    """The request that failed is the one that is told, and no other."""
    target = Stub(failing(3), width=8)
    mine = session(strict, target)
    Looks(mine, Trial(mine, None)).take(looks(strict, 12))
    (found,) = mine.ledger.findings()
    assert (found.rule, str(found.severity)) == ("protocol/server-error", "error")
    assert [each.request.url for each in found.exchanges] == ["/v1/numbers/list?3"]
    assert target.sizes[:2] == [8, 4]
    assert set(target.sizes[2:]) == {1}


def test_what_does_not_show_again_is_a_warning(strict: Contract) -> None:
    """A failure that happens once is told as such."""
    asked: list[str] = []

    def once(request: Request) -> Outcome:
        """Fail at the first of the third."""
        asked.append(request.url)
        first = asked.count(request.url) == 1 and request.url.endswith("?3")
        return Response(status=500) if first else empty_list(request)

    mine = session(strict, Stub(once))
    Looks(mine, Trial(mine, None)).take(looks(strict, 12))
    told = [(each.rule, str(each.severity), each.cause) for each in mine.ledger.findings()]
    assert told == [("flaky", "warning", "protocol/server-error")]


@pytest.mark.parametrize("most", [4, 5, 8])
def test_what_came_before_the_end_is_judged_and_confirmed(strict: Contract, most: int) -> None:
    """Where the budget ends in the middle, what was seen is looked at again all the same."""
    target = Stub(failing(3), width=4)
    mine = session(strict, target, budget=Budget(requests=most))
    with pytest.raises(Halt, match=f"stopped after {most} requests, as told"):
        Looks(mine, Trial(mine, None)).take(looks(strict, 12))
    (found,) = mine.ledger.findings()
    assert (found.rule, str(found.severity)) == ("protocol/server-error", "error")
    assert mine.sent <= most + 8


def test_what_came_before_silence_is_judged(strict: Contract) -> None:
    """A target that stops answering is not forgiven what it answered before."""

    def answer(request: Request) -> Outcome:
        """Fail at the third, be silent from the ninth on."""
        silent = int(request.url.partition("?")[2]) >= 8
        return SILENCE if silent else failing(3)(request)

    mine = session(strict, Stub(answer, width=8))
    with pytest.raises(Halt, match="does not answer"):
        Looks(mine, Trial(mine, None)).take(looks(strict, 40))
    assert [each.rule for each in mine.ledger.findings()] == ["protocol/server-error"]


def test_what_only_a_meeting_shows_says_so(strict: Contract) -> None:
    """Seen at two meetings it is confirmed, and no request alone is sent."""
    target = Stub(failing(1), width=1)
    mine = session(strict, target)
    Looks(mine, Trial(mine, None)).meet(looks(strict, 3))
    (found,) = mine.ledger.findings()
    assert (found.rule, str(found.severity)) == ("protocol/server-error", "error")
    assert found.message == "with other requests under way: the service failed with 500"
    assert set(target.sizes) == {3}


class KeepsWhatItRefuses(Service):
    """Marks the prompt where it refuses an edit for its webhook as invalid."""

    def read_change(self, content: Any, problems: Problems) -> Change | None:
        """Store first, then refuse."""
        asked = super().read_change(content, problems)
        if any("webhook" in each["loc"] for each in problems):
            _prompted(self, "a draft")
        return asked


class KeepsWhatIsNotFound(Service):
    """Marks the prompt where it does not find a voice."""

    def find_part(self, user: str, kind: str, part_id: str) -> Any:
        """Store first, then look."""
        try:
            return super().find_part(user, kind, part_id)
        except RefusedError:
            if kind == "voice":
                _prompted(self, "a draft")
            raise


class KeepsWhatNobodySent(Service):
    """Marks the prompt before it looks who asks, where the token is cut short."""

    def authenticate(self, credentials: list[str]) -> str:
        """Store first, then ask who it was."""
        if any(each.endswith("-toke") for each in credentials):
            _prompted(self, "a draft")
        return super().authenticate(credentials)


def _prompted(service: Service, text: str) -> None:
    """Put a prompt on the agent of the first number."""
    agent = service.store.agents[service.store.numbers[PHONE_NUMBER].agent]
    service.store.agents[agent.id] = replace(agent, prompt=f"{agent.prompt[:40]} {text}")


def told(outcome: Any) -> Told:
    """The rule, the weight and the place of each finding."""
    return [(each.rule, str(each.severity), each.instance) for each in outcome.findings]


def edited(finding: Any) -> dict[str, Any]:
    """What the request that a finding blames edits."""
    asked = decode(finding.exchanges[0].request.body or b"").value["inbound_agent"]
    assert isinstance(asked, dict)
    return asked


@pytest.mark.parametrize(
    ("service", "status", "member"),
    [(KeepsWhatItRefuses, 422, "webhook"), (KeepsWhatIsNotFound, 404, "voice")],
)
def test_a_refused_request_that_changes_something_is_found_among_many(
    campaign: Any, service: type[Service], status: int, member: str
) -> None:
    """None of the others that were refused beside it is blamed, and nothing is left in doubt."""
    outcome, _ = campaign(create_app(service(fresh_store())), operations=UPDATE)
    assert [(rule, weight) for rule, weight, _ in told(outcome)] == [("law/refused", "error")]
    (found,) = outcome.findings
    assert found.exchanges[0].response.status == status
    assert member in edited(found)
    assert "/inbound_agent/prompt changed" in found.message
    assert outcome.restored.state is RestoreState.RESTORED


def test_who_changes_something_without_credentials_is_found_among_many(campaign: Any) -> None:
    """Of all wrong credentials those that were let in halfway are the ones that are told."""
    outcome, _ = campaign(create_app(KeepsWhatNobodySent(fresh_store())), operations=UPDATE)
    assert [(rule, weight) for rule, weight, _ in told(outcome)] == [("auth/required", "error")]
    (found,) = outcome.findings
    shown = dict(found.exchanges[0].request.headers)["Authorization"]
    assert shown.endswith("-toke")
    assert found.exchanges[0].response.status in {401, 403}


class Forgetful(Service):
    """Answers every edit as it was asked, and stores all but some of it."""

    def update_number(self, user: str, phone_number: str, change: Change) -> Any:
        """Answer first, then lose something."""
        number = self.find_number(user, phone_number)
        before = self.store.agents[number.agent]
        answer = super().update_number(user, phone_number, change)
        if isinstance(change, Edit):
            after = self.store.agents[number.agent]
            self.store.agents[after.id] = self.kept(before, after, change)
        return answer

    def kept(self, _before: Agent, after: Agent, _edit: Edit) -> Agent:
        """What is stored."""
        return after


class LosesTheEmptyPrompt(Forgetful):
    """Takes a prompt that is empty for none."""

    def kept(self, before: Agent, after: Agent, edit: Edit) -> Agent:
        """What is stored."""
        return replace(after, prompt=before.prompt) if edit.prompt == "" else after


class LosesRime(Forgetful):
    """Does not store a voice of one kind."""

    def kept(self, before: Agent, after: Agent, edit: Edit) -> Agent:
        """What is stored."""
        rime = isinstance(edit.voice, Form) and edit.voice.kind == "voice_rime"
        return replace(after, voice=before.voice) if rime else after


class LosesGet(Forgetful):
    """Stores one method of a webhook as the other."""

    def kept(self, before: Agent, after: Agent, edit: Edit) -> Agent:
        """What is stored."""
        if given(edit.webhook, "method") == "GET" and after.webhook != before.webhook:
            part = self.store.parts[after.webhook or ""]
            self.store.parts[part.id] = replace(part, fields={**part.fields, "method": "POST"})
        return after


class LosesPitchZero(Forgetful):
    """Stores a pitch of nothing as one."""

    def kept(self, _before: Agent, after: Agent, edit: Edit) -> Agent:
        """What is stored."""
        if given(edit.voice, "pitch") == 0:
            part = self.store.parts[after.voice]
            self.store.parts[part.id] = replace(part, fields={**part.fields, "pitch": 1})
        return after


@pytest.mark.parametrize(
    ("service", "place", "value"),
    [
        (LosesTheEmptyPrompt, "/inbound_agent/prompt", {"prompt": ""}),
        (LosesRime, "/inbound_agent/voice", {"voice": {"type": "voice_rime"}}),
        (LosesGet, "/inbound_agent/webhook", {"webhook": {"method": "GET"}}),
        (
            LosesPitchZero,
            "/inbound_agent/voice",
            {"voice": {"type": "voice_azure", "pitch": 0}},
        ),
    ],
)
def test_a_believed_answer_that_was_not_stored_is_found_out(
    campaign: Any, service: type[Service], place: str, value: Any
) -> None:
    """Whoever stores all values but one is told by that one, and by no other update near it."""
    outcome, _ = campaign(create_app(service(fresh_store())), operations=UPDATE)
    assert told(outcome) == [("law/read-back", "error", place)]
    (found,) = outcome.findings
    assert edited(found) == value


class Shared(Service):
    """A service whose agent somebody else edits once, after so many requests were refused."""

    def __init__(self, store: Store, turn: int) -> None:
        """Nobody did yet."""
        super().__init__(store)
        self.turn = turn

    def read_change(self, content: Any, problems: Problems) -> Change | None:
        """The other one comes in the middle of a refusal."""
        asked = super().read_change(content, problems)
        self.turn -= bool(problems)
        if problems and self.turn == 0:
            _prompted(self, "of somebody else")
        return asked


@pytest.mark.parametrize("turn", [3, 60])
def test_a_change_that_no_refused_request_makes_again_stays_a_doubt(
    campaign: Any, turn: int
) -> None:
    """Nobody is blamed for what somebody else may have done; it is told as a warning."""
    outcome, _ = campaign(create_app(Shared(fresh_store(), turn)), operations=UPDATE)
    (found,) = outcome.findings
    assert (found.rule, str(found.severity), found.cause) == ("flaky", "warning", "law/refused")
    assert found.message.endswith(SOMEBODY)
    assert found.exchanges == ()
    assert outcome.restored.state is RestoreState.RESTORED


def test_a_known_cause_that_shows_again_leaves_no_doubt(campaign: Any) -> None:
    """What was found among refused requests explains the next change as well."""

    class Always(KeepsWhatItRefuses):
        """Marks the prompt with each body that is refused as invalid."""

        def read_change(self, content: Any, problems: Problems) -> Change | None:
            """Store first, then refuse."""
            asked = super().read_change(content, problems)
            if problems:
                _prompted(self, f"a draft {len(str(content))}")
            return asked

    outcome, _ = campaign(create_app(Always(fresh_store())), operations=UPDATE)
    assert told(outcome) == [("law/refused", "error", "")]


def test_a_rule_that_is_not_wanted_is_not_judged(strict: Contract) -> None:
    """`--ignore` keeps looks from being asked again."""
    target = Stub(failing(3), width=8)
    mine = session(strict, target, ledger=Ledger(ignore=("protocol",)))
    Looks(mine, Trial(mine, None)).take(looks(strict, 8))
    assert mine.ledger.findings() == []
    assert target.sizes == [8]
