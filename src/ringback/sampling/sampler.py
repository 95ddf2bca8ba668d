"""Payloads that a schema admits: a plain one, a bare one, and each part in each of its forms."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from ringback.payload import same
from ringback.sampling.edge_values import Counter, Scalar, bounds, integers, numbers, texts
from ringback.sampling.pairwise import Form, combined, kind_of
from ringback.schema.view import Admits, View, walk

Path = tuple[str | int, ...]
_DEPTH = 24  # of a sample, unions and arrays counted; deeper parts are left out
_LONG = 60  # items of a long array
_THOROUGH = 1  # steps to an object whose members are put beside one another in every way
_MANY = 500  # parts of one plain payload; more than these are made of what is required alone
_MEMBER = "x-not-described"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A payload, and the point that it is there for: a place and what stands at it."""

    value: Any
    label: str


@dataclass(frozen=True, slots=True)
class _Trail:
    """The schemas that the part being made stands in; `again` once one of them stands in itself."""

    path: Path
    inside: tuple[str, ...] = ()
    again: bool = False
    made: list[int] = field(default_factory=lambda: [0])

    def ends_at(self, schema: View) -> bool:
        """Whether to go no further: a schema is entered a second time within itself but once."""
        return len(self.inside) > _DEPTH or (self.again and schema.pointer in self.inside)

    def into(self, schema: View) -> "_Trail":
        """The trail within this schema."""
        self.made[0] += 1
        again = self.again or schema.pointer in self.inside
        return replace(self, inside=(*self.inside, schema.pointer), again=again)

    def at(self, step: str | int) -> "_Trail":
        """The trail at a part."""
        return replace(self, path=(*self.path, step))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampler:
    """Makes payloads. `admits` is the validator's word; `uuid` gives an id for a place."""

    admits: Admits
    uuid: Callable[[Path], str]
    counter: Counter = field(default_factory=Counter)

    def plain(self, schema: View, path: Path = ()) -> Any:
        """An ordinary payload with every described member, unions by their first object.

        A schema that stands in itself is entered twice; what would go on from there is left out.
        """
        return self._plain(schema, _Trail(path))

    def variants(self, schema: View, path: Path = ()) -> Iterator[Sample]:
        """One payload for each part in each form; all are admitted by the schema."""
        for value, label in self._variants(schema, _Trail(path)):
            if self.admits(schema.pointer, value):
                yield Sample(value=value, label=label)

    def _plain(self, schema: View, trail: _Trail) -> Any:
        raw = schema.raw
        for key in ("const", "default"):
            if key in raw:
                return raw[key]
        return raw["enum"][0] if raw.get("enum") else self._made(schema, trail)

    def _made(self, schema: View, trail: _Trail) -> Any:
        """A payload of a schema that names none itself."""
        if schema.branches:
            made = self._plain(self._branch(schema, trail), trail.into(schema))
            own = {"properties", "required"} & schema.raw.keys() and isinstance(made, dict)
            return {**self._whole(schema, trail), **made} if own else made
        if "object" in schema.types:
            return self._whole(schema, trail)
        if "array" in schema.types:
            return self._mixed(schema, trail)
        offered = []
        for _, value in (*self._distinct(schema), *self._scalars(schema, trail.path)):
            if self.admits(schema.pointer, value):
                return value
            offered.append(value)
        return offered[0] if offered else None

    def _distinct(self, schema: View) -> Iterator[Scalar]:
        """A small number of its own: two that are alike can be swapped unseen."""
        if "integer" in schema.types:
            yield "small", 5 + self.counter.next() % 90
        elif "number" in schema.types:
            yield "small", (5 + self.counter.next() % 90) / 100

    def _branch(self, schema: View, trail: _Trail) -> View:
        """The branch of a union that a plain payload takes: the first object, if there is one."""
        telling = [each for each in schema.branches if not each.vacuous]
        objects = [each for each in telling if "object" in each.types]
        known = [*objects, *telling, *schema.branches]
        if schema.pointer in trail.inside:  # the way out is a branch that does not lead back
            inside = {*trail.inside, schema.pointer}
            ends = (each for each in known if not any(v.pointer in inside for v in walk(each)))
            return next(ends, known[0])
        return next((each for each in known if not trail.ends_at(each)), known[0])

    def _whole(self, schema: View, trail: _Trail) -> dict[str, Any]:
        """An object with every described member, and those that are required all the same."""
        within = trail.into(schema)
        wanted = set(schema.required)
        made: dict[str, Any] = {}
        for name, member in schema.properties.items():
            needed = name in wanted
            if not needed and (within.ends_at(member) or _endless(member, within)):
                continue
            if len(within.inside) <= _DEPTH:
                value = self._plain(member, within.at(name))
                if needed or self.admits(member.pointer, value):
                    made[name] = value
        for index in range(len(schema.raw.get("allOf", ()))):
            part = schema.child("allOf", str(index))
            more = self._plain(part, within) if part.branches else None
            made |= more if isinstance(more, dict) else {}
        for name in schema.required:
            if name in made:
                continue
            other = schema.raw.get("additionalProperties")
            described = isinstance(other, dict) and not within.ends_at(schema)
            here = schema.child("additionalProperties") if described else None
            value = f"sample {self.counter.next()}" if here is None else None
            made[name] = value if here is None else self._plain(here, within.at(name))
        return made

    def _variants(self, schema: View, trail: _Trail) -> Iterator[tuple[Any, str]]:
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
            if "object" in schema.types:
                yield from self._objects(schema, trail, here)
            if "array" in schema.types:
                yield from self._arrays(schema, trail, here)
            for label, value in self._scalars(schema, trail.path):
                yield value, f"{here}: {label}"

    def _unions(self, schema: View, trail: _Trail) -> Iterator[tuple[Any, str]]:
        """Each branch in each of its forms, with the members that the union has beside it."""
        own = "properties" in schema.raw or "required" in schema.raw
        for branch in schema.branches:
            for value, label in self._variants(branch, trail.into(schema)):
                if own and isinstance(value, dict):
                    yield {**self._whole(schema, trail), **value}, label
                else:
                    yield value, label
        # The first kind once more, bare, now that another one stood in its place.
        objects = [each for each in schema.branches if each.properties]
        if len(objects) > 1 and not own:
            yield from itertools.islice(self._variants(objects[0], trail.into(schema)), 1)

    def _objects(self, schema: View, trail: _Trail, here: str) -> Iterator[tuple[Any, str]]:
        """The required members; all; every form of each, and every two kinds together."""
        members = schema.properties
        within = trail.into(schema)
        whole = self._plain(schema, trail)
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

    def _forms(self, members: dict[str, View], within: _Trail) -> dict[str, list[Form]]:
        """The forms of each member that may be had.

        Numbers begin elsewhere in each member: two that hold the same can be swapped unseen.
        """
        found = {}
        for turn, (name, member) in enumerate(members.items()):
            forms = [
                Form(value=value, label=label, kind=kind_of(member, value, self.admits))
                for value, label in self._variants(member, within.at(name))
                if self.admits(member.pointer, value)
            ]
            by = turn % len(forms) if forms and _is_number(forms[0].value) else 0
            found[name] = [*forms[by:], *forms[:by]]
        return found

    def _arrays(self, schema: View, trail: _Trail, here: str) -> Iterator[tuple[Any, str]]:
        """No item; each form of an item alone; one of each kind; four, the last one first."""
        yield [], f"{here}: no item"
        if schema.items is None:
            yield self._mixed(schema, trail), f"{here}: one of each kind"
            return
        for value, label in self._variants(schema.items, trail.into(schema).at(0)):
            yield [value], label
        mixed = self._mixed(schema, trail)
        yield mixed, f"{here}: one of each kind"
        again = self._mixed(schema, trail)
        yield [*reversed(again), *self._mixed(schema, trail)], f"{here}: two of each kind"
        texts = [each for each in schema.items.branches if "string" in each.types]
        if texts and not trail.again:  # what is named, beside what is described, in their order
            made = [self._plain(texts[0], trail.at(at)) for at in range(3)]
            yield made[:2], f"{here}: two named"
            yield [made[0], *mixed, made[2], made[0]], f"{here}: named and described"
        yield (mixed * _LONG)[:_LONG], f"{here}: {_LONG} items"

    def _mixed(self, schema: View, trail: _Trail) -> list[Any]:
        """An array with an item of each branch, or three items where there is one branch."""
        within = trail.into(schema)
        first = [
            self._plain(schema.child("prefixItems", str(i)), within.at(i))
            for i in range(len(schema.raw.get("prefixItems", ())))
        ]
        items = schema.items
        if items is None or within.ends_at(items) or _endless(items, within):
            return first
        if items.raw.get("enum"):
            return list(items.raw["enum"][::-1])
        branches = [each for each in items.branches if not each.vacuous]
        kinds = [each for each in branches if "object" in each.types] or branches or [items] * 3
        while len(kinds) < min(schema.raw.get("minItems", 0), _MANY):
            kinds += kinds
        limit = schema.raw.get("maxItems", schema.raw.get("minItems", len(kinds)))
        taken = kinds[: max(0, limit - len(first))] if limit < len(kinds) else kinds
        made = [self._plain(kind, within.at(i)) for i, kind in enumerate(taken, len(first))]
        if schema.raw.get("uniqueItems") is True:
            made = [one for i, one in enumerate(made) if not any(same(one, it) for it in made[:i])]
        return [*first, *made]

    def _scalars(self, schema: View, path: Path) -> Iterator[Scalar]:
        for name in schema.types or ("string",):
            if name == "string":
                named = next((step for step in reversed(path) if isinstance(step, str)), "")
                yield from texts(schema.raw, self.counter, lambda: self.uuid(path), named)
            elif name == "integer":
                yield from integers()
            elif name == "number":
                yield from numbers()
            elif name == "boolean":
                yield from (("true", True), ("false", False))
            elif name == "null":
                yield "null", None
        yield from bounds(schema.raw)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _endless(schema: View, trail: _Trail) -> bool:
    """Whether to leave an optional part out: the payload is large, and the part is not simple."""
    return trail.made[0] > _MANY and bool(schema.branches or schema.properties or schema.items)
