"""What a check asked, as far as its options and what it skipped tell."""

from collections.abc import Iterable

from ringback.campaign.known.point_tally import PATCH_TOO_LOW, TOO_LOW
from ringback.campaign.session.timing import RULE as SLOW
from ringback.commands.arguments import CheckOptions
from ringback.commands.common.strictness import NOT_JUDGED
from ringback.commands.setup.check_setup import Asked
from ringback.recordings import STALE
from ringback.verdict import RunScope, Skipped

_CUT_SHORT = "the rest of the campaign"
_NO_TIME = "what there was no time for"
_REST = "the rest of "


def scope_of(
    options: CheckOptions, subject: Asked, skipped: Iterable[Skipped], doubts: Iterable[str]
) -> RunScope:
    """The operations and rules that were asked, and why the run was none of everything."""
    common, left = options.common, list(skipped)
    narrowed = bool(options.operations or options.tags)
    optional = {
        NOT_JUDGED: options.strict_judged,
        TOO_LOW: options.min_coverage is not None,
        PATCH_TOO_LOW: options.min_patch_coverage is not None,
        SLOW: subject.budget.response_times.any,
        STALE: options.max_age is not None,
        "change": options.against is not None,
    }
    unasked = (rule for rule, given in optional.items() if not given)
    replayed = [] if options.replay is None else ["only the findings of a report were asked again"]
    shard = subject.plan.shard
    part = [] if shard is None else [f"it was shard {shard} alone"]
    return RunScope(
        operations=tuple(each.id for each in subject.plan.operations) if narrowed else None,
        select=common.select,
        unasked=tuple(dict.fromkeys((*common.ignore, *unasked, *unasked_by(left)))),
        partial="; ".join((*replayed, *part, *doubts, *cut_by(left))) or None,
    )


def unasked_by(skipped: Iterable[Skipped]) -> tuple[str, ...]:
    """The rules that were not asked, by what was skipped."""
    left = list(skipped)
    late = (
        f"every rule on {each.rule.removeprefix(_REST)}" for each in left if _NO_TIME in each.why
    )
    return (*(each.rule for each in left), *late)


def cut_by(skipped: Iterable[Skipped]) -> tuple[str, ...]:
    """Why the run was cut short, by what was skipped."""
    return tuple(each.why for each in skipped if each.rule == _CUT_SHORT)
