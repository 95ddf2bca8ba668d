"""What a run wrote, and how it stands: the sentences of a report, each thing by its key."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ringback.campaign.resource.thing import Owner, Thing
from ringback.campaign.resource.world import World
from ringback.payload import MISSING

_DELETED = "created by the run, and deleted"
_GONE = "created by the run, and not there any more"
_THERE = "created by the run, and still there"
_CHANGED = "there before the run, and written by it"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedList:
    """A list that was read before anything was written, and again in the end.

    `after` is None where the last read told no entries; `status` is its answer's, 0 without one.
    """

    resource: str
    before: int
    after: int | None
    status: int
    changed: bool = False


def written(
    world: World, compared: Mapping[str, bool], lists: Mapping[str, ComparedList]
) -> Iterator[str]:
    """A sentence for the things of a resource with one fate, for creates without a key, for lists.

    `compared` tells by the names of things that were there before whether they read as they did.
    """
    fates: dict[tuple[str, str], list[str]] = {}
    for thing in sorted(world.things.values(), key=lambda each: each.number):
        if thing.written:
            fates.setdefault((thing.resource, _fate(thing, compared)), []).append(_named(thing))
    for (resource, fate), names in fates.items():
        told = ", ".join(name for name in names if name)
        yield f"{resource}: {fate}: {told}" if told else f"{resource}: {fate}"
    nameless: dict[str, int] = {}
    for resource, _ in world.unkeyed:
        nameless[resource] = nameless.get(resource, 0) + 1
    for resource, count in nameless.items():
        yield f"{resource}: created by the run, and no key was told: {count}"
    if not fates and not nameless:
        yield "nothing that was sent is known to have made or changed anything"
    yield from map(_compared, lists.values())


def _fate(thing: Thing, compared: Mapping[str, bool]) -> str:
    """What became of a thing, as far as answers tell."""
    if thing.owner is not Owner.CREATED:
        if thing.name not in compared:
            return f"{_CHANGED}; it was not read in the end"
        end = "it reads as before" if compared[thing.name] else "it does not read as before"
        return f"{_CHANGED}; {end}"
    if not thing.gone:
        return _THERE
    return _DELETED if thing.deleted else _GONE


def _named(thing: Thing) -> str:
    """A thing's key, and what it stands in; nothing of a singleton but that."""
    above = [f"{name} {key}" for name, key in thing.address if name != thing.resource]
    inside = f"(in {', '.join(above)})" if above else ""
    key = "" if thing.key is MISSING else str(thing.key)
    return " ".join(part for part in (key, inside) if part)


def _compared(each: ComparedList) -> str:
    """How a list stands beside what it was."""
    start = f"{each.resource}: its list, read before anything was written"
    if each.after is None:
        told = f"answered with {each.status}" if each.status else "not answered"
        return f"{start}, could not be compared: in the end it was {told}"
    end = "other than before" if each.changed else "as before"
    return (
        f"{start} ({_entries(each.before)}) and in the end ({_entries(each.after)}): "
        f"those of before are {end}"
    )


def _entries(count: int) -> str:
    return f"{count} {'entry' if count == 1 else 'entries'}"


def unlisted(world: World, lists: Mapping[str, ComparedList]) -> Iterator[str]:
    """A note for each resource that things were made of and no list told: nobody looked at more.

    What stands in a thing of the run's own has gone with that.
    """
    made = {each.resource for each in world.things.values() if each.owner is Owner.CREATED}
    for name in sorted(made - lists.keys()):
        resource = world.graph.resources[name]
        if resource.parent is None and not resource.singleton:
            text = "no list of them was compared, so that more than the run knows may be there"
            yield f"{name}: {text}"
