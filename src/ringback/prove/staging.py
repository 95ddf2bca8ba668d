"""A campaign on an app of a proof: in this process, and without waiting for a busy one."""

from ringback.campaign.known.identifiers import Identifiers, names_of
from ringback.campaign.run.campaign import Campaign
from ringback.campaign.run.outcome import Outcome, Plan
from ringback.campaign.session.session import Session
from ringback.contract import Contract
from ringback.exercise import Patience
from ringback.ledger import Ledger
from ringback.prove.interface import ProofStage, Terms
from ringback.targets.interface import Target


def session_on(
    stage: ProofStage,
    target: Target,
    terms: Terms,
    *,
    seed: int = 0,
    enough: str | None = None,
    contract: Contract | None = None,
) -> Session:
    """A session as the gate has it; it ends once a finding of the rule `enough` is held."""
    return Session(
        target=target,
        contract=contract or stage.contract,
        forms=stage.forms,
        knowledge=stage.knowledge,
        values=stage.values,
        names=Identifiers(names_of(stage.resources), stage.values, seed),
        ledger=Ledger(select=terms.select, ignore=terms.ignore, enough=enough),
        accounts=stage.accounts,
        resources=stage.resources,
        patience=Patience(sleep=lambda _seconds: None),
    )


def campaign(session: Session, *, seed: int = 0, random_cases: int = 0) -> Outcome:
    """Run a whole campaign on every operation, and close the target."""
    operations = tuple(session.contract.operations)
    plan = Plan(operations=operations, seed=seed, random_cases=random_cases)
    try:
        return Campaign(session, plan).run()
    finally:
        session.target.close()
