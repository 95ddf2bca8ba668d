"""What changes between two descriptions, and whom it hurts."""

from ringback.change import Change, Kind
from ringback.changes.catalogue import CHANGE_RULES, RULES, STRUCTURAL, ChangeRule
from ringback.changes.comparing import compare
from ringback.changes.operations.life_cycle import LifeCycle
from ringback.changes.semver import Bump, Versioning, versioning

__all__ = [
    "CHANGE_RULES",
    "RULES",
    "STRUCTURAL",
    "Bump",
    "Change",
    "ChangeRule",
    "Kind",
    "LifeCycle",
    "Versioning",
    "compare",
    "versioning",
]
