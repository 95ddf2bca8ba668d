"""What the tests of a replay share: findings as a report holds them, and a run on an app."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from contracts.numbers.faults import FAULTS
from contracts.numbers.reference import VALUES
from ringback.campaign.replay import Fate, Replay
from ringback.campaign.run.outcome import Outcome, Plan
from ringback.campaign.session.budget import Budget
from ringback.campaign.session.session import Session
from ringback.contract import Contract
from ringback.exercise import Patience
from ringback.finding import Finding
from ringback.laws import Knowledge
from ringback.ledger import Ledger
from ringback.reports.scribe import Scribe, ShownFinding
from ringback.targets.asgi import AsgiTarget
from ringback.targets.interface import Target
from ringback.verdict import Run, conclude
from tests.unit.campaign.stubs import RESOURCES, names

TOKEN = VALUES["token"]

Replayed = tuple[list[Fate], Outcome, Session]


def fault(name: str) -> Any:
    """The reference with one planted fault."""
    return next(each for each in FAULTS if each.name == name).app()


def shown(
    rule: str, *lines: str, operation: str | None = "update_number", **place: Any
) -> ShownFinding:
    """A finding as a report holds it."""
    finding = Finding(rule=rule, message="", operation=operation, **place)
    reproduce = " && ".join(lines) if lines else None
    return replace(Scribe(secrets={}).shown(finding), reproduce=reproduce)


LIST = 'curl -i -X GET "$BASE_URL/v1/numbers/list" -H "Authorization: Bearer $RINGBACK_TOKEN"'
FRAME = shown("law/frame", instance="/inbound_agent/webhook")
CRASH = shown("protocol/server-error", LIST, operation="list_numbers", cause="500")


def stored_of(outcome: Outcome, session: Session) -> list[ShownFinding]:
    """The findings of a campaign as its report holds them."""
    run = Run(command="check", verdict=conclude(outcome.findings, outcome.doubts))
    secrets, made_up = {"RINGBACK_TOKEN": TOKEN}, frozenset(session.names.made_up)
    scribe = Scribe.for_run(run, secrets, made_up=made_up)
    return [scribe.shown(each) for each in outcome.findings]


def replayed(
    contract: Contract,
    app: Any,
    findings: list[ShownFinding],
    *,
    values: Mapping[str, str] = VALUES,
    budget: Budget | None = None,
    ledger: Ledger | None = None,
    operations: tuple[str, ...] = (),
    target: Target | None = None,
) -> Replayed:
    """Replay findings on an app: what is said of each, and what came of the run."""
    session = Session(
        target=target or AsgiTarget("app", app),
        contract=contract,
        forms=contract,
        knowledge=Knowledge(),
        values=values,
        resources=RESOURCES,
        names=names(values),
        ledger=ledger or Ledger(),
        patience=Patience(sleep=lambda _seconds: None),
        budget=budget or Budget(),
    )
    chosen = [each for each in contract.operations if not operations or each.id in operations]
    replay = Replay(session, Plan(operations=tuple(chosen), random_cases=0), findings)
    try:
        outcome = replay.run()
    finally:
        session.target.close()
    return [replay.fates[each.fingerprint] for each in findings], outcome, session
