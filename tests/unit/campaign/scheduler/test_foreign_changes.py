"""What changes while nothing is sent: by somebody's writing, or by itself."""

from typing import Any

import pytest

from ringback.campaign.scheduler.foreign_changes import foreign_change
from ringback.finding import pointer

NAMES = frozenset({"language", "seen", "count", "parts"})


@pytest.mark.parametrize(
    ("earlier", "later", "names", "place"),
    [
        ({"language": "de"}, {"language": "de"}, NAMES, None),
        ({"language": "de"}, {"language": "fr"}, NAMES, "/language"),
        ({"data": {"language": "de"}}, {"data": {"language": None}}, NAMES, "/data/language"),
        ({"parts": [{"on": True}]}, {"parts": [{"on": False}]}, NAMES, "/parts/0/on"),
        ({"language": "de"}, {}, NAMES, "/language"),
        ({"count": 7}, {"count": 8}, NAMES, None),
        ({"count": 7.5}, {"count": 1}, NAMES, None),
        ({"count": 7}, {"count": "none"}, NAMES, "/count"),
        ({"seen": "2026-11-30T00:00:01Z"}, {"seen": "2026-11-30T00:00:02Z"}, NAMES, None),
        ({"seen": "2026-11-30"}, {"seen": "2026-12-01"}, NAMES, None),
        ({"seen": "Mon, 30 Nov 2026 00:00"}, {"seen": "Mon, 30 Nov 2026 00:01"}, NAMES, None),
        ({"request_id": "a1"}, {"request_id": "b2"}, NAMES, None),
        ({"request_id": "a1"}, {"request_id": "b2"}, frozenset(), "/request_id"),
        ({"seen": "2026-11-30"}, {"seen": None}, NAMES, "/seen"),
    ],
)
def test_only_what_a_write_explains_is_somebody_else_s(
    earlier: Any, later: Any, names: frozenset[str], place: str | None
) -> None:
    """Counters, clocks, and members that no request sets go on by themselves."""
    found = foreign_change(earlier, later, names)
    assert (None if found is None else pointer(found.path)) == place
