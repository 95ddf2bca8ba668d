"""The table of pairs against a second opinion that has no part in any comparison."""

import pytest

from tests.unit.changes.deciding import tried
from tests.unit.changes.describing import QUERY, REQUEST, loaded
from tests.unit.changes.pair import Pair
from tests.unit.changes.table import PAIRS, key


@pytest.mark.parametrize("pair", PAIRS, ids=key)
def test_trying_finds_a_payload_exactly_where_somebody_breaks(pair: Pair) -> None:
    """Payloads drawn by chance show each break of the table, and none where there is none."""
    base, head = map(loaded, pair.documents)
    sent = pair.side in {REQUEST, QUERY}
    producer, consumer = (base, head) if sent else (head, base)
    found = tried(producer, consumer, pair.root)
    assert (found is not ...) is pair.breaks, found


def test_half_of_the_table_is_harmless() -> None:
    """A comparison that says nothing, or always something, is wrong on half of the pairs."""
    breaks = sum(pair.breaks for pair in PAIRS)
    assert len(PAIRS) >= 140
    assert 0.25 < breaks / len(PAIRS) < 0.6
