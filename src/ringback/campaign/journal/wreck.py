"""What a journal says that a run has left: things to delete, to put back, and to look for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ringback.campaign.resource.thing import Owner, Thing, ThingId, thing_id

_UNDER_WAY = 64  # writes that may be under way at a time, at most


@dataclass(frozen=True, slots=True, kw_only=True)
class LostCreate:
    """A create of a resource whose answer nobody has taken note of.

    `tells` are members that it gave, each of which what came of it alone has.
    """

    resource: str
    account: str
    tells: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """How the run read a thing last, and what it gave to any that stood there since then.

    What was under way at that time counts as given since: nobody knows when it took effect.
    """

    state: Any
    given: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wreck:
    """What is to be put right: things as they were first or as they were made, and lost creates.

    `parts` are parts that were edited in a thing: the thing, the place, the part's key, its state.
    `tells` are members that creates gave, by their things, and `marks` what stands in names that
    the run made up: by these a thing is known for the run's own. `given` is what was sent to things
    that stood there before, and `sights` how each of those was read last.
    """

    things: tuple[Thing, ...] = ()
    lost: tuple[LostCreate, ...] = ()
    parts: tuple[tuple[str, str, str, Any], ...] = ()
    started: str = ""
    tells: Mapping[ThingId, Mapping[str, Any]] = field(default_factory=dict)
    marks: tuple[str, ...] = ()
    given: tuple[Any, ...] = ()
    sights: Mapping[ThingId, Sight] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether there is anything to put right."""
        return bool(self.things or self.lost)


def made(thing: Thing, tells: Mapping[str, Any]) -> Mapping[str, Any]:
    """The line that tells of a thing that was created, with what it is known by."""
    return {"made": _address(thing), "known by": dict(tells)}


def gone(thing: Thing) -> Mapping[str, Any]:
    """The line that tells that a created thing is not there any more."""
    return {"gone": _address(thing)}


def stands(thing: Thing) -> Mapping[str, Any]:
    """The line that tells how a thing stood before the run changes it."""
    return {"stands": {**_address(thing), "state": thing.first}}


def read(thing: Thing) -> Mapping[str, Any]:
    """The line that tells how a thing that stood there before was read meanwhile."""
    return {"read": {**_address(thing), "state": thing.state}}


def _address(thing: Thing) -> dict[str, Any]:
    return {
        "resource": thing.resource,
        "address": [list(each) for each in thing.address],
        "account": thing.account,
    }


def wreck_of(lines: Iterable[Mapping[str, Any]]) -> Wreck:
    """What lines of a journal leave to put right."""
    fold = _Fold()
    for number, line in enumerate(lines, start=1):
        if "gives" in line:
            fold.given.append(line["gives"])
        fold.thing(number, line)
        fold.other(line)
    return Wreck(
        things=tuple(fold.things.values()),
        lost=tuple(fold.lost.values()),
        parts=tuple(fold.parts.values()),
        started=fold.started,
        tells=fold.tells,
        marks=tuple(fold.marks),
        given=tuple(fold.given),
        sights={
            key: Sight(state=state, given=tuple(fold.given[max(0, count - _UNDER_WAY) :]))
            for key, (state, count) in fold.read.items()
        },
    )


@dataclass(slots=True)
class _Fold:
    """What the lines so far have told."""

    things: dict[ThingId, Thing] = field(default_factory=dict)
    tells: dict[ThingId, Mapping[str, Any]] = field(default_factory=dict)
    lost: dict[int, LostCreate] = field(default_factory=dict)
    parts: dict[tuple[str, str, str], tuple[str, str, str, Any]] = field(default_factory=dict)
    marks: dict[str, None] = field(default_factory=dict)
    given: list[Any] = field(default_factory=list)
    read: dict[ThingId, tuple[Any, int]] = field(default_factory=dict)
    started: str = ""

    def thing(self, number: int, line: Mapping[str, Any]) -> None:
        """Take in what a line tells of a thing."""
        match line:
            case {"stands": {"state": state} as told}:
                thing = _thing(told, Owner.CONFIGURED, number, state)
                self.things.setdefault(thing_id(thing.resource, thing.keys), thing)
            case {"read": {"state": state} as told}:
                thing = _thing(told, Owner.CONFIGURED, number)
                self.read[thing_id(thing.resource, thing.keys)] = state, len(self.given)
            case {"made": dict() as told}:
                thing = _thing(told, Owner.CREATED, number)
                key, tells = thing_id(thing.resource, thing.keys), line.get("known by")
                self.things[key] = thing
                self.tells[key] = tells if isinstance(tells, dict) else {}
            case {"gone": dict() as told}:
                thing = _thing(told, Owner.CREATED, number)
                self.things.pop(thing_id(thing.resource, thing.keys), None)
            case _:
                pass

    def _is_new(self, resource: str, address: Sequence[Any]) -> bool:
        """Whether nothing is known yet of the thing that a client puts under a key of its own."""
        return thing_id(resource, {str(name): key for name, key in address}) not in self.things

    def other(self, line: Mapping[str, Any]) -> None:
        """Take in what it tells of the run, of parts, and of creates under way."""
        match line:
            case {"started": str(when)}:
                self.started = self.started or when
            case {"mark": str(mark)}:
                self.marks[mark] = None
            case {"part": [str(name), str(place), str(key), state]}:
                self.parts.setdefault((name, place, key), (name, place, key, state))
            case {"sends": int(), "creates": str(resource), "at": list(address)} if self._is_new(
                resource, address
            ):
                told = {**line, "resource": resource, "address": address}
                self.thing(len(self.things), {"made": told, "known by": line.get("tells")})
            case {"sends": int(), "at": list()}:
                pass  # it is known already
            case {"sends": int(turn), "creates": str(resource), "tells": dict() as tells}:
                account = str(line.get("account", ""))
                self.lost[turn] = LostCreate(resource=resource, account=account, tells=tells)
            case {"answered": int(turn)}:
                self.lost.pop(turn, None)
            case _:
                pass


def _thing(told: Mapping[str, Any], owner: Owner, number: int, *first: Any) -> Thing:
    state = {"first": first[0], "state": first[0]} if first else {}
    return Thing(
        resource=str(told.get("resource", "")),
        address=tuple((str(name), key) for name, key in told.get("address", ())),
        owner=owner,
        account=str(told.get("account", "")),
        written=True,
        number=number,
        **state,
    )
