"""Two hundred secrets of twenty kinds: each is found, and none is left."""

from ringback.secrets.leaks import found
from ringback.secrets.replace.scrubber import Scrubber
from tests.unit.secrets.planting import KINDS, PLACES, planted, spellings, written

ALL = list(planted())


def test_there_are_two_hundred_of_twenty_kinds() -> None:
    """No two are alike, and each stands in the clear before, in one spelling or another."""
    assert (len(KINDS), len(PLACES), len({each.secret for each in ALL})) == (20, 10, 200)
    for each in ALL:
        content = written(each.exchange)
        assert any(spelling in content for spelling in spellings(each.secret)), each.kind


def test_each_is_found_at_its_place() -> None:
    """With its first characters at most, and nothing else."""
    missed = [
        (each.kind, each.place)
        for each in ALL
        if each.place not in [leak.place for leak in found(each.exchange, None, None)]
    ]
    assert missed == []
    for each in ALL:
        for leak in found(each.exchange, None, None):
            assert each.secret[:4] not in leak.shown


def test_none_is_left() -> None:
    """Searched for in the bytes that would be written, not by what found them."""
    scrubber = Scrubber()
    for each in ALL:
        scrubber.learn(each.exchange, None)
    content = b"\n".join(written(scrubber.scrubbed(each.exchange, None)) for each in ALL)
    left = [
        (each.kind, each.place)
        for each in ALL
        if any(spelling in content for spelling in spellings(each.secret))
    ]
    assert left == []


def test_none_is_left_by_a_scrubber_that_sees_one_exchange() -> None:
    """Nothing need be learnt before for what stands in one exchange alone."""
    for each in ALL:
        clean = Scrubber().scrubbed(each.exchange, None)
        assert not any(spelling in written(clean) for spelling in spellings(each.secret)), each
        assert list(found(clean, None, None)) == []


def test_every_other_seed_gives_the_same() -> None:
    """It is not by the luck of one seed: of four more none is left, and none is missed."""
    for seed in range(5, 9):
        for each in planted(seed):
            clean = Scrubber().scrubbed(each.exchange, None)
            told = {leak.place for leak in found(each.exchange, None, None)}
            assert (each.place in told, list(found(clean, None, None))) == (True, []), each
            assert not any(spelling in written(clean) for spelling in spellings(each.secret)), each
