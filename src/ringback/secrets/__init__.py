"""Secrets in exchanges: found, told without telling them, and replaced."""

from ringback.secrets.judging import RULES, judge_secrets
from ringback.secrets.leaks import Leak, found, given
from ringback.secrets.memory import UnhidableError
from ringback.secrets.names import is_secret_name
from ringback.secrets.scrubber import Scrubber

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
