"""Every rule id that there is: what --select and --ignore may name."""

from collections.abc import Mapping

from ringback.campaign.known.identifiers import names_of
from ringback.campaign.known.point_tally import PATCH_TOO_LOW, TOO_LOW
from ringback.campaign.session.timing import RULE as SLOW
from ringback.changes import CHANGE_RULES
from ringback.checks import CHECK_RULES
from ringback.commands.common.strictness import NOT_JUDGED
from ringback.config import ResourceTable
from ringback.laws import Knowledge
from ringback.laws.rules import RESOURCE_RULES
from ringback.lint import LINT_RULES
from ringback.recordings import STALE
from ringback.secrets import RULES as SECRET_RULES
from ringback.survey.suggestions.underdescribed import RULES as SURVEY_RULES
from ringback.validate import RECORDING_RULES


def all_rules(
    known: Knowledge, resources: Mapping[str, ResourceTable] | None = None
) -> tuple[str, ...]:
    """The ids of the checks, of the laws, of what the configuration adds, and everything else."""
    laws = {*RESOURCE_RULES, *(law.rule for law in known.laws)}
    foreign = {name.rule for name in names_of(resources or {})}
    of_runs = {SLOW, TOO_LOW, PATCH_TOO_LOW, NOT_JUDGED, "flaky"}
    of_recordings = {*RECORDING_RULES, *SURVEY_RULES, *SECRET_RULES, STALE}
    of_descriptions = {*LINT_RULES, *CHANGE_RULES}
    return tuple(
        sorted({*CHECK_RULES, *laws, *foreign, *of_descriptions, *of_recordings, *of_runs})
    )
