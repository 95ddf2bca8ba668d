"""A scenario with parts left out of the bodies that it sends."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Reply, Step
from ringback.operation import Operation
from ringback.payload import MISSING, at, decode, encode
from ringback.sampling.breakage import Path, replaced


@dataclass(frozen=True, slots=True, kw_only=True)
class Trimmed(Indivisible):
    """The scenario, with these places left out of the JSON bodies of one operation, in turn."""

    scenario: Scenario
    trimmed: Operation
    cuts: tuple[Path, ...]

    @property
    def operation(self) -> Operation:
        """That of the scenario."""
        return self.scenario.operation

    @property
    def lock(self) -> str:
        """That of the scenario."""
        return self.scenario.lock

    def play(self, scene: Scene) -> Play:
        """The same story."""
        story = self.scenario.play(scene)
        replies: Sequence[Reply] | None = None
        while True:
            try:
                steps = next(story) if replies is None else story.send(replies)
            except StopIteration:
                return
            replies = yield [self._trimmed(each) for each in steps]

    def _trimmed(self, step: Step) -> Step:
        decoded = decode(step.request.body or b"")
        if step.operation.id != self.trimmed.id or not decoded.parsed or decoded.flaws:
            return step
        body = decoded.value
        for cut in self.cuts:
            body = body if at(body, cut) is MISSING else replaced(body, cut, MISSING)
        return replace(step, request=replace(step.request, body=encode(body)))
