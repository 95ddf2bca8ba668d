"""One pair of schemas, and what a comparison has to say about it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ringback.changes import Kind
from tests.unit.changes.describing import REQUEST, RESPONSE, ROOTS, described


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A finding that is expected.

    `instance` points into the payload: `*` stands for one step of any name, and `|` separates
    ways of telling the same thing. `place` is the schema that is the cause, in the newer
    description: below the schema of the pair, or a whole pointer where it stands in a component.
    """

    kind: Kind
    instance: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two schemas on one side of an operation, older and newer.

    `perhaps` are kinds that may be told as well, or instead, because right judges differ: with
    unknown, what is expected may be told as not known, and so may that there is nothing.
    """

    name: str
    side: str
    base: Any
    head: Any
    told: tuple[Told, ...] = ()
    perhaps: frozenset[Kind] = frozenset()
    base_parts: Mapping[str, Any] = field(default_factory=dict)
    head_parts: Mapping[str, Any] = field(default_factory=dict)
    base_version: str = "3.1.0"
    head_version: str = "3.1.0"

    @property
    def documents(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The older and the newer document."""
        older = described(self.base, self.side, self.base_parts, self.base_version)
        newer = described(self.head, self.side, self.head_parts, self.head_version)
        return older, newer

    @property
    def root(self) -> str:
        """Where the schemas of the pair stand in their documents."""
        return ROOTS[self.side]

    @property
    def breaks(self) -> bool:
        """Whether it must be told that somebody breaks."""
        return any(each.kind is Kind.BREAKS for each in self.told)


UNKNOWN = frozenset({Kind.UNKNOWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """A schema and one that admits less, both for payloads of declared members.

    Sent, the step from wide to narrow breaks; answered, the one back. The other two steps are
    harmless. `place` is the cause below either schema, `instance` where the payload shows it.
    """

    name: str
    wide: Any
    narrow: Any
    instance: str = ""
    place: str = ""
    perhaps: frozenset[Kind] = frozenset()
    parts: Mapping[str, Any] = field(default_factory=dict)
    narrow_parts: Mapping[str, Any] | None = None

    def pairs(self) -> Iterator[Pair]:
        """The four steps between the two."""
        told = (Told(kind=Kind.BREAKS, instance=self.instance, place=self.place),)
        narrow_parts = self.parts if self.narrow_parts is None else self.narrow_parts
        for side in (REQUEST, RESPONSE):
            for narrows in (True, False):
                wide, narrow = (self.wide, self.parts), (self.narrow, narrow_parts)
                (base, base_parts), (head, head_parts) = (
                    (wide, narrow) if narrows else (narrow, wide)
                )
                yield Pair(
                    name=f"{self.name}, {side} {'narrowed' if narrows else 'widened'}",
                    side=side,
                    base=base,
                    head=head,
                    told=told if narrows is (side == REQUEST) else (),
                    perhaps=self.perhaps,
                    base_parts=base_parts,
                    head_parts=head_parts,
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Same:
    """Two ways of saying the same, or what differs only for members that nobody declared."""

    name: str
    one: Any
    other: Any
    one_parts: Mapping[str, Any] = field(default_factory=dict)
    other_parts: Mapping[str, Any] = field(default_factory=dict)
    one_version: str = "3.1.0"
    other_version: str = "3.1.0"
    perhaps: frozenset[Kind] = frozenset()

    def pairs(self) -> Iterator[Pair]:
        """Both steps on both sides: nothing is to be told."""
        one = (self.one, self.one_parts, self.one_version)
        other = (self.other, self.other_parts, self.other_version)
        for side in (REQUEST, RESPONSE):
            for way, (base, head) in (("there", (one, other)), ("back", (other, one))):
                yield Pair(
                    name=f"{self.name}, {side}, {way}",
                    side=side,
                    base=base[0],
                    head=head[0],
                    base_parts=base[1],
                    head_parts=head[1],
                    base_version=base[2],
                    head_version=head[2],
                    perhaps=self.perhaps,
                )


def spread(rows: Iterable[Narrowing | Same]) -> list[Pair]:
    """All pairs of the rows."""
    return [pair for row in rows for pair in row.pairs()]
