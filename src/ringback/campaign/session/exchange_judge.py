"""What the checks say of one exchange, with what a run knows about it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from ringback.campaign.known.foreign_things import leaks
from ringback.campaign.known.identifiers import Identifiers
from ringback.campaign.known.shown_points import Coverage
from ringback.checks import CHECKS, Subject
from ringback.checks.asked_rules import asked_rules
from ringback.checks.interface import infrastructure
from ringback.checks.unjudged import Unjudged, answer_gaps
from ringback.contract import Admission, Admitted, Contract, Unclear
from ringback.crashes import Crashes
from ringback.exchange import Exchange, Request
from ringback.exercise import busy
from ringback.finding import Finding
from ringback.ledger import Ledger
from ringback.operation import Operation

Observer = Callable[[Subject, Sequence[Finding]], None]


@dataclass(slots=True, kw_only=True)
class ExchangeJudge:
    """Judges exchanges by every check; what fails at one is among the crashes.

    `observer` is shown every exchange that was judged, with all that was found; `unjudged` counts
    what no check could look at. Without state (`stateful`) no key is somebody else's. `asked`
    counts by operation how often each rule was put to the test.
    """

    contract: Contract
    names: Identifiers
    ledger: Ledger
    crashes: Crashes
    coverage: Coverage
    unjudged: Unjudged
    observer: Observer
    stateful: bool
    asked: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def subject(
        self,
        exchange: Exchange,
        operation: Operation,
        *,
        credentials: bool = True,
        described: bool = True,
    ) -> Subject:
        """What is known about an exchange before it is judged.

        What the description says of another operation's answers says nothing of a method that it
        does not have, but for a 405: that can be meant for such methods alone.
        """
        request = exchange.request
        if not described:
            refusals = tuple(each for each in operation.answers if each.status == "405")
            operation = replace(operation, answers=refusals)
        admission = self.admission(request, operation) if described else Admitted()
        if credentials and described:
            with self.crashes.contained(f"{operation.id}: what a request shows"):
                self.coverage.request(operation, exchange, admission)
        strangers = self.names.strangers(request) if self.stateful else None
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

    def admission(self, request: Request, operation: Operation) -> Admission:
        """The description's word on a request; unclear where no validator can say."""
        with self.crashes.contained(f"{operation.id}: whether a request is admitted"):
            return self.contract.admission(request, operation)
        return Unclear(why="no validator could say")

    def judged(self, subject: Subject) -> list[Finding]:
        """The findings of every check that this run wants."""
        exchange = subject.exchange
        response = exchange.response
        self.unjudged.add(answer_gaps(subject))
        is_busy = busy(exchange.outcome)
        if is_busy and response and infrastructure(subject.operation, response.status):
            return []
        found: list[Finding] = []
        name = subject.operation.id
        with self.crashes.contained(f"{name}: what an exchange asks"):
            self.asked[name].update(asked_rules(subject))
        for check in CHECKS:
            # Each by itself: what one check fails at, others may well be sure of.
            with self.crashes.contained(f"{name}: the check {check.__module__.rpartition('.')[2]}"):
                found += check(subject)
        found += leaks(self.names, subject)
        if not is_busy:
            self.observer(subject, found)
        return [each for each in found if self.ledger.wants(each.rule)]
