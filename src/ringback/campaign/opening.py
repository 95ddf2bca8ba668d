"""Before anything else: whether the credentials are taken at all."""

from collections.abc import Sequence

from ringback.campaign.credentials import barred, is_open
from ringback.campaign.session import Halt, Session
from ringback.generation.case import request_for
from ringback.operation import Operation


def check_welcome(session: Session, operations: Sequence[Operation]) -> None:
    """Stop at once where no read that asks for credentials takes them; raises Halt."""
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
        raise Halt(f"the target refuses the credentials ({status} to the first requests)")
