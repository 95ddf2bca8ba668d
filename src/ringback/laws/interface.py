"""What a law is given, and what it is: a rule over an update and the reads around it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from ringback.contract import Contract
from ringback.exchange import Exchange
from ringback.finding import Finding, pointer, steps
from ringback.operation import Operation
from ringback.payload import MISSING, same, show

_LONG = 60  # characters of a text that a sentence shows whole
_WHOLE = 1_000_000  # characters of a value that are looked through for a difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Bystander:
    """Another resource, as it was read before and after the update."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """An update and what was read around it. A value that isn't known is `MISSING`.

    `rival` and `rival_exchange` are another update that was sent at the same time. `given` is the
    request's body in its concrete forms (`schema.given`). `before` and `after`
    are the resource as read, `answer` the update's own answer, `again` the answer to the same
    update sent once more. `remembered` is the linked thing as it was last seen, `listing` what
    the list of all resources answered in `listed_by`. `read` is the exchange that `after` comes
    from. Defaults are filled in everywhere.
    """

    operation: Operation
    contract: Contract
    exchange: Exchange
    given: Any = MISSING
    before: Any = MISSING
    answer: Any = MISSING
    after: Any = MISSING
    again: Any = MISSING
    remembered: Any = MISSING
    listing: Any = MISSING
    read: Exchange | None = None
    listed_by: Exchange | None = None
    rival: Any = MISSING
    rival_exchange: Exchange | None = None
    bystanders: tuple[Bystander, ...] = field(default=())

    @property
    def accepted(self) -> bool:
        """Whether the update was answered with 2xx."""
        return self.exchange.response is not None and self.exchange.response.succeeded

    @property
    def refused(self) -> bool:
        """Whether the update was answered with 4xx."""
        return self.exchange.response is not None and self.exchange.response.refused

    def finding(self, rule: str, message: str, *, instance: str = "", cause: str = "") -> Finding:
        """A finding about this update, with the exchanges that show it."""
        shown = (self.exchange, self.rival_exchange, self.read)
        return Finding(
            rule=rule,
            message=message,
            operation=self.operation.id,
            instance=instance,
            cause=cause,
            exchanges=tuple(each for each in shown if each is not None),
            together=1 if self.rival_exchange is None else 2,
        )


class Law(Protocol):
    """One rule over an episode; `rule` is its id."""

    @property
    def rule(self) -> str:
        """The rule id, `law/…`."""
        ...

    def judge(self, episode: Episode, /) -> Iterator[Finding]:
        """A finding for each way in which the episode breaks the law."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place where two values differ."""

    path: tuple[str | int, ...]
    left: Any
    right: Any

    @property
    def place(self) -> str:
        """The place as a JSON Pointer."""
        return pointer(self.path)


def differences(left: Any, right: Any, path: tuple[str | int, ...] = ()) -> Iterator[Difference]:
    """Each deepest place where two JSON values differ; an array of another length differs whole."""
    if isinstance(left, dict) and isinstance(right, dict):
        for name in {**left, **right}:
            yield from differences(left.get(name, MISSING), right.get(name, MISSING), (*path, name))
    elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        for index, (one, other) in enumerate(zip(left, right, strict=True)):
            yield from differences(one, other, (*path, index))
    elif left is MISSING or right is MISSING or not same(left, right):
        yield Difference(path=path, left=left, right=right)


def member(path: tuple[str | int, ...]) -> str:
    """The pointer of the member that a path lies in, two steps deep at most.

    A value that changed as a whole differs at every leaf; it is one cause, so it has one place.
    """
    return pointer(path[:2])


def matches(path: tuple[str | int, ...], pattern: str) -> bool:
    """Whether a path fits a pointer in which `*` stands for any one step."""
    wanted = steps(pattern)
    return len(wanted) == len(path) and all(
        want in ("*", str(step)) for want, step in zip(wanted, path, strict=True)
    )


def was_is(left: Any, right: Any) -> str:
    """`was …, is …` for a sentence."""
    old, new = shown(left, right)
    return f"was {old}, is {new}"


def shown(left: Any, right: Any) -> tuple[str, str]:
    """Two values that differ, for a sentence: long ones cut so that the difference is seen."""
    one, other = show(left), show(right)
    texts = isinstance(left, str) and isinstance(right, str)
    if one != other and not (texts and max(len(left), len(right)) > _LONG):
        return one, other
    if not texts:
        left, right = show(left, limit=_WHOLE), show(right, limit=_WHOLE)
    pairs = enumerate(zip(left, right, strict=False))
    start = next((i for i, (a, b) in pairs if a != b), min(len(left), len(right)))
    return _cut(left, start, quoted=texts), _cut(right, start, quoted=texts)


def _cut(text: str, start: int, *, quoted: bool) -> str:
    """The part of a long text around a place, and how long the whole is."""
    part = text[max(0, start - 10) : start + 30]
    return f"…{show(part) if quoted else part} ({len(text)} characters)"
