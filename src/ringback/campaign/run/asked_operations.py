"""What was asked of each operation, and how long it took to answer: what was checked at all."""

from collections.abc import Iterable, Iterator

from ringback.campaign.scheduler.scheduler import LAWS
from ringback.campaign.session.session import Session
from ringback.laws.rules import RESOURCE_RULES
from ringback.operation import Operation
from ringback.verdict import AskedOperation

_LAWS = [rule for rule in RESOURCE_RULES if rule.startswith(f"{LAWS}/")]


def asked_operations(session: Session, operations: Iterable[Operation]) -> Iterator[AskedOperation]:
    """Each operation of which an exchange was judged, with the rules that the run wants."""
    description = session.contract.description
    for each in operations:
        rules = {
            rule: count
            for rule, count in sorted(session.judge.asked[each.id].items())
            if any(map(session.ledger.wants, _LAWS if rule == LAWS else [rule]))
        }
        latency = session.timing.latency(each.id)
        if not rules and latency is None:
            continue
        place = description.place(each.pointer)
        yield AskedOperation(
            operation=each.id,
            file=place.file,
            line=place.line,
            seconds=session.timing.total(each.id),
            rules=rules,
            latency=latency,
        )
