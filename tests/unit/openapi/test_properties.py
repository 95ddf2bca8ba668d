"""Both readings against an independent predicate, on generated payloads."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from tests.unit.openapi.payloads import VALID, nearly
from tests.unit.openapi.predicate import PREDICATES

Judge = Callable[[str, Any], bool]
COMPONENTS = sorted(VALID)
# The readings are session fixtures and are not changed: one for all examples is right.
EXAMPLES = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.parametrize("component", COMPONENTS)
@EXAMPLES
@given(data=st.data())
def test_the_readings_agree_with_the_contract(
    data: st.DataObject, component: str, published: Judge, strict: Judge
) -> None:
    """Of every payload, valid or nearly so, each reading says what contract.md's facts say."""
    payload = data.draw(nearly(component))
    predicate = PREDICATES[component]
    said = (published(component, payload), strict(component, payload))
    assert said == (predicate(payload, strict=False), predicate(payload, strict=True))


@pytest.mark.parametrize("component", COMPONENTS)
@EXAMPLES
@given(data=st.data())
def test_strict_admits_nothing_that_is_not_published(
    data: st.DataObject, component: str, published: Judge, strict: Judge
) -> None:
    """Every payload that is valid under strict is valid as published."""
    payload = data.draw(nearly(component))
    assert published(component, payload) or not strict(component, payload)


@pytest.mark.parametrize("component", COMPONENTS)
@EXAMPLES
@given(data=st.data())
def test_both_readings_admit_what_is_valid(
    data: st.DataObject, component: str, published: Judge, strict: Judge
) -> None:
    """A payload made of each kind's own fields is valid in both readings."""
    payload = data.draw(VALID[component])
    assert published(component, payload)
    assert strict(component, payload)


@pytest.mark.parametrize("component", COMPONENTS)
@pytest.mark.parametrize("verdict", [(True, True), (True, False), (False, False)])
def test_the_generator_reaches_every_verdict(component: str, verdict: tuple[bool, bool]) -> None:
    """Payloads of each verdict are generated, so the properties are not empty."""
    if component == "UpdateNumberRequest" and verdict == (True, False):
        return  # the readings agree on every request
    predicate = PREDICATES[component]

    def fits(payload: Any) -> bool:
        return (predicate(payload, strict=False), predicate(payload, strict=True)) == verdict

    once = settings(EXAMPLES, max_examples=2000, phases=[Phase.generate])
    found = find(nearly(component), fits, settings=once)
    assert fits(found)
