"""Every rule id that there is: what --select and --ignore may name."""

from ringback.campaign.coverage import TOO_LOW
from ringback.campaign.timing import RULE as SLOW
from ringback.changes import CHANGE_RULES
from ringback.checks import CHECK_RULES
from ringback.commands.strictness import NOT_JUDGED
from ringback.laws import COMMON_LAWS, Knowledge
from ringback.laws.rules import RESOURCE_RULES
from ringback.lint import LINT_RULES
from ringback.recordings import STALE
from ringback.secrets import RULES as SECRET_RULES
from ringback.survey.underdescribed import RULES as SURVEY_RULES
from ringback.validate import RECORDING_RULES


def all_rules(known: Knowledge) -> tuple[str, ...]:
    """The ids of the checks, of the laws that the knowledge holds, and of everything else."""
    laws = {*RESOURCE_RULES, *(law.rule for law in (*COMMON_LAWS, *known.laws))}
    foreign = {name.rule for name in known.names}
    of_runs = {SLOW, TOO_LOW, NOT_JUDGED, "flaky"}
    of_recordings = {*RECORDING_RULES, *SURVEY_RULES, *SECRET_RULES, STALE}
    of_descriptions = {*LINT_RULES, *CHANGE_RULES}
    return tuple(
        sorted({*CHECK_RULES, *laws, *foreign, *of_descriptions, *of_recordings, *of_runs})
    )
