"""What is to be sent in whose name, and which answers are those of the request itself."""

from dataclasses import dataclass

from ringback.exchange import Request
from ringback.operation import Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A request to be sent, the operation that it is about, and whose credentials it carries.

    `account` is empty for the one under test, else the name of another one.
    """

    request: Request
    operation: Operation
    credentials: bool = True
    account: str = ""


def is_described(request: Request, operation: Operation | None, status: int) -> bool:
    """Whether a status is the answer to a request itself, whatever it says of another place."""
    if operation is None or operation.method != request.method:
        return True
    return operation.answer_for(status) is not None
