"""The vendor's own history of the update, and a second opinion on every payload that is shown."""

import itertools
import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from ringback.change import Change, Kind
from ringback.changes import compare
from ringback.changes.inclusion.exchanged import Exchanged, exchanged
from ringback.changes.pairs.pairing import pair_up
from ringback.description import Description, load
from tests.unit.changes.judging import Judge

ROOT = Path(__file__).parents[3]
PUBLISHED = Path(os.environ.get("RINGBACK_SHARED", ROOT.parent / "shared")) / "published"
VERSIONS = ("2023-07-24", "2023-08-08", "2024-08-27")

pytestmark = pytest.mark.skipif(
    not PUBLISHED.is_dir(), reason=f"the vendor's documents are not at {PUBLISHED}"
)

AGENT = "/components/schemas/Agent/properties"
ELEVEN_LABS = "/components/schemas/ElevenLabsVoice"
NEXT = {
    ("silently dropped", "/inbound_agent/voice/type", "/components/schemas/VoiceType/enum"),
}
LAST = {
    (
        "breaks",
        "/inbound_agent/prompt",
        "/components/schemas/AgentUpdateParams/properties/prompt/anyOf/0/format",
    ),
    (
        "breaks",
        "/inbound_agent/voice/type",
        "/components/schemas/AgentUpdateParams/properties/voice/anyOf/1/oneOf",
    ),
    ("breaks", "", "/components/schemas/PhoneNumber/required"),
    (
        "breaks",
        "/inbound_agent",
        "/components/schemas/PhoneNumber/properties/inbound_agent/anyOf/1/type",
    ),
    (
        "breaks",
        "/inbound_agent/actions/0/type",
        "/components/schemas/AddToConferenceAction/properties/type",
    ),
    ("breaks", "/inbound_agent/initial_message", f"{AGENT}/initial_message"),
    ("breaks", "/inbound_agent/prompt", "/components/schemas/Prompt/type"),
    ("breaks", "/inbound_agent/voice", f"{ELEVEN_LABS}/required"),
    ("breaks", "/inbound_agent/voice/api_key", f"{ELEVEN_LABS}/properties/api_key"),
    (
        "breaks",
        "/inbound_agent/voice/similarity_boost",
        f"{ELEVEN_LABS}/properties/similarity_boost",
    ),
    ("breaks", "/inbound_agent/voice/stability", f"{ELEVEN_LABS}/properties/stability"),
    ("breaks", "/inbound_agent/voice/type", "/components/schemas/PlayHtVoice/properties/type"),
    ("breaks", "/inbound_agent/webhook", f"{AGENT}/webhook/anyOf/1/type"),
    ("breaks", "/inbound_agent/webhook/subscriptions/0", "/components/schemas/EventType/enum"),
    (
        "silently dropped",
        "/inbound_agent/actions/0/config",
        "/components/schemas/Undefined/additionalProperties",
    ),
    ("careful", "", "/servers"),
}


@cache
def _read(version: str) -> Description:
    return load(PUBLISHED / f"{version}.json")


@cache
def _changes(base: str, head: str) -> tuple[Change, ...]:
    return compare(_read(base), _read(head))


@pytest.mark.parametrize(("head", "told"), [("2023-08-08", NEXT), ("2024-08-27", LAST)])
def test_what_became_of_the_update(head: str, told: set[tuple[str, str, str]]) -> None:
    """The seed version against the next one and against the last one: each cause, each place."""
    found = compare(_read("2023-07-24"), _read(head), ["update_number"])
    alarms = [each for each in found if each.finding is not None]
    assert {
        (each.kind.value, each.instance or "", each.head.schema if each.head else "")
        for each in alarms
    } == told
    assert len(alarms) == len(told)


@pytest.mark.parametrize(("base", "head"), [*itertools.permutations(VERSIONS, 2)])
def test_every_witness_holds_for_another_validator(base: str, head: str) -> None:
    """What breaks is valid on the producer's side and not on the consumer's, by jsonschema."""
    sides = pair_up(_read(base), _read(head))
    before, after = Judge(_read(base)), Judge(_read(head))
    shown = [each for each in _changes(base, head) if each.witness and each.kind is Kind.BREAKS]
    assert shown
    for change in shown:
        payload = json.loads(change.witness or "")
        held = [
            _admits(before, each.base, payload) and not _admits(after, each.head, payload)
            if each.of_request
            else _admits(after, each.head, payload) and not _admits(before, each.base, payload)
            for each in _compared(change, exchanged(sides))
        ]
        assert any(held), change.message


def _compared(change: Change, every: Iterator[Exchanged]) -> Iterator[Exchanged]:
    """The parts of exchanges that a change may be about."""
    area = change.rule.removeprefix("change/").partition("-")[0]
    for each in every:
        same = (each.area, each.side) == (area, change.side) and each.pair.ids[
            0
        ] in change.operations
        if same and (not change.status or each.status == change.status):
            yield each


def _admits(judge: Judge, place: str | None, payload: object) -> bool:
    return place is None or judge.admits(place, payload)
