"""What became of findings from run to run: which are new, which are known, which are gone."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ringback.baseline.accepted_findings import AcceptedFinding
from ringback.baseline.held_findings import unseen
from ringback.errors import UsageError
from ringback.reports.stored import stored_scope
from ringback.verdict import RunScope, TrendStep
from ringback.visible import visible

_UNKNOWN = RunScope(partial="nobody knows what it asked")


def trend_of(runs: Sequence[tuple[str, Mapping[str, Any]]]) -> tuple[TrendStep, ...]:
    """A step for each JSON report, in their order, each with its name.

    A finding is fixed where a run asked for it and did not meet it; of a part of a run, or where
    nothing was judged, it stays open. UsageError where the runs are not of one command and target.
    """
    kinds = {(told["command"], told["target"]) for _, told in runs}
    if len(kinds) > 1:
        named = (f"{command} on {target}" if target else command for command, target in kinds)
        text = "runs of one command on one target make a trend; these are of "
        raise UsageError((text + visible(" and ".join(sorted(named))),))
    return tuple(_steps(runs))


def _steps(runs: Sequence[tuple[str, Mapping[str, Any]]]) -> Iterator[TrendStep]:
    open_ones: dict[str, AcceptedFinding] = {}
    for name, told in runs:
        found = {each["fingerprint"]: _entry(told, each) for each in told["findings"]}
        gone: list[AcceptedFinding] = []
        if told["verdict"] != "inconclusive":
            scope = stored_scope(told["scope"]) if "scope" in told else _UNKNOWN
            gone = unseen(open_ones.values(), told["command"], told["target"], scope, found)
        new = [each for each in found if each not in open_ones]
        yield TrendStep(
            run=visible(name),
            verdict=told["verdict"],
            new=tuple(map(visible, new)),
            known=len(found) - len(new),
            fixed=tuple(visible(each.name) for each in gone),
        )
        for each in gone:
            del open_ones[each.fingerprint]
        open_ones |= found


def _entry(told: Mapping[str, Any], found: Mapping[str, Any]) -> AcceptedFinding:
    """A finding as a baseline would know it again."""
    return AcceptedFinding(
        fingerprint=found["fingerprint"],
        command=told["command"],
        rule=found["rule"],
        reason="",
        operation=found["operation"],
        target=told["target"],
        file=found["file"],
    )
