"""Secrets in exchanges: found, told without telling them, and replaced.

What looks for them stands in `leaks` and in `replace`: it takes its time to be imported.
"""

from ringback.secrets.find.names.house_rules import USUAL_RULES, HouseRules, house_rules
from ringback.secrets.find.names.secret_names import is_secret_name
from ringback.secrets.find.secret_kinds import RULES

__all__ = ["RULES", "USUAL_RULES", "HouseRules", "house_rules", "is_secret_name"]
