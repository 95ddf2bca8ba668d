"""The findings of shards as those of one run: each cause once, and what many show alike as one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from ringback.campaign.run.grouping import UNSURE, places_told, reaches
from ringback.commands.gate.shard_reports import ShardReport
from ringback.finding import Severity, place_of
from ringback.ledger import FLAKY
from ringback.reports.scribe import ShownFinding
from ringback.shard import FindingGroup

_REFUSED = "request/refused-valid"
_PLACES = 3  # of a defect that many recordings show


def merged_findings(
    reports: Sequence[ShardReport], told: Collection[str], succeeded: Collection[str]
) -> list[ShownFinding]:
    """Each cause once, with the counts of all shards.

    `told` are fingerprints that the baseline has: what was one finding there is one again.
    `succeeded` are the operations that answered any of them with success.
    """
    groups: dict[str, FindingGroup] = {}
    flaky: dict[str, str] = {}
    found: dict[str, ShownFinding] = {}
    for report in reports:
        groups |= report.part.groups
        flaky |= report.part.flaky
        for each in _apart(report):
            sure = _sure(each, succeeded)
            known = found.get(sure.fingerprint)
            found[sure.fingerprint] = sure if known is None else _both(known, sure)
    return _folded(_confirmed(found, flaky), groups, told)


def _confirmed(found: dict[str, ShownFinding], flaky: Mapping[str, str]) -> list[ShownFinding]:
    """The findings without those that one shard saw only once, and another one more often."""
    for name in [each for each in found if flaky.get(each) in found]:
        once = found.pop(name)
        held = found[flaky[name]]
        found[flaky[name]] = replace(held, count=held.count + once.count)
    return list(found.values())


def _apart(report: ShardReport) -> Iterable[ShownFinding]:
    """The findings of a shard before any were told as one."""
    folded = [report.scribe.shown(each) for each in report.part.folded]
    lines = {report.part.groups[each.fingerprint].fingerprint for each in folded}
    for each in report.run.verdict.findings:
        shown = report.scribe.shown(each)
        if shown.fingerprint not in lines:
            yield shown
    yield from folded


def _sure(shown: ShownFinding, succeeded: Collection[str]) -> ShownFinding:
    """A refusal is an error again where another shard had the operation accept something.

    What a baseline said of it in the shard is left aside: the merged run has its own.
    """
    shown = replace(shown, accepted=None, lapsed=None)
    if shown.rule != _REFUSED or shown.operation not in succeeded:
        return shown
    message = shown.message.removesuffix(UNSURE)
    return replace(shown, severity=Severity.ERROR.value, message=message)


def _both(one: ShownFinding, other: ShownFinding) -> ShownFinding:
    """Two findings of one cause: the first, with both counts."""
    count = one.count + other.count
    total = sum(round(each.count / each.share) for each in (one, other) if each.share)
    shared = one.share is not None and other.share is not None and total > 0
    places = tuple(dict.fromkeys((*one.places, *other.places)))
    error = Severity.ERROR.value in {one.severity, other.severity}
    return replace(
        one,
        count=count,
        severity=Severity.ERROR.value if error else one.severity,
        share=min(count / total, 1.0) if shared else one.share,
        places=places[:_PLACES] if one.share is not None else places,
        reproduce=one.reproduce or other.reproduce,
        requests=one.requests or other.requests,
    )


def _folded(
    findings: list[ShownFinding], groups: dict[str, FindingGroup], told: Collection[str]
) -> list[ShownFinding]:
    """Those that one run would tell as one, so."""
    alike: defaultdict[str, list[ShownFinding]] = defaultdict(list)
    for each in findings:
        group = groups.get(each.fingerprint)
        if group is not None and each.rule != FLAKY:
            alike[group.key].append(each)
    lines = []
    for each in findings:
        group = groups.get(each.fingerprint)
        same = alike[group.key] if group is not None else []
        names = tuple(dict.fromkeys(one.operation for one in same if one.operation))
        many = group is not None and reaches(group, len(same), len(names))
        if group is None or not (many or group.fingerprint in told):
            lines.append(each)
        elif each is same[0]:
            lines.append(_over(group, same, names) if group.by_operation else _one(group, same))
    return lines


def _over(
    group: FindingGroup, same: Sequence[ShownFinding], names: tuple[str, ...]
) -> ShownFinding:
    """What the answers of several operations show alike, as that of the first of them by name."""
    first = min(same, key=lambda each: each.operation or "")
    own = (first.schema or "").startswith("/paths/")
    one = replace(first, schema=None, file=None, line=None) if own else first
    count = sum(each.count for each in same)
    operations = tuple(sorted(names))
    return replace(one, operations=operations, count=count, fingerprint=group.fingerprint)


def _one(group: FindingGroup, same: Sequence[ShownFinding]) -> ShownFinding:
    """What breaks at several places."""
    also = places_told(same[0].rule, [place_of(each.schema, each.instance) for each in same])
    return replace(
        same[0],
        instance="",
        schema=None,
        file=None,
        line=None,
        message=f"{same[0].message}{also}",
        count=sum(each.count for each in same),
        fingerprint=group.fingerprint,
    )
