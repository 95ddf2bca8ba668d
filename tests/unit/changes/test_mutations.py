"""One schema is changed at random: exactly that is told, or no payload shows it.

RINGBACK_EXAMPLES sets how many changes of each description are tried.
"""

import json
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringback.changes import Change, Kind, compare
from ringback.description import Description
from tests.unit.changes.deciding import led, shows
from tests.unit.changes.describing import loaded
from tests.unit.changes.judging import Judge
from tests.unit.changes.matching import alarms, trim
from tests.unit.changes.mutants import Mutant, mutant, mutants
from tests.unit.changes.starting import OWN, SMALL, start

_EXAMPLES = int(os.environ.get("RINGBACK_EXAMPLES", "20"))


@pytest.mark.parametrize("name", [*SMALL, *OWN])
@settings(max_examples=_EXAMPLES)
@given(data=st.data())
def test_one_change_is_one_finding_or_no_payload_shows_it(name: str, data: st.DataObject) -> None:
    """A break is told once a side, at its cause, with a payload; none is missed, none made up."""
    document = start(name)
    place, kind = data.draw(st.sampled_from(mutants(document)))
    made = mutant(document, place, kind, data.draw(st.integers(0, 9)))
    base, head = loaded(document), loaded(made.document)
    found = alarms(compare(base, head))
    told = [trim(each) for each in found]
    for side in ("request", "response"):
        here = [each for each in found if each.side == side]
        broken = [each for each in here if each.kind is Kind.BREAKS]
        rest = [each for each in here if each.kind is not Kind.BREAKS]
        assert len(broken) + len(rest) <= 1, told
        assert all(made.may_be_told(each.kind, side) for each in rest), told
        assert all(map(made.caused, here)), told
        assert all(_proves(each, made, base, head) for each in broken), told
        if not broken:
            assert not _missed(made, side, base, head), told
    assert all(each.side in {"request", "response"} for each in found), told


def _proves(change: Change, made: Mutant, base: Description, head: Description) -> bool:
    """Whether the payload of a break is right on one side and wrong on the other."""
    payload = json.loads(change.witness or "")
    gives, takes = map(Judge, (base, head) if change.side == "request" else (head, base))
    entries = [entry for entry, side in made.entries.items() if side == change.side]
    return any(shows(gives, takes, (entry, entry), payload) for entry in entries)


def _missed(made: Mutant, side: str, base: Description, head: Description) -> list[object]:
    """Payloads that show a break which was not told."""
    gives, takes = (base, head) if side == "request" else (head, base)
    found = [led(gives, takes, entry, made.place) for entry in made.risky(side)]
    return [each for each in found if each is not ...]
