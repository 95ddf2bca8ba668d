"""One run's dealings with its target: sending, counting, pacing and giving up."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from ringback.campaign.access.account import Account, Issuer
from ringback.campaign.access.credentials import authenticated
from ringback.campaign.access.supplied import SuppliedHeader, with_supplied
from ringback.campaign.access.write_permission import WritePermission
from ringback.campaign.journal.journal_file import JournalFile
from ringback.campaign.known.identifiers import Identifiers
from ringback.campaign.known.shown_points import Coverage
from ringback.campaign.session.asks import Ask, is_described
from ringback.campaign.session.budget import Budget, Halt
from ringback.campaign.session.endurance import Endurance
from ringback.campaign.session.exchange_judge import ExchangeJudge, Observer
from ringback.campaign.session.timing import Timing
from ringback.checks.unjudged import Unjudged
from ringback.config import ResourceTable
from ringback.contract import Contract
from ringback.crashes import Crashes
from ringback.exchange import Exchange, Lost, LostReason, Outcome, Request
from ringback.exercise import Patience, busy, exercise_all, followed
from ringback.finding import Finding
from ringback.laws import Knowledge
from ringback.ledger import Ledger
from ringback.operation import SAFE_METHODS, Operation
from ringback.payload import decode
from ringback.targets.interface import Target


@dataclass(slots=True, kw_only=True)
class Session:
    """Sends through one door, so that every exchange is counted, paced and judged alike (`judge`).

    `forms` is the contract whose concrete forms the laws go by; `progress` is told the count.
    `observer` is shown every exchange that was judged, with all that was found.
    `wrote` tells that something was sent that is no read, `asked` holds the operations that were
    in the name of the account under test. `sent` counts all requests, those sent again too.
    `waits` counts the answers that were waited for one after the other, whoever else was under way.
    `width` is how many requests that wait for nothing leave together; 0 for what suits the target,
    and with one none ever leaves beside another (`alone`).
    `commands` are behind those of the values that can be had anew; `accounts` are the values of
    other accounts, by their names; `resources` what is configured of them. `headers` are
    what the command line adds to requests. `permission` is what may be written, and `journal` is
    where writes are told beforehand.
    `crashes` holds what could not be judged, because something failed at it. `phase` is the one
    that sends.
    """

    target: Target
    contract: Contract
    forms: Contract
    knowledge: Knowledge
    values: Mapping[str, str]
    names: Identifiers
    ledger: Ledger
    commands: Mapping[str, Issuer] = field(default_factory=dict)
    accounts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    resources: Mapping[str, ResourceTable] = field(default_factory=dict)
    headers: tuple[SuppliedHeader, ...] = ()
    permission: WritePermission = field(default_factory=WritePermission)
    journal: JournalFile | None = None
    patience: Patience = field(default_factory=Patience)
    budget: Budget = field(default_factory=Budget)
    phase: str = ""
    progress: Callable[[int], None] = lambda _count: None
    observer: Observer = lambda _subject, _found: None
    started: float = field(default_factory=time.monotonic)
    timing: Timing = field(default_factory=Timing)
    unjudged: Unjudged = field(default_factory=Unjudged)
    sent: int = 0
    waits: int = 0
    endurance: Endurance = field(default_factory=Endurance)
    answered: Counter[tuple[str, str]] = field(default_factory=Counter)
    winding_up: bool = False
    wrote: bool = False
    asked: set[str] = field(default_factory=set)
    _has_waited: bool = False
    _counting: threading.Lock = field(default_factory=threading.Lock)
    width: int = 0
    crashes: Crashes = field(default_factory=lambda: Crashes(Halt))
    coverage: Coverage = field(init=False)
    alone: bool = field(init=False)
    account: Account = field(init=False)
    judge: ExchangeJudge = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing seen."""
        self.coverage = Coverage(self.forms)
        self.judge = ExchangeJudge(
            contract=self.contract,
            names=self.names,
            ledger=self.ledger,
            crashes=self.crashes,
            coverage=self.coverage,
            unjudged=self.unjudged,
            observer=self.observer,
            stateful=self.target.stateful,
        )
        self.alone = self.width == 1
        self.width = self.width or self.target.width
        self.account = Account(values=self.values, commands=self.commands, headers=self.headers)
        sleep = self.patience.sleep

        def wait(seconds: float) -> None:
            self._has_waited = True
            sleep(seconds)

        self.patience = replace(self.patience, sleep=wait, more=self.count)

    def send(self, request: Request, operation: Operation, *, credentials: bool = True) -> Exchange:
        """Send one request, with the account's credentials unless told otherwise."""
        ask = Ask(request=request, operation=operation, credentials=credentials)
        return next(self.send_all([ask]))

    def send_all(self, asks: Sequence[Ask], *, at_once: bool = False) -> Iterator[Exchange]:
        """Send requests of which none waits for another, as many at a time as the run allows.

        Those that are to meet leave `at_once`, whatever the room. The exchanges come in the order
        of the requests; Halt may be raised on the way.
        """
        waiting = list(asks)
        while waiting:
            room = self._room()
            if at_once:
                room = len(waiting) if self.winding_up else self.budget.left(self.sent)
            now, waiting = waiting[:room], waiting[room:]
            yield from self._send_now(now)

    def _send_now(self, asks: Sequence[Ask]) -> list[Exchange]:
        """Send at the same time; what came is taken note of in the order of the requests."""
        account, shown = self.account, self.account.values
        self._permitted(asks)
        requests = [self.signed(ask) for ask in asks]
        self._counted(len(asks))
        self.waits += 1
        self.wrote = self.wrote or any(ask.request.method not in SAFE_METHODS for ask in asks)
        exchanges = self._answered(requests, [ask.operation for ask in asks])
        for index, ask in enumerate(asks):
            if ask.credentials and not ask.account and (self.winding_up or not account.trouble):
                exchanges[index] = account.accepted(
                    ask.request, ask.operation, exchanges[index], shown, self._exercised
                )
        if account.trouble and not self.winding_up:
            raise Halt(account.trouble, explains=_is_unwelcome)
        self.progress(self.sent)
        for ask, exchange in zip(asks, exchanges, strict=True):
            self._note(exchange, ask)
        self.watch(exchanges)
        return exchanges

    def signed(self, ask: Ask) -> Request:
        """The request as it leaves: with the credentials of the account that asks."""
        if ask.credentials and not ask.account:
            return self.account.signed(ask.request, ask.operation, self.account.values)
        request = ask.request
        if ask.account and ask.credentials:
            request = authenticated(request, ask.operation, self.accounts.get(ask.account, {}))
        return with_supplied(request, self.headers, private=False)

    def _permitted(self, asks: Sequence[Ask]) -> None:
        """Halt before anything leaves that may write where nothing is written.

        No scenario asks for that; whatever does, this is the one door.
        """
        for ask in asks:
            if not self.permission.admits(ask.request.method, ask.operation):
                what = f"{ask.request.method} {ask.operation.path}"
                raise Halt(f"{what} was not sent: nothing is written here, {self.permission.why}")

    def pace(self) -> int:
        """How many may be under way, once another one may leave; Halt where all is spent."""
        self._room()
        return self.budget.burst(self.width)

    def allowance(self) -> int:
        """How many may leave in a row, by the bounds on requests and on their rate."""
        return self.budget.row(0 if self.winding_up else self.sent)

    def leaving(self, ask: Ask) -> None:
        """Take note of a request that is on its way from now on."""
        self._permitted([ask])
        self._counted(1)
        self.wrote = self.wrote or ask.request.method not in SAFE_METHODS

    def count(self, count: int) -> bool:
        """Whether so many more requests may be sent; they count from then on.

        Requests that are sent for others (again, or onward) ask too, from whatever thread.
        """
        with self._counting:
            if not self.winding_up and count > self.budget.left(self.sent):
                return False
            self.sent += count
            return True

    def _counted(self, count: int) -> None:
        if not self.count(count):
            raise Halt(f"stopped after {self.sent} requests", doubt=False)

    def arrived(
        self, ask: Ask, request: Request, outcome: Outcome, shown: Mapping[str, str]
    ) -> Exchange:
        """The exchange of what came, taken note of; `shown` are the values it was signed with.

        Halt where they ran out and could not be renewed.
        """
        account = self.account
        exchange = Exchange(request=request, outcome=outcome)
        if ask.credentials and not ask.account and (self.winding_up or not account.trouble):
            exchange = account.accepted(
                ask.request, ask.operation, exchange, shown, self._exercised
            )
        if account.trouble and not self.winding_up:
            raise Halt(account.trouble, explains=_is_unwelcome)
        self.progress(self.sent)
        self._note(exchange, ask)
        return exchange

    def watch(self, exchanges: Sequence[Exchange]) -> None:
        """Give up on a target that no longer answers, or says "not now" throughout."""
        patience = self.endurance
        alone = self.width <= 1 or not self.answered
        if patience.silent_at(exchanges, alone=alone, halts=not self.winding_up):
            self.width = 1  # it may be slow for all that is asked at once
        if self._has_waited or any(busy(each.outcome) for each in exchanges):
            self.width = max(1, self.width // 2)
        self._has_waited = False
        patience.busy_at(exchanges, halts=not self.winding_up)

    def _note(self, exchange: Exchange, ask: Ask) -> None:
        """Count an answer, and learn from it."""
        outcome = exchange.outcome
        if ask.request.method == ask.operation.method and not ask.account:
            self.asked.add(ask.operation.id)
        if isinstance(outcome, Lost) and outcome.reason is LostReason.FAILED:
            self.crashes.add(f"{ask.operation.id}: sending a request", outcome.detail)
        response = exchange.response
        if response is None or busy(response):
            return
        self.timing.note(ask.operation.id, response.seconds)
        if not ask.credentials or ask.account:
            return
        self.answered[ask.operation.id, f"{response.status // 100}xx"] += 1
        if response.succeeded:
            with self.crashes.contained(f"{ask.operation.id}: what an answer shows"):
                decoded = decode(response.body)
                self.names.learn(decoded.value)
                self.coverage.answer(ask.operation, response)

    def succeeded(self, operation: Operation) -> bool:
        """Whether it was answered with success: with a redirect, where it describes no 2xx."""
        described = {answer.status[0] for answer in operation.answers}
        successes = ("2xx",) if "2" in described else ("2xx", "3xx")
        return any(self.answered[operation.id, each] for each in successes)

    def _exercised(self, request: Request) -> Exchange:
        """Send one of the account's own: for a new token, or with it."""
        self._counted(1)
        return self._answered([request], [self.contract.operation_for(request)])[0]

    def _answered(
        self, requests: Sequence[Request], operations: Sequence[Operation | None]
    ) -> list[Exchange]:
        """Send these, and follow redirects that their operations do not describe.

        Where a method is not described, what comes is the answer: nothing is sent elsewhere for it.
        """
        exchanges = exercise_all(self.target, requests, self.patience)
        described = [
            partial(is_described, request, operation)
            for request, operation in zip(requests, operations, strict=True)
        ]
        return followed(self.target, exchanges, described, self.patience)

    def _room(self) -> int:
        """How many requests may leave now; Halt where the run has spent what it may."""
        width = max(1, self.width)
        if self.winding_up:
            return width
        if self.ledger.satisfied:
            raise Halt("stopped: what was looked for is found", doubt=False)
        budget = self.budget
        spent = budget.spent(self.sent, self.started)
        if spent:
            raise Halt(f"stopped after {spent}", doubt=False)
        budget.pace(self.sent, self.started)
        width, most = budget.burst(width), budget.requests
        return width if most is None else min(width, most - self.sent)


def _is_unwelcome(finding: Finding) -> bool:
    """Whether a finding is about credentials that are no longer taken."""
    answers = [each.response for each in finding.exchanges]
    return any(each is not None and each.status == 401 for each in answers)
