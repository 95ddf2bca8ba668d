"""One run's dealings with its target: sending, counting, and judging what a schema can say."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from ringback.campaign.account import Account, Issuer
from ringback.campaign.coverage import Coverage
from ringback.campaign.ledger import Ledger
from ringback.campaign.names import Names
from ringback.campaign.timing import Timing
from ringback.checks import CHECKS, INFRASTRUCTURE, Subject
from ringback.contract import Admitted, Contract
from ringback.exchange import Exchange, Lost, LostReason, Request
from ringback.exercise import Patience, busy, exercise
from ringback.finding import Finding
from ringback.generation.case import Opinion
from ringback.judge import judge
from ringback.laws import Knowledge
from ringback.operation import Operation
from ringback.payload import decode
from ringback.targets.interface import Target

_SILENT = frozenset({LostReason.REFUSED, LostReason.TIMEOUT})
_GIVE_UP = 3  # this many requests in a row without any answer: nothing is there to judge


class Halt(Exception):  # noqa: N818 -- control flow of a campaign, not an error
    """The campaign ends early; `why` is told, and makes a run without findings inconclusive."""

    def __init__(self, why: str, *, doubt: bool = True) -> None:
        super().__init__(why)
        self.why = why
        self.doubt = doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What a run may spend: requests, seconds, requests a second; None for no bound.

    `response_time` is what an answer may take, in seconds, at the 95th percentile.
    """

    requests: int | None = None
    seconds: float | None = None
    rate: float | None = None
    response_time: float | None = None


@dataclass(slots=True, kw_only=True)
class Session:
    """Sends through one door, so that every exchange is counted, paced and judged alike.

    `forms` is the contract whose concrete forms the laws go by; `progress` is told the count;
    `commands` are behind those of the values that can be had anew.
    """

    target: Target
    contract: Contract
    forms: Contract
    knowledge: Knowledge
    values: Mapping[str, str]
    names: Names
    ledger: Ledger
    commands: Mapping[str, Issuer] = field(default_factory=dict)
    patience: Patience = field(default_factory=Patience)
    budget: Budget = field(default_factory=Budget)
    progress: Callable[[int], None] = lambda _count: None
    started: float = field(default_factory=time.monotonic)
    timing: Timing = field(default_factory=Timing)
    sent: int = 0
    busy: int = 0
    busy_in_a_row: int = 0
    silent: int = 0
    answered: Counter[tuple[str, str]] = field(default_factory=Counter)
    last: Request | None = None
    winding_up: bool = False
    coverage: Coverage = field(init=False)
    account: Account = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing seen."""
        self.coverage = Coverage(self.forms)
        self.account = Account(values=self.values, commands=self.commands)

    def send(self, request: Request, operation: Operation, *, credentials: bool = True) -> Exchange:
        """Send one request, with the account's credentials unless told otherwise."""
        if not self.winding_up:
            self._check_budget()
        exchange = self._asked(request, operation) if credentials else self._exercised(request)
        self.sent += 1
        self.progress(self.sent)
        self._watch_silence(exchange)
        response = exchange.response
        if busy(exchange.outcome):
            self._watch_business()
        elif response is not None:
            self.busy_in_a_row = 0
            self.timing.note(operation.id, response.seconds)
            kind = f"{response.status // 100}xx"
            if credentials:
                self.answered[operation.id, kind] += 1
            if response.succeeded and credentials:
                decoded = decode(response.body)
                self.names.learn(decoded.value)
                if decoded.parsed:
                    self.coverage.answer(operation, response, decoded.value)
        return exchange

    def _exercised(self, request: Request) -> Exchange:
        return exercise(self.target, request, self.patience)

    def _asked(self, request: Request, operation: Operation) -> Exchange:
        """Ask as the account; Halt where its credentials have run out for good."""
        exchange = self.account.ask(request, operation, self._exercised)
        if self.account.trouble and not self.winding_up:
            raise Halt(self.account.trouble)
        return exchange

    def _leaks(self, subject: Subject) -> Iterator[Finding]:
        """Another account's things in an answer to a request that did not ask for them."""
        request, response = subject.exchange.request, subject.exchange.response
        if response is None or not response.succeeded or not subject.authenticated:
            return
        asked = unquote(request.url).encode() + (request.body or b"")
        for name in self.names.names:
            theirs = self.names.foreign(name)
            if theirs and theirs.encode() in response.body and theirs.encode() not in asked:
                text = (
                    f"another account's {name.what} stands in the answer, and nobody asked for it"
                )
                yield subject.finding(name.rule, text, cause="leaked")

    def _check_budget(self) -> None:
        if self.ledger.satisfied:
            raise Halt("stopped: what was looked for is found", doubt=False)
        spent = time.monotonic() - self.started
        if self.budget.requests is not None and self.sent >= self.budget.requests:
            raise Halt(f"stopped after {self.sent} requests, as told", doubt=False)
        if self.budget.seconds is not None and spent >= self.budget.seconds:
            raise Halt(f"stopped after {self.budget.seconds:g} s, as told", doubt=False)
        if self.budget.rate is not None and self.sent / self.budget.rate > spent:
            time.sleep(self.sent / self.budget.rate - spent)

    def _watch_business(self) -> None:
        """Give up on a target that only ever says "not now", each time waited out."""
        self.busy += 1
        self.busy_in_a_row += 1
        if self.busy_in_a_row >= _GIVE_UP and not self.winding_up:
            times = f"{self.busy_in_a_row} requests in a row"
            raise Halt(f"the target is busy: {times} were answered with 429 or 503 throughout")

    def _watch_silence(self, exchange: Exchange) -> None:
        """Give up on a target that no longer answers at all."""
        outcome = exchange.outcome
        if isinstance(outcome, Lost) and outcome.reason in _SILENT:
            self.silent += 1
            if self.silent >= _GIVE_UP and not self.winding_up:
                detail = outcome.detail
                raise Halt(f"the target does not answer ({detail}, {self.silent} times in a row)")
            return
        self.silent = 0
        self.last = exchange.request

    def subject(
        self,
        exchange: Exchange,
        operation: Operation,
        *,
        credentials: bool = True,
        described: bool = True,
    ) -> Subject:
        """What is known about an exchange before it is judged."""
        request = exchange.request
        admission = self.contract.admission(request, operation) if described else Admitted()
        if credentials and described:
            self.coverage.request(operation, exchange, admission)
        strangers = self.names.strangers(request) if self.target.stateful else None
        return Subject(
            exchange=exchange,
            operation=operation,
            contract=self.contract,
            admission=admission,
            strangers=strangers,
            plainly_unknown=bool(strangers) and self.names.plain(strangers or frozenset()),
            authenticated=credentials,
            described=described,
        )

    def judged(self, subject: Subject, opinion: Opinion | None = None) -> list[Finding]:
        """The findings of every check that this run wants.

        Where ours find nothing, the opinion of the case's maker is heard.
        """
        exchange = subject.exchange
        if busy(exchange.outcome):
            return []
        found = list(judge(subject, CHECKS))
        response = exchange.response
        if not found and opinion and response and response.status not in INFRASTRUCTURE:
            found = [
                subject.finding(each.rule, each.message, cause="second opinion")
                for each in opinion(exchange.request, response)
            ]
        found += self._leaks(subject)
        return [each for each in found if self.ledger.wants(each.rule)]
