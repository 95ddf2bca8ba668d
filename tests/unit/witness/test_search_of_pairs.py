"""The search on the pairs by which comparisons are judged."""

import pytest

from ringback.changes import Kind
from ringback.schema.document import SchemaDocument
from ringback.witness import Found, Nothing, Search, Unknown
from tests.unit.changes.deciding import shows
from tests.unit.changes.describing import QUERY, REQUEST, loaded
from tests.unit.changes.judging import Judge
from tests.unit.changes.pair import Pair
from tests.unit.changes.table import PAIRS, key


@pytest.mark.parametrize("pair", PAIRS, ids=key)
def test_a_pair_is_decided(pair: Pair) -> None:
    """A payload that jsonschema confirms where somebody breaks, else a proof that there is none."""
    base, head = map(loaded, pair.documents)
    gives, takes = (base, head) if pair.side in {REQUEST, QUERY} else (head, base)
    inside, outside = (SchemaDocument(each.document).schema(pair.root) for each in (gives, takes))
    match Search().find([inside], [outside], declared=True):
        case Found(value=value):
            assert shows(Judge(gives), Judge(takes), (pair.root, pair.root), value), value
            assert pair.breaks
        case Nothing():
            assert not pair.breaks
        case Unknown(why=why):
            assert Kind.UNKNOWN in pair.perhaps, why
