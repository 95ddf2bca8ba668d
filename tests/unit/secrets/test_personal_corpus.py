"""Of a hundred personal values none is left, and of a hundred that look like some none is gone."""

import json

from ringback.exchange import Exchange
from ringback.secrets.leaks import found
from ringback.secrets.replace.scrubber import Scrubber
from tests.unit.secrets.personal_corpus import LOOKALIKES, PLANTED

_LEFT, _DESTROYED = 2, 1  # how many of a hundred may be


def _text(exchange: Exchange) -> str:
    """All that would be written, also with the escapes of JSON undone."""
    response = exchange.response
    bodies = [exchange.request.body or b"", response.body if response else b""]
    texts = [body.decode("utf-8", "replace") for body in bodies]
    heads = json.dumps([exchange.request.url, *exchange.request.headers], ensure_ascii=False)
    plain = [text.replace('\\"', '"').replace("+", " ") for text in texts]
    return "\n".join([heads, *texts, *plain])


def test_there_are_a_hundred_of_each() -> None:
    """And each planted value stands there before, in one spelling or another."""
    assert (len(PLANTED), len(LOOKALIKES)) == (100, 100)
    for value, exchange in PLANTED:
        text = _text(exchange)
        told = {value, json.dumps(value)[1:-1], value.replace("/", "%2F")}
        assert any(each in text for each in told), value


def test_none_is_left() -> None:
    """Each value by itself, searched for in what would be written."""
    left = [value for value, each in PLANTED if value in _text(Scrubber().scrubbed(each, None))]
    assert len(left) <= _LEFT, left


def test_each_is_told_and_what_stands_for_it_is_not() -> None:
    """`validate --secrets` finds each, and nothing in what was scrubbed."""
    missed = [value for value, each in PLANTED if not list(found(each, None, None))]
    assert len(missed) <= _LEFT, missed
    again = [
        (value, told)
        for value, each in PLANTED
        for told in found(Scrubber().scrubbed(each, None), None, None)
    ]
    assert again == []


def test_none_that_looks_alike_is_destroyed() -> None:
    """They stay byte for byte, and nothing is told of them."""
    gone = [
        (_text(each), list(found(each, None, None)))
        for each in LOOKALIKES
        if Scrubber().scrubbed(each, None) is not each
    ]
    assert len(gone) <= _DESTROYED, gone
    assert not gone, gone
