"""What a run may write to its target: every request is asked about before it leaves."""

from dataclasses import dataclass

from ringback.config import Writes
from ringback.operation import SAFE_METHODS, Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class WritePermission:
    """What may be written, and `why` it is not more, as the reports have it.

    `safe` are operations that the configuration says change nothing: none is taken for that by its
    looks. `irreversible` are those that may be played though nothing takes back what they do.
    """

    writes: Writes = Writes.OWN
    why: str = ""
    safe: frozenset[str] = frozenset()
    irreversible: frozenset[str] = frozenset()

    def admits(self, method: str, operation: Operation) -> bool:
        """Whether a request with this method, about an operation, may leave."""
        if self.writes is not Writes.NONE or method in SAFE_METHODS:
            return True
        return operation.id in self.safe and method == operation.method

    def refusal(self, operation: Operation) -> str:
        """Why an operation is not played; empty where it may be."""
        if self.admits(operation.method, operation):
            return ""
        return f"it may write, and nothing is written here: {self.why}"

    def leaves(self, operation: Operation) -> bool:
        """Whether an operation may be played though nothing takes back what it does."""
        if self.writes is Writes.NONE:
            return False
        return self.writes is Writes.ALL or operation.id in self.irreversible
