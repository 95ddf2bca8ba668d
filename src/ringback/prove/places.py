"""Which places of a description a payload has, and what a change makes of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ringback.payload import MISSING, at, same
from ringback.prove.derive import FaultChange, FaultSpot
from ringback.sampling.breakage import Path, replaced
from ringback.schema.view import Admits, View, meant


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaNode:
    """A value in a payload: where it stands there, and what the description calls its place.

    `choice` is the value itself where the description names the values that it may have.
    """

    path: Path
    slot: FaultSpot
    spot: FaultSpot
    choice: str = ""


def nodes(schema: View, value: Any, admits: Admits) -> Iterator[SchemaNode]:
    """Every described value of a payload, parents before what they hold."""
    yield from _nodes(schema, value, admits, (), FaultSpot())


def _nodes(
    schema: View, value: Any, admits: Admits, path: Path, slot: FaultSpot
) -> Iterator[SchemaNode]:
    kind = meant(schema, value, admits)
    if kind is None or kind.vacuous:
        yield SchemaNode(path=path, slot=slot, spot=slot)
        return
    here = slot.within(kind)
    named = "const" in kind.raw or "enum" in kind.raw
    yield SchemaNode(path=path, slot=slot, spot=here, choice=repr(value) if named else "")
    if isinstance(value, dict):
        for name, member in kind.properties.items():
            if name in value:
                below = (*path, name)
                yield from _nodes(member, value[name], admits, below, here.below(name))
    elif isinstance(value, list) and kind.items is not None:
        for index, item in enumerate(value):
            yield from _nodes(kind.items, item, admits, (*path, index), here.below("*"))


def changed(payload: Any, paths: Sequence[Path], change: FaultChange) -> Any:
    """The payload with the change made at each of these paths; `MISSING` where it does nothing."""
    found = payload
    for path in paths:
        value = _changed(at(payload, path), change)
        if value is not MISSING:
            found = replaced(found, path, value)
    return MISSING if found is payload else found


def _changed(value: Any, change: FaultChange) -> Any:
    """The value after the change; `MISSING` for one that the change is not for."""
    if change.when is not MISSING and not same(value, change.when):
        return MISSING
    if change.append:
        return [*value, change.put]
    if change.member is None:
        return change.put
    if change.put is MISSING and change.member not in value:
        return MISSING
    return replaced(value, (change.member,), change.put)
