"""What `Prefer` chooses, as Prism reads it."""

import pytest

from ringback.errors import UsageError
from ringback.mock.answering.chosen import USUAL, Chosen
from ringback.mock.answering.failures import failure_named
from ringback.mock.serving.prefer_header import chosen_by


@pytest.mark.parametrize(
    ("values", "chosen"),
    [
        ([], USUAL),
        (["respond-async, wait=10"], USUAL),
        (["code=404"], Chosen(status=404)),
        (["code=404, example=missing"], Chosen(status=404, example="missing")),
        (["code=200", "dynamic=true"], Chosen(status=200, dynamic=True)),
        (['Example="a \\"b\\" c"; code=200'], Chosen(status=200, example='a "b" c')),
        (["dynamic=false"], Chosen()),
        (["code=200, code=404"], Chosen(status=200)),
        (["fault=latency=0.2"], Chosen(failure=failure_named("latency=0.2"))),
        (["{not a list}"], USUAL),
    ],
)
def test_what_is_preferred(values: list[str], chosen: Chosen) -> None:
    """Several headers are one list; what is none of ours is left alone (RFC 7240)."""
    assert chosen_by(tuple(("Prefer", each) for each in values)) == chosen


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("code=abc", "Prefer: code=abc: a status is a number from 100 to 599"),
        ("code=4040", "Prefer: code=4040: a status is a number from 100 to 599"),
        ("dynamic=tru", "Prefer: dynamic=tru: did you mean true?"),
        ("fault=closde", "closde: no such failure: did you mean closed?"),
    ],
)
def test_what_can_not_be_preferred(value: str, told: str) -> None:
    """A slip is told, with what is meant."""
    with pytest.raises(UsageError) as raised:
        chosen_by((("Prefer", value),))
    assert str(raised.value) == told
