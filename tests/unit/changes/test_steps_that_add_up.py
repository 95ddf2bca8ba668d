"""Steps that break nobody can add up: that is what a pinned description is for."""

from typing import Any

from ringback.changes import Kind, compare
from tests.unit.changes.describing import REQUEST, described, loaded
from tests.unit.changes.matching import alarms

UUID = {"type": "string", "format": "uuid"}


def _step(prompt: dict[str, Any], nothing: dict[str, Any]) -> dict[str, Any]:
    """A description of an edit whose prompt, and whose way out, are these."""
    edit = {"type": "object", "properties": {"prompt": prompt}}
    schema = {"type": "object", "properties": {"agent": {"anyOf": [UUID, edit, nothing]}}}
    return described(schema, REQUEST)


FIRST = _step({"type": "string"}, {"type": "object"})
SECOND = _step(UUID, {"type": "object"})
LAST = _step(UUID, {"type": "object", "additionalProperties": False})


def test_a_text_is_dropped_first_and_refused_later() -> None:
    """Neither step breaks anybody; the last one against the first does, with the same payload."""
    first, second, last = map(loaded, (FIRST, SECOND, LAST))
    steps = [
        [(each.kind, each.instance, each.witness) for each in alarms(compare(base, head))]
        for base, head in ((first, second), (second, last), (first, last))
    ]
    text = '{"agent": {"prompt": "text"}}'
    assert steps == [
        [(Kind.DROPPED, "/agent/prompt", text)],
        [],
        [(Kind.BREAKS, "/agent/prompt", text)],
    ]
