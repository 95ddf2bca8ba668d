"""Descriptions are rewritten at random in ways that change nothing: nothing is told.

RINGBACK_EXAMPLES sets how many rewritten versions of each description are tried.
"""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringback.changes import compare
from tests.unit.changes.describing import loaded
from tests.unit.changes.matching import alarms, trim
from tests.unit.changes.rewriting_wide import REWRITES, rewritten
from tests.unit.changes.starting import OWN, SHARED, SMALL, VENDORS, start

_EXAMPLES = int(os.environ.get("RINGBACK_EXAMPLES", "15"))
_STEP = st.tuples(st.sampled_from(sorted(REWRITES)), st.integers(0, 2**20))


@pytest.mark.parametrize("name", [*SMALL, *OWN])
@settings(max_examples=_EXAMPLES)
@given(steps=st.lists(_STEP, min_size=1, max_size=12))
def test_a_rewritten_description_calls_for_nothing(name: str, steps: list[tuple[str, int]]) -> None:
    """Other words for the same are no finding, whatever was rewritten where."""
    document = start(name)
    other, done = rewritten(document, steps)
    found = alarms(compare(loaded(document), loaded(other)))
    assert not found, (done, [trim(each) for each in found])


@pytest.mark.parametrize("name", VENDORS)
@settings(max_examples=max(1, _EXAMPLES // 8))
@given(steps=st.lists(_STEP, min_size=20, max_size=40))
def test_a_large_description_rewritten_calls_for_nothing(
    name: str, steps: list[tuple[str, int]]
) -> None:
    """The same where many schemas are rewritten at once."""
    if not (SHARED / f"{name}.json").is_file():
        pytest.skip(f"the vendor's document is not at {SHARED / name}.json")
    document = start(name)
    other, done = rewritten(document, steps)
    found = alarms(compare(loaded(document), loaded(other)))
    assert not found, (done, [trim(each) for each in found])
