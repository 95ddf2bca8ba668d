"""Ordinary payloads: every described member, with what the description gives as examples."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeGuard

from ringback.finding import pointer
from ringback.payload import MISSING
from ringback.sampling.pattern_texts.patterns import like
from ringback.sampling.plain_arrays import PlainArrays
from ringback.sampling.result import InstanceSearch, Made, Unmade
from ringback.sampling.scalars.plain_scalars import PlainScalars, explained
from ringback.sampling.scalars.string_candidates import examples_of, settled, string_candidates
from ringback.sampling.trail import Path, Trail
from ringback.schema.view import Admits, View, walk


class PlainPayloads:
    """Makes an ordinary payload of a schema; `left_out` tells what could not be made in them.

    Each part is tried in the ways of `_attempts`, then searched for; what the validator does not
    admit is never given. What a schema gives itself (const, example, examples, default, enum)
    comes before what is made up.
    """

    def __init__(
        self,
        *,
        admits: Admits,
        uuid: Callable[[Path], str],
        search: InstanceSearch,
        leaves_out: Callable[[View], bool],
    ) -> None:
        self.admits = admits
        self.left_out: dict[str, Unmade] = {}
        self.scalars = PlainScalars(uuid)
        self.arrays = PlainArrays(self.plain, self.scalars, admits)
        self.turn = 0  # how often a payload was asked for: examples take turns
        self._uuid = uuid
        self._search = search
        self._leaves_out = leaves_out
        self._failed: dict[str, Unmade] = {}

    def plain(self, schema: View, trail: Trail, given: Sequence[Any] = ()) -> Made | Unmade:
        """The first attempt that is admitted, else what is found; `given` are examples of it.

        The place of what could not be made is told from here on.
        """
        if schema.pointer in self._failed:
            return self._failed[schema.pointer]
        inner: list[Unmade] = []
        first: Any = MISSING
        for value in self._attempts(schema, trail, given, inner):
            if self.admits(schema.pointer, value):
                return Made(value=value)
            first = value if first is MISSING else first
        found = self._search(schema.pointer)
        if isinstance(found, Made) and self.admits(schema.pointer, found.value):
            return Made(value=self._extended(schema, found.value, first))
        known = found if isinstance(found, Unmade) else Unmade(place="", why=_STRANGE)
        failed = inner[0] if inner else explained(schema, known)
        # Of a schema that stands in itself the innermost has told the reason: it is there already.
        return self._failed.setdefault(schema.pointer, failed)

    def _extended(self, schema: View, found: Any, wanted: Any) -> Any:
        """What was found has what is required; as much of what was wanted as fits with it."""
        if not isinstance(found, dict) or not isinstance(wanted, dict):
            return found
        for name in wanted:
            larger = {**found, name: wanted[name]}
            if self.admits(schema.pointer, larger):
                found = larger
        return found

    def _attempts(
        self, schema: View, trail: Trail, given: Sequence[Any], inner: list[Unmade]
    ) -> Iterator[Any]:
        """The payloads to try, the best first; `inner` takes up which parts could not be made."""
        raw = schema.raw
        examples = [*given, *examples_of(raw)]
        if raw.get("format") == "uuid" and "string" in schema.likely:
            yield self._uuid(trail.path)  # it names something: the caller knows what
        if schema.branches or "object" in schema.likely:
            yield from settled(raw)
            known = [each for each in examples if isinstance(each, dict)]
            if schema.branches:
                yield from self._unions(schema, trail, known, inner)
            else:
                yield self.whole(schema, trail, known, inner)
        else:
            # In the turn after the last example comes what is made up: an update that gives the
            # same again shows nothing.
            turn = (self.turn + trail.index) % (len(examples) + 1)
            yield from examples[turn:]
            yield from settled(raw)
            if "array" in schema.likely:
                yield from self.arrays.attempts(schema, trail, inner)
            else:
                yield from self.scalars.values(schema, trail)
        yield from examples

    def _unions(
        self, schema: View, trail: Trail, known: Sequence[Mapping[str, Any]], inner: list[Unmade]
    ) -> Iterator[Any]:
        """A payload of each branch, with the members that the union has beside them."""
        own = bool({"properties", "required"} & schema.raw.keys())
        for branch in self._branches(schema, trail):
            fitting = [each for each in known if self.admits(branch.pointer, each)]
            made = self.plain(branch, trail.into(schema), fitting)
            if isinstance(made, Unmade):
                inner.append(made)
            elif own and isinstance(made.value, dict):
                yield {**self.whole(schema, trail, known, inner), **made.value}
            else:
                inner.clear()
                yield made.value

    def _branches(self, schema: View, trail: Trail) -> list[View]:
        """The branches in the order to try: the first object first, unless it leads back here."""
        telling = [each for each in schema.branches if not each.vacuous]
        objects = [each for each in telling if "object" in each.types]
        ordered = {each.pointer: each for each in [*objects, *telling, *schema.branches]}
        known = list(ordered.values())
        if schema.pointer in trail.inside:  # the way out is a branch that does not lead back
            inside = {*trail.inside, schema.pointer}
            ends = [each for each in known if not any(v.pointer in inside for v in walk(each))]
        else:
            ends = [each for each in known if not trail.ends_at(each)]
        return [*ends, *(each for each in known if each not in ends)]

    def whole(
        self,
        schema: View,
        trail: Trail,
        known: Sequence[Mapping[str, Any]],
        inner: list[Unmade],
    ) -> dict[str, Any]:
        """An object with every described member, and those that are required all the same.

        `known` are examples of it, whose members are taken over.
        """
        within = trail.into(schema)
        made = self._described(schema, within, known, inner)
        for part_of in schema.parts:
            if part_of.branches:
                more = self.plain(part_of, within, known)
                made |= more.value if _is_object(more) else {}
        for name in schema.required:
            if name not in made and name not in schema.properties:
                made[name] = self._undescribed(schema, name, within, known)
        if not made and not within.is_deep:
            made = dict(known[0]) if known else self._entry(schema, within)
        return made

    def _described(
        self,
        schema: View,
        within: Trail,
        known: Sequence[Mapping[str, Any]],
        inner: list[Unmade],
    ) -> dict[str, Any]:
        """The described members of an object that can be made and do travel."""
        made: dict[str, Any] = {}
        for name, member in schema.properties.items():
            needed = name in schema.required
            beyond = within.ends_at(member) or within.is_full(member)
            if self._leaves_out(member) or (beyond and not needed) or within.is_deep:
                continue
            given = [each[name] for each in known if name in each]
            part = self.plain(member, within.at(name), given)
            if isinstance(part, Made):
                made[name] = part.value
            elif needed:
                inner.append(part.within(name))
            elif member.raw:  # else it admits nothing: the member must not be there
                place = pointer(within.at(name).path)
                self.left_out[place] = Unmade(place=place + part.place, why=part.why)
        return made

    def _undescribed(
        self, schema: View, name: str, within: Trail, known: Sequence[Mapping[str, Any]]
    ) -> Any:
        """The value of a required member that the schema does not name."""
        given = [each[name] for each in known if name in each]
        here = self._others(schema, within)
        if here is None:
            return given[0] if given else f"sample {self.scalars.counter.next()}"
        made = self.plain(here, within.at(name), given)
        return made.value if isinstance(made, Made) else f"sample {self.scalars.counter.next()}"

    def _others(self, schema: View, within: Trail) -> View | None:
        """The schema of members that are not named; None where there is none that says much."""
        other = schema.raw.get("additionalProperties")
        described = isinstance(other, Mapping) and bool(other) and not within.ends_at(schema)
        return schema.child("additionalProperties") if described else None

    def _entry(self, schema: View, within: Trail) -> dict[str, Any]:
        """One entry of a map; none where the schema is no map, or no entry is admitted."""
        patterned = schema.raw.get("patternProperties")
        if isinstance(patterned, Mapping) and patterned and not within.ends_at(schema):
            pattern = next(iter(patterned))
            here: View | None = schema.child("patternProperties", pattern)
            names: Iterator[str] = iter(like(pattern))
        else:
            here = self._others(schema, within)
            limits = schema.raw.get("propertyNames")
            named = string_candidates([limits]) if isinstance(limits, Mapping) else iter(())
            names = itertools.chain(named, ("key",))
        made = None if here is None else self.plain(here, within.at("*"))
        if isinstance(made, Made):
            for name in itertools.islice(names, _NAMES):
                if self.admits(schema.pointer, {name: made.value}):
                    return {name: made.value}
        return {}


_NAMES = 40  # names that are tried for an entry of a map
_STRANGE = "a payload was made that the validators see otherwise"


def _is_object(made: Made | Unmade) -> TypeGuard[Made]:
    return isinstance(made, Made) and isinstance(made.value, dict)
