"""What the page shows of causes, within its weight."""

from dataclasses import replace
from html import escape
from pathlib import Path

import pytest

from ringback.reports.evidence.shown_payloads import ShownPayload
from ringback.reports.page.causes import Cause
from ringback.reports.page.evidence_parts import CAUSES, EvidenceParts, short_rows
from ringback.reports.scribe import Scribe, ShownFinding
from ringback.verdict import Kept, Run
from tests.unit.reports.page.test_causes import FOUND

RUN = Run(command="check", verdict=Kept(), described={FOUND.schema or "": '{"type": "integer"}'})


def _evidence(found: ShownFinding) -> dict[str, object]:
    """What is shown of one finding."""
    parts = EvidenceParts(run=RUN, scribe=Scribe(secrets={}), page=Path("report.html"))
    (cause,) = parts.of([Cause(findings=(found,))])
    (told,) = cause["findings"]
    return dict(told)


def test_expected_and_actual() -> None:
    """What the description says, what stands there, and what was given."""
    value = '{"items": [{"price": "3"}]}'
    payload = ShownPayload(side="response", status=200, value=value, place="/items/0/price")
    told = _evidence(replace(FOUND, payload=payload))
    shown = (told["expected"], told["actual"], told["given"], told["seen"])
    assert shown == ('{"type": "integer"}', '"3"', None, "seen 2 times")
    lacking = replace(payload, value='{"items": [{}]}', place="/items/0", given="4")
    told = _evidence(replace(FOUND, payload=lacking))
    assert (told["actual"], told["given"]) == (None, "4")
    nowhere = replace(payload, place="/nobody/3/has/it")
    assert _evidence(replace(FOUND, instance="/a", payload=nowhere))["actual"] is None


@pytest.mark.parametrize(
    ("rule", "count", "seen"),
    [
        ("change/request-narrowed", 1, "in 1 operation"),
        ("lint/unbounded", 3, "at 3 places"),
        ("law/echo", 1, "seen 1 time"),
    ],
)
def test_how_often(rule: str, count: int, seen: str) -> None:
    """A change in operations, a mistake at places, all else in exchanges."""
    assert _evidence(replace(FOUND, rule=rule, count=count))["seen"] == seen


def test_requests_are_shown_as_long_as_there_is_room() -> None:
    """The first causes have what is to be copied; those behind have their sentence."""
    request = {"method": "PUT", "url": "/a?\u202e", "body": {"text": "<" * 500}}
    found = replace(FOUND, requests=(request,), reproduce="curl x")
    parts = EvidenceParts(run=RUN, scribe=Scribe(secrets={}), page=None, room=30_000)
    told = [each["findings"][0] for each in parts.of([Cause(findings=(found,))] * 40)]
    assert [name for name, _ in told[0]["codes"]] == ["curl", "httpx", "pytest"]
    ((verb, url, body),) = told[0]["steps"]
    assert (verb, url, len(body)) == ("PUT", "/a?\\u202e", 140 + len("… (512 characters)"))
    assert not told[-1]["codes"]
    assert told[-1]["message"] == FOUND.message
    weight = sum(len(escape(text)) for each in told for _, text in each["codes"])
    assert 30_000 <= weight < 40_000


def test_causes_in_short_have_a_weight() -> None:
    """However many there are and whatever they hold, they are less than a million characters."""
    hostile = replace(FOUND, message='"<&' * 90, operation="<" * 90)
    rows = list(short_rows([Cause(findings=(hostile,))] * 9_000))
    assert rows[0]["number"] == CAUSES
    assert (
        800_000 < sum(len(escape(str(each))) for row in rows for each in row.values()) < 1_000_000
    )
    plain = [Cause(findings=(replace(FOUND, fingerprint=str(at)),)) for at in range(5_000)]
    assert len(list(short_rows(plain))) == 5_000 - CAUSES
