"""change/not-compared: what is wrong in a description, and so is compared with nothing.

One flaw is one unknown: its place is named, and the rest of its operation is compared.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ringback.description import Description
from ringback.description.left_out import LeftOut
from ringback.operation import Operation
from ringback.schema.references.lookup import locate


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCompared:
    """A flaw of one side: the pointers in both, and why nothing is known of what stands there."""

    why: str
    base: str | None
    head: str | None
    operations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OneSide:
    """The operations of one description, those with a flaw among them, and what is wrong."""

    description: Description
    operations: tuple[Operation, ...]
    left: tuple[LeftOut, ...]

    def flawed(self, operation: Operation) -> LeftOut | None:
        """What is wrong with an operation; None where nothing is."""
        return next((it for it in self.left if it.operation is operation), None)

    @property
    def unread(self) -> list[LeftOut]:
        """The paths and operations of which nothing could be read."""
        return [each for each in self.left if each.operation is None]


def one_side(
    description: Description, sound: Sequence[Operation], left: Sequence[LeftOut]
) -> OneSide:
    """A side with all operations of which anything could be read.

    A path parameter that has no place in its path is compared all the same: somebody means it.
    """
    spare = {
        each.pointer: [
            it for it in each.parameters if it.where == "path" and f"{{{it.name}}}" not in each.path
        ]
        for each in description.described
    }

    def whole(operation: Operation) -> Operation:
        more = spare.get(operation.pointer)
        return replace(operation, parameters=(*operation.parameters, *more)) if more else operation

    known = [
        replace(each, operation=whole(each.operation)) if each.operation else each for each in left
    ]
    flawed = [each.operation for each in known if each.operation is not None]
    return OneSide(
        description=description,
        operations=(*map(whole, sound), *flawed),
        left=tuple(known),
    )


def trimmed(
    base: OneSide, head: OneSide, one: Operation, two: Operation
) -> tuple[Operation, Operation, list[NotCompared]]:
    """Two operations without the parts that are wrong in either, and what is wrong."""
    doubts: list[NotCompared] = []
    lacks = [(side, side.flawed(it)) for side, it in ((base, one), (head, two))]
    told = {(flaw.part, flaw.text) for _, left in lacks if left for flaw in left.flaws}
    before, after = one, two
    for part, text in sorted(told):
        before, after = _without(before, after, part), _without(after, before, part)
        if part == ("responses",) and lacks[1][1] is None:
            continue  # where no answer at all was described, none can be new
        if _is_unchanged(base.description, head.description, (one, two), part, text, lacks):
            continue
        places = [
            next((it.place for it in left.flaws if it.part == part), None) if left else None
            for _, left in lacks
        ]
        doubts.append(
            NotCompared(
                why=text,
                base=places[0] or one.pointer,
                head=places[1] or (two.pointer if places[0] else None),
                operations=(two.id,),
            )
        )
    return before, after, doubts


def unread(base: OneSide, head: OneSide) -> Iterator[NotCompared]:
    """The paths and operations of which nothing could be read, those aside that did not change."""
    old = {each.name: each for each in base.unread}
    new = {each.name: each for each in head.unread}
    for name in dict.fromkeys((*old, *new)):
        one, two = old.get(name), new.get(name)
        same = (
            one
            and two
            and (one.why, _raw(base.description, one.place))
            == (
                two.why,
                _raw(head.description, two.place),
            )
        )
        told = one or two
        if told is not None and not same:
            yield NotCompared(
                why=f"{name}: {told.why}",
                base=one.place if one else None,
                head=two.place if two else None,
            )


def _without(operation: Operation, other: Operation, part: tuple[str, ...]) -> Operation:
    """The operation without a part that is wrong here or in the other one."""
    match part:
        case ("requestBody", *_):
            return replace(operation, body=None)
        case ("responses",):
            return replace(operation, answers=())
        case ("responses", status, *_):
            left = (each for each in operation.answers if each.status != status.upper())
            return replace(operation, answers=tuple(left))
        case _:
            known = {(each.name.lower(), each.where) for each in other.parameters}
            both = (
                each
                for each in operation.parameters
                if each.where == "path" or (each.name.lower(), each.where) in known
            )
            return replace(operation, parameters=tuple(both))


def _is_unchanged(
    base: Description,
    head: Description,
    couple: tuple[Operation, Operation],
    part: tuple[str, ...],
    text: str,
    lacks: Sequence[tuple[OneSide, LeftOut | None]],
) -> bool:
    """Whether both sides have the same flaw, and nothing in it that leads elsewhere."""
    if not all(
        left and any((it.part, it.text) == (part, text) for it in left.flaws) for _, left in lacks
    ):
        return False
    steps = "".join(f"/{each}" for each in part[:2])
    was, now = (
        _raw(side, it.pointer + steps) for side, it in zip((base, head), couple, strict=True)
    )
    return was == now and (was is None or was.count('"$ref"') <= 1)


def _raw(description: Description, place: str) -> str | None:
    """The text of what stands at a place; None where nothing does."""
    owner, _, last = place.rpartition("/")
    try:
        node = locate(description.written, owner)[1]
    except KeyError:
        return None
    found = node.get(last.replace("~1", "/").replace("~0", "~")) if isinstance(node, dict) else None
    return None if found is None else json.dumps(found, sort_keys=True, default=str)
