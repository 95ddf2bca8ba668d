"""How many of the cases that nobody thought of are sent."""

from collections.abc import Callable

import pytest

from ringback.campaign.phases.generated.random_cases import surprising_scenarios
from ringback.campaign.phases.reads.reads import Reads
from ringback.contract import Contract
from ringback.exchange import Request
from ringback.generation.case import Case
from ringback.operation import Operation
from tests.unit.campaign.toys import Playground, Toys, Wire

News = Callable[[Operation], int]


def counting(*told: int) -> News:
    """One that counts these, and the last of them from then on."""
    left = list(told)

    def news(_operation: Operation) -> int:
        return left.pop(0) if len(left) > 1 else left[0]

    return news


@pytest.mark.parametrize(
    ("news", "sent", "why"),
    [
        (None, 24, []),
        (counting(5), 128, ["random cases: the last 128 showed nothing new"]),
        (counting(5, 6, 7), 144, ["random cases: the last 128 showed nothing new"]),
        (counting(*range(100)), 400, []),
    ],
)
def test_random_cases_go_on_while_they_show_something(
    toys: Contract, news: News | None, sent: int, why: list[str]
) -> None:
    """By default a few an operation; in a deep run as many as show something new."""
    ground = Playground(toys, Wire(Toys()))
    operation = toys.operation("list_pets")
    request = Request(method="GET", url="/pets")
    cases = [
        Case(operation=operation, request=request, label="drawn", origin="random")
        for _ in range(400)
    ]
    found = list(surprising_scenarios(ground.stage, cases, news))
    assert sum(len(each.steps) for each in found if isinstance(each, Reads)) == sent
    assert ground.stage.left_out.get("list_pets", []) == why
