"""The fast path calls nothing fine that the checks object to, and calls fine what is plainly so."""

import json
from collections.abc import Iterable
from typing import Any

import pytest

from ringback.checks.unjudged import Unjudged
from ringback.contract import Contract
from ringback.recordings import Recording, Scope, entry_of_line
from ringback.validate.entries import judge_entry, judge_recording
from ringback.validate.fast.compiled import Compiled
from ringback.validate.fast.quick import QuickExchanges, QuickPayloads
from tests.unit.contract.making import number, numbers, part
from tests.unit.validate.corpus import mutated, of_things, stored, things

STYLES: list[dict[str, Any]] = [{}, {"separators": (",", ":"), "ensure_ascii": False}]


def exchanges(contract: Contract) -> QuickExchanges:
    """The fast path of a contract, every host in scope."""
    return QuickExchanges(contract, Compiled(contract), Scope(()))


def objected(contract: Contract, text: bytes) -> bool:
    """Whether the checks object to a line."""
    entry = entry_of_line(text, "log", 1)
    return any(True for _ in judge_entry(entry, contract))


def agreement(contract: Contract, values: Iterable[Any], style: dict[str, Any]) -> list[int]:
    """How many lines are fine by both, by the checks alone, by neither; by the first alone: none.

    Looked at in sixes, one by one, and as recordings. What can't be judged of the fine ones is the
    same by both.
    """
    texts = [json.dumps(value, **style).encode() for value in values]
    wrong = [objected(contract, text) for text in texts]
    quick = exchanges(contract)
    unsure: set[int] = set()
    left_open = Unjudged()
    for at in range(0, len(texts), 6):
        several = texts[at : at + 6]
        known = quick.whole(b"\n".join(several), ()) or quick.lines(several, ())
        unsure |= {at + each for each in known.unsure}
        for gaps, count in known.gaps:
            left_open.add(gaps, count)
    assert [at for at in range(len(texts)) if wrong[at] and at not in unsure] == []
    exactly = Unjudged()
    for at, text in enumerate(texts):
        assert quick.lines([text], ()).unsure == ([0] if at in unsure else [])
        entry = entry_of_line(text, "log", 1)
        if not isinstance(entry, Recording):
            continue
        gaps = judge_recording(entry, contract)[1]
        if at not in unsure:
            exactly.add(gaps)
        fine_one = quick.recording(entry)
        if fine_one is not None:
            assert (wrong[at], fine_one.gaps) == (False, gaps)
    assert left_open == exactly
    fine = len(texts) - len(unsure)
    return [fine, len(unsure) - sum(wrong), sum(wrong)]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("reading", ["strict", "published"])
def test_nothing_passes_that_is_objected_to(reading: str, style: dict[str, Any]) -> None:
    """Of recordings with one or two parts changed, whatever is changed."""
    both, checks_alone, neither = agreement(numbers(reading), mutated(1, 1_500), style)
    assert both > 300
    assert neither > 300
    assert checks_alone < both / 2


@pytest.mark.parametrize("style", STYLES)
def test_nothing_passes_of_another_description(style: dict[str, Any]) -> None:
    """Headers, path and header parameters, ranges, several media types, large steps."""
    both, _, neither = agreement(things(), of_things(2, 4_000), style)
    assert both > 60
    assert neither > 1_000


@pytest.mark.parametrize("reading", ["strict", "published"])
def test_the_stored_recordings_are_fine(reading: str) -> None:
    """All that have nothing to object to but a number past 64 bits and a refusal as it may be."""
    contract = numbers(reading)
    texts = [json.dumps(each).encode() for each in stored()]
    right = [text for text in texts if not objected(contract, text)]
    assert len(right) > 38
    unsure = exchanges(contract).lines(right, ()).unsure
    assert [json.loads(right[at])["response"]["status"] for at in unsure] == []


def payloads(contract: Contract) -> QuickPayloads:
    """The fast path of bare answers of the update."""
    operation = contract.operation("update_number")
    answer = operation.answer_for(200)
    assert answer
    schema = answer.media_types[0].schema
    assert schema
    return QuickPayloads(Compiled(contract), schema, operation, 200)


def test_payloads() -> None:
    """The places of the wrong ones, and what the right ones hold where that is asked for."""
    good, bad = number(), number(inbound_agent=part(type="no"))
    texts = [json.dumps(each).encode() for each in (good, bad, good, 5, good)]
    quick = payloads(numbers("strict"))
    looked = quick.lines(texts, {0, 1, 4})
    assert quick.whole(b"\n".join(texts), {0, 1, 4}) == looked
    assert looked.unsure == [1, 3]
    assert looked.fine == {("update_number", 200): 3}
    assert [each.answered for each in looked.shown] == [good, good]
    assert {(each.asks, each.answers, each.status) for each in looked.shown} == {(False, True, 200)}


def test_what_exchanges_show() -> None:
    """Both bodies, the media type without parameters, and the request where it has parameters."""
    contract = numbers("strict")
    value = next(each for each in stored() if each["request"].get("body"))
    (shown,) = exchanges(contract).lines([json.dumps(value).encode()], {0}).shown
    assert shown.operation.id == "update_number"
    assert (shown.asked, shown.answered) == (value["request"]["body"], value["response"]["body"])
    assert (shown.media_type, shown.asks, shown.answers) == ("application/json", True, True)
    assert shown.request is not None
    assert shown.request.url == value["request"]["url"]


def test_the_first_content_type_counts() -> None:
    """However it is spelt: a second one makes no JSON of what the first calls text."""
    value = json.loads(json.dumps(next(each for each in stored() if each["request"].get("body"))))
    value["response"]["headers"] = {"content-type": "application/json"}
    contract = numbers("strict")
    fine = json.dumps(value).encode()
    assert exchanges(contract).lines([fine], ()).unsure == []
    for name in ("Content-Type", "CONTENT-TYPE"):
        value["response"]["headers"] = {name: "text/html", "content-type": "application/json"}
        text = json.dumps(value).encode()
        assert objected(contract, text)
        assert exchanges(contract).lines([text], ()).unsure == [0]
