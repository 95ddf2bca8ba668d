"""Whether a target keeps anything of what it is given, looked at where a create's answer denies it.

A mock answers each operation with its example, or with values drawn anew each time. No service that
keeps things does that, however wrong it is elsewhere: something of what it was given shows.
"""

from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ringback.campaign.resource.model import Resource
from ringback.campaign.resource.thing import Thing
from ringback.campaign.resource.thing_keys import inner
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Indivisible, Play, Reply, Stage, Step
from ringback.exchange import Exchange
from ringback.operation import Operation
from ringback.payload import decode, same

_CREATES = 3  # and as many values, each answered as another one
_GONE = frozenset({404, 410})
_Path = tuple[str | int, ...]


def mock_probes(stage: Stage) -> Iterator[Scenario]:
    """A closer look at each create that was answered with other values than it was given.

    None where any create was answered with a name that the run gave: something is kept there.
    """
    creates = stage.observed.creates
    if any(_heeds(stage, each, stage.resource(name)) for name, each in creates.items()):
        return
    for name, exchange in creates.items():
        resource = stage.resource(name)
        if resource.maker is None or resource.upserts or resource.delete is None:
            continue
        if any(True for _ in _denied(exchange, resource)):
            yield MockProbe(resource=resource, maker=resource.maker)


def is_mock(stage: Stage) -> bool:
    """Whether all that was looked at closer keeps nothing, and something was looked at."""
    keeps = stage.observed.keeps
    return bool(keeps) and not any(keeps.values())


@dataclass(slots=True, kw_only=True)
class _Seen:
    """What was answered in the course of a look: creates, reads, lists, pairs of deletes."""

    stage: Stage
    resource: Resource
    creates: list[Exchange] = field(default_factory=list)
    reads: list[Exchange] = field(default_factory=list)
    lists: list[Exchange] = field(default_factory=list)
    deletes: list[tuple[int, int]] = field(default_factory=list)

    @property
    def keeps(self) -> bool:
        """Whether anything shows that the target goes by what it was given, or may do so."""
        pairs = [pair for each in self.creates for pair in _denied(each, self.resource)]
        denied = {(path, str(given)) for path, given in pairs}
        count = Counter(path for path, _ in denied)
        texts = {given for path, given in denied if count[path] == _CREATES}
        answers = [_answered(each) for each in (*self.creates, *self.reads, *self.lists)]
        told = {each for answer in answers for each in _leaves(answer).values()}
        reads = [each.response.status if each.response else 0 for each in self.reads]
        return (
            len(denied) < _CREATES
            or any(status in _GONE for status in reads)
            or any(one // 100 != other // 100 for one, other in self.deletes)
            or any(isinstance(each, str) and each in texts for each in told)
            or any(map(self.stage.bodies.bears_mark, answers))
            or not (self._alike() or self._drawn())
        )

    def _alike(self) -> bool:
        """Whether each operation has answered with the same bytes, whatever it was given."""
        kinds = (self.creates, self.reads, self.lists)
        return all(len({_bytes(each) for each in kind} - {b""}) <= 1 for kind in kinds)

    def _drawn(self) -> bool:
        """Whether creates tell other values each time, for a name of the run's own as well."""
        given = [_given(each, self.resource) for each in self.creates]
        told = [_leaves(inner(_answered(each), self.resource)) for each in self.creates]
        both = [path for path in given[0] if all(path in each for each in (*given, *told))]
        if any(
            len({str(each[path]) for each in given}) > 1
            and all(same(g[path], t[path]) for g, t in zip(given, told, strict=True))
            for path in both
        ):
            return False
        return any(
            all(self.stage.bodies.bears_mark(each[path]) for each in given)
            and len({str(each[path]) for each in told}) == len(told)
            for path in both
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MockProbe(Indivisible):
    """Three things of a resource, each read, listed and deleted twice: does anything show?"""

    resource: Resource
    maker: Operation

    @property
    def operation(self) -> Operation:
        """What makes the things."""
        return self.maker

    @property
    def lock(self) -> str:
        """Nothing else is made meanwhile."""
        return "standing"

    def play(self, scene: Scene) -> Play:
        """Make, read, list and delete; what was seen is noted where all three could be made."""
        dropped = scene.stage.observed.dropped
        why = dropped.pop(self.resource.name, None)  # a mock takes nothing away
        yield from self._played(scene)
        if why is not None:
            dropped[self.resource.name] = why

    def _played(self, scene: Scene) -> Play:
        seen = _Seen(stage=scene.stage, resource=self.resource)
        for _ in range(_CREATES):
            step = scene.making(self.resource)
            if step is None:
                return
            (made,) = yield [step]
            if not made.succeeded:
                return
            seen.creates.append(made.exchange)
            if made.thing is not None:
                yield from self._looked(scene, made.thing, seen)
        scene.stage.observed.keeps[self.resource.name] = seen.keeps

    def _looked(
        self, scene: Scene, thing: Thing, seen: _Seen
    ) -> Generator[Sequence[Step], Sequence[Reply], None]:
        """Read it twice, list it, delete it twice, and read it once more."""
        read = scene.reading(thing)
        row = scene.listing(self.resource, scene.around(thing))
        for step in (read, read) if read is not None else ():
            seen.reads += [each.exchange for each in (yield [step])]
        if row is not None:
            seen.lists += [each.exchange for each in (yield [row])]
        delete = scene.deleting(scene.now(thing))
        if delete is not None:
            (one,) = yield [delete]
            (other,) = yield [delete]
            seen.deletes.append((one.status, other.status))
        if read is not None:
            seen.reads += [each.exchange for each in (yield [read])]


def _heeds(stage: Stage, exchange: Exchange, resource: Resource) -> bool:
    """Whether an answer has a name of the run's own where it was given."""
    told = _leaves(inner(_answered(exchange), resource))
    return any(
        path in told and same(told[path], given) and stage.bodies.bears_mark(given)
        for path, given in _given(exchange, resource).items()
    )


def _denied(exchange: Exchange, resource: Resource) -> Iterator[tuple[_Path, Any]]:
    """The values that an answer has another one in the place of."""
    told = _leaves(inner(_answered(exchange), resource))
    for path, given in _given(exchange, resource).items():
        if path in told and not same(told[path], given):
            yield path, given


def _given(exchange: Exchange, resource: Resource) -> Mapping[_Path, Any]:
    return _leaves(inner(decode(exchange.request.body or b"").value, resource))


def _answered(exchange: Exchange) -> Any:
    response = exchange.response
    return decode(response.body).value if response and response.succeeded else None


def _bytes(exchange: Exchange) -> bytes:
    response = exchange.response
    return response.body if response and response.succeeded else b""


def _leaves(value: Any, path: _Path = ()) -> dict[_Path, Any]:
    """The texts, numbers and booleans of a value, by their paths."""
    if isinstance(value, dict):
        parts = [_leaves(each, (*path, name)) for name, each in value.items()]
    elif isinstance(value, list):
        parts = [_leaves(each, (*path, index)) for index, each in enumerate(value)]
    else:
        return {path: value} if isinstance(value, str | int | float) else {}
    return {place: each for part in parts for place, each in part.items()}
