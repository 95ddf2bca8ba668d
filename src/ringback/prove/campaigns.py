"""Whole campaigns: on a service with one fault, and on services that are right."""

from collections.abc import Callable
from dataclasses import replace

from ringback.campaign.run.outcome import Outcome
from ringback.contract import Contract
from ringback.finding import Finding, Severity
from ringback.prove.interface import Calm, Fate, Planted, ProofStage, Proved, Terms
from ringback.prove.staging import campaign, session_on
from ringback.targets.asgi import App, AsgiTarget

# What a reading may leave open; what laws and credentials ask does not hang on it.
_OF_THE_READING = ("schema/", "request/")


def prove_fault(stage: ProofStage, fault: Planted, terms: Terms) -> Proved:
    """Caught once a confirmed error of the fault's rule is held; the campaign ends there.

    What the description lets pass is equivalent: nothing may be told of it, the rule aside.

    Under a looser reading than that of the forms, a fault of shape or of acceptance which only
    the latter objects to is equivalent: the same campaign shows it there, and not here.
    """
    proved = Proved(name=fault.name, kind=fault.kind, rule=fault.rule, fate=Fate.MISSED)
    outcome = _looked_for(stage, fault, terms, stage.contract)
    came = _errors(outcome)
    if fault.rule in came:
        return replace(proved, fate=Fate.CAUGHT, came=(fault.rule,))
    loose = stage.contract is not stage.forms and fault.rule.startswith(_OF_THE_READING)
    if loose and fault.rule in _errors(_looked_for(stage, fault, terms, stage.forms)):
        return replace(proved, fate=Fate.EQUIVALENT, came=came)
    unseen = str(getattr(fault, "unseen", ""))  # a table of faults may say so of one
    if unseen and not came:
        return replace(proved, fate=Fate.EQUIVALENT, why=unseen)
    return replace(proved, came=came, why="; ".join(outcome.doubts))


def _looked_for(stage: ProofStage, fault: Planted, terms: Terms, contract: Contract) -> Outcome:
    """The campaign on a fault, as far as the first error of its rule."""
    target = AsgiTarget(fault.name, fault.app(), path=stage.path)
    session = session_on(stage, target, terms, enough=fault.rule, contract=contract)
    return campaign(session, random_cases=terms.random_cases)


def _errors(outcome: Outcome) -> tuple[str, ...]:
    """The rules of the errors, each once."""
    errors = [each.rule for each in outcome.findings if each.severity is Severity.ERROR]
    return tuple(dict.fromkeys(errors))


def keep_calm(
    stage: ProofStage, name: str, app: Callable[[], App], seed: int, terms: Terms
) -> Calm:
    """A whole campaign on a service that is right: whatever is told of it is a false alarm."""
    session = session_on(stage, AsgiTarget(name, app(), path=stage.path), terms, seed=seed)
    outcome = campaign(session, seed=seed, random_cases=terms.calm_cases)
    alarms = (*map(_alarm, outcome.findings), *outcome.doubts)
    return Calm(service=name, seed=seed, alarms=alarms)


def _alarm(finding: Finding) -> str:
    """Rule and place; the message holds values of the service."""
    parts = (finding.rule, finding.operation, finding.instance or finding.schema)
    return " ".join(part for part in parts if part)
