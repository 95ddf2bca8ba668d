"""What of the recordings is out of scope, in a sentence a kind."""

from collections import Counter
from collections.abc import Iterator

from ringback.validate.tally import Tally
from ringback.verdict import Skipped

_SHOWN = 6  # kinds of what is out of scope that a sentence names
_WHY = {
    "recording/other-host": "of other hosts, out of scope (--host NAME adds one)",
    "recording/no-operation": "without an operation in the description, out of scope",
    "recording/left-out": "of operations that are left out, as the description is wrong there",
    "recording/no-exchange": "no exchange with a service",
}


def outside(tally: Tally) -> Iterator[Skipped]:
    """What is out of scope, counted and named."""
    rules: dict[str, Counter[str]] = {}
    for (rule, name), count in tally.outside.items():
        rules.setdefault(rule, Counter())[name] += count
    for rule, names in rules.items():
        total = sum(names.values())
        first = [f"{name} ({count})" for name, count in names.most_common(_SHOWN)]
        more = [f"{len(names) - _SHOWN} more"] if len(names) > _SHOWN else []
        what = "entry is" if total == 1 else "entries are"
        yield Skipped(rule=rule, why=f"{total} {what} {_WHY[rule]}: {', '.join([*first, *more])}")
