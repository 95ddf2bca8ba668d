"""Of everything that was seen, the smallest exchange for each thing that is to be shown."""

from collections.abc import Collection, Hashable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ringback.exchange import Exchange
from ringback.operation import Operation

_Key = TypeVar("_Key", bound=Hashable)
_Order = tuple[int, str, bytes, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit(Generic[_Key]):
    """An exchange and what it shows. `note` says where it was found, empty for just now.

    `source` is whose answer it is, as a `Provenance` has it.
    """

    exchange: Exchange
    operation: Operation
    shows: frozenset[_Key]
    date: str = ""
    note: str = ""
    source: str = "live"
    order: _Order = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Weigh it: by the bytes of both bodies, then by texts, so that no luck decides."""
        request, response = self.exchange.request, self.exchange.response
        asked, answered = request.body or b"", response.body if response else b""
        order = (len(asked) + len(answered), request.url, asked, answered)
        object.__setattr__(self, "order", order)

    @property
    def size(self) -> int:
        """The bytes of both bodies."""
        return self.order[0]


class Smallest(Generic[_Key]):
    """Keeps for each key the smallest exhibit that shows it; of two that are equal, the first."""

    def __init__(self, done: Collection[_Key] = ()) -> None:
        self._done = frozenset(done)
        self._held: dict[_Key, Exhibit[_Key]] = {}

    def __len__(self) -> int:
        """How many keys are shown by what is held."""
        return len(self._held)

    @property
    def keys(self) -> AbstractSet[_Key]:
        """What is shown by what is held."""
        return self._held.keys()

    @property
    def size(self) -> int:
        """The bytes of all bodies that are held; one that shows two things is held once."""
        return sum({id(each): each.size for each in self._held.values()}.values())

    def wanted(self, keys: Iterable[_Key], size: int) -> frozenset[_Key]:
        """Those of the keys for which an exhibit of this size would be held."""
        held = self._held
        return frozenset(
            key
            for key in keys
            if key not in self._done and (key not in held or size < held[key].size)
        )

    def offer(self, exhibit: Exhibit[_Key]) -> None:
        """Hold it for each key that nothing smaller shows, but for those that are done already."""
        for key in self.wanted(exhibit.shows, exhibit.size):
            self._held[key] = exhibit

    def drop(self, exchanges: Collection[Exchange]) -> None:
        """Hold none of these any longer."""
        gone = [key for key, each in self._held.items() if each.exchange in exchanges]
        for key in gone:
            del self._held[key]

    def cover(self) -> list[tuple[Exhibit[_Key], frozenset[_Key]]]:
        """A few of them that show everything, each with what only it is there for.

        Greedy: the one that shows the most of what is missing comes first, of several the
        smallest. The same whatever the order in which they were offered.
        """
        missing = set(self._held)
        exhibits = sorted({id(each): each for each in self._held.values()}.values(), key=_order)
        chosen = []
        while missing:
            best = max(exhibits, key=lambda each: len(missing & each.shows))
            new = frozenset(missing & best.shows)
            chosen.append((best, new))
            missing -= new
        return sorted(chosen, key=lambda each: (each[0].operation.id, each[0].order))


def _order(exhibit: Exhibit[_Key]) -> _Order:
    return exhibit.order
