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
        SLOW: options.max_response_time is not None,
        STALE: options.max_age is not None,
        "change": options.against is not None,
    }
    unasked = (rule for rule, given in optional.items() if not given)
    cut = [each.why for each in left if each.rule == _CUT_SHORT]
    late = [
        f"every rule on {each.rule.removeprefix(_REST)}" for each in left if _NO_TIME in each.why
    ]
    replayed = [] if options.replay is None else ["only the findings of a report were asked again"]
    return RunScope(
        operations=tuple(each.id for each in subject.plan.operations) if narrowed else None,
        select=common.select,
        unasked=tuple(
            dict.fromkeys((*common.ignore, *unasked, *(each.rule for each in left), *late))
        ),
        partial="; ".join((*replayed, *doubts, *cut)) or None,
    )
