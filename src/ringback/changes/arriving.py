"""A union where no union was: what only a new alternative lets through is one cause."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ringback.finding import steps
from ringback.payload import at
from ringback.schema.applying import applied_at, may_apply_at
from ringback.schema.document import Schema
from ringback.schema.keywords import UNIONS
from ringback.witness import Nothing, Search, admits


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An alternative of the producer beside one that stands for all that the consumer describes."""

    branch: Schema
    consumer: Schema

    @property
    def name(self) -> str:
        """What the alternative is called, as a sentence takes it."""
        *path, last = steps(self.branch.pointer)
        return f"the alternative {last}" if path == ["components", "schemas"] else "an alternative"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arriving:
    """Looks whether payloads of `producer` come by an alternative that `consumer` has not."""

    producer: Schema
    consumer: Schema
    search: Search

    def at(self, payload: Any, instance: str) -> Arrival | None:
        """The outermost one that lets the payload's part at the pointer through, or what it is in.

        None where the consumer has alternatives there itself, or none that it describes is left.
        """
        path = steps(instance)
        for depth in range(len(path) + 1):
            here = path[:depth]
            known = may_apply_at(self.consumer, here)
            if any(each.keywords.keys() & set(UNIONS) for each in known):
                continue
            for branch, siblings in self._branches(payload, here):
                fitting = (each for each in known if self._holds(siblings, each))
                found = next(fitting, None)
                if found is not None:
                    return Arrival(branch=branch, consumer=found)
        return None

    def _branches(self, payload: Any, here: list[str]) -> Iterator[tuple[Schema, list[Schema]]]:
        """The branch of each union that admits what stands there, and those that don't."""
        value = at(payload, here)
        for part in applied_at(self.producer, payload, here, admits):
            for keyword in UNIONS:
                branches = [each.bare() for each in part.listed(keyword)]
                meant = [each for each in branches if each.admits(value)]
                others = [each for each in branches if each not in meant]
                if meant and others:
                    yield meant[0], others

    def _holds(self, siblings: list[Schema], consumer: Schema) -> bool:
        """Whether another branch, null aside, is described already, or is the same one changed."""
        return any(
            not each.admits(None)
            and (
                each.pointer == consumer.pointer
                or isinstance(self.search.find([each], [consumer], declared=True), Nothing)
            )
            for each in siblings
        )
