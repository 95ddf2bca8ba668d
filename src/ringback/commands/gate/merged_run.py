"""One run out of those of its shards: what all of them asked, saw and left."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ringback.campaign.known.point_tally import PATCH_TOO_LOW, TOO_LOW
from ringback.campaign.session.timing import Timing
from ringback.commands.gate.coverage_demands import LEFT_TO_MERGE
from ringback.commands.gate.recorded import recordings_told
from ringback.commands.gate.shard_reports import ShardReport, missing
from ringback.commands.setup.run_scopes import cut_by, unasked_by
from ringback.coverage.covered_points import united
from ringback.payload_map import united_maps
from ringback.shard import AnsweredOperation, answered_told
from ringback.verdict import (
    AskedOperation,
    Counts,
    Covered,
    Kept,
    NotJudged,
    Observation,
    PatchCoverage,
    ResourceTold,
    Restored,
    RestoreState,
    Run,
    RunScope,
    Skipped,
)

_WORST = (RestoreState.UNTOUCHED, RestoreState.RESTORED, RestoreState.NOT_RESTORED)
_EVERY = "every rule on "
_NAMED = 3  # kinds of scenarios that a doubt names


def merged_run(reports: Sequence[ShardReport]) -> Run:
    """All that the shards tell together, but for findings and what is made of them."""
    runs = [each.run for each in reports]
    operations = answered(reports)
    skipped = _skipped(reports, operations)
    return replace(
        runs[0],
        verdict=Kept(),
        seconds=max(each.seconds for each in runs),  # they are meant to run side by side
        restored=_restored(runs),
        skipped=skipped,
        counts=Counts(
            exchanges=sum(each.counts.exchanges for each in runs),
            recordings=sum(each.counts.recordings for each in runs),
            operations=sum(each.succeeded for each in operations),
        ),
        response_coverage=_united(each.response_coverage for each in runs),
        request_coverage=_united(each.request_coverage for each in runs),
        exercised=tuple(_exercised(reports, operations)),
        patch_coverage=_patched(runs),
        comparison=next((each.comparison for each in runs if each.comparison), None),
        not_judged=_not_judged(runs),
        resources=_resources(runs),
        asked=tuple(_asked(reports)),
        scope=_scope(runs, skipped),
        part=None,
        maps=united_maps(each.maps for each in runs),
        described={place: text for each in runs for place, text in each.described.items()},
    )


def answered(reports: Sequence[ShardReport]) -> list[AnsweredOperation]:
    """How each operation was answered by all shards; one that is proof enough leaves no doubt."""
    found: dict[str, AnsweredOperation] = {}
    for each in (one for report in reports for one in report.part.answered):
        known = found.get(each.operation)
        if known is None:
            found[each.operation] = each
            continue
        kinds = Counter(known.kinds)
        kinds.update(each.kinds)
        # That it was asked and never succeeded says more than that a shard did not ask it.
        told = each if each.asked and not known.asked else known
        found[each.operation] = replace(
            known,
            kinds=dict(sorted(kinds.items())),
            asked=known.asked or each.asked,
            succeeded=known.succeeded or each.succeeded,
            doubt=told.doubt if known.doubt and each.doubt else "",
        )
    return list(found.values())


def doubts_of_shards(reports: Sequence[ShardReport]) -> list[str]:
    """Why all of them together are no proof."""
    gone = missing(reports)
    doubts = [f"shards are missing: {', '.join(gone)}"] if gone else []
    doubts += dict.fromkeys(doubt for each in reports for doubt in each.part.doubts)
    doubts += [] if gone else _apart(reports)
    if doubts:
        return doubts
    if all(each.part.is_empty for each in reports):
        return ["nothing was exercised: the shares of all shards are empty"]
    return [each.doubt for each in answered(reports) if each.doubt]


def _apart(reports: Sequence[ShardReport]) -> list[str]:
    """A doubt where the shards did not see the same scenarios: some may be nobody's."""
    designed = [each.part.designed for each in reports if each.part.designed is not None]
    kinds = dict.fromkeys(kind for each in designed for kind in each)
    unlike = [kind for kind in kinds if len({each.get(kind, 0) for each in designed}) > 1]
    if not unlike:
        return []
    more = f" and {len(unlike) - _NAMED} more" if len(unlike) > _NAMED else ""
    names = ", ".join(kind.rpartition("/")[2] for kind in unlike[:_NAMED])
    told = f"the shards did not find the same to ask of {names}{more}"
    return [f"{told}: the service stood otherwise for some of them, and a part may be nobody's"]


def _patched(runs: Sequence[Run]) -> PatchCoverage | None:
    """What all have seen of a change; None where none is asked about."""
    told = [each.patch_coverage for each in runs if each.patch_coverage is not None]
    if not told:
        return None
    exercised = {name for each in told for name in each.exercised}
    return replace(
        told[0],
        exercised=tuple(name for name in told[0].touched if name in exercised),
        points=_united(each.points for each in told),
    )


def _united(sides: Iterable[Covered]) -> Covered:
    return united(each.points for each in sides)


def _restored(runs: Sequence[Run]) -> Restored:
    """The worst of all, with what each of them notes."""
    notes = dict.fromkeys(note for each in runs for note in each.restored.notes)
    state = max((each.restored.state for each in runs), key=_WORST.index)
    return Restored(state=state, notes=tuple(notes))


def _skipped(
    reports: Sequence[ShardReport], operations: Sequence[AnsweredOperation]
) -> tuple[Skipped, ...]:
    """What was skipped by all that could have asked it."""
    asked = {f"{_EVERY}{each.operation}" for each in operations if each.asked}
    every = dict.fromkeys(one for each in reports for one in each.run.skipped)
    return tuple(each for each in every if each.why != LEFT_TO_MERGE and each.rule not in asked)


def _exercised(
    reports: Sequence[ShardReport], operations: Sequence[AnsweredOperation]
) -> list[str]:
    """What was exercised, each line once; what is counted has the counts of all."""
    lines: dict[str, None] = {}
    for each in reports:
        own = {*recordings_told(each.run.counts.recordings, each.part.expected)}
        own |= {answered_told(one.operation, one.where, one.kinds) for one in each.part.answered}
        lines |= dict.fromkeys(line for line in each.run.exercised if line not in own)
    count = sum(each.run.counts.recordings for each in reports)
    expected = sum(each.part.expected for each in reports)
    shards = ", ".join(str(each.part.shard) for each in reports)
    return [
        f"shards {shards}",
        *lines,
        *recordings_told(count, expected),
        *(answered_told(each.operation, each.where, each.kinds) for each in operations),
    ]


def _not_judged(runs: Sequence[Run]) -> tuple[NotJudged, ...]:
    counts: Counter[tuple[str, str]] = Counter()
    for each in (one for run in runs for one in run.not_judged):
        counts[each.what, each.why] += each.count
    return tuple(
        NotJudged(what=what, why=why, count=count) for (what, why), count in counts.items()
    )


def _resources(runs: Sequence[Run]) -> tuple[ResourceTold, ...]:
    """Each resource as the first took it, with what any of them observed."""
    found: dict[str, list[ResourceTold]] = {}
    for each in (one for run in runs for one in run.resources):
        found.setdefault(each.name, []).append(each)
    return tuple(map(_resource, found.values()))


def _resource(same: Sequence[ResourceTold]) -> ResourceTold:
    observed: Counter[str] = Counter()
    for each in (one for resource in same for one in resource.observed):
        observed[each.what] += each.count
    return replace(
        same[0],
        observed=tuple(Observation(what=what, count=count) for what, count in observed.items()),
        keys=tuple(dict.fromkeys(key for each in same for key in each.keys)),
        dropped=tuple(dict.fromkeys(why for each in same for why in each.dropped)),
    )


def _asked(reports: Sequence[ShardReport]) -> Iterable[AskedOperation]:
    """What each operation was asked; percentiles are those of all answers together."""
    timing = Timing()
    for report in reports:
        for name, counts in report.part.seconds.items():
            for seconds, count in counts.items():
                timing.note(name, seconds, count)
    found: dict[str, list[AskedOperation]] = {}
    for each in (one for report in reports for one in report.run.asked):
        found.setdefault(each.operation, []).append(each)
    for name, same in found.items():
        rules: Counter[str] = Counter()
        for each in same:
            rules.update(each.rules)
        yield replace(
            same[0],
            rules=dict(sorted(rules.items())),
            seconds=sum(each.seconds for each in same),
            latency=timing.latency(name),
        )


def _scope(runs: Sequence[Run], skipped: Sequence[Skipped]) -> RunScope:
    """What all of them asked; `partial` is for who knows the doubts."""
    scopes = [each.scope or RunScope() for each in runs]
    never = [
        rule
        for rule in scopes[0].unasked
        if all(rule in each.unasked for each in scopes) and rule not in {TOO_LOW, PATCH_TOO_LOW}
    ]
    unasked = dict.fromkeys((*never, *unasked_by(skipped)))
    return replace(scopes[0], unasked=tuple(unasked), partial="; ".join(cut_by(skipped)) or None)
