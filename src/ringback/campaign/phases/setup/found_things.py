"""Before anything is written: what stands in collections, and what answers tell of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringback.campaign.phases.setup.unmade_parents import take_configured, take_listed, take_told
from ringback.campaign.resource.list_answers import listed
from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.thing import Owner, Thing
from ringback.campaign.resource.thing_keys import keys_told, members, parts_of
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Stage
from ringback.operation import Operation


def opening_scenarios(stage: Stage) -> Iterator[Scenario]:
    """A look at each collection that can be listed without a parent of the run's own."""
    take_configured(stage)
    for resource in stage.graph.resources.values():
        if resource.lister is not None and "{" not in resource.lister.path:
            yield FoundThings(resource=resource, operation=resource.lister)


def inner_scenarios(stage: Stage) -> Iterator[Scenario]:
    """A look at what tells keys without being asked for a thing, then into what was found."""
    for operation in stage.graph.others(stage.contract.operations):
        asked = any(each.required for each in operation.parameters)
        if operation.method == "GET" and "{" not in operation.path and not asked:
            yield Telling(operation=operation)
    for resource in stage.graph.resources.values():  # parents stand before their children
        if resource.list is not None and "{" in resource.list.path:
            yield Inside(resource=resource, operation=resource.list)


def beside_scenarios(stage: Stage) -> Iterator[Scenario]:
    """A look at what nobody makes, and stands beside what the run has made, or in it."""
    for resource in stage.graph.resources.values():
        strange = resource.maker is None and resource.name not in stage.known()
        if strange and resource.lister is not None and not resource.singleton:
            yield Inside(resource=resource, operation=resource.lister)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling(Indivisible):
    """What an answer tells of things by its members' names: `tenant`, `project_id`."""

    operation: Operation
    lock: str = "found"

    def play(self, scene: Scene) -> Play:
        """Ask, and take note of keys of what nothing else has told."""
        step = scene.step(self.operation, {})
        if step is None:
            return
        (reply,) = yield [step]
        for name, key in keys_told(scene.stage.graph, reply.value):
            scene.stage.found.setdefault(name, key)
            take_told(scene.stage, self.operation, name, key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside(Indivisible):
    """What stands in a thing that is known: for reads alone."""

    resource: Resource
    operation: Operation
    lock: str = "found"

    def play(self, scene: Scene) -> Play:
        """Ask for the list in the parents that are known."""
        stage = scene.stage
        keys = stage.known()
        slots = [each for each in stage.graph.slots(self.operation) if each.where == "path"]
        known = len(slots) == self.operation.path.count("{")
        if not known or not all(each.resource in keys for each in slots):
            return
        step = scene.overview(self.resource, keys)
        (reply,) = (yield [step]) if step is not None else (None,)
        page = listed(reply.response) if reply is not None else None
        if page is not None and all(each.resource in stage.parents for each in slots):
            stage.before[self.resource.name] = page.entries
            take_listed(stage, self.resource, page)
        for entry in page.entries if page else ():
            named = members(entry, self.resource) if isinstance(entry, dict) else ()
            for _, key in named:
                stage.found.setdefault(self.resource.name, key)
                return


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundThings(Indivisible):
    """The keys of what was there before: for reads alone, and to be compared with in the end."""

    resource: Resource
    operation: Operation
    lock: str = ""

    def play(self, scene: Scene) -> Play:
        """Ask for the list, and take note of what stands in it."""
        step = scene.overview(self.resource, scene.stage.known())
        if step is None:
            return
        (reply,) = yield [step]
        page = listed(reply.response)
        if page is None:
            return
        stage = scene.stage
        stage.before[self.resource.name] = page.entries
        take_listed(stage, self.resource, page)
        for entry in page.entries:
            named = members(entry, self.resource) if isinstance(entry, dict) else ()
            key = next((key for _, key in named), None)
            if key is not None:
                parts = parts_of(stage.graph, self.resource, entry)
                address = (*parts.items(), (self.resource.name, key))
                for name, each in address:
                    stage.found.setdefault(name, each)
                # Whatever a create may answer: this is not what it made.
                thing = Thing(resource=self.resource.name, address=address, owner=Owner.FOUND)
                stage.world = stage.world.put(thing)
