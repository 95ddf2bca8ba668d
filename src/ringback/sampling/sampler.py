"""Payloads that a schema admits: a plain one, a bare one, and each part in each of its forms."""

import itertools
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ringback.errors import UndecidedError
from ringback.finding import pointer
from ringback.payload import MISSING
from ringback.sampling.pairwise import PairwiseForm, combined, kind_of
from ringback.sampling.plain_payloads import PlainPayloads
from ringback.sampling.result import InstanceSearch, Made, Unmade
from ringback.sampling.scalars.string_candidates import examples_of
from ringback.sampling.trail import Path, Trail
from ringback.schema.view import Admits, View

_LONG = 60  # items of a long array
_THOROUGH = 1  # steps to an object whose members are put beside one another in every way
_TURNS = 1_000  # from which the values of a name may begin
_MEMBER = "x-not-described"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A payload, and the point that it is there for: a place and what stands at it."""

    value: Any
    label: str


def _none(_schema: View) -> bool:
    """Every member travels."""
    return False


class Sampler:
    """Makes payloads. `admits` is the validator's word; `uuid` gives an id for a place.

    `search` is asked for what the sampler can't make in its own ways. Members whose schema
    `leaves_out` names do not travel in the direction that the payloads are for.
    """

    def __init__(
        self,
        *,
        admits: Admits,
        uuid: Callable[[Path], str],
        search: InstanceSearch,
        leaves_out: Callable[[View], bool] = _none,
    ) -> None:
        self.admits = admits
        self._leaves_out = leaves_out
        self._payloads = PlainPayloads(
            admits=admits, uuid=uuid, search=search, leaves_out=leaves_out
        )

    @contextmanager
    def steady(self, name: str) -> Iterator[None]:
        """Meanwhile, values do not hang on what was asked for before, but on this name."""
        payloads, counter = self._payloads, self._payloads.scalars.counter
        before = payloads.turn, counter.last
        payloads.turn = counter.last = zlib.crc32(name.encode()) % _TURNS
        try:
            yield
        finally:
            payloads.turn, counter.last = before

    def take_left_out(self) -> list[Unmade]:
        """The optional members that were left out since the last call: they can't be made."""
        left_out, self._payloads.left_out = self._payloads.left_out, {}
        return list(left_out.values())

    def plain(self, schema: View, path: Path = (), given: Sequence[Any] = ()) -> Made | Unmade:
        """An ordinary payload with every described member, unions by their first object.

        What the schema gives as an example, default or constant comes first; `given` are examples
        that stand elsewhere, such as at the media type. Asked again, other values come where they
        are free. A schema that stands in itself is entered twice; what would go on from there is
        left out.
        """
        try:
            self.admits(schema.pointer, None)  # whether it is a schema at all
            made = self._payloads.plain(schema, Trail(path), given)
            self._payloads.turn += 1
        except UndecidedError as error:  # a schema that is none, in a part of this one
            return Unmade(place=pointer(path), why=str(error))
        return (
            made
            if isinstance(made, Made)
            else Unmade(place=pointer(path) + made.place, why=made.why)
        )

    def variants(
        self, schema: View, path: Path = (), given: Sequence[Any] = ()
    ) -> Iterator[Sample]:
        """One payload for each part in each form; all are admitted. None where `plain` has none."""
        plain = self.plain(schema, path, given)
        if isinstance(plain, Unmade):
            return
        beside = ((value, "/: the example beside the schema") for value in given)
        shown = False
        for value, label in itertools.chain(beside, self._variants(schema, Trail(path))):
            if value is not MISSING and self.admits(schema.pointer, value):
                shown = True
                yield Sample(value=value, label=label)
        if not shown:
            yield Sample(value=plain.value, label="/: plain")

    def _plain(self, schema: View, trail: Trail) -> Any:
        """The plain payload; `MISSING` where there is none."""
        made = self._payloads.plain(schema, trail)
        return made.value if isinstance(made, Made) else MISSING

    def _variants(self, schema: View, trail: Trail) -> Iterator[tuple[Any, str]]:
        here = "/" + "/".join(map(str, trail.path))
        raw = schema.raw
        if "const" in raw or raw.get("enum"):
            for value in raw.get("enum", [raw.get("const")]):
                yield value, f"{here}: {value}"
        elif trail.ends_at(schema):
            yield self._plain(schema, trail), f"{here}: plain"
        elif schema.branches:
            yield from self._unions(schema, trail)
        elif schema.vacuous:
            yield {}, f"{here}: an empty object"
            yield {_MEMBER: [1, None]}, f"{here}: an object that says nothing"
        else:
            if "object" in schema.likely:
                yield from self._objects(schema, trail, here)
            if "array" in schema.likely:
                yield from self._arrays(schema, trail, here)
            yield from self._scalars(schema, trail, here)

    def _scalars(self, schema: View, trail: Trail, here: str) -> Iterator[tuple[Any, str]]:
        """The description's own examples, the edges; where none will do, the plain one."""
        shown = False
        offered = [(value, "the description's example") for value in examples_of(schema.raw)]
        edges = ((value, label) for label, value in self._payloads.scalars.edges(schema, trail))
        for value, label in itertools.chain(offered, edges):
            shown = shown or self.admits(schema.pointer, value)
            yield value, f"{here}: {label}"
        if not shown and not {"object", "array"} & set(schema.likely):
            yield self._plain(schema, trail), f"{here}: plain"

    def _unions(self, schema: View, trail: Trail) -> Iterator[tuple[Any, str]]:
        """Each branch in each of its forms, with the members that the union has beside it."""
        own = "properties" in schema.raw or "required" in schema.raw
        for branch in schema.branches:
            for value, label in self._variants(branch, trail.into(schema)):
                if own and isinstance(value, dict):
                    yield {**self._beside(schema, trail), **value}, label
                else:
                    yield value, label
        # The first kind once more, bare, now that another one stood in its place.
        objects = [each for each in schema.branches if each.properties]
        if len(objects) > 1 and not own:
            yield from itertools.islice(self._variants(objects[0], trail.into(schema)), 1)

    def _beside(self, schema: View, trail: Trail) -> dict[str, Any]:
        """The members that a union has itself."""
        return self._payloads.whole(schema, trail, (), [])

    def _objects(self, schema: View, trail: Trail, here: str) -> Iterator[tuple[Any, str]]:
        """The required members; all; every form of each, and every two kinds together."""
        members = {
            name: member
            for name, member in schema.properties.items()
            if not self._leaves_out(member)
        }
        within = trail.into(schema)
        whole = self._plain(schema, trail)
        if not isinstance(whole, dict):
            return
        bare = {name: whole[name] for name in schema.required if name in whole}
        # First, while another kind may still stand there: a service may fill in from its like.
        yield dict(bare), f"{here}: required members alone"
        yield whole, f"{here}: every member"
        optional = frozenset(members.keys() - bare.keys())
        thorough = len(trail.path) <= _THOROUGH
        for taken in combined(self._forms(members, within), optional, thorough=thorough):
            values = {name: form.value for name, form in taken.items()}
            label = "; ".join(form.label for form in taken.values())
            yield {**bare, **values}, label or f"{here}: nothing"
        yield {**bare, _MEMBER: "x"}, f"{here}: a member that is not described"

    def _forms(self, members: dict[str, View], within: Trail) -> dict[str, list[PairwiseForm]]:
        """The forms of each member that may be had.

        Numbers begin elsewhere in each member: two that hold the same can be swapped unseen.
        """
        found = {}
        for turn, (name, member) in enumerate(members.items()):
            forms = [
                PairwiseForm(value=value, label=label, kind=kind_of(member, value, self.admits))
                for value, label in self._variants(member, within.at(name))
                if value is not MISSING and self.admits(member.pointer, value)
            ]
            by = turn % len(forms) if forms and _is_number(forms[0].value) else 0
            found[name] = [*forms[by:], *forms[:by]]
        return found

    def _arrays(self, schema: View, trail: Trail, here: str) -> Iterator[tuple[Any, str]]:
        """No item; each form of an item alone; one of each kind; four, the last one first."""
        yield [], f"{here}: no item"
        if schema.items is None:
            yield self._plain(schema, trail), f"{here}: one of each kind"
            return
        for value, label in self._variants(schema.items, trail.into(schema).at(0)):
            yield [value], label
        mixed = self._mixed(schema, trail)
        yield mixed, f"{here}: one of each kind"
        again = self._mixed(schema, trail)
        yield [*reversed(again), *self._mixed(schema, trail)], f"{here}: two of each kind"
        named = [each for each in schema.items.branches if "string" in each.types]
        if named and not trail.again:  # what is named, beside what is described, in their order
            made = [self._plain(named[0], trail.at(at)) for at in range(3)]
            if MISSING not in made:
                yield made[:2], f"{here}: two named"
                yield [made[0], *mixed, made[2], made[0]], f"{here}: named and described"
        many = (mixed * _LONG)[:_LONG]
        few = not self.admits(schema.pointer, many)
        yield (mixed * 2, f"{here}: items twice") if few else (many, f"{here}: {_LONG} items")
        if not self.admits(schema.pointer, mixed):
            yield self._plain(schema, trail), f"{here}: plain"

    def _mixed(self, schema: View, trail: Trail) -> list[Any]:
        return self._payloads.arrays.mixed(schema, trail, [])


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)
