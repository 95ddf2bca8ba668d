"""Shape faults, planted in recorded answers."""

from typing import Any

import pytest

from ringback.contract import Contract
from ringback.exchange import Request
from ringback.prove.derive import derived
from ringback.prove.interface import Fate, Proved, Terms
from ringback.prove.recorded_answers import Recorder
from ringback.prove.shape_faults import planted, prove_shapes
from ringback.prove.staging import session_on
from tests.unit.prove.making import Told, stage, things

THING = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": "string"}, "size": {"type": "integer"}},
    "additionalProperties": False,
}
READ = Request(method="GET", url="/thing")


def proved(
    contract: Contract, *payloads: Any, forms: Contract | None = None, terms: Terms | None = None
) -> list[Proved]:
    """What becomes of every derived fault in these answers."""
    chosen = terms or Terms()
    the_stage = stage(contract, forms=forms)
    recorder = Recorder(Told(payloads=[*payloads]), the_stage.forms)
    for _ in payloads:
        recorder.send(READ)
    session = session_on(the_stage, recorder, chosen)
    return [*planted([*derived(the_stage.forms)], recorder.kept(), session)]


def fates(found: list[Proved]) -> dict[str, list[str]]:
    """The names by fate."""
    return {
        fate.value: [each.name.removeprefix("read 200 ") for each in found if each.fate is fate]
        for fate in Fate
    }


def test_every_fault_of_an_answer_that_shows_all_is_caught() -> None:
    """With each place in some answer, the check sees each fault."""
    found = proved(things(THING), {"id": "a", "size": 1})
    assert {each.fate for each in found} == {Fate.CAUGHT}
    assert {each.came for each in found} == {("schema/response",)}


def test_a_place_that_no_answer_shows_is_missed() -> None:
    """What was never seen was never judged."""
    found = fates(proved(things(THING), {"id": "a"}))
    assert found["missed"] == [
        f"/size: {each}" for each in ("a boolean", "a fraction", "a text", "an array", "an object")
    ]
    assert found["equivalent"] == []


def test_what_the_description_admits_is_equivalent() -> None:
    """A tag that may stand for the other kind as well breaks nothing, and the validator says so."""
    kinds = [
        {"type": "object", "required": ["type"], "properties": {"type": {"const": name}, **more}}
        for name, more in (("a", {}), ("b", {}), ("c", {"n": {"type": "integer"}}))
    ]
    payloads = ({"type": "a"}, {"type": "b"}, {"type": "c", "n": 1})
    found = fates(proved(things({"anyOf": kinds}), *payloads))
    assert found["missed"] == []
    assert [name.split(": ", 1)[1] for name in found["equivalent"]] == [
        "type b",
        "type c",
        "type a",
        "type c",
        "type a",
        "type b",
    ]


def test_a_loose_reading_hides_what_the_forms_ask() -> None:
    """Faults come from the forms' reading; what the judging one admits is equivalent under it."""
    loose = {key: THING[key] for key in ("type", "properties")}
    found = fates(proved(things(loose), {"id": "a", "size": 1}, forms=things(THING)))
    assert found["missed"] == []
    assert found["equivalent"] == ["/: id left out", "/: an undocumented member"]


def test_a_blind_gate_is_told() -> None:
    """With the check switched off every fault is missed, none is called equivalent."""
    terms = Terms(ignore=("schema/response",))
    found = proved(things(THING), {"id": "a", "size": 1}, terms=terms)
    assert {(each.fate, each.came, each.why) for each in found} == {(Fate.MISSED, (), "")}


@pytest.mark.parametrize(
    ("payloads", "kept"),
    [
        ([{"id": "a"}, {"id": "longer"}], [{"id": "a"}]),
        ([{"id": "longer"}, {"id": "a"}], [{"id": "a"}]),
        ([{"id": "a"}, {"id": "a", "size": 1}], [{"id": "a"}, {"id": "a", "size": 1}]),
        ([{"id": "a"}, {"id": "a"}], [{"id": "a"}]),
    ],
)
def test_the_shortest_answer_of_each_form_is_kept(payloads: list[Any], kept: list[Any]) -> None:
    """A campaign of thousands leaves a handful."""
    recorder = Recorder(Told(payloads=[*payloads]), things(THING))
    for _ in payloads:
        recorder.send(READ)
    assert [each.payload for each in recorder.kept()] == kept


def test_a_whole_campaign_is_recorded() -> None:
    """The right service is asked once, and its answers carry every fault."""
    contract = things(THING)
    the_stage = stage(contract, value={"id": "a", "size": 1})
    found = prove_shapes(the_stage, [*derived(contract)], Terms())
    assert len(found) > 10
    assert {each.fate for each in found} == {Fate.CAUGHT}
