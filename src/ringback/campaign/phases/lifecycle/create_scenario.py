"""What scenarios of creates have in common, and what makes things that can be taken away."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.reference_members import words
from ringback.campaign.scheduler.stage import Indivisible, Stage
from ringback.operation import Operation


def makers(stage: Stage) -> Iterator[tuple[Resource, Operation]]:
    """Each resource whose things can be made and taken away again, and what makes them."""
    for resource in stage.graph.resources.values():
        if resource.maker is not None and stage.playable(resource):
            yield resource, resource.maker


def idempotency_keys(operation: Operation) -> Iterator[str]:
    """The headers in which a client may say that a request is the same as an earlier one."""
    for each in operation.parameters:
        if each.where == "header" and "idempotency" in words(each.name):
            yield each.name


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateScenario(Indivisible):
    """What all scenarios of a create have in common."""

    resource: Resource
    maker: Operation

    @property
    def operation(self) -> Operation:
        """What makes the thing."""
        return self.maker

    @property
    def lock(self) -> str:
        """Each has a thing of its own."""
        return ""
