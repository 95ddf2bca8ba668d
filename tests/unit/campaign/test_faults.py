"""The gate's own sight: planted faults are caught by the right rule, right services are kept."""

from typing import Any

import pytest

from contracts.numbers.faults import FAULTS, HABITS, Fault, Habit
from contracts.numbers.reference import create_app
from ringback.finding import Severity
from ringback.ledger import Ledger
from ringback.verdict import RestoreState

# One of each way to go wrong; `ringback prove` will run them all.
_NAMES = (
    "user-id-missing",
    "active-a-string",
    "number-in-an-envelope",
    "actions-null-when-empty",
    "webhook-undocumented-field",
    "azure-pitch-a-string",
    "rime-speaker-missing",
    "eleven-labs-api-key-missing",
    "transfer-config-missing",
    "voice-tagged-base",
    "dtmf-tagged-transfer",
    "list-expands-the-agent",
    "created-instead-of-ok",
    "bad-request-for-invalid",
    "text-plain",
    "unknown-without-detail",
    "not-allowed-without-allow",
    "byte-order-mark",
    "put-accepted",
    "not-a-number-accepted",
    "no-uuid-as-404",
    "validates-before-it-asks-who",
    "updates-then-asks-who",
    "foreign-numbers-listed",
    "voice-id-ignored",
    "actions-merged",
    "pitch-through-a-float",
    "subscriptions-sorted",
    "read-answers-the-first",
    "update-deactivates",
    "update-toggles-active",
    "link-ignored",
    "link-copies-the-prompt",
    "webhook-wiped-when-left-out",
    "empty-object-resets-voice",
    "update-not-stored",
    "read-lags-behind",
    "list-lags-behind",
    "same-edit-appends-actions",
    "unknown-part-stores-prompt",
    "prompt-on-every-agent",
    "empty-prompt-crashes",
    "emoji-crashes",
)
_CHOSEN = [fault for fault in FAULTS if fault.name in _NAMES]


def test_every_chosen_fault_exists() -> None:
    """The table names faults that there are."""
    assert sorted(fault.name for fault in _CHOSEN) == sorted(_NAMES)


@pytest.mark.parametrize("fault", _CHOSEN, ids=lambda fault: fault.name)
def test_a_planted_fault_is_caught_by_its_rule(campaign: Any, fault: Fault) -> None:
    """A service with one defect is broken, and the rule that says so is the one to look at."""
    outcome, _ = campaign(fault.app(), ledger=Ledger(enough=fault.rule))
    errors = {each.rule for each in outcome.findings if each.severity is Severity.ERROR}
    assert fault.rule in errors


@pytest.mark.parametrize("seed", range(5))
def test_the_reference_is_kept_under_every_seed(campaign: Any, seed: int) -> None:
    """A right service has no finding, is put back, and nothing was left unexercised."""
    outcome, _ = campaign(create_app(), seed=seed, random_cases=20)
    assert outcome.findings == []
    assert outcome.doubts == []
    assert outcome.restored.state is RestoreState.RESTORED


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.name)
def test_a_right_service_of_another_habit_is_kept(campaign: Any, habit: Habit) -> None:
    """What the contract leaves open is never a finding."""
    outcome, _ = campaign(habit.app())
    assert outcome.findings == []
    assert outcome.doubts == []
