"""Stored findings asked for again: what is sent, what is said of each, and what is never sent."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from contracts.numbers.edits import Edit
from contracts.numbers.planting import serving
from contracts.numbers.reference import SECOND_PHONE_NUMBER, VALUES, create_app
from contracts.numbers.service import Service
from contracts.numbers.store import Agent
from ringback.campaign.ledger import Ledger
from ringback.campaign.replay import NoLongerFails, NotReplayed, StillFails
from ringback.campaign.session import Budget
from ringback.contract import Contract
from ringback.reports.scribe import Shown
from ringback.targets.asgi import AsgiTarget
from ringback.targets.live import LiveTarget
from ringback.verdict import RestoreState
from tests.unit.campaign.replaying import (
    BEARER,
    CRASH,
    EDIT,
    FRAME,
    LIST,
    READ,
    Replayed,
    fault,
    replayed,
    shown,
    stored_of,
    update,
)

Play = Callable[..., Replayed]


@pytest.fixture
def play(strict: Contract) -> Play:
    """Replay findings on an app."""
    return partial(replayed, strict)


@pytest.mark.parametrize(
    "name",
    [
        "update-toggles-active",
        "voice-id-ignored",
        "actions-merged",
        "link-ignored",
        "other-scheme-accepted",
        "token-longer-accepted",
        "validates-before-it-asks-who",
        "foreign-number-forbidden",
        "foreign-numbers-listed",
        "foreign-voice-usable",
        "message-lower-case",
        "emoji-crashes",
        "not-a-number-accepted",
        "unpaired-surrogate",
    ],
)
def test_what_a_campaign_finds_is_found_again(campaign: Any, play: Play, name: str) -> None:
    """On the same service each error still fails; on the right one none does."""
    findings = [each for each in stored_of(*campaign(fault(name))) if each.severity == "error"]
    assert findings
    fates, outcome, _ = play(fault(name), findings)
    assert set(fates) == {StillFails()}
    prints = {each.fingerprint for each in outcome.findings}
    assert {each.fingerprint for each in findings} <= prints
    fates, outcome, _ = play(create_app(), findings)
    assert {type(each) for each in fates} == {NoLongerFails}
    assert (outcome.findings, outcome.doubts) == ([], [])
    assert outcome.restored.state in {RestoreState.RESTORED, RestoreState.UNTOUCHED}


def test_a_law_that_breaks_in_many_places_stays_one_line(play: Play) -> None:
    """A report that tells many places as one finding gets that finding again."""
    many = shown("law/frame", update({"inbound_agent": {}}), READ, instance="", cause="many places")
    fates, outcome, _ = play(fault("webhook-wiped-when-left-out"), [many])
    assert fates == [StillFails()]
    assert [each.fingerprint for each in outcome.findings] == [many.fingerprint]


def test_what_is_found_on_the_way_counts(play: Play) -> None:
    """A finding under another fingerprint is one of this run."""
    other = shown("law/frame", update({"inbound_agent": {}}), READ, instance="/other")
    fates, outcome, _ = play(fault("webhook-wiped-when-left-out"), [other])
    assert fates == [NoLongerFails()]
    assert [each.instance for each in outcome.findings] == ["/inbound_agent/webhook"]


class _Counting(Service):
    """A service that forgets the eleventh of eleven prompts that come one after the other."""

    row: tuple[str, ...] = ()

    def edit(self, agent: Agent, edit: Edit) -> Any:
        """Keep the prompts in mind."""
        self.row = (*self.row, edit.prompt or "")[-11:]
        if self.row == tuple(map(str, range(11))):
            return agent, []
        return super().edit(agent, edit)


def test_a_long_line_is_played_in_order(play: Play) -> None:
    """What shows only after many updates shows, and is confirmed by playing all of them again."""
    lines = [update({"inbound_agent": {"prompt": str(number)}}) for number in range(11)]
    found = shown("law/echo", *lines, READ, instance="/inbound_agent/prompt")
    assert play(serving(_Counting)(), [found])[0] == [StillFails()]
    fewer = shown("law/echo", *lines[1:], READ, instance="/inbound_agent/prompt")
    assert play(serving(_Counting)(), [fewer])[0] == [NoLongerFails()]


def test_ids_that_a_service_made_up_are_bound_by_their_place(play: Play) -> None:
    """A variable stands for a thing of the account's own, of the kind that its place names."""
    parts = {"voice": "$ID_2", "actions": ["$ID_1", "$ID_3"], "webhook": {"id": "$ID_4"}}
    found = shown("law/echo", update({"inbound_agent": parts}), READ, instance="/inbound_agent/x")
    fates, outcome, _ = play(create_app(), [found])
    assert fates == [NoLongerFails()]  # a law is asked of an update that is accepted
    assert outcome.findings == []


def test_values_that_only_their_own_run_knew_are_made_up(play: Play) -> None:
    """What a report hides is replaced, and named."""
    voice = {"type": "voice_eleven_labs", "api_key": "$API_KEY"}
    line = update({"inbound_agent": {"voice": voice}})
    found = shown("law/echo", line, READ, instance="/inbound_agent/voice/api_key")
    assert play(fault("api-key-masked"), [found])[0] == [StillFails()]
    assert play(create_app(), [found])[0] == [NoLongerFails(made_up=("API_KEY",))]


@pytest.mark.parametrize(
    ("finding", "why"),
    [
        (shown("law/echo", None), "the report holds no request for it"),
        (
            shown(
                "law/echo", "curl -i $BASE_URL/v1/numbers/list --data-binary @body-of-70000-bytes"
            ),
            "the report leaves its body out (body-of-70000-bytes)",
        ),
        (
            shown("law/echo", "curl -i https://elsewhere/x"),
            "its URL is none of the report's target",
        ),
        (shown("law/echo", "rm -rf /"), "its line can't be read: it holds a command that is"),
        (shown("law/echo", f"{LIST} & {LIST}"), "its requests are sent at the same time"),
        (
            shown("law/echo", f'curl -i -X POST "$BASE_URL/v2/others" {BEARER}'),
            "no operation is described at /v2/others",
        ),
        (
            shown("law/echo", update({"inbound_agent": {"prompt": "$ID_1"}})),
            "$ID_1 stands where no name is known to stand",
        ),
        (
            shown(
                "law/echo",
                update(
                    {"inbound_agent": {"voice": "$ID_1", "webhook": "$ID_2"}},
                    headers='-H "Authorization: Bearer ${RINGBACK_TOKEN}2"',
                ),
            ),
            "its credentials are none that this run can make",
        ),
        (
            shown("law/echo", update({}, "phone_number=%2B15550100002")),
            f"it updates {SECOND_PHONE_NUMBER}, which would not be put back",
        ),
        (
            shown("law/echo", update({"inbound_agent": "00000000-0000-4000-8000-0000000000aa"})),
            "its update is not accepted, so that the law could not be asked",
        ),
        (
            shown("flaky", LIST, cause="protocol/server-error"),
            "it showed only once then: that it does not now says nothing",
        ),
    ],
)
def test_what_cannot_be_replayed_is_never_fixed(play: Play, finding: Shown, why: str) -> None:
    """The reason is told, the others are replayed all the same, and the service stays as it was."""
    (fate, other), outcome, _ = play(create_app(), [finding, FRAME])
    assert isinstance(fate, NotReplayed)
    assert fate.why.startswith(why)
    assert other == NoLongerFails()
    assert outcome.restored.state is RestoreState.RESTORED


def test_a_thing_that_is_linked_on_the_way_is_put_back(play: Play) -> None:
    """What another thing has can be edited and given back; what it has not is not set."""
    link = update({"inbound_agent": VALUES["agent"]})
    found = shown("law/link", link, EDIT, READ, instance="/inbound_agent/prompt")
    back = shown("law/link", link, update({"inbound_agent": "$ID_1"}), EDIT, READ)
    webhook = update({"inbound_agent": {"webhook": {}, "unheard": 1}})
    more = shown("law/link", link, webhook, READ, instance="/inbound_agent/webhook")
    fates, outcome, _ = play(create_app(), [found, back, more])
    why = "it edits a thing that it has linked, beside the run's own"
    assert fates == [NoLongerFails(), NoLongerFails(), NotReplayed(why=why)]
    assert outcome.restored.state is RestoreState.RESTORED


def test_a_report_of_another_account_is_not_replayed(play: Play) -> None:
    """What the other account owns is a stranger here: it would be refused, and look mended."""
    values = {**VALUES, "phone_number": SECOND_PHONE_NUMBER, "second_phone_number": ""}
    [fate], _, session = play(create_app(), [FRAME], values=values)
    why = "its requests name +15550100001, which is none of this run's values"
    assert fate == NotReplayed(why=why)
    assert session.sent == 0


def test_a_foreign_thing_that_is_not_configured_is_told(play: Play) -> None:
    """Without the value of the other account's thing there is nothing to ask."""
    line = update({"inbound_agent": "00000000-0000-4000-8000-00000000dead"})
    values = {key: text for key, text in VALUES.items() if key != "foreign_agent"}
    fates, _, _ = play(create_app(), [shown("auth/foreign-agent", line)], values=values)
    assert fates == [NotReplayed(why="RINGBACK_FOREIGN_AGENT is not set")]


def test_what_the_user_leaves_out_is_not_wanted(play: Play) -> None:
    """Rules and operations that were not asked for are told apart from what can't be replayed."""
    findings = [FRAME, CRASH]
    fates, _, _ = play(create_app(), findings, ledger=Ledger(select=("protocol",)))
    why = "left out by --select or --ignore"
    assert fates == [NotReplayed(why=why, wanted=False), NoLongerFails()]
    fates, _, session = play(create_app(), findings, operations=("list_numbers",))
    why = "left out by --operation or --tag"
    assert fates == [NotReplayed(why=why, wanted=False), NoLongerFails()]
    assert not session.answered["update_number", "2xx"]


def test_a_budget_leaves_the_rest_unsaid(play: Play) -> None:
    """What was cut short is not mended; what showed before still fails."""
    found = [CRASH, FRAME]
    fates, outcome, _ = play(fault("crash-on-list"), found, budget=Budget(requests=6))
    assert fates == [StillFails(), NotReplayed(why="stopped after 6 requests, as told")]
    assert outcome.doubts == []


class _Forgetful(AsgiTarget):
    """A target that is said to keep nothing."""

    stateful = False


def test_laws_are_not_asked_of_a_target_without_state(play: Play) -> None:
    """What needs state is not mended where there is none; what an answer shows is replayed."""
    target = _Forgetful("forgetful", create_app())
    fates, _, _ = play(None, [FRAME, CRASH], target=target)
    assert fates == [NotReplayed(why="the target forgetful keeps no state"), NoLongerFails()]


def test_a_target_that_is_not_there_says_nothing(play: Play) -> None:
    """Nothing answers: nothing is mended, and nothing fails."""
    timeout = shown("protocol/timeout", LIST, operation="list_numbers")
    fates, outcome, _ = play(
        None, [FRAME, timeout], target=LiveTarget("gone", "http://127.0.0.1:9")
    )
    assert {type(each) for each in fates} == {NotReplayed}
    assert outcome.findings == []
    assert outcome.doubts[0].startswith("the target does not answer")


def test_what_shows_only_once_is_not_said_to_be_mended(play: Play) -> None:
    """A finding that a second look contradicts is a warning, and its line says so."""
    app, turns = create_app(), itertools.count()

    async def once(scope: Any, receive: Any, send: Any) -> None:
        """Crash on the second list alone: the first is read before anything is played."""
        if scope.get("path") == "/v1/numbers/list" and next(turns) == 1:
            raise RuntimeError
        await app(scope, receive, send)

    [fate], outcome, _ = play(once, [replace(CRASH, fingerprint=_crash_print(play))])
    assert fate == NotReplayed(why="it showed once, and not again when asked again")
    assert [each.rule for each in outcome.findings] == ["flaky"]


def _crash_print(play: Play) -> str:
    """The fingerprint of a list that crashes each time."""
    _, outcome, _ = play(fault("crash-on-list"), [CRASH])
    return outcome.findings[0].fingerprint
