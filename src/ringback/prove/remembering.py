"""A contract that remembers its word on each request: campaigns of one seed send much alike."""

from dataclasses import replace

from ringback.contract import Admission, Contract
from ringback.exchange import Request
from ringback.operation import Operation
from ringback.prove.interface import ProofStage

_MANY = 8_192  # requests; a campaign sends about a thousand different ones


class Remembering(Contract):
    """The same answers as the contract that it is made of, the repeated ones without thinking."""

    def __init__(self, contract: Contract) -> None:
        super().__init__(contract.description, contract.reading)
        self._admissions: dict[tuple[str, Request], Admission] = {}

    def admission(self, request: Request, operation: Operation) -> Admission:
        """Whether the description admits the request."""
        key = (operation.id, request)
        known = self._admissions.get(key)
        if known is None:
            if len(self._admissions) >= _MANY:
                self._admissions.clear()
            known = self._admissions[key] = super().admission(request, operation)
        return known


def remembering(stage: ProofStage) -> ProofStage:
    """The stage with contracts that remember; where they were one, they stay one."""
    judged = Remembering(stage.contract)
    forms = judged if stage.forms is stage.contract else Remembering(stage.forms)
    return replace(stage, contract=judged, forms=forms)
