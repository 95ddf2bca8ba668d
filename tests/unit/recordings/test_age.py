"""Stale recordings."""

from datetime import date

import pytest

from ringback.exchange import Exchange, Request, Response
from ringback.finding import Finding, Severity
from ringback.recordings import Provenance, Recording
from ringback.recordings.age import stale

TODAY = date(2024, 3, 1)
EXCHANGE = Exchange(request=Request(method="GET", url="/"), outcome=Response(status=200))


def recorded(day: str | None, entry: str = "", line: int | None = None) -> Recording:
    """A recording of this day; None for one that does not say where it comes from."""
    source = None if day is None else Provenance(source="live", date=day)
    return Recording(file="r.json", entry=entry, line=line, exchange=EXCHANGE, provenance=source)


@pytest.mark.parametrize(
    ("day", "days"),
    [("2024-03-01", 0), ("2024-02-29", 1), ("2024-01-31", 30), ("2030-01-01", 0)],
)
def test_what_is_young_enough(day: str, days: int) -> None:
    """Exactly so many days are allowed; a date in the future is not old."""
    assert stale(recorded(day), TODAY, days) is None


@pytest.mark.parametrize(
    ("recording", "days", "message", "line", "cause"),
    [
        (recorded("2024-02-28"), 1,
            "r.json is 2 days old (2024-02-28), more than the 1 asked for: record it anew",
            None, ""),
        (recorded("2024-02-29"), 0,
            "r.json is 1 day old (2024-02-29), more than the 0 asked for: record it anew",
            None, ""),
        (recorded("2023-03-01", "entry 3", 17), 365,
            ("r.json entry 3 is 366 days old (2023-03-01), more than the 365 asked for: "
            "record it anew"),
            17, ""),
        (recorded(None), 9999,
            "r.json bears no date, so nobody knows how old it is; record it anew",
            None, "no date"),
        (recorded("last spring", "entry 1", 1), 9999,
            "r.json entry 1 bears no date, so nobody knows how old it is; record it anew",
            1, "no date"),
    ],
)  # fmt: skip
def test_what_is_stale(
    recording: Recording, days: int, message: str, line: int | None, cause: str
) -> None:
    """A warning at the recording, with its age in days, or that it has none."""
    assert stale(recording, TODAY, days) == Finding(
        rule="recording/stale",
        message=message,
        severity=Severity.WARNING,
        file="r.json",
        line=line,
        cause=cause,
    )
