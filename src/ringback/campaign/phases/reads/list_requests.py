"""How a list is asked: by parameters of its query, or by members of a search's body."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ringback.campaign.resource.list_answers import Paging, paging_by
from ringback.campaign.resource.model import Resource
from ringback.campaign.scheduler.scene import Scene
from ringback.campaign.scheduler.stage import Presence, Stage, Step
from ringback.contract import Admitted
from ringback.operation import Operation, Parameter
from ringback.payload import MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDoor:
    """A list of a resource's things; `in_body` tells that a body says what is wanted.

    `elsewhere` is what lists them apart from their collection: those of other parents as well.
    """

    resource: Resource
    operation: Operation
    in_body: bool = False
    elsewhere: bool = False

    def parameters(self, stage: Stage) -> list[Parameter]:
        """What can be asked: query parameters, or the members of the body as such."""
        if not self.in_body:
            return [each for each in self.operation.parameters if each.where == "query"]
        view = stage.bodies.view(self.operation)
        return [
            Parameter(name=name, where="body", required=False, schema=member.pointer, pointer="")
            for name, member in (view.properties.items() if view else ())
        ]

    def paging(self, stage: Stage) -> Paging:
        """The ones that cut the list into pages, and put it in an order.

        What is called as a place in a list is, and takes no number, is something else: a day.
        """
        requests, found = stage.contract.requests, paging_by(self.parameters(stage))
        counted = {"limit": found.limit, "offset": found.offset, "page": found.page}
        other = [
            name
            for name, each in counted.items()
            if each is not None and each.schema and not requests.admits(each.schema, 2)
        ]
        return replace(found, **dict.fromkeys(other))

    def step(self, scene: Scene, asked: Mapping[str, Any]) -> Step | None:
        """The request for what is asked; None where the description does not admit it."""
        stage = scene.stage
        if self.in_body:
            body = {**self._base(stage), **asked}
            step = scene.step(self.operation, stage.known(), body, presence=Presence.THERE)
        else:
            step = scene.listing(self.resource, stage.known(), wide=False, **asked)
        if step is None:
            return None
        admission = stage.admission(step.request, self.operation)
        return step if isinstance(admission, Admitted) else None

    def _base(self, stage: Stage) -> dict[str, Any]:
        """The barest body of a search."""
        values = [each.value for each in stage.bodies.variants(self.operation)]
        bodies = [each for each in values if isinstance(each, dict)]
        view = stage.bodies.view(self.operation)
        if view is None or stage.contract.requests.admits(view.pointer, {}):
            return {}
        found = min(bodies, key=len, default={})
        return {name: value for name, value in found.items() if value is not MISSING}


def tables(stage: Stage) -> Iterator[Operation]:
    """Reads of no one thing whose answers are texts: tables and feeds of what stands in lists."""
    for operation in stage.contract.operations:
        kinds = [
            media_type.name
            for answer in operation.answers
            if answer.status.startswith("2")
            for media_type in answer.media_types
        ]
        of_texts = kinds and all(each.startswith("text/") for each in kinds)
        if operation.method == "GET" and of_texts and "{" not in operation.path:
            yield operation


def doors(stage: Stage) -> Iterator[ListDoor]:
    """The list of each resource, and the searches beside it."""
    for resource in stage.graph.resources.values():
        if resource.list is not None and resource.list.method == "GET":
            yield ListDoor(resource=resource, operation=resource.list)
        collection = resource.path.removesuffix("/{}")
        for operation in stage.contract.operations:
            if operation.id not in stage.graph.safe or resource.singleton:
                continue
            above, _, last = operation.path.rpartition("/")
            if above == collection:
                yield ListDoor(resource=resource, operation=operation, in_body=True)
            elif last == collection.rpartition("/")[2]:  # `/search/issues`
                yield ListDoor(resource=resource, operation=operation, in_body=True, elsewhere=True)
