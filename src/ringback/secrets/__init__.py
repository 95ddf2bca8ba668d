"""Secrets in exchanges: found, told without telling them, and replaced."""

from ringback.secrets.find.secret_names import is_secret_name
from ringback.secrets.leaks import Leak, found, given
from ringback.secrets.replace.found_secrets import UnhidableError
from ringback.secrets.replace.scrubber import Scrubber
from ringback.secrets.secret_checks import RULES, judge_secrets

__all__ = [
    "RULES",
    "Leak",
    "Scrubber",
    "UnhidableError",
    "found",
    "given",
    "is_secret_name",
    "judge_secrets",
]
