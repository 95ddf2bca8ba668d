"""Descriptions that differ in one schema, and what must be told of each."""

import copy
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ringback.changes import Change, Kind
from tests.unit.changes.matching import stands_at
from tests.unit.changes.mutating import Effect, mutations
from tests.unit.changes.rewriting import old
from tests.unit.changes.walking import at, leading, onward, schemas, sides, target

# Where the schema that holds another one turns its meaning around.
_TURNED = ("/not", "/if")
# Effects that somebody may be hurt by who sends, and who reads.
_SENT = {Effect.LESS, Effect.OTHER, Effect.LOST, Effect.SHUT}
_READ = {Effect.MORE, Effect.OTHER, Effect.GAINED, Effect.OPENED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A description with one schema changed.

    `causes` are that schema, and the unions and references that put it before the same value: of a
    union that nothing fits any more, it may be the union that is told, or what the branches say
    that are left. Of a tag, it is the unions that go by it. `entries` are what operations have
    that needs the schema, with their sides.
    """

    document: Mapping[str, Any]
    name: str
    effect: Effect
    place: str
    causes: frozenset[str]
    entries: Mapping[str, str]

    def caused(self, change: Change) -> bool:
        """Whether the change is told at what was mutated."""
        return any(stands_at(change, cause) for cause in self.causes)

    def risky(self, side: str) -> list[str]:
        """The entries of a side in which somebody may be hurt."""
        hurts = self.effect in (_SENT if side == "request" else _READ)
        return [entry for entry, its in self.entries.items() if its == side and hurts]

    def may_be_told(self, kind: Kind, side: str) -> bool:
        """Whether a warning of a kind may be told of what this mutant does on a side.

        What a request drops falls through to something open; what an answer has no more is missed.
        """
        match kind:
            case Kind.DROPPED:
                return side == "request" and self.effect in _SENT
            case Kind.CAREFUL:
                missed = self.effect in {Effect.LOST, Effect.OTHER} or self.name == "drop a branch"
                return side == "response" and missed
        return False


def mutants(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every mutation of a description: the place and the name."""
    is_old = old(document)
    return [
        (place, mutation.name)
        for place in schemas(document)
        if not any(f"{turn}/" in f"{place}/" for turn in _TURNED)
        for mutation in mutations(at(document, place), old=is_old)
    ]


def mutant(document: Mapping[str, Any], place: str, name: str, number: int) -> Mutant:
    """The description with one mutation; the number chooses where there is a choice."""
    made = copy.deepcopy(dict(document))
    schema = at(made, place)
    mutation = next(each for each in mutations(schema, old=old(made)) if each.name == name)
    mutation.apply(schema, random.Random(number))  # noqa: S311 -- the same mutant every time
    cause = place + mutation.below
    lead = leading(made, place)
    return Mutant(
        document=made,
        name=name,
        effect=mutation.effect,
        place=cause,
        causes=frozenset(_causes(made, cause)),
        entries={entry: side for entry, side in sides(made).items() if entry in lead},
    )


def _causes(document: Mapping[str, Any], place: str) -> set[str]:
    """Where it may be told that a schema has changed."""
    around = leading(document, place, staying=True)
    found = set(around)
    for union in around:
        schema = at(document, union)
        for key in ("anyOf", "oneOf"):
            for index in range(len(schema.get(key, ())) if isinstance(schema, dict) else 0):
                found |= _within(document, f"{union}/{key}/{index}")
    tagged = re.fullmatch(r"(.*)/properties/[^/]+", place)
    return found | (leading(document, tagged[1], staying=True) if tagged else set())


def _within(document: Mapping[str, Any], branch: str) -> set[str]:
    """A branch, what it refers to, and their members: whatever may turn a payload away at once."""
    here = {branch, target(at(document, branch)) or branch}
    return here | {more for place in here for more in onward(document, place)}
