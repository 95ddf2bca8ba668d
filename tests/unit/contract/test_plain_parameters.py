"""Parameters that are found fine at a glance are fine to the exact reader as well."""

from dataclasses import replace

import pytest

from ringback.contract.admission import admission
from ringback.contract.plain_parameters import PlainParameters
from ringback.exchange import Request
from tests.unit.mock.made_up import APIS, RightRequests, contract


@pytest.mark.parametrize("name", APIS)
def test_the_glance_says_what_the_reader_says(name: str) -> None:
    """Of right requests and broken ones: the word on a request is the same with it and without."""
    right, schemas = RightRequests(contract(name)), contract(name).requests
    seen = 0
    for operation in contract(name).operations:
        plain = PlainParameters(operation, schemas)
        body = next(right.bodies(operation))
        for request in (
            right.request(operation, right.values(operation), body),
            *right.broken(operation),
        ):
            seen += plain.fine(request)
            exact = admission(request, operation, schemas)
            assert admission(request, operation, schemas, plain) == exact
    assert seen


@pytest.mark.parametrize(
    ("query", "fine"),
    [
        ("", True),
        ("?limit=5", True),
        ("?limit=5&offset=0", True),
        ("?limit=0", False),
        ("?limit=05", False),
        ("?limit=5.0", False),
        ("?limit=5&limit=5", False),
        ("?limit%5B%5D=5", False),
        ("?Limit=5", False),
        ("?sort=name", False),
    ],
)
def test_only_what_is_plain_is_looked_at(query: str, fine: bool) -> None:
    """Another spelling, a value that is refused, a name that is not known: the reader decides."""
    operation = contract("zoo").operation("listPets")
    numbers = [each for each in operation.parameters if each.name in {"limit", "offset"}]
    plain = PlainParameters(replace(operation, parameters=tuple(numbers)), contract("zoo").requests)
    assert plain.fine(Request(method="GET", url=f"/pets{query}")) is fine
