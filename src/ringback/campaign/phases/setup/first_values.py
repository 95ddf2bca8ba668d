"""Before anything else is asked of a read: a value for its path that the service takes."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Reply, Stage
from ringback.operation import Operation, Parameter
from ringback.payload import MISSING

_TRIES = 5  # other values
# What may be said of a value in a path: it is malformed, or nothing has it (RFC 9110 15.5).
_OF_VALUES = frozenset({400, 404, 410, 422})


def value_scenarios(stage: Stage, operations: Sequence[Operation]) -> Iterator[Scenario]:
    """The reads in whose paths something stands that is made up, and that no thing tells."""
    for operation in operations:
        if operation.method == "GET" and (free := _free(stage, operation)):
            yield FirstValues(operation=operation, free=free)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstValues(Indivisible):
    """One plain value after the other, until one is taken: with it everything else is asked."""

    operation: Operation
    free: tuple[Parameter, ...]
    lock: str = ""

    def play(self, scene: Scene) -> Play:
        """Ask with what was made up, and with others as long as it may be the value's fault."""
        binder, address = scene.stage.binder, scene.stage.known(self.operation)
        others = itertools.zip_longest(*map(binder.others, self.free), fillvalue=MISSING)
        for row in ((MISSING,) * len(self.free), *itertools.islice(others, _TRIES)):
            given = dict(zip(self.free, row, strict=True))
            named = {each.name: value for each, value in given.items() if value is not MISSING}
            step = scene.step(self.operation, address, parameters=named)
            if step is None:
                return
            (reply,) = yield [step]
            if not _by_value(reply):
                if not reply.refused:
                    binder.prefer(
                        {each: value for each, value in given.items() if each.name in named}
                    )
                return


def _by_value(reply: Reply) -> bool:
    """Whether an answer may be for a value in the path."""
    return reply.status in _OF_VALUES


def _free(stage: Stage, operation: Operation) -> tuple[Parameter, ...]:
    """The parameters of the path whose values are made up; none where a key is still to come."""
    address = stage.known(operation)
    slots = {each.place: each.resource for each in stage.graph.slots(operation)}
    free = []
    for parameter in operation.parameters:
        resource = stage.graph.resources.get(slots.get(parameter.name, ""))
        if parameter.where != "path" or (resource is not None and resource.name in address):
            continue
        if resource is not None and (resource.maker is not None or resource.list is not None):
            return ()
        if stage.binder.is_made_up(operation, parameter):
            free.append(parameter)
    return tuple(free)
