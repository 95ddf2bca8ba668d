"""A write is of one thing."""

from typing import Any

import pytest

from ringback.laws import isolating

ASKED = {"name", "state", "is_default", "position", "seen_at"}


@pytest.mark.parametrize(
    ("before", "after", "places"),
    [
        ({"name": "a"}, {"name": "a"}, []),
        ({"name": "a", "version": 1}, {"name": "a", "version": 2}, []),  # no request gives it
        ({"name": "a", "is_default": True}, {"name": "a", "is_default": False}, []),
        ({"position": 1}, {"position": 2}, []),
        ({"seen_at": 1}, {"seen_at": 2}, []),  # it changes by itself
        ([], {}, []),
        ({"name": "a"}, {"name": "b"}, ["/name"]),
        ({"name": "a", "state": "open"}, {"name": "a", "state": "closed"}, ["/state"]),
        ({"name": "a"}, {}, ["/name"]),
    ],
)
def test_what_stands_beside_stays(before: Any, after: Any, places: list[str]) -> None:
    """A thing that is the default gives that up to another; its own members it keeps."""
    found = isolating.untouched(before, after, ASKED, {"/seen_at"})
    assert [each.instance for each in found] == places
