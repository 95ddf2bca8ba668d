"""Payloads that prove what is said about schemas: some admit them, others do not."""

from ringback.witness.alike import ANNOTATIONS, Alike
from ringback.witness.answer import Answer, Found, Nothing, Unknown
from ringback.witness.holding import admits, schemas_of
from ringback.witness.kinds import kind_of
from ringback.witness.room import room
from ringback.witness.search import Search
from ringback.witness.ways import described

__all__ = [
    "ANNOTATIONS",
    "Alike",
    "Answer",
    "Found",
    "Nothing",
    "Search",
    "Unknown",
    "admits",
    "described",
    "kind_of",
    "room",
    "schemas_of",
]
