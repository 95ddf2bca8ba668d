"""Settings of two accounts: what one writes to its own, the other never sees."""

from typing import Any

import pytest

from ringback.campaign.run.campaign import Campaign
from ringback.campaign.run.outcome import Outcome, Plan
from ringback.contract import Contract
from ringback.exchange import Request, Response
from ringback.verdict import RestoreState
from tests.unit.campaign.toys import TOKENS, Toys, Wire, session_on, spoken, told

FIRST = {"greeting": "hello", "loud": False}


class _Apart(Toys):
    """Each account has settings of its own."""

    def __init__(self) -> None:
        Toys.__init__(self)
        self.settings: dict[str, Any] = dict.fromkeys(TOKENS.values(), FIRST)

    def answer(self, request: Request, account: str) -> Response:
        """The account's settings, or anything else of the toys."""
        if request.path != "/settings" or request.method not in {"GET", "PUT"}:
            return Toys.answer(self, request, account)
        if request.method == "PUT":
            self.write(account, self.body(request, "Settings"))
        return told(self.settings[account])

    def write(self, account: str, given: Any) -> None:
        """What is given are the account's settings."""
        self.settings[account] = given


class _Shared(_Apart):
    """All accounts look at the same settings."""

    def write(self, account: str, given: Any) -> None:
        """What is given are the settings of all."""
        self.settings = dict.fromkeys([account, *self.settings], given)


class _HalfShared(_Apart):
    """The greeting is that of all, and whether it is loud is each account's own affair."""

    def __init__(self) -> None:
        _Apart.__init__(self)
        self.settings["second"] = {**FIRST, "loud": True}

    def write(self, account: str, given: Any) -> None:
        """What is given, the greeting for all."""
        for each in self.settings:
            self.settings[each] = {**self.settings[each], "greeting": given["greeting"]}
        self.settings[account] = given


class _OthersToo(_Apart):
    """Writes the settings of the first account to the second one as well."""

    def __init__(self) -> None:
        _Apart.__init__(self)
        self.settings["second"] = {"greeting": "good day", "loud": True}

    def write(self, account: str, given: Any) -> None:
        """What is given, for two."""
        self.settings |= {account: given, "second": given}


class _OthersInstead(_Apart):
    """Writes the settings of the second account where the first one writes its own."""

    def write(self, account: str, given: Any) -> None:
        """What is given, in the wrong place."""
        self.settings["second" if account == "first" else "first"] = given


def _run(contract: Contract, service: Toys, *, alone: bool = False) -> Outcome:
    session = session_on(contract, Wire(service))
    if alone:
        session.accounts = {}
    plan = Plan(operations=tuple(contract.operations), random_cases=0)
    return Campaign(session, plan).run()


@pytest.mark.parametrize("service", [_Apart, _Shared, _HalfShared, Toys])
def test_settings_of_ones_own_and_of_all_are_right(toys: Contract, service: type[Toys]) -> None:
    """What both accounts have each by itself, or see alike each time, breaks no law."""
    outcome = _run(toys, service())
    assert spoken(outcome.findings) == []
    assert outcome.restored.state is RestoreState.RESTORED
    assert outcome.restored.notes == ()


def test_settings_of_the_other_account_are_not_written(toys: Contract) -> None:
    """An update that changes what the other account had is an error, and nothing is restored."""
    outcome = _run(toys, _OthersToo())
    (found,) = [each for each in spoken(outcome.findings) if each[0] == "law/isolation"]
    assert found[:3] == ("law/isolation", "put_settings", "other account")
    assert found[3].startswith("a write of one account changed what another has at /")
    note = 'settings of the other account: /greeting was "good day" before the run, and is "hello" '
    assert outcome.restored.state is RestoreState.NOT_RESTORED
    assert outcome.restored.notes == (f"{note}after it",)


def test_an_update_that_goes_to_the_other_account_is_told(toys: Contract) -> None:
    """It is an error also where both accounts had the same at first."""
    outcome = _run(toys, _OthersInstead())
    found = [each[:3] for each in spoken(outcome.findings) if each[0] == "law/isolation"]
    assert found == [("law/isolation", "put_settings", "other account")]


def test_what_the_other_account_has_is_not_looked_at_without_its_credentials(
    toys: Contract,
) -> None:
    """With one credential nothing is said of others: what was written reads as before."""
    outcome = _run(toys, _OthersToo(), alone=True)
    assert spoken(outcome.findings) == []
    assert outcome.restored.state is RestoreState.RESTORED
