"""Shape faults from a description: each part of each documented JSON answer, broken in each way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ringback.contract import Contract
from ringback.operation import Answer, Operation
from ringback.payload import MISSING
from ringback.schema.view import View

_AGAIN = 2  # how often a schema may stand in itself on the way to a place
UNDOCUMENTED = "x-not-documented"
"""A member's name, or a value of an enum, that no description is likely to have."""

# One value of each JSON type; a whole number is a number as well.
_OF_TYPE: tuple[tuple[str, frozenset[str], Any], ...] = (
    ("a boolean", frozenset({"boolean"}), True),
    ("an integer", frozenset({"integer", "number"}), 7),
    ("a fraction", frozenset({"number"}), 0.5),
    ("a text", frozenset({"string"}), "ringback"),
    ("an array", frozenset({"array"}), []),
    ("an object", frozenset({"object"}), {}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultChange:
    """What is done to a value: `put` takes its place, or its member's; `MISSING` takes that out.

    With `when`, only a value that is alike is changed. With `append`, `put` is added to an array.
    """

    label: str
    kind: str
    put: Any = MISSING
    member: str | None = None
    when: Any = MISSING
    append: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultSpot:
    """A place in an answer: `path` with `*` for an item, `trail` the schemas that lead there.

    The trail names the concrete schema of each value on the way. One that is longer than the path
    ends with that of the value itself; else the place is meant whatever branch the value takes.
    `text` is how a person reads it: a branch is named where there are several.
    """

    path: tuple[str, ...] = ()
    trail: tuple[str, ...] = ()
    text: str = field(default="", compare=False)

    def below(self, step: str) -> "FaultSpot":
        """The place at a member or an item."""
        return FaultSpot(path=(*self.path, step), trail=self.trail, text=f"{self.text}/{step}")

    def within(self, schema: View, *, among: int = 1) -> "FaultSpot":
        """The place where the value takes this concrete schema, one of so many."""
        text = f"{self.text}({_name(schema)})" if among > 1 else self.text
        return FaultSpot(path=self.path, trail=(*self.trail, schema.pointer), text=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeFault:
    """One way to break one place of one documented answer; `schema` is where it is described."""

    operation: str
    status: str
    schema: str
    spot: FaultSpot
    change: FaultChange

    @property
    def name(self) -> str:
        """Operation, status, place, and what is done."""
        return f"{self.operation} {self.status} {self.spot.text or '/'}: {self.change.label}"


def derived(contract: Contract) -> Iterator[ShapeFault]:
    """Every shape fault of every documented JSON answer, in the description's order."""
    for operation in contract.operations:
        for answer in operation.answers:
            for media_type in answer.media_types:
                if media_type.schema is not None and _is_json(media_type.name):
                    root = contract.responses.view(media_type.schema)
                    yield from _of_answer(operation, answer, root)


def _is_json(name: str) -> bool:
    return name == "application/json" or name.endswith("+json")


def _of_answer(operation: Operation, answer: Answer, root: View) -> Iterator[ShapeFault]:
    seen: set[tuple[FaultSpot, str]] = set()
    for spot, schema, change in _of_slot(root, FaultSpot()):
        key = (spot, change.label)
        if key in seen:  # a union may hold one branch twice
            continue
        seen.add(key)
        yield ShapeFault(
            operation=operation.id, status=answer.status, schema=schema, spot=spot, change=change
        )


_Found = tuple[FaultSpot, str, FaultChange]


def concrete(schema: View) -> list[View]:
    """The branches that say something, those of unions in unions too; the schema if it is none."""
    if not schema.branches:
        return [] if schema.vacuous else [schema]
    return [each for branch in schema.branches for each in concrete(branch)]


def _name(kind: View) -> str:
    """A component's name, else the types."""
    component = kind.pointer.removeprefix("/components/schemas/")
    return " or ".join(kind.types) if "/" in component and kind.types else component


def _of_slot(slot: View, spot: FaultSpot, *, optional: bool = False) -> Iterator[_Found]:
    """What can be done to a place, whatever stands there, then to each kind of value there."""
    kinds = concrete(slot)
    for change in _wrong_types(slot, null=not optional):
        yield spot, slot.pointer, change
    tag = _tag(kinds)
    for kind in kinds:
        if spot.trail.count(kind.pointer) >= _AGAIN:
            continue
        here = spot.within(kind, among=len(kinds))
        for change in _of_value(kind):
            yield here, kind.pointer, change
        for change in _other_tags(kind, kinds, tag):
            yield here, kind.pointer, change
        for name, member in kind.properties.items():
            yield from _of_slot(member, here.below(name), optional=name not in kind.required)
        if kind.items is not None:
            yield from _of_slot(kind.items, here.below("*"))


def _wrong_types(slot: View, *, null: bool) -> Iterator[FaultChange]:
    """A value of each type that may not stand there."""
    types = _types(slot)
    if not types:
        return
    for label, names, value in _OF_TYPE:
        if not types & names:
            yield FaultChange(label=label, kind="type", put=value)
    if null and "null" not in types:
        yield FaultChange(label="null", kind="null", put=None)


def _types(slot: View) -> set[str]:
    """The JSON types that a slot may hold; none where it may hold any."""
    parts = [_types(branch) for branch in slot.branches]
    if parts:
        return set().union(*parts) if all(parts) else set()
    return set(slot.types) or {_type_of(value) for value in _choices(slot)}


def _type_of(value: Any) -> str:
    if value is None:
        return "null"
    kinds = ((bool, "boolean"), (str, "string"), (dict, "object"), (list, "array"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "number")


def _choices(schema: View) -> list[Any]:
    if "const" in schema.raw:
        return [schema.raw["const"]]
    return list(schema.raw.get("enum", ()))


def _of_value(kind: View) -> Iterator[FaultChange]:
    """What can be done to a value of one concrete schema."""
    for choice in _choices(kind):
        label = f"{UNDOCUMENTED} for {choice}"
        yield FaultChange(label=label, kind="enum", put=UNDOCUMENTED, when=choice)
    if isinstance(kind.raw.get("format"), str) and "string" in kind.types:
        name = kind.raw["format"]
        yield FaultChange(label=f"no {name}", kind="format", put=f"no {name}, \\ for sure")
    yield from _of_members(kind)
    if "array" in kind.types:
        yield FaultChange(label="null at the end", kind="items", put=None, append=True)


def _of_members(kind: View) -> Iterator[FaultChange]:
    required = kind.required
    for name in required:
        yield FaultChange(label=f"{name} left out", kind="required", member=name)
    for name, member in kind.properties.items():
        if name not in required and "null" not in _types(member):
            label = f"{name} null, which may be left out"
            yield FaultChange(label=label, kind="null", member=name, put=None)
    if _closed(kind):
        label = "an undocumented member"
        yield FaultChange(label=label, kind="closed", member=UNDOCUMENTED, put="")


def _closed(kind: View) -> bool:
    return "object" in kind.types and any(
        kind.raw.get(keyword) is False
        for keyword in ("additionalProperties", "unevaluatedProperties")
    )


def _tag(kinds: Sequence[View]) -> str | None:
    """The member that tells the kinds apart, where more than one names its value of it."""
    names = [
        name
        for kind in kinds
        for name, member in kind.properties.items()
        if len(_choices(member)) == 1
    ]
    return next((name for name in names if names.count(name) > 1), None)


def _other_tags(kind: View, kinds: Sequence[View], tag: str | None) -> Iterator[FaultChange]:
    """The tag of each other kind in the place of this one's."""
    if tag is None or tag not in kind.properties:
        return
    own = _choices(kind.properties[tag])
    for other in kinds:
        for value in _choices(other.properties[tag]) if tag in other.properties else ():
            if value not in own:
                yield FaultChange(label=f"{tag} {value}", kind="tag", member=tag, put=value)
