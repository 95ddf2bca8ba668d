"""The smallest exchange for each thing, and a few that show everything."""

from itertools import permutations

import pytest

from ringback.exchange import Exchange, Request, Response
from ringback.operation import Operation
from ringback.recordings.samples.smallest import Exhibit, Smallest

OPERATION = Operation(id="a", method="GET", path="/a")


def exhibit(shows: str, size: int, url: str = "/a") -> Exhibit[str]:
    """An exhibit that shows each of these letters, of so many bytes."""
    request = Request(method="GET", url=url, body=b"-" * (size // 2))
    response = Response(status=200, body=b"+" * (size - size // 2))
    exchange = Exchange(request=request, outcome=response)
    return Exhibit(exchange=exchange, operation=OPERATION, shows=frozenset(shows))


@pytest.mark.parametrize(
    ("offered", "done", "chosen"),
    [
        ([], "", []),
        ([("ab", 9), ("b", 5), ("c", 7)], "", [("c", 7), ("ab", 9)]),
        ([("abc", 3), ("a", 9), ("b", 9)], "", [("abc", 3)]),
        ([("abc", 5), ("a", 4)], "", [("abc", 5)]),
        ([("ab", 5), ("bc", 4), ("c", 3)], "", [("bc", 4), ("a", 5)]),
        ([("ab", 5), ("c", 4)], "abc", []),
        ([("ab", 5), ("c", 4)], "ac", [("b", 5)]),
    ],
)
def test_what_is_chosen(
    offered: list[tuple[str, int]], done: str, chosen: list[tuple[str, int]]
) -> None:
    """Every thing by the smallest that shows it, one exhibit for as many as it can serve."""
    for order in permutations(offered):
        held = Smallest[str](done)
        for shows, size in order:
            held.offer(exhibit(shows, size))
        found = [("".join(sorted(new)), each.size) for each, new in held.cover()]
        assert found == chosen
        assert held.keys == set("".join(new for new, _ in chosen))


def test_of_two_that_are_equal_the_first_is_held() -> None:
    """So that what comes later changes nothing without being better."""
    held = Smallest[str]()
    first, second = exhibit("a", 5, "/b"), exhibit("a", 5, "/a")
    held.offer(first)
    assert held.wanted("a", 5) == frozenset()
    assert held.wanted("ab", 4) == frozenset("ab")
    held.offer(second)
    assert held.cover() == [(first, frozenset("a"))]


def test_what_a_finding_is_about_is_dropped() -> None:
    """With all that it showed; what others show is held still."""
    held = Smallest[str]()
    bad, good = exhibit("ab", 5), exhibit("c", 6)
    held.offer(bad)
    held.offer(good)
    held.drop([bad.exchange])
    assert (held.keys, held.cover()) == ({"c"}, [(good, frozenset("c"))])
