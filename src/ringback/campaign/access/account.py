"""The account under test: it signs requests, and comes by a new token when one has run out.

Only a value that a command tells can be renewed; where another runs out, the run ends. A 401 means
that it has run out where requests with the same credentials had succeeded before, and where a read
that was answered is now refused as well: a service that refuses one request alone is judged by
that.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from ringback.campaign.access.credentials import (
    Alternative,
    Values,
    authenticated,
    name_for,
    used,
)
from ringback.campaign.access.supplied import SuppliedHeader, with_supplied
from ringback.errors import ConfigError
from ringback.exchange import Exchange, Request
from ringback.operation import Operation

_PAUSE = 2.0  # seconds between two runs of the commands
_MOST = 50  # runs in one campaign
_SURELY = 2  # refusals of a read that was answered: a service may refuse now and then
_NOW_AND_THEN = 16  # refusals of which one is looked at
_FAILURES = 3  # runs that brought nothing: there is no use in another

Send = Callable[[Request], Exchange]


class Issuer(Protocol):
    """What a new value can be had from; `variable` is what reports show for it."""

    @property
    def variable(self) -> str:
        """The environment variable that may give the value instead."""
        ...

    @property
    def words(self) -> tuple[str, ...]:
        """What is run: a program and its arguments."""
        ...

    def ask(self) -> str:
        """The value; ConfigError where there is none to be had."""
        ...


@dataclass(slots=True, kw_only=True)
class Account:
    """Signs requests with the values as they stand; several threads may ask at once.

    `retired` maps the values that were put in the place of others, and those others, to their
    variables: reports hide them all. `headers` go on each request that is signed. `trouble` says
    why a token could not be renewed: from then on nothing can be judged.
    """

    values: Mapping[str, str]
    commands: Mapping[str, Issuer] = field(default_factory=dict)
    headers: tuple[SuppliedHeader, ...] = ()
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    retired: dict[str, str] = field(default_factory=dict)
    trouble: str = ""
    _welcomed: set[Alternative] = field(default_factory=set)
    _reads: dict[Alternative, tuple[Request, Operation]] = field(default_factory=dict)
    _runs: int = 0
    _refusals: int = 0
    _failed: int = 0
    _ran: float = float("-inf")
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def signed(self, request: Request, operation: Operation, values: Values) -> Request:
        """The request with these credentials, and with the headers that go on all."""
        whole = authenticated(request, operation, values)
        return with_supplied(whole, self.headers, private=True)

    def ask(self, request: Request, operation: Operation, send: Send) -> Exchange:
        """Sign the request and send it; where its token has run out, once more with a new one."""
        shown = self.values
        exchange = send(self.signed(request, operation, shown))
        return self.accepted(request, operation, exchange, shown, send)

    def accepted(
        self,
        request: Request,
        operation: Operation,
        exchange: Exchange,
        shown: Mapping[str, str],
        send: Send,
    ) -> Exchange:
        """The exchange, or another one with a new token where the one `shown` has run out."""
        schemes = used(operation, shown)
        mine = {name_for(scheme, shown) for scheme in schemes} & set(self.commands)
        if not _turned_away(exchange):
            self._note(request, operation, schemes, exchange)
            return exchange
        if not mine:
            self._look_at(schemes, send)
            return exchange
        with self._lock:
            renewed = self.values is not shown or self._renewed(mine, schemes, send)
        if not renewed:
            return exchange
        again = send(self.signed(request, operation, self.values))
        if _turned_away(again) and self._is_out(schemes, send):
            self._fail(f"the new one of {self._programs(mine)} is refused as well")
        return again

    def _look_at(self, schemes: Alternative, send: Send) -> None:
        """Whether credentials that nothing renews have run out: told once, by the read of before.

        A service that refuses some requests alone is asked again only now and then.
        """
        self._refusals += 1
        if schemes not in self._reads or self._refusals % _NOW_AND_THEN != 1:
            return
        if all(self._is_out(schemes, send) for _ in range(_SURELY)):
            self.trouble = (
                "the credentials have run out: a read that was answered before is refused now "
                "(401); a command in [values] renews them while a run goes on"
            )

    def _note(
        self, request: Request, operation: Operation, schemes: Alternative, exchange: Exchange
    ) -> None:
        """Remember what was answered well with these credentials."""
        if exchange.response is not None and exchange.response.succeeded:
            self._welcomed.add(schemes)
            if operation.safe:
                self._reads[schemes] = request, operation

    def _is_out(self, schemes: Alternative, send: Send) -> bool:
        """Whether a read that was answered before is refused now."""
        if schemes not in self._reads:
            return False
        request, operation = self._reads[schemes]
        return _turned_away(send(self.signed(request, operation, self.values)))

    def _renewed(self, names: set[str], schemes: Alternative, send: Send) -> bool:
        """Run the commands of these values, if their credentials were good and are no longer."""
        if schemes not in self._welcomed or self._failed >= _FAILURES:
            return False
        if schemes in self._reads and not self._is_out(schemes, send):
            return False
        if self._runs >= _MOST:
            self._fail(f"{self._programs(names)} was run {_MOST} times already")
            return False
        wait = self._ran + _PAUSE - self.clock()
        if wait > 0:
            self.sleep(wait)
        self._runs += 1
        try:
            fresh = {name: self.commands[name].ask() for name in sorted(names)}
        except ConfigError as error:
            self._fail(error.problems[0])
            return False
        finally:
            self._ran = self.clock()
        for name, value in fresh.items():
            variable = self.commands[name].variable
            self.retired |= {self.values[name]: variable, value: variable}
        self.values = {**self.values, **fresh}
        return True

    def _fail(self, why: str) -> None:
        self._failed += 1
        self.trouble = f"the credentials have run out, and could not be renewed: {why}"

    def _programs(self, names: set[str]) -> str:
        return " and ".join(self.commands[name].words[0] for name in sorted(names))


def _turned_away(exchange: Exchange) -> bool:
    """Whether the answer says that nobody knows who asks (RFC 9110 15.5.2)."""
    return exchange.response is not None and exchange.response.status == 401
