"""Payloads that prove what is said about schemas: some admit them, others do not."""

from ringback.witness.answer import Answer, Found, Nothing, Unknown
from ringback.witness.goals.alike import Alike
from ringback.witness.goals.apart import Apart
from ringback.witness.goals.holding import admits
from ringback.witness.goals.kinds import Kinds, kind_of
from ringback.witness.goals.negation import described
from ringback.witness.goals.reworded import Reworded
from ringback.witness.search.recursion_limit import raised_recursion_limit
from ringback.witness.search.search import Search

__all__ = [
    "Alike",
    "Answer",
    "Apart",
    "Found",
    "Kinds",
    "Nothing",
    "Reworded",
    "Search",
    "Unknown",
    "admits",
    "described",
    "kind_of",
    "raised_recursion_limit",
]
