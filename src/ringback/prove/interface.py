"""What a proof is made of: what is planted, what became of it, and the stage it plays on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from ringback.config import ResourceTable
from ringback.contract import Contract
from ringback.laws import Knowledge
from ringback.targets.interface import App

SHAPE_RULE = "schema/response"
"""The rule that ought to see an answer of the wrong shape."""


class Variant(Protocol):
    """A way of keeping the contract, by name; `app` makes a fresh one."""

    @property
    def name(self) -> str:
        """How the proof calls it."""
        ...

    @property
    def app(self) -> Callable[[], App]:
        """Makes a fresh app in its first state."""
        ...


class Planted(Variant, Protocol):
    """A service with one defect, and the rule that ought to see it.

    Where it has a text `unseen`, that says why nobody can call it wrong by the description.
    """

    @property
    def kind(self) -> str:
        """The row of the table that it counts in."""
        ...

    @property
    def rule(self) -> str:
        """The id of the rule that ought to see it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofStage:
    """Everything that a proof plays with; `forms` is the contract that shape faults come from.

    `app` makes the right service, `values` are what a run on it and on its variants needs, `path`
    stands before all paths, `accounts` are the values of other accounts.
    """

    contract: Contract
    forms: Contract
    knowledge: Knowledge
    values: Mapping[str, str]
    app: Callable[[], App]
    faults: Sequence[Planted]
    habits: Sequence[Variant]
    path: str = ""
    accounts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    resources: Mapping[str, ResourceTable] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a proof is run: which rules count, and how many random cases a campaign has.

    `random_cases` are of the campaigns on faults, `calm_cases` of those on right services.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    random_cases: int = 0
    calm_cases: int = 30


class Fate(StrEnum):
    """What became of a fault: an equivalent one breaks nothing that the reading asks."""

    CAUGHT = "caught"
    MISSED = "missed"
    EQUIVALENT = "equivalent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """One fault and its fate; `came` are the rules of the findings, `why` says more of a miss."""

    name: str
    kind: str
    rule: str
    fate: Fate
    came: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calm:
    """A right service under one seed; `alarms` says what was told of it, and should not be."""

    service: str
    seed: int
    alarms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The whole proof; `seconds` is how long it took.

    `left_out` counts the hand-made faults that another one, of the same sort, stood for.
    """

    reading: str
    proved: tuple[Proved, ...]
    calm: tuple[Calm, ...]
    seconds: float
    left_out: int = 0

    def of(self, fate: Fate) -> list[Proved]:
        """The faults with this fate, in their order."""
        return [each for each in self.proved if each.fate is fate]

    @property
    def complete(self) -> bool:
        """Whether nothing was missed, and no right service was called wrong."""
        return not self.of(Fate.MISSED) and not any(each.alarms for each in self.calm)
