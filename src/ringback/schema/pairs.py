"""Members beside one another: every form of each is sent, and every two kinds of form together.

What breaks a service is often not one value but two that meet: a webhook that gets lost when the
actions are empty. All pairs of kinds fit into hardly more payloads than the longest member has
forms (pairwise testing, as in NIST SP 800-142).
"""

from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, cycle
from typing import Any

from ringback.schema.view import Admits, View, meant

ABSENT = "absent"
_AGAIN = 4  # forms of a kind that are sent once more beside others: the first, which are short
_Choice = tuple[str, Hashable]  # a member's name, and the kind of its form


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One value of a member, and what it is there for.

    Forms of one kind stand in for each other beside other members.
    """

    value: Any
    label: str
    kind: Hashable


def kind_of(schema: View, value: Any, admits: Admits) -> Hashable:
    """What a value is beside others: its concrete schema, whether it says anything, how many."""
    branch = meant(schema, value, admits)
    if branch is None or branch.vacuous:
        return ABSENT  # it counts as left out, so either stands in for the other
    size = min(len(value), 2) if isinstance(value, list) else None
    return branch.pointer, bool(value), size


def combined(
    members: Mapping[str, Sequence[Form]], optional: frozenset[str]
) -> Iterator[dict[str, Form]]:
    """Payloads that hold every form, and every pair of kinds of two members, in few.

    A member of `optional` may be absent, which is a kind as well. The same for the same forms.
    """
    yield from _Covering(members, optional)


class _Covering:
    """The forms not sent yet, and the pairs not met yet."""

    def __init__(self, members: Mapping[str, Sequence[Form]], optional: frozenset[str]) -> None:
        self._waiting = {name: deque(forms) for name, forms in members.items()}
        self._kinds: dict[str, dict[Hashable, Iterator[Form]]] = {
            name: {
                kind: cycle([each for each in forms if each.kind == kind][:_AGAIN])
                for kind in dict.fromkeys(each.kind for each in forms)
            }
            for name, forms in members.items()
        }
        self._optional = optional
        self._open = {
            frozenset(pair)
            for one, other in combinations(members, 2)
            for pair in ((a, b) for a in self._choices(one) for b in self._choices(other))
        }

    def _choices(self, name: str) -> list[_Choice]:
        """The kinds that a member may take, absence the last."""
        kinds = dict.fromkeys([*self._kinds[name], *([ABSENT] if name in self._optional else [])])
        return [(name, kind) for kind in kinds]

    def __iter__(self) -> Iterator[dict[str, Form]]:
        while any(self._waiting.values()) or self._open:
            yield self._next()

    def _next(self) -> dict[str, Form]:
        """One payload: the member with the most forms to send goes first, the others fit in."""
        longest = max(map(len, self._waiting.values()), default=0)
        order = sorted(self._waiting, key=lambda name: -len(self._waiting[name]))
        taken: dict[str, Hashable] = {}
        made: dict[str, Form] = {}
        seed = {} if longest else dict(min(self._open, key=repr))
        for name in order:
            must = longest > 0 and len(self._waiting[name]) == longest
            kind = self._waiting[name][0].kind if must else seed.get(name, self._best(name, taken))
            taken[name] = kind
            form = self._form(name, kind)
            if form is not None:
                made[name] = form
        self._open -= {frozenset(pair) for pair in combinations(taken.items(), 2)}
        return made

    def _best(self, name: str, taken: Mapping[str, Hashable]) -> Hashable:
        """The kind that meets the most new pairs; of equals, whose form is the next to be sent."""
        waiting = self._waiting[name]
        ahead = {each.kind: -index for index, each in reversed([*enumerate(waiting)])}

        def worth(choice: _Choice) -> tuple[int, int]:
            new = sum(frozenset((choice, other)) in self._open for other in taken.items())
            return new, ahead.get(choice[1], -len(waiting) - 1)

        return max(self._choices(name), key=worth)[1]

    def _form(self, name: str, kind: Hashable) -> Form | None:
        """The first form of the kind that waits; else one sent before, or none: it is absent."""
        waiting = self._waiting[name]
        found = next((each for each in waiting if each.kind == kind), None)
        if found is None:
            absent = kind == ABSENT and name in self._optional
            return None if absent else next(self._kinds[name][kind])
        waiting.remove(found)
        return found


class Met:
    """Which two of some things have been together; what was shown before tells nothing new."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self._pairs: set[tuple[int, int]] = set()

    def add(self, shown: Iterable[Hashable]) -> bool:
        """Take in what was shown together; True where two of it meet for the first time."""
        numbers = self._numbers
        here = sorted(numbers.setdefault(each, len(numbers)) for each in shown)
        known = len(self._pairs)
        self._pairs.update((one, other) for one in here for other in here)
        return len(self._pairs) > known
