"""Secrets in exchanges: found, told without telling them, and replaced."""

from ringback.secrets.found_secrets import UnhidableError
from ringback.secrets.leaks import Leak, found, given
from ringback.secrets.scrubber import Scrubber
from ringback.secrets.secret_checks import RULES, judge_secrets
from ringback.secrets.secret_names import is_secret_name

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
