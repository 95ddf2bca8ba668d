"""A scenario that another shard judges, played for what this run must know."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Play, Reply
from ringback.finding import Finding
from ringback.operation import Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """Sends what the scenario sends, and finds nothing: what it finds is told elsewhere."""

    scenario: Scenario

    @property
    def operation(self) -> Operation:
        """That of the scenario."""
        return self.scenario.operation

    @property
    def lock(self) -> str:
        """That of the scenario."""
        return self.scenario.lock

    def narrowed(self, _finding: Finding) -> Scenario:
        """It finds nothing that a part of it would show."""
        return self

    def play(self, scene: Scene) -> Play:
        """The story, of which no step is judged."""
        play = self.scenario.play(scene)
        replies: Sequence[Reply] | None = None
        try:
            while True:
                steps = next(play) if replies is None else play.send(replies)
                unjudged = [replace(each, judged=False) for each in steps]
                # A row stays a row, and what is to meet meets.
                replies = yield type(steps)(unjudged) if isinstance(steps, list) else unjudged
        except StopIteration:
            scene.findings.clear()
