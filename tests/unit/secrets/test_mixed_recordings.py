"""Of recordings as services write them nothing that is somebody's is left, and all else stays."""

import json

import pytest

from ringback.exchange import Exchange
from ringback.secrets.leaks import found
from ringback.secrets.replace.scrubber import Scrubber
from tests.unit.secrets.keys_corpus import KEYS
from tests.unit.secrets.mixed_recordings import Mixed
from tests.unit.secrets.nobodys_values_corpus import NOBODYS
from tests.unit.secrets.people_corpus import PEOPLE
from tests.unit.secrets.placed_values_corpus import PLACED
from tests.unit.secrets.planting import spellings, written
from tests.unit.secrets.spelt_values_corpus import SPELT

CORPORA = pytest.mark.parametrize("corpus", [PEOPLE, KEYS], ids=["people", "keys"])


def _counted(text: str, exchange: Exchange) -> int:
    """How often a text stands in what would be written, as it is or as JSON spells it."""
    content = written(exchange)
    return max(content.count(each.encode()) for each in (text, json.dumps(text)[1:-1]))


def _stands(text: str, exchange: Exchange) -> bool:
    content = written(exchange)
    return any(each in content for each in spellings(text))


def _after(corpus: tuple[Mixed, ...], scrubber: Scrubber) -> list[tuple[Mixed, Exchange]]:
    for each in corpus:
        scrubber.learn(each.exchange, None)
    return [(each, scrubber.scrubbed(each.exchange, None)) for each in corpus]


@CORPORA
def test_each_text_stands_there_before(corpus: tuple[Mixed, ...]) -> None:
    """What must go and what must stay, in one spelling or another: a hundred of each, or nearly."""
    for each in corpus:
        assert [text for text in each.gone if not _stands(text, each.exchange)] == []
        assert [text for text in each.kept if not _counted(text, each.exchange)] == []
    assert sum(len(each.gone) for each in corpus) >= 80
    assert sum(len(each.kept) for each in corpus) >= 100


@CORPORA
def test_none_is_left(corpus: tuple[Mixed, ...]) -> None:
    """Whether a recording is scrubbed alone, or with the others."""
    alone = [(each, Scrubber().scrubbed(each.exchange, None)) for each in corpus]
    for each, clean in [*alone, *_after(corpus, Scrubber())]:
        assert [text for text in each.gone if _stands(text, clean)] == []
        assert list(found(clean, None, None)) == []


@CORPORA
def test_what_is_nobodys_stays(corpus: tuple[Mixed, ...]) -> None:
    """As often as it stood there at least, whatever was learnt of the other recordings."""
    for each, clean in _after(corpus, Scrubber()):
        before = {text: _counted(text, each.exchange) for text in each.kept}
        assert [text for text, count in before.items() if _counted(text, clean) < count] == []


@pytest.mark.parametrize("corpus", [SPELT, PLACED], ids=["spelt", "placed"])
def test_none_of_single_values_is_left(corpus: tuple[tuple[str, Exchange], ...]) -> None:
    """Each stands there before, and after it neither in the clear nor in another coding."""
    assert [value for value, each in corpus if not _stands(value, each)] == []
    left = [value for value, each in corpus if _stands(value, Scrubber().scrubbed(each, None))]
    assert left == []


def test_no_single_value_of_nobodys_is_destroyed() -> None:
    """The exchange is the same object."""
    gone = [value for value, each in NOBODYS if Scrubber().scrubbed(each, None) is not each]
    assert gone == []
