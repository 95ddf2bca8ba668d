"""Stored findings asked for again: what is played, what is said of each, what says nothing."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from contracts.numbers.reference import VALUES, create_app
from ringback.campaign.replay import NoLongerFails, NotReplayed, StillFails
from ringback.campaign.session.budget import Budget
from ringback.contract import Contract
from ringback.ledger import Ledger
from ringback.reports.scribe import ShownFinding
from ringback.targets.asgi import AsgiTarget
from ringback.targets.live import LiveTarget
from ringback.verdict import RestoreState
from tests.unit.campaign.replaying import (
    CRASH,
    FRAME,
    LIST,
    Replayed,
    fault,
    replayed,
    shown,
    stored_of,
)

Play = Callable[..., Replayed]


@pytest.fixture
def play(strict: Contract) -> Play:
    """Replay findings on an app."""
    return partial(replayed, strict)


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("actions-merged", "law/echo"),
        ("token-longer-accepted", "auth/required"),
        ("foreign-numbers-listed", "auth/foreign-number"),
        ("emoji-crashes", "protocol/server-error"),
        ("same-edit-refused", "law/idempotence"),
        ("unknown-part-stores-prompt", "law/refused"),
        ("put-accepted", "protocol/method"),
        ("prompt-on-every-agent", "law/isolation"),
    ],
)
def test_what_a_campaign_finds_is_found_again(
    campaign: Any, play: Play, name: str, rule: str
) -> None:
    """On the same service each error still fails; on the right one none does."""
    given = campaign(fault(name), ledger=Ledger(enough=rule))
    findings = [each for each in stored_of(*given) if each.severity == "error"]
    assert findings
    fates, outcome, _ = play(fault(name), findings)
    assert set(fates) == {StillFails()}
    assert {each.fingerprint for each in findings} <= {
        each.fingerprint for each in outcome.findings
    }
    fates, outcome, _ = play(create_app(), findings)
    assert {type(each) for each in fates} == {NoLongerFails}
    assert (outcome.findings, outcome.doubts) == ([], [])
    assert outcome.restored.state in {RestoreState.RESTORED, RestoreState.UNTOUCHED}


def test_a_law_that_breaks_in_many_places_stays_one_line(play: Play) -> None:
    """A report that tells many places as one finding gets that finding again."""
    many = shown("law/frame", instance="", cause="many places")
    fates, outcome, _ = play(fault("webhook-wiped-when-left-out"), [many])
    assert fates == [StillFails()]
    assert [each.fingerprint for each in outcome.findings] == [many.fingerprint]


def test_what_is_found_on_the_way_counts(play: Play) -> None:
    """A finding under another fingerprint is one of this run."""
    other = shown("law/frame", instance="/other")
    fates, outcome, _ = play(fault("webhook-wiped-when-left-out"), [other])
    assert fates == [NoLongerFails()]
    assert [each.instance for each in outcome.findings] == ["/inbound_agent/webhook"]


@pytest.mark.parametrize(
    ("finding", "why"),
    [
        (shown("law/echo", operation=None), "it names no operation that could be played"),
        (
            shown("flaky", LIST, cause="protocol/server-error"),
            "it showed only once then: that it does not now says nothing",
        ),
    ],
)
def test_what_cannot_be_replayed_is_never_fixed(
    play: Play, finding: ShownFinding, why: str
) -> None:
    """The reason is told, the others are replayed all the same, and the service stays as it was."""
    (fate, other), outcome, _ = play(create_app(), [finding, FRAME])
    assert (fate, other) == (NotReplayed(why=why), NoLongerFails())
    assert outcome.restored.state is RestoreState.RESTORED


def test_an_operation_that_is_described_no_more_is_told(play: Play) -> None:
    """Nobody left it out: that nothing is known of its finding is a doubt."""
    [fate], _, session = play(create_app(), [shown("law/echo", operation="removed")])
    assert isinstance(fate, NotReplayed)
    assert fate.wanted
    assert session.sent == 0


def test_only_what_the_findings_are_about_is_played(play: Play) -> None:
    """A finding of a list takes no update."""
    fates, outcome, session = play(create_app(), [CRASH])
    assert fates == [NoLongerFails()]
    assert outcome.restored.state is not RestoreState.NOT_RESTORED
    assert {name for name, _ in session.answered} <= {"list_numbers", "get_number"}


def test_a_foreign_thing_that_is_not_configured_is_told(play: Play) -> None:
    """Without the value of the other account's thing there is nothing to ask."""
    values = {key: text for key, text in VALUES.items() if key != "foreign_agent"}
    fates, _, _ = play(create_app(), [shown("auth/foreign-agent")], values=values)
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
    fates, _, _ = play(fault("crash-on-list"), found, budget=Budget(requests=6))
    assert fates == [StillFails(), NotReplayed(why="stopped after 6 requests")]


def test_a_budget_that_ends_after_a_success_leaves_the_rest_unsaid(play: Play) -> None:
    """That an operation was answered once does not mean that all was asked of it."""
    fates, _, _ = play(create_app(), [FRAME], budget=Budget(requests=100))
    assert fates == [NotReplayed(why="stopped after 100 requests")]


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
        """Crash on the third list alone: those before it are read before anything is played."""
        if scope.get("path") == "/v1/numbers/list" and next(turns) == 2:
            raise RuntimeError
        await app(scope, receive, send)

    [fate], outcome, _ = play(once, [replace(CRASH, fingerprint=_crash_print(play))])
    assert fate == NotReplayed(why="it showed once, and not again when asked again")
    assert [each.rule for each in outcome.findings] == ["flaky"]


def _crash_print(play: Play) -> str:
    """The fingerprint of a list that crashes each time."""
    _, outcome, _ = play(fault("crash-on-list"), [CRASH])
    return outcome.findings[0].fingerprint
