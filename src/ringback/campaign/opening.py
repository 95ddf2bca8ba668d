"""Before anything is changed: who is welcome, how the resource is, what no value is known for."""

from collections.abc import Mapping, Sequence
from typing import Any

from ringback.campaign.credentials import barred, is_open
from ringback.campaign.episodes import Episodes
from ringback.campaign.outcome import Outcome
from ringback.campaign.session import Halt, Session
from ringback.campaign.watch import Watch, watched
from ringback.generation.case import request_for
from ringback.laws import COMMON_LAWS
from ringback.operation import Operation


def opened(session: Session, outcome: Outcome, operations: Sequence[Operation]) -> Episodes | None:
    """The first update of the plan that can be watched, its resource read; None without one.

    Raises Halt where the credentials are taken nowhere.
    """
    if not session.target.stateful:
        _skip_laws(session, outcome)
        return None
    wanted = {operation.id for operation in operations}
    # Without a word on how an update is undone, nothing that was there before is written.
    undone = session.knowledge.undoes
    for found in watched(session.contract, session.values) if undone else ():
        if found.update.id not in wanted or barred(found.update) or barred(found.read):
            continue
        watch = Watch(session, found)
        seen = watch.look_surely()
        watch.state = seen.value
        watch.bystanders = seen.bystanders
        watch.remember(watch.state)
        response = seen.exchange.response
        _check_welcome(session, response.status if response else None)
        return Episodes(session, watch)
    check_any_welcome(session, operations)
    return None


def parameters_of(
    operation: Operation, session: Session, outcome: Outcome
) -> Mapping[str, Any] | None:
    """Values for the operation's parameters; None, and a skip, where a required one lacks."""
    values = session.values
    named = {each.name: each for each in operation.parameters}
    missing = [name for name, each in named.items() if each.required and name not in values]
    if missing:
        why = f"no value is configured for {', '.join(missing)}"
        outcome.skip(f"every rule on {operation.id}", why)
        return None
    return session.contract.configured(operation, values)


def _skip_laws(session: Session, outcome: Outcome) -> None:
    """Nothing that needs state can be judged."""
    laws = [law.rule for law in (*COMMON_LAWS, *session.knowledge.laws)]
    for rule in [*laws, *(name.rule for name in session.knowledge.names)]:
        outcome.skip(rule, f"the target {session.target.name} keeps no state")


def _check_welcome(session: Session, status: int | None) -> None:
    """Stop at once where the credentials are taken nowhere."""
    if status not in {401, 403}:
        return
    for operation in session.contract.operations:
        if operation.safe and not operation.parameters:
            exchange = session.send(request_for(operation, {}), operation)
            if exchange.response is not None and exchange.response.succeeded:
                return
    raise _refused(status)


def check_any_welcome(session: Session, operations: Sequence[Operation]) -> None:
    """Where nothing is watched, stop if no read that asks for credentials takes them."""
    status = 0
    for operation in operations:
        if not operation.safe or is_open(operation) or barred(operation):
            continue
        named = {each.name for each in operation.parameters if each.required}
        if not named <= session.values.keys():
            continue
        parameters = session.contract.configured(operation, session.values)
        exchange = session.send(request_for(operation, parameters), operation)
        status = exchange.response.status if exchange.response else 0
        if status not in {401, 403}:
            return
    if status:
        raise _refused(status)


def _refused(status: int) -> Halt:
    return Halt(f"the target refuses the credentials ({status} to the first requests)")
