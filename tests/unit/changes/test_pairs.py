"""What a comparison says about each pair of the table, and whether its payloads prove it."""

import json
from collections.abc import Sequence
from itertools import permutations

import pytest

from ringback.changes import Change, Kind, compare
from tests.unit.changes.deciding import shows
from tests.unit.changes.describing import QUERY, REQUEST, loaded
from tests.unit.changes.judging import Judge
from tests.unit.changes.matching import alarms, told_as, trim
from tests.unit.changes.pair import Pair, Told
from tests.unit.changes.table import PAIRS, key


@pytest.mark.parametrize("pair", PAIRS, ids=key)
def test_exactly_what_is_expected_is_told(pair: Pair) -> None:
    """Each cause once, at its place in the payload and in the description; no more than that."""
    base, head = map(loaded, pair.documents)
    found = alarms(compare(base, head))
    if Kind.UNKNOWN in pair.perhaps and {each.kind for each in found} == {Kind.UNKNOWN}:
        return
    wanted = {each.kind for each in pair.told}
    extra = [each for each in found if each.kind in pair.perhaps - wanted]
    rest = [each for each in found if each not in extra]
    assert _match(rest, pair.told, pair.root), [trim(each) for each in found]


@pytest.mark.parametrize("pair", [each for each in PAIRS if each.breaks], ids=key)
def test_every_payload_proves_its_break(pair: Pair) -> None:
    """The payload of a break is right for who gives it and wrong for who takes it: jsonschema."""
    base, head = map(loaded, pair.documents)
    broken = [each for each in compare(base, head) if each.kind is Kind.BREAKS]
    sent = pair.side in {REQUEST, QUERY}
    gives, takes = (Judge(base), Judge(head)) if sent else (Judge(head), Judge(base))
    for change in broken:
        assert change.witness is not None, change
        payload = json.loads(change.witness)
        assert shows(gives, takes, (pair.root, pair.root), payload), change
    assert broken or Kind.UNKNOWN in pair.perhaps


def _match(found: Sequence[Change], told: Sequence[Told], root: str) -> bool:
    """Whether the changes are those that are expected, in any order."""
    if len(found) != len(told):
        return False
    return any(all(map(told_as, order, told, [root] * len(told))) for order in permutations(found))
