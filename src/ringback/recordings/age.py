"""How old a recording is: a service changes, and what it once said is no proof of what it says."""

from datetime import date

from ringback.finding import Finding, Severity
from ringback.recordings.recording import Recording

STALE = "recording/stale"


def stale(recording: Recording, today: date, days: int) -> Finding | None:
    """recording/stale: a recording that is more than so many days old, or bears no date.

    A warning; None for one that is young enough, or dated in the future.
    """
    made = _date(recording)
    what = " ".join(each for each in (recording.file, recording.entry) if each)
    if made is None:
        text = f"{what} bears no date, so nobody knows how old it is; record it anew"
    elif (today - made).days > days:
        age = (today - made).days
        old = f"{age} day{'s' if age > 1 else ''} old"
        text = f"{what} is {old} ({made}), more than the {days} asked for: record it anew"
    else:
        return None
    return Finding(
        rule=STALE,
        message=text,
        severity=Severity.WARNING,
        file=recording.file,
        line=recording.line,
        cause="" if made else "no date",
    )


def _date(recording: Recording) -> date | None:
    """The day that a recording was made; None where it does not say one."""
    if recording.provenance is None:
        return None
    try:
        return date.fromisoformat(recording.provenance.date)
    except ValueError:  # what another tool wrote
        return None
