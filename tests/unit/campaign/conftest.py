"""A campaign in this process, on any app, without the command line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contracts.numbers.reference import VALUES
from ringback.campaign.run.campaign import Campaign
from ringback.campaign.run.outcome import Outcome, Plan
from ringback.campaign.session.budget import Budget
from ringback.campaign.session.session import Session
from ringback.config_reader import load_settings
from ringback.contract import Contract
from ringback.exercise import Patience
from ringback.laws import Knowledge
from ringback.ledger import Ledger
from ringback.targets.asgi import AsgiTarget
from ringback.targets.interface import Limits
from ringback.wiring import contract
from tests.unit.campaign.stubs import RESOURCES, names
from tests.unit.campaign.toys import toys_contract

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def strict() -> Contract:
    """The contract of the repository under the strict reading."""
    return contract(load_settings(ROOT / "ringback.toml"), "strict")


Run = Callable[..., tuple[Outcome, Session]]


@pytest.fixture
def campaign(strict: Contract) -> Run:
    """Run a campaign on an app; without random cases unless told, so that it is quick."""

    def run(
        app: Any,
        *,
        seed: int = 0,
        random_cases: int = 0,
        values: dict[str, str] | None = None,
        operations: tuple[str, ...] = (),
        budget: Budget | None = None,
        limits: Limits | None = None,
        ledger: Ledger | None = None,
    ) -> tuple[Outcome, Session]:
        target = AsgiTarget("app", app, limits)
        known = VALUES if values is None else values
        chosen = [each for each in strict.operations if not operations or each.id in operations]
        session = Session(
            target=target,
            contract=strict,
            forms=strict,
            knowledge=Knowledge(),
            values=known,
            resources=RESOURCES,
            names=names(known, seed),
            ledger=ledger or Ledger(),
            patience=Patience(sleep=lambda _seconds: None),
            budget=budget or Budget(),
        )
        plan = Plan(operations=tuple(chosen), seed=seed, random_cases=random_cases)
        try:
            return Campaign(session, plan).run(), session
        finally:
            target.close()

    return run


@pytest.fixture(scope="session")
def toys(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    """The contract of the toys, which the phases of a run on any API are played on."""
    return toys_contract(tmp_path_factory.mktemp("toys"))
