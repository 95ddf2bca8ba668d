"""The rules over several exchanges, one file each, and what an API adds to them."""

from ringback.laws.asked import Asked
from ringback.laws.concurrent import Concurrent
from ringback.laws.echo import Echo
from ringback.laws.frame import Frame
from ringback.laws.idempotence import Idempotence
from ringback.laws.identity import Identity
from ringback.laws.interface import Bystander, Episode, Law
from ringback.laws.isolation import Isolation
from ringback.laws.knowledge import Knowledge, Name
from ringback.laws.link import Link
from ringback.laws.listed import Listed
from ringback.laws.read_back import ReadBack
from ringback.laws.refused import Refused

# What holds for any API whose description links an update to a read.
COMMON_LAWS: tuple[Law, ...] = (Asked(), ReadBack(), Refused())

__all__ = [
    "COMMON_LAWS",
    "Asked",
    "Bystander",
    "Concurrent",
    "Echo",
    "Episode",
    "Frame",
    "Idempotence",
    "Identity",
    "Isolation",
    "Knowledge",
    "Law",
    "Link",
    "Listed",
    "Name",
    "ReadBack",
    "Refused",
]
