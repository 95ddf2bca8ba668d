"""Members beside one another: every form of each is sent, and every two kinds of form together.

What breaks a service is often not one value but two that meet, or a member that stands alone: a
part that gets lost when just two others are given. All pairs of kinds fit into hardly more payloads
than the longest member has forms (pairwise testing, as in NIST SP 800-142), and so do the members
given alone, by twos, and all but one.
"""

from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, cycle
from typing import Any

from ringback.schema.view import Admits, View, meant

ABSENT = "absent"
EMPTY = "says nothing"
_GIVEN = "given"
_EACH = 5  # optional members of which every selection is given alone
_FEW = 8  # optional members of which any two are given alone; of more, each one
_AGAIN = 4  # forms of a kind that are sent once more beside others: the first, which are short
_Choice = tuple[str, Hashable]  # a member's name, and the kind of its form


@dataclass(frozen=True, slots=True, kw_only=True)
class PairwiseForm:
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
        return EMPTY  # it counts as left out, and is not absent all the same
    size = min(len(value), 2) if isinstance(value, list) else None
    return branch.pointer, bool(value), size


def combined(
    members: Mapping[str, Sequence[PairwiseForm]],
    optional: frozenset[str],
    *,
    thorough: bool = True,
) -> Iterator[dict[str, PairwiseForm]]:
    """Payloads that hold every form, and every pair of kinds of two members, in few.

    A member of `optional` may be absent, which is a kind as well. Where it is not to be thorough,
    a member is given or absent, no more is told apart, and no more than one is given alone. The
    same for the same forms.
    """
    if thorough:
        yield from _Covering(members, optional, _FEW)
        return
    alike = {
        name: [
            replace(form, kind=ABSENT if form.kind in (EMPTY, ABSENT) else _GIVEN) for form in forms
        ]
        for name, forms in members.items()
    }
    yield from _Covering(alike, optional, 0)


class _Covering:
    """The forms not sent yet, and the pairs not met yet."""

    def __init__(
        self, members: Mapping[str, Sequence[PairwiseForm]], optional: frozenset[str], few: int
    ) -> None:
        self._waiting = {name: deque(forms) for name, forms in members.items()}
        self._kinds: dict[str, dict[Hashable, Iterator[PairwiseForm]]] = {
            name: {
                kind: cycle([each for each in forms if each.kind == kind][:_AGAIN])
                for kind in dict.fromkeys(each.kind for each in forms)
            }
            for name, forms in members.items()
        }
        self._optional = optional
        self._patterns = _patterns(list(members), optional, few)
        self._open = {
            frozenset(pair)
            for one, other in combinations(members, 2)
            for pair in ((a, b) for a in self._choices(one) for b in self._choices(other))
        }

    def _choices(self, name: str) -> list[_Choice]:
        """The kinds that a member may take, absence the last."""
        kinds = dict.fromkeys([*self._kinds[name], *([ABSENT] if name in self._optional else [])])
        return [(name, kind) for kind in kinds]

    def __iter__(self) -> Iterator[dict[str, PairwiseForm]]:
        while any(self._waiting.values()) or self._open or self._patterns:
            yield self._next()

    def _next(self) -> dict[str, PairwiseForm]:
        """One payload: the member with the most forms to send goes first, the others fit in."""
        longest = max(map(len, self._waiting.values()), default=0)
        order = sorted(self._waiting, key=lambda name: -len(self._waiting[name]))
        taken: dict[str, Hashable] = {}
        made: dict[str, PairwiseForm] = {}
        needed = {name for name in order if longest and len(self._waiting[name]) == longest}
        pattern = next((each for each in self._patterns if each >= needed), None)
        seed = (
            dict(min(self._open, key=_in_order)) if self._open and not (longest or pattern) else {}
        )
        for name in order:
            if name in needed:
                kind = self._waiting[name][0].kind
            elif pattern is not None and name not in pattern:
                kind = ABSENT
            else:
                kind = seed.get(name, self._best(name, taken, given=pattern is not None))
            taken[name] = kind
            form = self._form(name, kind)
            if form is not None:
                made[name] = form
        self._open -= {frozenset(pair) for pair in combinations(taken.items(), 2)}
        real = frozenset(name for name, form in made.items() if form.kind != EMPTY)
        self._patterns.pop(real, None)
        if pattern is not None and not longest:
            self._patterns.pop(pattern, None)  # as near as it gets
        return made

    def _best(self, name: str, taken: Mapping[str, Hashable], *, given: bool) -> Hashable:
        """The kind that meets the most new pairs; of equals, whose form is the next to be sent."""
        waiting = self._waiting[name]
        ahead = {each.kind: -index for index, each in reversed([*enumerate(waiting)])}

        def worth(choice: _Choice) -> tuple[int, int]:
            new = sum(frozenset((choice, other)) in self._open for other in taken.items())
            return new, ahead.get(choice[1], -len(waiting) - 1)

        choices = self._choices(name)
        real = [each for each in choices if each[1] not in (ABSENT, EMPTY)] if given else choices
        return max(real or choices, key=worth)[1]

    def _form(self, name: str, kind: Hashable) -> PairwiseForm | None:
        """The first form of the kind that waits; else one sent before, or none: it is absent."""
        waiting = self._waiting[name]
        found = next((each for each in waiting if each.kind == kind), None)
        if found is None:
            absent = kind == ABSENT and name in self._optional
            return None if absent else next(self._kinds[name][kind])
        waiting.remove(found)
        return found


def _patterns(names: list[str], optional: frozenset[str], few: int) -> dict[frozenset[str], None]:
    """Which members are given together: each alone; of a few any two, and all but one, or all.

    Required ones always are.
    """
    free = [name for name in names if name in optional]
    needed = frozenset(names) - optional
    sizes = {1, 2, len(free) - 1} if len(free) <= few else {1}
    sizes |= {*range(1, len(free))} if len(free) <= min(few, _EACH) else set()
    given = [each for size in sorted(sizes) if size > 0 for each in combinations(free, size)]
    return dict.fromkeys(needed | frozenset(each) for each in given if len(free) > 1)


def _in_order(pair: Iterable[_Choice]) -> list[str]:
    """A pair as something to sort by: a set tells its members in another order in each process."""
    return sorted(map(repr, pair))
