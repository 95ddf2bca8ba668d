"""Targets of the tests: they answer as they are told to, and remember what was sent together."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from contracts.numbers.reference import VALUES
from ringback.campaign.known.identifiers import Identifiers, names_of
from ringback.campaign.session.asks import Ask
from ringback.campaign.session.budget import Budget
from ringback.campaign.session.session import Session
from ringback.config_reader import load_settings
from ringback.contract import Contract
from ringback.exchange import Lost, LostReason, Outcome, Request, Response
from ringback.exercise import Patience
from ringback.laws import Knowledge
from ringback.ledger import Ledger

RESOURCES = load_settings(Path(__file__).resolve().parents[3] / "ringback.toml").resources
JSON = (("Content-Type", "application/json"),)
SILENCE = Lost(reason=LostReason.TIMEOUT, detail="the answer was not whole after 1 s")

Answer = Callable[[Request], Outcome]


def names(values: Mapping[str, str] = VALUES, seed: int = 0) -> Identifiers:
    """What the configuration of the repository says of the keys in requests."""
    return Identifiers(names_of(RESOURCES), values, seed)


class Stub:
    """A target that keeps nothing but the paths of what was sent at the same time."""

    name = "stub"
    base_url: str | None = None
    stateful = True

    def __init__(self, answer: Answer, *, width: int = 8) -> None:
        self.answer = answer
        self.width = width
        self.batches: list[list[str]] = []

    @property
    def sizes(self) -> list[int]:
        """How many were sent at each time."""
        return [len(each) for each in self.batches]

    def send(self, request: Request) -> Outcome:
        """One alone."""
        return self.send_all([request])[0]

    def send_all(self, requests: Sequence[Request], apart: float = 0.0) -> list[Outcome]:
        """These together; how far apart they leave is nothing to a stub."""
        assert apart >= 0
        self.batches.append([each.url for each in requests])
        return [self.answer(each) for each in requests]

    def start(self, job: Callable[[], Outcome]) -> Callable[[], Outcome]:
        """Do it at once."""
        outcome = job()
        return lambda: outcome

    def close(self) -> None:
        """Nothing is held."""


def empty_list(request: Request) -> Response:
    """A right answer of list_numbers; the path stands in a header."""
    return Response(status=200, headers=(*JSON, ("X-Path", request.url)), body=b"[]")


def session(
    contract: Contract,
    target: Stub,
    *,
    width: int = 0,
    budget: Budget | None = None,
    ledger: Ledger | None = None,
) -> Session:
    """A session with a stub that waits for nothing."""
    return Session(
        target=target,
        contract=contract,
        forms=contract,
        knowledge=Knowledge(),
        values=VALUES,
        resources=RESOURCES,
        names=names(),
        ledger=ledger or Ledger(),
        patience=Patience(sleep=lambda _seconds: None),
        budget=budget or Budget(),
        width=width,
    )


def asks(contract: Contract, count: int) -> list[Ask]:
    """So many reads, each with a path of its own."""
    operation = contract.operation("list_numbers")
    requests = [Request(method="GET", url=f"/v1/numbers/list?{i}") for i in range(count)]
    return [Ask(request=each, operation=operation) for each in requests]
