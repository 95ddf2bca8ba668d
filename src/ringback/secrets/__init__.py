"""Secrets in exchanges: found, told without telling them, and replaced."""

from ringback.secrets.find.names.house_rules import USUAL_RULES, HouseRules, house_rules
from ringback.secrets.find.names.secret_names import is_secret_name
from ringback.secrets.leaks import Leak, found, given
from ringback.secrets.replace.found_secrets import UnhidableError
from ringback.secrets.replace.scrubber import Scrubber
from ringback.secrets.secret_checks import RULES, judge_secrets

__all__ = [
    "RULES",
    "USUAL_RULES",
    "HouseRules",
    "Leak",
    "Scrubber",
    "UnhidableError",
    "found",
    "given",
    "house_rules",
    "is_secret_name",
    "judge_secrets",
]
