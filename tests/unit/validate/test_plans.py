"""What is asked of an exchange besides its bodies, quickly."""

from itertools import product
from typing import Any
from urllib.parse import unquote_plus

import pytest

from ringback.contract import Contract
from ringback.exchange import Request
from ringback.recordings import Scope
from ringback.validate.fast.plans import JudgingPlan, Plans
from ringback.validate.fast.query_texts import unquoted
from tests.unit.contract.making import small

TEXT = {"type": "string"}
PARAMETERS = [
    [("a", True, TEXT), ("b", False, TEXT)],
    [("a", False, {"type": "string", "description": "any"}), ("b", False, TEXT)],
    [("a", True, TEXT), ("c[d]", False, TEXT)],
    [("a+b", True, TEXT), ("a", False, TEXT)],
    [("a", True, TEXT), ("b", False, {"type": "integer"})],
    [("a", True, {"type": "string", "format": "uuid"}), ("b", False, TEXT)],
    [("a", True, {"type": "string", "minLength": 1}), ("b", False, TEXT)],
    [("a", True, {"type": ["string", "array"], "items": TEXT}), ("b", False, TEXT)],
]
UUID = "a=3c90c3cc-0d44-4b50-8888-8dd25736052a"
PARTS = ["", "a", "a=", "a=1", UUID, "b=x", "b=%FF", "%61=1", "a%2Bb=1", "a+b=1", "c[d]=1", "z=1"]


def planned(
    parameters: list[tuple[str, bool, dict[str, Any]]],
) -> tuple[Contract, Plans, JudgingPlan]:
    """A contract whose only operation has these parameters of the query, and the plan of it."""
    described = [
        {"name": name, "in": "query", "required": required, "schema": schema}
        for name, required, schema in parameters
    ]
    answers = {"204": {"description": "nothing"}}
    find = {"operationId": "find", "parameters": described, "responses": answers}
    contract = small(paths={"/things": {"get": find}})
    plans = Plans(contract, Scope(()))
    plan = plans.plan(("find", 204, (None, False, None, False, False)))
    assert plan is not None
    return contract, plans, plan


@pytest.mark.parametrize("parameters", PARAMETERS)
def test_no_query_passes_that_is_objected_to(
    parameters: list[tuple[str, bool, dict[str, Any]]],
) -> None:
    """Names left out, given twice, spelt in another way or not described; texts that don't do."""
    contract, plans, plan = planned(parameters)
    passed = set()
    for several in product(PARTS, repeat=3):
        query = "&".join(filter(None, several))
        request = Request(method="GET", url=f"/things?{query}")
        fine = contract.parameters_fine(request, plan.operation, plan.parameters)
        assert (query, plans.parameters_fine(plan, query, None)) == (query, fine)
        passed.add(fine)
    assert passed == {True, False}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        "%2B15550100001",
        "%2b1+555%20%7e",
        "%25",
        "%2525",
        "%C3%BC%e2%82%ac",
        "a%C3",
        "%FF%fe",
        "%",
        "100%",
        "%%41",
        "%4",
        "%4G",
        "%+1",
        "% 1",
        "ü%41",
        "%00",
        "%7f%80",
        "%٢٣",
    ],
)
def test_a_query_is_unescaped_as_the_library_does(text: str) -> None:
    """What is quick about it changes nothing: not for bytes past ASCII, nor for half an escape."""
    assert unquoted(text) == unquote_plus(text)
