"""One difference between two descriptions, and whom it hurts; and what all of them touch."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ringback.finding import Counterpart, Finding, Severity
from ringback.operation import Operation


class Kind(StrEnum):
    """What a change does to who keeps to the older description."""

    BREAKS = "breaks"  # what was right is refused, or what was impossible comes: an error
    DROPPED = "silently dropped"  # what was given is taken and ignored: a warning
    CAREFUL = "careful"  # breaks nobody by the letter, and some in truth: a warning
    UNKNOWN = "unknown"  # neither proved nor witnessed: a warning
    ALLOWED = "allowed"  # hurts somebody, and its life cycle lets it: told with --all
    OPEN = "open-world only"  # hurts only who uses members that nobody declared: told with --all
    COMPATIBLE = "compatible"  # proved to hurt nobody: told with --all


_SEVERITY = {
    Kind.BREAKS: Severity.ERROR,
    Kind.DROPPED: Severity.WARNING,
    Kind.CAREFUL: Severity.WARNING,
    Kind.UNKNOWN: Severity.WARNING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change with its cause: told once, however many operations show it.

    `base` and `head` are where it stands in the older and in the newer description; one of them is
    None for what came or went, and the nearest place above is given where there is one. `instance`
    points into the payload, `witness` is the JSON text of one. `cause` tells apart what one rule
    finds at one place. `operations` are the ids of all that show it, `side` is request, response,
    or empty, `status` that of the answer.
    """

    kind: Kind
    rule: str
    message: str
    operations: tuple[str, ...] = ()
    side: str = ""
    status: str = ""
    base: Counterpart | None = None
    head: Counterpart | None = None
    instance: str | None = None
    witness: str | None = None
    cause: str = ""

    @property
    def place(self) -> Counterpart | None:
        """Where a person has to look first: in the newer description, if it stands there."""
        return self.head or self.base

    @property
    def finding(self) -> Finding | None:
        """The change as a finding; None for one that calls for nothing."""
        severity = _SEVERITY.get(self.kind)
        here, there = (self.head, self.base) if self.head else (self.base, None)
        if severity is None:
            return None
        return Finding(
            rule=self.rule,
            message=self.message,
            severity=severity,
            operation=self.operations[0] if self.operations else None,
            instance=self.instance,
            schema=here.schema if here else None,
            anchor=here.anchor if here else "",
            file=here.file if here else None,
            line=here.line if here else None,
            count=max(1, len(self.operations)),
            operations=self.operations if len(self.operations) > 1 else (),
            cause=self.cause,
            witness=self.witness,
            counterpart=there,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a comparison of two descriptions came to: every change, also those that hurt nobody.

    With `everything` a report for people lists the latter, too.
    """

    changes: tuple[Change, ...] = ()
    everything: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """What a change touches: `operations` are those of the newer description, by their ids.

    Each has the one that it was in the older description, None where nothing is known of that.
    `left_out` are the names of those that nothing can be judged by, and that were no such before.
    """

    operations: Mapping[str, Operation | None]
    left_out: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """All of them by name, as the newer description has them."""
        return (*self.operations, *self.left_out)
