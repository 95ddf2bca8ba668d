"""The baseline of a command: its file found and read, before anything is judged."""

from datetime import UTC, date, datetime
from pathlib import Path

from ringback.baseline import Baseline, read
from ringback.commands.arguments import Common
from ringback.errors import UsageError

NAME = "ringback.baseline.toml"


def baseline_of(common: Common) -> Baseline:
    """The baseline that is named, or the one beside the configuration; empty where there is none.

    DescriptionError with every mistake in it, UsageError where the one that is named isn't there.
    """
    path = baseline_path(common)
    if not path.exists():
        if common.baseline is not None:
            text = f"--baseline {path}: no such file; make it with ringback baseline update"
            raise UsageError((text,))
        return Baseline(today=today())
    return Baseline(today=today(), file=str(path), entries=read(path))


def baseline_path(common: Common) -> Path:
    """The file that is named, or the usual one beside the configuration."""
    return common.baseline or common.config.parent / NAME


def today() -> date:
    """The day by which acceptances run out, the same wherever the machine stands."""
    return datetime.now(UTC).date()
