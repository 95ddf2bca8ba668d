"""What is told of a run beside its findings: what was not played, and why."""

from ringback.campaign.access.credentials import unsupported
from ringback.campaign.known.shown_points import Effect
from ringback.campaign.resource.model import Role
from ringback.campaign.resource.observed import resources_told
from ringback.campaign.run.outcome import Outcome, Plan
from ringback.campaign.scheduler.stage import Stage
from ringback.campaign.session.session import Session
from ringback.operation import Operation
from ringback.wire.body_writing import writable

_FOR_GOOD = "it belongs to no resource, and nothing described takes back what it does"


def note(stage: Stage, session: Session, plan: Plan, outcome: Outcome) -> None:
    """Name what was not played, with the reason, and what was inferred."""
    for operation in plan.operations:
        why = stage.permission.refusal(operation) or stage.unplayable.get(operation.id)
        if operation.id not in session.asked:
            role, _ = stage.graph.role(operation)
            alone = role is Role.OTHER and not operation.safe
            why = (
                why
                or _unwritten(operation)
                or (_FOR_GOOD if alone else "nothing of it could be played")
            )
            outcome.skip(f"every rule on {operation.id}", why)
        schemes = {scheme.key: scheme for each in operation.security for scheme in each}
        for key, scheme in schemes.items():
            unusable = unsupported(scheme)
            if unusable and operation.id not in stage.barred:
                outcome.skip(f"auth/required by {key}", unusable)
    for each in session.names.names if session.target.stateful else ():
        if each.foreign and session.names.foreign(each) is None:
            outcome.skip(each.rule, session.names.lacking(each.foreign))
    _left_out(stage, plan, outcome)
    outcome.resources = tuple(resources_told(stage.graph, stage.observed))


def _left_out(stage: Stage, plan: Plan, outcome: Outcome) -> None:
    """Name what of operations was not played: beyond the bound, unmade, or not as inferred."""
    skip = outcome.skip
    refused = {each.id for each in plan.operations if stage.permission.refusal(each)}
    for name, what in stage.left_out.items():
        if name not in refused:
            skip(f"the rest of {name}", "; ".join(what))
    for name, unmade in stage.bodies.unmade.items():
        for each in unmade if name not in refused else ():
            skip(f"{each.place or '/'} in requests of {name}", each.why)
    for name, why in stage.observed.dropped.items():
        skip(f"what is created of {name}", why)


def effects(stage: Stage, plan: Plan) -> list[Effect]:
    """What the writes of the plan change, and where that is seen."""
    found = []
    for resource in stage.graph.resources.values():
        for role, operation in resource.roles():
            if role in {Role.CREATE, Role.UPDATE, Role.REPLACE} and resource.read is not None:
                found.append(Effect(update=operation, shown_by=(operation, resource.read)))
    return [each for each in found if each.update in plan.operations]


def _unwritten(operation: Operation) -> str:
    """Why no body of an operation can be sent; empty where one can."""
    named = operation.body.media_types if operation.body else ()
    if not named or writable(named) is not None:
        return ""
    return f"bodies are not written in {' or '.join(each.name for each in named)}"
