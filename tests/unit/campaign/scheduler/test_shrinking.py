"""What shows a finding is made small: few requests, and bodies without what is not needed."""

from collections.abc import Callable
from typing import Any

import pytest

from ringback.campaign.phases.updates.updates import updating_scenarios
from ringback.campaign.scheduler.shrinking import shrink
from ringback.campaign.session.budget import Budget
from ringback.contract import Contract
from ringback.exchange import Request, Response
from ringback.finding import Capture, Finding, Use
from ringback.payload import decode
from tests.unit.campaign.phases.playing import opened
from tests.unit.campaign.toys import Playground, Toys, Wire, told


class _Ageing(Toys):
    def patch(self, request: Request, path: str, given: Any) -> Response:
        """Makes the pet a year older whenever its note is written."""
        answer = Toys.patch(self, request, path, given)
        if "note" not in given or "age" in given:
            return answer
        pet = self.store[path]
        self.store[path] = {**pet, "age": pet["age"] + 1}
        return told(self.store[path])


class _Sticky(Toys):
    def patch(self, request: Request, path: str, given: Any) -> Response:
        """Keeps a note for ever, once it has one."""
        note = self.there(path).get("note")
        answer = Toys.patch(self, request, path, given)
        if note is None or given.get("note", "") is not None:
            return answer
        self.store[path] = {**self.store[path], "note": note}
        return told(self.store[path])


def _sent(finding: Finding) -> list[tuple[str, Any]]:
    """The requests that show a finding, those before its exchanges first, with their members."""
    found = []
    for each in (*finding.before, *finding.exchanges):
        body = decode(each.request.body).value if each.request.body else None
        where = each.request.path.rpartition("/")[0] if each.request.path != "/pets" else "/pets"
        found.append((f"{each.request.method} {where}", body and sorted(body)))
    return found


MADE = ("POST /pets", ["age", "kind", "name", "note"])
READ = ("GET /pets", None)


@pytest.mark.parametrize(
    ("service", "source", "rule", "expected"),
    [
        (
            _Ageing,
            updating_scenarios,
            "law/frame",
            [MADE, ("PATCH /pets", ["note"]), READ],
        ),
        (
            _Sticky,
            updating_scenarios,
            "law/merge",
            [MADE, ("PATCH /pets", ["note"]), READ],
        ),
    ],
)
def test_the_least_that_shows_it(
    toys: Contract,
    service: type[Toys],
    source: Callable[[Any], Any],
    rule: str,
    expected: list[tuple[str, Any]],
) -> None:
    """The create of the thing, an update of the members that matter, and a read."""
    ground = opened(toys, Wire(service()))
    ground.scheduler.run(source(ground.stage), lanes=1)
    shrink(ground.scheduler)
    found = [each for each in ground.session.ledger.findings() if each.rule == rule]
    assert [_sent(each) for each in found[:1]] == [expected]


def _bounded(contract: Contract, requests: int | None) -> tuple[Playground, Wire, int]:
    wire = Wire(_Ageing())
    ground = opened(contract, wire)
    ground.scheduler.run(updating_scenarios(ground.stage))
    before = len(wire.sent)
    ground.session.budget = Budget(requests=requests and before + requests)
    return ground, wire, before


def test_it_costs_little(toys: Contract) -> None:
    """A dozen playings of a few findings, and each playing is a handful of requests."""
    ground, wire, before = _bounded(toys, None)
    shrink(ground.scheduler)
    assert 0 < len(wire.sent) - before <= 5 * 12 * 8


def test_the_end_of_the_budget_ends_it_alone(toys: Contract) -> None:
    """What was held is held, as it was shown or smaller."""
    ground, wire, before = _bounded(toys, 3)
    held = {each.fingerprint for each in ground.session.ledger.findings()}
    shrink(ground.scheduler)
    assert len(wire.sent) == before + 3
    assert {each.fingerprint for each in ground.session.ledger.findings()} == held


def test_keys_and_tags_are_captured(toys: Contract) -> None:
    """The key that a create tells, with each place that names it; the tag that is asked for."""
    ground = opened(toys, Wire(_Ageing()))
    ground.scheduler.run(updating_scenarios(ground.stage), lanes=1)
    shrink(ground.scheduler)
    finding = next(each for each in ground.session.ledger.findings() if each.rule == "law/frame")
    key = finding.captures[0].value
    assert [each.request.method for each in (*finding.before, *finding.exchanges)] == [
        *("POST", "PATCH", "GET"),
    ]
    assert finding.captures[0] == Capture(
        exchange=0,
        place="/id",
        value=key,
        uses=tuple(Use(exchange=number, where="path", place="2") for number in (1, 2)),
    )


def test_what_holds_is_left_alone(toys: Contract) -> None:
    """Where nothing was found, nothing is sent."""
    wire = Wire(Toys())
    ground = opened(toys, wire)
    before = len(wire.sent)
    shrink(ground.scheduler)
    assert len(wire.sent) == before
