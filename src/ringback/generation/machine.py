"""Sequences of updates, drawn and made short by a Hypothesis state machine.

The machine knows the kinds of step and how many there are of each; what a step sends, and whether
a sequence is still fine after it, is for `play` to say. It draws without the constants of local
modules, as the random cases do, so that a seed gives the same sequences everywhere.
"""

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.errors import Flaky
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from hypothesis.strategies import DataObject, data, integers

from ringback.generation.steady import BACKEND
from ringback.generation.steps import Choices, Play, Step


class _Wrong(Exception):  # noqa: N818 -- a signal for Hypothesis, never shown
    """The sequence so far shows what is looked for."""


def walk(choices: Choices, play: Play, *, number: int, runs: int, length: int) -> None:
    """Draw sequences until one is not fine, then shorter ones: `play` sees the shortest as well.

    `number` is the seed, `runs` how many sequences are drawn at most, `length` their steps.
    """
    terms = settings(
        max_examples=runs,
        stateful_step_count=length,
        backend=BACKEND,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        report_multiple_bugs=False,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(seed(number)(_machine(choices, play)), settings=terms)
    except (_Wrong, Flaky):
        return  # what was found is known to `play`


def _machine(choices: Choices, play: Play) -> type[RuleBasedStateMachine]:
    """The state machine over these choices."""

    class Machine(RuleBasedStateMachine):
        """Link, edit, link back, edit the same again, be refused: in any order."""

        def __init__(self) -> None:
            super().__init__()
            self.steps: list[Step] = []

        def take(self, kind: str, index: int = 0) -> None:
            """One more step."""
            self.steps.append(Step(kind, index))
            if not play(tuple(self.steps)):
                raise _Wrong

        @rule(which=data())
        def edit(self, which: DataObject) -> None:
            """Change what is linked."""
            self.take("edit", which.draw(integers(0, choices.edits - 1)))

        @precondition(lambda _self: choices.links > 0)
        @rule(which=data())
        def link(self, which: DataObject) -> None:
            """Link another thing."""
            self.take("link", which.draw(integers(0, choices.links - 1)))

        @precondition(lambda self: any(step.kind == "link" for step in self.steps))
        @rule()
        def back(self) -> None:
            """Link what was there at first."""
            self.take("back")

        @precondition(lambda self: bool(self.steps) and self.steps[-1].kind == "edit")
        @rule()
        def again(self) -> None:
            """Make the last edit once more."""
            self.take("again")

        @precondition(lambda _self: choices.refusals > 0)
        @rule(which=data())
        def refused(self, which: DataObject) -> None:
            """Ask for what must be refused."""
            self.take("refused", which.draw(integers(0, choices.refusals - 1)))

    return Machine
