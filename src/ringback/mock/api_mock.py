"""A mock of an API: an answer for every request, by the contract alone.

It opens no connection, waits for nothing and looks at no clock: whoever serves it does.
"""

import contextlib
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from ringback.campaign.resource.graph import graph_of
from ringback.campaign.resource.model import Graph
from ringback.config import ResourceTable
from ringback.contract import Contract
from ringback.exchange import Exchange, Lost, LostReason, Outcome, Request, Response
from ringback.mock.answering.answer_choices import AnswerChoices
from ringback.mock.answering.app_answers import AppAnswers
from ringback.mock.answering.chosen import USUAL, Chosen, Mode, Told
from ringback.mock.answering.credential_match import CredentialMatch
from ringback.mock.answering.described_answers import DescribedAnswers
from ringback.mock.answering.failures import PlannedFailure
from ringback.mock.answering.matching_recordings import RecordedAnswers
from ringback.mock.answering.payload_samples import PayloadSamples, UnmadeAnswerError
from ringback.mock.answering.request_mistakes import RequestReview, Reviewed
from ringback.mock.store.store_refusals import StoreRefusalError
from ringback.mock.store.thing_store import ThingStore
from ringback.mock.store.things_there import StartingThings
from ringback.operation import Operation
from ringback.recordings import Recording
from ringback.targets.interface import App

REMEMBERED = 10_000
"""Exchanges that a mock remembers, the last ones."""


class ApiMock:
    """Answers requests as the contract has it: refuses wrong ones, and keeps what it is given.

    `graph` are the contract's resources, worked out where it is None, with the `resources` of a
    configuration. `app` makes a fresh app that answers in the place of the store, `path` stands
    before all paths of it, and `planted` are such apps with one fault each, by name. `accounts` are
    the values of accounts whose credentials are valid; without any, all are. `starting` tells what
    is there from the beginning, `first` the number that keys count from. `whole` payloads have
    every described member, and are no smaller ones.
    """

    def __init__(  # noqa: PLR0913 -- all that a mock is made of
        self,
        contract: Contract,
        *,
        graph: Graph | None = None,
        resources: Mapping[str, ResourceTable] | None = None,
        recordings: Iterable[Recording] = (),
        mode: Mode | None = None,
        app: Callable[[], App] | None = None,
        path: str = "",
        planted: Mapping[str, Callable[[], App]] | None = None,
        accounts: Sequence[Mapping[str, str]] = (),
        starting: StartingThings | None = None,
        seed: int = 0,
        first: int = 1,
        whole: bool = False,
    ) -> None:
        self.contract = contract
        self.fault: PlannedFailure | None = None
        self._samples = PayloadSamples(contract, seed)
        self._answers = DescribedAnswers(contract, self._samples, whole=whole)
        self._choices = AnswerChoices(contract, self._answers)
        self._review = RequestReview(contract, CredentialMatch(accounts))
        self._recorded = RecordedAnswers(contract, recordings)
        self._app = AppAnswers(contract, app, planted or {}, path)
        self._mode = mode or Mode.STATEFUL
        self._keeps = self._mode is Mode.STATEFUL and app is None
        self._make_store: Callable[[], ThingStore] = lambda: ThingStore(
            contract,
            graph if graph is not None else graph_of(contract, resources),
            self._answers,
            starting,
            first,
        )
        self._made_store: ThingStore | None = None
        self._seed = seed
        self._turns: dict[str, int] = {}
        self._lock = threading.RLock()
        self.exchanges: deque[Exchange] = deque(maxlen=REMEMBERED)

    @property
    def _store(self) -> ThingStore | None:
        """The store, once it is asked: the graph of many resources takes its time."""
        if self._keeps and self._made_store is None:
            self._made_store = self._make_store()
        return self._made_store

    @property
    def operations(self) -> Sequence[Operation]:
        """Every operation of the contract."""
        return self.contract.operations

    @property
    def notes(self) -> Sequence[str]:
        """What was left out of the recordings, a sentence each."""
        return self._recorded.notes

    def answer(
        self, request: Request, chosen: Chosen | Callable[[Operation], Chosen] = USUAL
    ) -> Told:
        """The answer to a request, and what is wrong with it.

        A right request is answered as it is `chosen`, perhaps by its operation; UsageError where
        the description knows nothing like that. A wrong one is refused, whatever is chosen.
        """
        with self._lock:
            told = self._told(request, chosen)
            self.exchanges.append(told.exchange)
        return told

    def reset(self) -> None:
        """Begin anew: nothing was made, asked or chosen."""
        with self._lock:
            self.exchanges.clear()
            self._turns.clear()
            self._app.reset()
            if self._made_store is not None:
                self._made_store.reset()

    def planted(self, name: str) -> None:
        """From now on the app with the planted fault of this name answers; UsageError for none."""
        with self._lock:
            self._app.plant(name)

    def close(self) -> None:
        """Let go of the app."""
        self._app.close()

    def check(self, operation: Operation, chosen: Chosen) -> None:
        """UsageError, with what there is, for what an operation's description does not know."""
        with self._lock:
            self._choices.check(operation, chosen)

    def _told(self, request: Request, choice: Chosen | Callable[[Operation], Chosen]) -> Told:
        if self.contract.is_left_out(request):
            text = "its part of the description can't be read: see `ringback lint`"
            return Told(exchange=_lost(request, LostReason.UNMATCHED, text))
        reviewed = self._review.of(request)
        operation, mistake = reviewed.operation, reviewed.mistake
        if isinstance(choice, Chosen):
            chosen = choice
        else:
            chosen = choice(operation) if operation is not None else USUAL
        failure = chosen.failure or self.fault
        if failure is not None and (failure.status or failure.reason):
            return self._failed(request, reviewed, failure)
        source, note, flaw = "", "", ""
        outcome: Outcome
        if operation is None or (mistake is not None and not self._app.faulty):
            sentence = mistake.sentence if mistake is not None else ""
            outcome = self._refused(request, reviewed)
        else:
            sentence = mistake.sentence if mistake is not None else ""
            try:
                outcome, source, flaw = self._right(request, operation, chosen)
            except StoreRefusalError as error:
                note = error.sentence
                outcome = self._answers.refusal(operation, error.statuses, note)
            except UnmadeAnswerError as error:
                return Told(
                    exchange=_lost(request, LostReason.UNMATCHED, f"nothing is mocked: {error}"),
                    operation=operation,
                    mistake=sentence,
                    doubts=reviewed.doubts,
                )
        cut = None
        if failure is not None and failure.cut and isinstance(outcome, Response):
            cut = len(outcome.body) // 2
        return Told(
            exchange=Exchange(request=request, outcome=outcome),
            operation=operation,
            mistake=sentence,
            doubts=reviewed.doubts,
            note=note,
            flaw=flaw,
            delay=failure.delay if failure is not None else 0.0,
            cut=cut,
            source=source,
        )

    def _refused(self, request: Request, reviewed: Reviewed) -> Response:
        """The app's own refusal, the one recorded for this request, or a documented one."""
        operation, mistake = reviewed.operation, reviewed.mistake
        if mistake is None:
            return self._answers.refusal(None, (404,), "there is no such path")
        if operation is not None and self._app.there and self._mode is Mode.STATEFUL:
            with contextlib.suppress(UnmadeAnswerError):
                answer, flaw = self._app.answer(request, operation)
                if answer.refused and not flaw:
                    return answer
        if operation is not None and mistake.is_about_content:
            recorded = self._recorded.answer(request, operation)
            if recorded is not None:
                return recorded
        return self._answers.refusal(operation, mistake.statuses, mistake.sentence, mistake.headers)

    def _failed(self, request: Request, reviewed: Reviewed, failure: PlannedFailure) -> Told:
        """What comes in the place of an answer; what is wrong with the request is told as well."""
        exchange: Exchange
        operation = reviewed.operation
        if failure.reason is not None:
            exchange = _lost(request, failure.reason, f"the failure {failure.name}, on purpose")
        else:
            status = failure.status or 503
            text = f"the failure {failure.name}, on purpose"
            known = operation is not None and operation.answer_for(status) is not None
            answer = self._answers.refusal(operation if known else None, (status,), text)
            headers = (*answer.headers, *failure.headers)
            exchange = Exchange(request=request, outcome=replace(answer, headers=headers))
        sentence = reviewed.mistake.sentence if reviewed.mistake else ""
        return Told(
            exchange=exchange, operation=operation, mistake=sentence, doubts=reviewed.doubts
        )

    def _right(
        self, request: Request, operation: Operation, chosen: Chosen
    ) -> tuple[Response, str, str]:
        """The answer to a right request, who gave it, and what is wrong with it."""
        if self._choices.replaces(operation, chosen):
            return self._choices.made(request, operation, chosen), "chosen", ""
        turn = self._turn(operation, chosen)
        response, source, flaw = self._usual(request, operation, turn, chosen)
        if chosen.members or chosen.headers:
            response = self._choices.changed(operation, response, chosen)
        return response, source, flaw

    def _usual(
        self, request: Request, operation: Operation, turn: int, chosen: Chosen
    ) -> tuple[Response, str, str]:
        if self._app.faulty or (self._app.there and self._mode is Mode.STATEFUL):
            response, flaw = self._app.answer(request, operation)
            return response, "app", flaw
        store = self._store if not chosen.dynamic else None
        if store is not None and store.handles(operation):
            return store.answer(request, operation), "store", ""
        if self._mode is not Mode.GENERATED and not chosen.dynamic:
            recorded = self._recorded.answer(request, operation)
            if recorded is not None:
                return recorded, "recorded", ""
        return self._answers.success(operation, request, turn), "generated", ""

    def _turn(self, operation: Operation, chosen: Chosen) -> int:
        """The number of the payload: the seed, or another one each time."""
        if not chosen.dynamic:
            return self._seed
        turn = self._turns.get(operation.id, self._seed)
        self._turns[operation.id] = turn + 1
        return turn


def _lost(request: Request, why: LostReason, detail: str) -> Exchange:
    return Exchange(request=request, outcome=Lost(reason=why, detail=detail))
