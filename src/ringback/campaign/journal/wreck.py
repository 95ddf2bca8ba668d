"""What a journal says that a run has left: things to delete, to put back, and to look for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ringback.campaign.resource.world import Owner, Thing, thing_id


@dataclass(frozen=True, slots=True, kw_only=True)
class LostCreate:
    """A create of a resource whose answer nobody has taken note of.

    `tells` are members that it gave, each of which what came of it alone has.
    """

    resource: str
    account: str
    tells: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wreck:
    """What is to be put right: things as they were first or as they were made, and lost creates.

    `parts` are parts that were edited in a thing: the thing, the place, the part's key, its state.
    """

    things: tuple[Thing, ...] = ()
    lost: tuple[LostCreate, ...] = ()
    parts: tuple[tuple[str, str, str, Any], ...] = ()
    started: str = ""

    def __bool__(self) -> bool:
        """Whether there is anything to put right."""
        return bool(self.things or self.lost)


def made(thing: Thing) -> Mapping[str, Any]:
    """The line that tells of a thing that was created, or is gone."""
    return {"gone" if thing.gone else "made": _address(thing)}


def stands(thing: Thing) -> Mapping[str, Any]:
    """The line that tells how a thing stood before the run changes it."""
    return {"stands": {**_address(thing), "state": thing.first}}


def _address(thing: Thing) -> dict[str, Any]:
    return {
        "resource": thing.resource,
        "address": [list(each) for each in thing.address],
        "account": thing.account,
    }


def wreck_of(lines: Iterable[Mapping[str, Any]]) -> Wreck:
    """What lines of a journal leave to put right."""
    things: dict[Any, Thing] = {}
    lost: dict[int, LostCreate] = {}
    parts: dict[tuple[str, str, str], tuple[str, str, str, Any]] = {}
    started = ""
    for number, line in enumerate(lines, start=1):
        match line:
            case {"started": str(when)}:
                started = started or when
            case {"stands": {"state": state} as told}:
                thing = _thing(told, Owner.CONFIGURED, number, state)
                things.setdefault(thing_id(thing.resource, thing.keys), thing)
            case {"made": dict() as told}:
                thing = _thing(told, Owner.CREATED, number)
                things[thing_id(thing.resource, thing.keys)] = thing
            case {"gone": dict() as told}:
                thing = _thing(told, Owner.CREATED, number)
                things.pop(thing_id(thing.resource, thing.keys), None)
            case {"part": [str(name), str(place), str(key), state]}:
                parts.setdefault((name, place, key), (name, place, key, state))
            case {"sends": int(turn), "creates": str(resource), "tells": dict() as tells}:
                account = str(line.get("account", ""))
                lost[turn] = LostCreate(resource=resource, account=account, tells=tells)
            case {"answered": int(turn)}:
                lost.pop(turn, None)
            case _:
                pass
    return Wreck(
        things=tuple(things.values()),
        lost=tuple(lost.values()),
        parts=tuple(parts.values()),
        started=started,
    )


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
