"""Recordings that show nothing which another does not: nobody would miss them."""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from urllib.parse import urlsplit

from ringback.contract import Contract
from ringback.recordings.recording import Recording
from ringback.recordings.samples.shape import shape
from ringback.recordings.samples.showing import Showing

# What differs in two messages that say the same: numbers, and ids in hexadecimal.
_VALUE = re.compile(rb"[0-9a-f-]{8,}|\d+", re.IGNORECASE)
_WORD = re.compile(r"[^%&=+]+")  # of a query, what does not tell how it is spelt


def shows(recording: Recording, contract: Contract, showing: Showing) -> frozenset[Hashable]:
    """All that a recording is there for: its points, its shape, and the findings it is to have.

    Of an error its message, and of any how its query is spelt. Nothing for a recording without an
    operation, as nothing is known of it.
    """
    exchange = recording.exchange
    operation, response = contract.operation_for(exchange.request), exchange.response
    if operation is None or response is None:
        return frozenset()
    found: set[Hashable] = {*showing.shown_by(exchange, operation), *recording.expect}
    found.add(shape(exchange, operation, showing))
    spelt = _WORD.sub("", urlsplit(exchange.request.url).query)
    message = b"" if response.succeeded else _VALUE.sub(b"#", response.body)
    found.add((operation.id, response.status, spelt, message))
    return frozenset(found)


def redundant(shown: Mapping[str, Iterable[Hashable]]) -> list[str]:
    """The names of those that show nothing which none of the others does, in order.

    The later by name go first: of two that show the same, the earlier stays. What shows nothing
    at all is left out, as nothing is known of it.
    """
    counts = Counter(each for things in shown.values() for each in set(things))
    gone = []
    for name in sorted(shown, reverse=True):
        things = set(shown[name])
        if things and all(counts[each] > 1 for each in things):
            counts.subtract(things)
            gone.append(name)
    return gone[::-1]
