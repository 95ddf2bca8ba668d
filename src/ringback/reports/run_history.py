"""What the stored runs of a target say of its operations: what failed, and what was rarely asked.

It is read by who asks only a part, and has to choose. A report that can't be read says nothing.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ringback.finding import Severity
from ringback.reports.run_store import RunStore

_UNREADABLE = (OSError, ValueError, LookupError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastFailure:
    """An error that a run found: the operations it names, and the requests that showed it.

    A request is its method and its URL, in which keys may stand as their names.
    """

    operations: tuple[str, ...]
    requests: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True, kw_only=True)
class RunHistory:
    """What the stored runs say, the last one first.

    `failures` are those of the last runs, back to one that asked everything. Of `runs` each of the
    `asked` operations was exercised in so many. `missing` are the places in the description that
    none of them has seen.
    """

    failures: tuple[PastFailure, ...] = ()
    runs: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    missing: frozenset[str] = frozenset()


def history(store: RunStore, target: str) -> RunHistory:
    """What the runs that are stored say of a target, by its name."""
    found = RunHistory()
    failures: list[PastFailure] = []
    whole = False
    for path in store.newest():
        report = _report(path, target)
        if report is None:
            continue
        missing = {place for side in report["coverage"].values() for place in side["missing"]}
        found.missing = frozenset(missing & found.missing if found.runs else missing)
        found.runs += 1
        found.asked.update({each["operation"] for each in report.get("asked", ())})
        if not whole:
            failures += _failures(report)
            scope = report.get("scope", {})
            whole = scope.get("partial") is None and scope.get("operations") is None
    found.failures = tuple(failures)
    return found


def _report(path: Path, target: str) -> dict[str, Any] | None:
    """The report of a check of this target, as far as it is one; None for any other file."""
    try:
        told = json.loads(path.read_bytes())
        if (told["command"], told["target"]) != ("check", target):
            return None
        list(_failures(told))  # each of what is looked at is there
        [each["operation"] for each in told.get("asked", ())]
        [side["missing"] for side in told["coverage"].values()]
    except _UNREADABLE:
        return None
    return dict(told)


def _failures(report: dict[str, Any]) -> Iterator[PastFailure]:
    """The errors that exchanges with the target showed, those that are accepted as well."""
    for each in report["findings"]:
        names = (each["operation"], *each.get("operations", ()))
        sent = tuple((it["method"], it["url"]) for it in each.get("requests", ()))
        if each["severity"] == Severity.ERROR.value and (sent or each["reproduce"]):
            yield PastFailure(operations=tuple(name for name in names if name), requests=sent)
