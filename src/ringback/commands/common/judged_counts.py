"""What of recordings and of traffic was judged, as a report tells it."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ringback.commands.common.reporting import under
from ringback.contract import Contract
from ringback.validate.tally import Tally
from ringback.verdict import AskedOperation

_AREAS = ("protocol", "schema")  # of the rules that every payload is held against


def asked_operations_of(tally: Tally, contract: Contract, root: Path) -> Iterator[AskedOperation]:
    """The areas of rules that each operation's payloads were held against, and how many were."""
    counts: Counter[str] = Counter()
    for (operation, _), count in tally.judged.items():
        counts[operation] += count
    for each in contract.operations:
        if counts[each.id]:
            place = contract.description.place(each.pointer)
            yield AskedOperation(
                operation=each.id,
                file=under(place.file, root),
                line=place.line,
                rules=dict.fromkeys(_AREAS, counts[each.id]),
            )


def operations_of(tally: Tally) -> int:
    """How many operations there were payloads of."""
    return len({operation for (operation, _), count in tally.judged.items() if count})


def exercised_by(tally: Tally) -> Iterator[str]:
    """How many of each operation and status were judged, a line an operation."""
    operations: dict[str, list[str]] = {}
    for (operation, status), count in sorted(tally.judged.items(), key=lambda it: str(it[0])):
        if count:
            what = "requests" if status is None else str(status)
            operations.setdefault(operation, []).append(f"{count:,} × {what}")
    for operation, told in operations.items():
        yield f"{operation or 'no operation'}: {', '.join(told)}"
