"""Rewrites are checked before anything is judged by them: no payload may tell them apart."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.changes.deciding import tried
from tests.unit.changes.describing import loaded
from tests.unit.changes.rewriting_wide import REWRITES, rewritten
from tests.unit.changes.starting import SMALL, start
from tests.unit.changes.walking import sides

_EXAMPLES = int(os.environ.get("RINGBACK_EXAMPLES", "3"))
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(REWRITES)), st.integers(0, 2**20)), min_size=6, max_size=10
)


@pytest.mark.parametrize("name", SMALL)
@settings(max_examples=_EXAMPLES)
@given(steps=STEPS)
def test_no_payload_tells_a_rewritten_description_from_the_first(
    name: str, steps: list[tuple[str, int]]
) -> None:
    """What a rewrite makes admits the same payloads in every place that an operation has."""
    document = start(name)
    other, done = rewritten(document, steps)
    base, head = loaded(document), loaded(other)
    places, others = sides(document), sides(other)
    assert len(places) == len(others)
    for here, there in zip(places, others, strict=True):
        assert tried(base, head, here, 60, there) is ..., done
        assert tried(head, base, there, 60, here) is ..., done
