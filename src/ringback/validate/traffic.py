"""Exchanges judged as they go by, one by one and from any thread, and what all of them showed."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ringback.checks import Subject
from ringback.checks.request_schema import objections
from ringback.contract import Contract
from ringback.exchange import Exchange
from ringback.finding import Finding
from ringback.recordings import Recording
from ringback.survey.counts.state import SurveyState
from ringback.survey.covering import covered
from ringback.validate.judging import Judge
from ringback.validate.out_of_scope import NO_OPERATION, out_of_scope
from ringback.validate.setup import Looking, Setup
from ringback.validate.tally import Spot, Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Unused:
    """What exchanges never showed: operations by their ids, and of the others what by its name."""

    operations: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()


class TrafficJudge:
    """Judges each exchange by the checks of recordings, and adds up what they show."""

    def __init__(self, setup: Setup) -> None:
        setup = replace(setup, expectations=False, looking=Looking.ALL)
        self._judge = Judge(setup)
        self._judge.begin()
        self._scope = setup.scope(self._judge.contract)
        self._lock = threading.Lock()
        self._tally = Tally(whole=True)

    @property
    def contract(self) -> Contract:
        """What it judges by."""
        return self._judge.contract

    def outside(self, entry: Recording) -> tuple[str, str, str] | None:
        """Why an exchange is out of scope; None for one that is ours.

        The rule, a name that holds no key (`GET /items/*`), and a sentence.
        """
        return out_of_scope(entry, self.contract, self._scope)

    def take(
        self, entry: Recording, *, judge_refused: bool = False, strict: bool = False
    ) -> list[Finding]:
        """The findings of one exchange, each once; none for one that is out of scope.

        With `judge_refused` a request that was answered with 4xx is judged like any other: whoever
        tests a client wants to know what that sent, not only what the service took. Where it is
        `strict`, a request to a host of ours for which there is no operation is a finding.
        """
        spot = Spot(file=entry.file, entry=entry.entry, line=entry.line)
        part = Tally()
        with self._lock:
            self._judge.entry(entry, part, looked=True)
            outside = self.outside(entry) if part.outside else None
            if strict and outside is not None and outside[0] == NO_OPERATION:
                part = Tally(entries=1)
                rule, _, message = outside
                part.found(spot, [Finding(rule=rule, message=message, exchanges=(entry.exchange,))])
            elif outside is None and judge_refused:
                with part.contained(spot):
                    part.found(spot, self._objections(entry.exchange))
            self._tally.merge(part)
        return part.findings()

    def tally(self) -> Tally:
        """What was judged so far."""
        with self._lock:
            self._judge.end(self._tally)
            return self._tally

    def _objections(self, exchange: Exchange) -> Iterator[Finding]:
        """What is wrong with a request that was refused."""
        response, operation = exchange.response, self.contract.operation_for(exchange.request)
        if operation is None or response is None or not response.refused:
            return iter(())
        subject = Subject(
            exchange=exchange,
            operation=operation,
            contract=self.contract,
            admission=self.contract.admission(exchange.request, operation),
            strangers=None,
        )
        return objections(subject)


def unused(state: SurveyState | None, contract: Contract) -> Unused:
    """What none of the exchanges used: operations, and branches of those that were used."""
    state = state or SurveyState()
    seen = {name for name, _ in state.statuses}
    used = [each for each in contract.operations if each.id in seen]
    answers, requests = covered(state, contract, used)
    return Unused(
        operations=tuple(each.id for each in contract.operations if each.id not in seen),
        answers=answers.names,
        requests=requests.names,
    )
