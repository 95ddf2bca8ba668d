"""The route of one operation: what it answers, and what it was asked."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import httpx
import respx

from ringback.exchange import Exchange
from ringback.mock.answering.chosen import USUAL, Chosen
from ringback.mock.answering.failures import PlannedFailure, failure_named
from ringback.operation import Operation

Members = Any
_WORD = re.compile(r"[^0-9A-Za-z]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")

_BY_ERROR: Sequence[tuple[type[BaseException], str]] = (
    (httpx.ConnectError, "refused"),
    (ConnectionError, "refused"),
    (httpx.TimeoutException, "timeout"),
    (TimeoutError, "timeout"),
    (httpx.RemoteProtocolError, "closed"),
    (httpx.NetworkError, "closed"),
)


class OperationRoute(respx.Route):
    """A route of respx that an operation's answers can be chosen for.

    What is chosen holds until something else is: `answers` begins a series, `then` goes on with
    it, and the last of a series stays. Without any choice the answer is the mock's own.
    """

    def __init__(
        self,
        operation: Operation,
        check: Callable[[Operation, Chosen], None],
        pattern: str,
        noted: Callable[["OperationRoute"], None],
    ) -> None:
        """`noted` is told when respx is told what to answer here."""
        super().__init__(method=operation.method, path__regex=pattern)
        self.operation = operation
        self.exchanges: list[Exchange] = []
        self._check = check
        self._noted = noted
        self._series: list[Chosen | Exception] = []

    def mock(self, *told: Any, **more: Any) -> "OperationRoute":
        """Let respx answer, as it is told: nothing of that is looked at."""
        super().mock(*told, **more)
        self._noted(self)
        return self

    def pass_through(self, value: bool = True) -> "OperationRoute":
        """Let requests through to the network."""
        super().pass_through(value)
        if value:
            self._noted(self)
        return self

    def __call__(self, side_effect: Any) -> Any:
        """Decorate what answers."""
        self._noted(self)
        return super().__call__(side_effect)

    def __mod__(self, response: Any) -> "OperationRoute":
        """Let respx answer so."""
        super().__mod__(response)
        self._noted(self)
        return self

    def match(self, request: httpx.Request) -> Any:
        """What respx was told to answer; nothing where that is the mock's."""
        return super().match(request) if self.is_told else None

    @property
    def is_told(self) -> bool:
        """Whether respx was told what to answer here."""
        return bool(self._side_effect or self._return_value or self._pass_through)

    def answers(
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: int | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        **named: Members,
    ) -> "OperationRoute":
        """Answer right requests so from now on; UsageError for what is not described.

        `status` is a documented one, `example` the name of an example beside its schema. Members
        are values by name, or by dotted paths in `members`: they stand in the answer, whatever else
        it holds.
        """
        self._series = [self._chosen({**(members or {}), **named}, status, headers, example)]
        return self

    def fails(self, how: "str | PlannedFailure | type[Exception] | Exception") -> "OperationRoute":
        """Fail from now on: by a failure's name (`latency=0.2`), or an exception of httpx."""
        self._series = [_failing(how)]
        return self

    def then(
        self,
        members: "dict[str, Any] | None" = None,
        /,
        *,
        status: int | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        fails: "str | PlannedFailure | type[Exception] | Exception | None" = None,
        **named: Members,
    ) -> "OperationRoute":
        """The next of a series: each answers once, the last one from then on.

        Without anything it is the usual answer.
        """
        if not self._series:
            self._series = [USUAL]
        if fails is not None:
            self._series.append(_failing(fails))
        else:
            self._series.append(
                self._chosen({**(members or {}), **named}, status, headers, example)
            )
        return self

    def usual(self) -> "OperationRoute":
        """Nothing is chosen any more."""
        self._series = []
        return self

    def take(self) -> Chosen:
        """What the next request is answered with; raises what was to be raised."""
        if not self._series:
            return USUAL
        found = self._series.pop(0) if len(self._series) > 1 else self._series[0]
        if isinstance(found, Exception):
            raise found
        return found

    def reset(self) -> None:
        """Forget what was asked, and what was chosen."""
        super().reset()
        self.exchanges.clear()
        self._series = []

    def _chosen(
        self,
        members: dict[str, Any],
        status: int | None,
        headers: dict[str, str] | None,
        example: str,
    ) -> Chosen:
        chosen = replace(
            USUAL,
            status=status,
            example=example,
            members=tuple(members.items()),
            headers=tuple((headers or {}).items()),
        )
        self._check(self.operation, chosen)
        return chosen


def _failing(how: "str | PlannedFailure | type[Exception] | Exception") -> Chosen | Exception:
    """A failure by name, or the one that an exception is raised for; others are raised as such."""
    if isinstance(how, PlannedFailure):
        return replace(USUAL, failure=how)
    if isinstance(how, str):
        return replace(USUAL, failure=failure_named(how))
    kind = how if isinstance(how, type) else type(how)
    for error, name in _BY_ERROR:
        if isinstance(how, type) and kind is error:
            return replace(USUAL, failure=failure_named(name))
    if isinstance(how, Exception):
        return how
    return kind("the failure of a mock, on purpose")


def python_name(operation_id: str) -> str:
    """An operation's id as a name of Python: words in snake case, a method's path included.

    `listPets` is `list_pets`, `pets/list-all` is `pets_list_all`, and `GET /pets/{id}`, the name of
    what has no id, `get_pets_id`. A digit at the beginning gets an `op_` before it, a keyword of
    Python a `_` behind it.
    """
    import keyword  # noqa: PLC0415 -- names alone need it

    words = [each for each in _WORD.split(operation_id) if each]
    name = "_".join(words).lower() or "operation"
    if name[0].isdigit():
        return f"op_{name}"
    return f"{name}_" if keyword.iskeyword(name) else name
