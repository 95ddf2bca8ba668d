"""What an API's own module can add to the laws of `ringback.laws`: laws over its updates."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ringback.laws.likeness import Breach
from ringback.operation import Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """An accepted update. A value that isn't known is `MISSING`.

    `given` is the request's body in its concrete forms (`ringback.schema.given`), `answer` the
    update's own answer, `before` and `after` the thing as it was read around it.
    """

    operation: Operation
    given: Any
    before: Any
    answer: Any
    after: Any


class Law(Protocol):
    """A rule over an update; `rule` is its id, `law/…`."""

    @property
    def rule(self) -> str:
        """The rule id."""
        ...

    def judge(self, update: Updated, /) -> Iterator[Breach]:
        """A breach for each way in which the update breaks the law."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What `contract.knowledge` names: what no configuration can say.

    `laws` are added to those of any API. `undo` turns a thing as it was read first into the bodies
    that bring it back, where what is read of it does not tell them; None where it does.
    """

    laws: tuple[Law, ...] = ()
    undo: Callable[[Any], Sequence[Any]] | None = None
