"""What the description says at the places of findings."""

import json

from ringback.commands.common.described_places import described
from ringback.finding import Finding
from tests.unit.contract.making import numbers

DESCRIPTION = numbers("strict").description


def _said(place: str) -> object:
    found = Finding(rule="schema/response", message="it is wrong", schema=place)
    told = described(DESCRIPTION, [found, found]).get(place)
    return None if told is None else json.loads(told)


def test_a_keyword_is_told_with_its_schema() -> None:
    """The schema that the keyword stands in, without prose and without what is nested deep."""
    pitch = "/components/schemas/AzureVoice/properties/pitch"
    assert _said(f"{pitch}/type") == _said(pitch)
    said = _said(pitch)
    assert isinstance(said, dict)
    assert said["type"] == "integer"
    agent = _said("/components/schemas/Agent")
    assert isinstance(agent, dict)
    assert "title" not in agent
    assert len(json.dumps(agent)) <= 700


def test_what_is_nowhere_is_not_told() -> None:
    """No place, no text; nothing fails."""
    assert _said("/components/schemas/Nobody/properties/x/type") is None
    assert described(DESCRIPTION, [Finding(rule="a/b", message="c")]) == {}
