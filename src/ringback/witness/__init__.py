"""Payloads that prove what is said about schemas: some admit them, others do not."""

from ringback.witness.alike import Alike
from ringback.witness.answer import Answer, Found, Nothing, Unknown
from ringback.witness.holding import admits
from ringback.witness.kinds import Kinds, kind_of
from ringback.witness.negation import described
from ringback.witness.recursion_limit import raised_recursion_limit
from ringback.witness.search import Search

__all__ = [
    "Alike",
    "Answer",
    "Found",
    "Kinds",
    "Nothing",
    "Search",
    "Unknown",
    "admits",
    "described",
    "kind_of",
    "raised_recursion_limit",
]
