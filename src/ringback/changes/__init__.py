"""What changes between two descriptions, and whom it hurts."""

from ringback.change import Change, Kind
from ringback.changes.comparing import RULES, Rule, compare

__all__ = ["RULES", "Change", "Kind", "Rule", "compare"]
